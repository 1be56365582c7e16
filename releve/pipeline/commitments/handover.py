"""What the commitments hand on: who promised which half-days of an office, until when."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from releve.shared.half_days import Half


class Route(StrEnum):
    """The legal route by which a doctor practises in the office (ORD-06, ORD-08, ORD-12 to ORD-14)."""

    PRINCIPAL_PRACTICE = "principal_practice"
    DISTINCT_SITE = "distinct_site"
    REPLACEMENT = "replacement"
    LIBERAL_COLLABORATOR = "liberal_collaborator"
    ASSISTANT = "assistant"
    JUNIOR_DOCTOR = "junior_doctor"


class State(StrEnum):
    """Where a promise stands in its life (docs/models/promise.md)."""

    PROPOSED = "proposed"  # spoken of; binds nobody, nothing is laid
    AGREED = "agreed"
    DECLARED = "declared"  # the Ordre has the declaration of the site (ORD-01)
    OPPOSED = "opposed"  # the Ordre opposes it (ORD-02): nothing is laid
    SIGNED = "signed"
    RUNNING = "running"
    NOTICE_GIVEN = "notice_given"
    EXTENDED = "extended"
    ENDED = "ended"
    GIVEN_UP = "given_up"  # it never began


class Act(StrEnum):
    """What moves a promise, or changes its terms."""

    PROPOSE = "propose"
    AGREE = "agree"
    ENTER = "enter"  # a promise that already ran when it was entered
    DECLARE = "declare"
    OPPOSE = "oppose"
    APPEAL = "appeal"
    ALLOW = "allow"
    SIGN = "sign"
    START = "start"
    GIVE_NOTICE = "give_notice"
    WITHDRAW_NOTICE = "withdraw_notice"
    EXTEND = "extend"
    AMEND = "amend"
    END = "end"
    GIVE_UP = "give_up"


class DeadlineKind(StrEnum):
    """What must be done by a day (domain.md §10); its rule and its certainty stand in rules/dated_sources.py."""

    DECLARE_SITE = "declare_site"
    OPPOSITION_ENDS = "opposition_ends"
    APPEAL = "appeal"
    SIGN_CONTRACT = "sign_contract"
    SEND_CONTRACT = "send_contract"
    SEND_AMENDMENT = "send_amendment"
    REGISTER_CPAM = "register_cpam"
    JOIN_AGREEMENT = "join_agreement"
    SETTLEMENT_GRANT = "settlement_grant"
    RENEW_LICENCE = "renew_licence"
    STAGE_ENDS = "stage_ends"
    NO_COMPETITION = "no_competition"
    MINIMUM_TERM = "minimum_term"
    GIVE_NOTICE = "give_notice"
    MAXIMUM_TERM = "maximum_term"
    TELL_ARS = "tell_ars"
    TELL_ORDRE = "tell_ordre"
    FIND_SUCCESSOR = "find_successor"
    INFORM_PATIENTS = "inform_patients"
    HAND_OVER_PATIENTS = "hand_over_patients"
    RECORDS_CUSTODY = "records_custody"
    NOTIFY_ROLL = "notify_roll"
    CESSATION_TAX = "cessation_tax"
    INCOME_TAX = "income_tax"
    PANEL_SNAPSHOT = "panel_snapshot"
    RECORDS_ACTIVE = "records_active"
    RECORDS_DELETED = "records_deleted"


class ActingParty(StrEnum):
    """On whose list a deadline stands."""

    COORDINATOR = "coordinator"
    DOCTOR = "doctor"


class Weeks(StrEnum):
    """In which weeks a half-day of the pattern is worked, by ISO week number."""

    EVERY = "every"
    ODD = "odd"
    EVEN = "even"


class RppsWarning(StrEnum):
    """What looks wrong in an RPPS number (DATA-11)."""

    NOT_11_DIGITS = "not_11_digits"
    WRONG_KEY = "wrong_key"


@dataclass(frozen=True, slots=True)
class PatternHalfDay:
    """One half-day that the doctor prefers to work."""

    weekday: int  # Monday is 0
    half: Half
    weeks: Weeks = Weeks.EVERY


@dataclass(frozen=True, slots=True)
class AbsentDays:
    """Half-days on which the doctor is away, both ends included."""

    first_on: date
    last_on: date
    first_half: Half = Half.MORNING
    last_half: Half = Half.AFTERNOON


@dataclass(frozen=True, slots=True)
class TermsFrom:
    """What a promise is for from a day on."""

    valid_from: date
    half_days_per_week: float
    pattern: tuple[PatternHalfDay, ...] = ()


@dataclass(frozen=True, slots=True)
class Promise:
    """A commitment between two days of unchanged terms, as the rota needs it: an amendment begins another one."""

    commitment_id: int
    doctor_id: int
    doctor_name: str
    office_id: int
    starts_on: date
    last_on: date  # the agreed end, else the maximum term; the eve of other terms where an amendment follows
    half_days_per_week: float
    pattern: tuple[PatternHalfDay, ...]
    absences: tuple[AbsentDays, ...] = ()
    is_amended_after: bool = False  # she goes on under other terms: nobody leaves
    amended_since: date | None = None  # the first day of the commitment, where an amendment began these terms

    @property
    def came_on(self) -> date:
        """The first day of the commitment, whatever its terms became."""
        return self.amended_since or self.starts_on


@dataclass(frozen=True, slots=True)
class PromiseTerm:
    """A commitment's state and terms, as coverage counts them."""

    commitment_id: int
    doctor_id: int
    doctor_name: str
    office_id: int
    route: Route
    state: State
    starts_on: date  # as agreed
    may_start_on: date | None  # ORD-01: two months after the proved receipt; None without declaration
    ends_on: date | None  # as agreed; None up to the maximum term
    last_on: date  # the agreed end, else the maximum term
    half_days_per_week: float
    minimum_term_months: int
    maximum_term_months: int
    notice_months: int
    notice_given_on: date | None = None  # proved date of the notice
    amended: tuple[TermsFrom, ...] = ()  # by amendments, the earliest first

    @property
    def first_on(self) -> date:
        """The first day on which she may consult here."""
        return max(self.starts_on, self.may_start_on) if self.may_start_on else self.starts_on

    @property
    def is_leaving(self) -> bool:
        return self.state == State.NOTICE_GIVEN


