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
class Promise:
    """A running commitment, as the rota needs it."""

    commitment_id: int
    doctor_id: int
    doctor_name: str
    office_id: int
    starts_on: date
    last_on: date  # the agreed end, else the maximum term
    half_days_per_week: float
    pattern: tuple[PatternHalfDay, ...]
    absences: tuple[AbsentDays, ...] = ()


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