@dataclass(frozen=True, slots=True)
class OpenCall:
    """An office looks for a doctor since a day, for half-days that will be missing from another day on."""

    call_id: int
    office_id: int
    commitment_id: int | None  # of the doctor who leaves
    opened_on: date
    needed_from: date
    half_days_per_week: float


@dataclass(frozen=True, slots=True)
class DoctorHere:
    """A doctor of an office, as everyone may know her (ORD-20), and until when she stays."""

    doctor_id: int
    first_name: str
    last_name: str
    starts_on: date
    last_on: date

    @property
    def name(self) -> str:
        return f"Dr {self.first_name} {self.last_name}"


class CandidateKind(StrEnum):
    """Which sort of doctor somebody is before she comes."""

    RESIDENT = "resident"
    LOCUM = "locum"
    JUNIOR_DOCTOR = "junior_doctor"
    YOUNG_DOCTOR = "young_doctor"
    SETTLED_DOCTOR = "settled_doctor"
    RETIRED_DOCTOR = "retired_doctor"


class CandidateStage(StrEnum):
    """How far somebody is on her way to an office."""

    MET = "met"
    INTERESTED = "interested"
    VISITING = "visiting"
    AGREED = "agreed"  # in principle: nothing is signed
    CAME = "came"
    DECLINED = "declined"


class WelcomeWho(StrEnum):
    """Who does a point of the welcome list (domain.md §1.5)."""

    DOCTOR = "doctor"
    TOWN_HALL = "town_hall"
    NETWORK = "network"
