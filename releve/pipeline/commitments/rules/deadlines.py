"""Every deadline of domain.md §10 that concerns a doctor, as calendar months from its proved date.

`deadlines_of` is pure: the day is an argument. A deadline is computed again whenever a proved date changes; only what
was done about it is stored (`DeadlineMark`).
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from releve.pipeline.commitments.handover import Act, ActingParty, DeadlineKind, PromiseTerm, Route, State
from releve.pipeline.commitments.rules.dated_sources import INSTALLED, SOURCES, Source
from releve.pipeline.commitments.rules.life import BEFORE_THE_START, DECLARED_ROUTES, OVER
from releve.pipeline.commitments.rules.ordre import DECLARATION_MONTHS, NO_COMPETITION_DAYS, NO_COMPETITION_MONTHS
from releve.pipeline.commitments.rules.terms import add_months

APPEAL_MONTHS = 2  # C: the common delay of a recours
CONTRACT_MONTHS = 1  # ORD-16
AGREEMENT_MONTHS = 2  # AM-01
GRANT_MONTHS = 3  # AM-21
STAGE_MONTHS = 6  # ORD-14, renewable once
CESSATION_NOTICE_MONTHS = 6  # ORD-22
INFORM_PATIENTS_MONTHS = 1  # C
HAND_OVER_MONTHS = 3  # C
CESSATION_TAX_DAYS = 60  # ACC-02
ACTIVE_RECORDS_YEARS, RECORDS_YEARS = 5, 20  # DATA-05


@dataclass(frozen=True, slots=True)
class DatedAct:
    """An act with its proved date."""

    kind: Act
    happened_on: date
    before: State | None = None


@dataclass(frozen=True, slots=True)
class Mark:
    """What was done about a deadline, and when."""

    kind: DeadlineKind
    due_on: date
    done_on: date
    noted_by: str = ""
    noted_on: date | None = None


@dataclass(frozen=True, slots=True)
class Life:
    """All that the deadlines of one promise depend on. Acts stand in the order in which they were noted."""

    term: PromiseTerm
    acts: tuple[DatedAct, ...] = ()
    marks: tuple[Mark, ...] = ()
    licence_until: date | None = None
    replaced_nearby_days: int | None = None
    replaced_nearby_until: date | None = None
    is_exempt_of_cessation_notice: bool = False  # ORD-22: liquidation, prohibition, health, carer, pregnancy
    successor_found_on: date | None = None

    def last(self, *kinds: Act) -> DatedAct | None:
        """Return the last act of these kinds."""
        return next((act for act in reversed(self.acts) if act.kind in kinds), None)

    @property
    def is_followed_since_arrival(self) -> bool:
        """What ran before its acts were kept is not asked for the papers of its arrival again, but for ORD-01."""
        return bool(self.acts) and self.acts[0].kind in (Act.PROPOSE, Act.AGREE)

    @property
    def has_begun(self) -> bool:
        """Say whether she ever consulted here: an opposed promise may end before."""
        return not self.is_followed_since_arrival or self.last(Act.START) is not None


@dataclass(frozen=True, slots=True)
class Deadline:
    """What must be done by a day, counted from a proved date."""

    commitment_id: int
    kind: DeadlineKind
    due_on: date
    counted_from: date
    done_on: date | None = None
    mark: Mark | None = None  # where no act met it

    @property
    def source(self) -> Source:
        return SOURCES[self.kind]

    @property
    def parties(self) -> tuple[ActingParty, ...]:
        return self.source.parties

    def is_open(self, on: date) -> bool:
        """Say whether it still asks something of somebody; a day to know of is open until it is there."""
        return self.done_on is None and not (self.source.is_watch and self.due_on < on)

    def is_overdue(self, on: date) -> bool:
        return self.is_open(on) and self.due_on < on


# Kind, day, and the proved date from which it is counted; the day on which it was done where the acts tell it.
_Found = Iterator[tuple[DeadlineKind, date, date, date | None]]


def deadlines_of(life: Life, on: date) -> tuple[Deadline, ...]:
    """Return every deadline of a promise, done or not, the earliest first."""
    if life.term.state == State.GIVEN_UP:
        return ()
    marks = {(mark.kind, mark.due_on): mark for mark in life.marks}
    found = {}
    for kind, due_on, counted_from, done_on in _all(life, on):
        mark = None if done_on else marks.get((kind, due_on))
        done = mark.done_on if mark else done_on
        found[kind, due_on] = Deadline(life.term.commitment_id, kind, due_on, counted_from, done, mark)
    return tuple(
        sorted(found.values(), key=lambda deadline: (deadline.due_on, list(DeadlineKind).index(deadline.kind)))
    )


def no_competition_until(days: int | None, last_on: date | None) -> date | None:
    """Return until when she must not compete with those whom she replaced nearby, if at all (ORD-15)."""
    if last_on is None or days is None or days < NO_COMPETITION_DAYS:
        return None
    return add_months(last_on, NO_COMPETITION_MONTHS)


def cessation_notice_by(last_on: date, told_on: date | None) -> date:
    """Return the last day to tell ARS and Ordre: the end less six calendar months (ORD-22).

    Told on 31 August, the six months end on the last day of February: who was told in time is not late by the
    28 August that subtracting gives.
    """
    latest = add_months(last_on, -CESSATION_NOTICE_MONTHS)
    is_in_time = told_on is not None and add_months(told_on, CESSATION_NOTICE_MONTHS) <= last_on
    return max(latest, told_on) if told_on and is_in_time else latest


def notice_last_day(
    told_on: date, notice_months: int, starts_on: date, minimum_term_months: int, *, is_agreed_earlier: bool = False
) -> date:
    """Return the last day after a notice: its calendar months, and never before the minimum term unless agreed."""
    after_notice = add_months(told_on, notice_months)
    if is_agreed_earlier:
        return after_notice
    return max(after_notice, minimum_last_day(starts_on, minimum_term_months))


def minimum_last_day(starts_on: date, minimum_term_months: int) -> date:
    """Return the last day of the minimum term."""
    return add_months(starts_on, minimum_term_months) - timedelta(days=1)


def second_working_day_of_may(year: int) -> date:
    """Return the second working day after 1 May (ACC-02)."""
    day, n_left = date(year, 5, 1), 2
    while n_left:
        day += timedelta(days=1)
        n_left -= day.weekday() < 5
    return day


def _all(life: Life, on: date) -> _Found:
    is_over = life.term.state in OVER
    if not is_over:
        yield from _of_declaration(life)
        yield from _of_papers(life)
        yield from _of_person(life, on)
        yield from _of_terms(life)
        yield from _of_every_year(life, on)
    if life.term.state not in BEFORE_THE_START and (life.has_begun or not is_over):
        yield from _of_departure(life)


def _of_declaration(life: Life) -> _Found:
    term = life.term
    if term.route not in DECLARED_ROUTES:
        return
    declared, opposed, appealed = life.last(Act.DECLARE), life.last(Act.OPPOSE), life.last(Act.APPEAL)
    latest = add_months(term.starts_on, -DECLARATION_MONTHS)
    yield DeadlineKind.DECLARE_SITE, latest, term.starts_on, declared.happened_on if declared else None
    if declared and term.state != State.OPPOSED:
        ends_on = add_months(declared.happened_on, DECLARATION_MONTHS)
        yield DeadlineKind.OPPOSITION_ENDS, ends_on, declared.happened_on, None
    if opposed and term.state == State.OPPOSED:
        answered = appealed.happened_on if appealed and appealed.happened_on >= opposed.happened_on else None
        yield DeadlineKind.APPEAL, add_months(opposed.happened_on, APPEAL_MONTHS), opposed.happened_on, answered


def _of_papers(life: Life) -> _Found:
    term, signed = life.term, life.last(Act.SIGN)
    if life.is_followed_since_arrival and term.state != State.PROPOSED:
        yield DeadlineKind.SIGN_CONTRACT, term.starts_on, term.starts_on, signed.happened_on if signed else None
    if signed:
        within_a_month = _month_after(signed)
        # ORD-11: that of a replacement is at the Ordre before she begins.
        due_on = min(within_a_month, term.starts_on) if term.route == Route.REPLACEMENT else within_a_month
        yield DeadlineKind.SEND_CONTRACT, due_on, signed.happened_on, None
    for act in life.acts:
        is_contract_changed = act.kind in (Act.AMEND, Act.EXTEND) and act.before not in (None, *_UNSIGNED)
        if is_contract_changed:
            yield DeadlineKind.SEND_AMENDMENT, _month_after(act), act.happened_on, None
    if term.route in INSTALLED and life.is_followed_since_arrival and term.state != State.PROPOSED:
        yield DeadlineKind.REGISTER_CPAM, term.starts_on, term.starts_on, None
        registered_on = next((mark.done_on for mark in life.marks if mark.kind == DeadlineKind.REGISTER_CPAM), None)
        if registered_on:
            yield DeadlineKind.JOIN_AGREEMENT, add_months(registered_on, AGREEMENT_MONTHS), registered_on, None
        if term.route == Route.PRINCIPAL_PRACTICE:
            yield DeadlineKind.SETTLEMENT_GRANT, add_months(term.starts_on, GRANT_MONTHS), term.starts_on, None


_UNSIGNED = (State.PROPOSED, State.AGREED, State.DECLARED, State.OPPOSED)


def _month_after(act: DatedAct) -> date:
    return add_months(act.happened_on, CONTRACT_MONTHS)


def _of_person(life: Life, on: date) -> _Found:
    term = life.term
    if life.licence_until and term.last_on > life.licence_until:
        yield DeadlineKind.RENEW_LICENCE, life.licence_until, life.licence_until, None
    if term.route == Route.JUNIOR_DOCTOR:
        first = add_months(term.starts_on, STAGE_MONTHS)
        ends_on = first if on <= first else add_months(term.starts_on, 2 * STAGE_MONTHS)
        yield DeadlineKind.STAGE_ENDS, ends_on, term.starts_on, None
    until = no_competition_until(life.replaced_nearby_days, life.replaced_nearby_until)
    if until and life.replaced_nearby_until and until >= term.starts_on:
        yield DeadlineKind.NO_COMPETITION, until, life.replaced_nearby_until, None


def _of_terms(life: Life) -> _Found:
    term = life.term
    if term.state == State.PROPOSED:
        return
    if term.minimum_term_months:
        minimum = minimum_last_day(term.starts_on, term.minimum_term_months)
        yield DeadlineKind.MINIMUM_TERM, minimum, term.starts_on, None
    if term.ends_on is None:
        yield DeadlineKind.MAXIMUM_TERM, term.last_on, term.starts_on, None
    if term.state not in BEFORE_THE_START:
        due_on = add_months(term.last_on, -term.notice_months)
        yield DeadlineKind.GIVE_NOTICE, due_on, term.last_on, term.notice_given_on


def _of_every_year(life: Life, on: date) -> _Found:
    term = life.term
    if term.route not in INSTALLED or term.state in BEFORE_THE_START:
        return
    december, may = date(on.year, 12, 31), second_working_day_of_may(on.year)
    may = may if may >= on else second_working_day_of_may(on.year + 1)
    for kind, due_on in ((DeadlineKind.PANEL_SNAPSHOT, december), (DeadlineKind.INCOME_TAX, may)):
        if term.starts_on <= due_on <= term.last_on:
            yield kind, due_on, date(due_on.year, 1, 1), None


def _of_departure(life: Life) -> _Found:
    """ORD-22 and what follows. An agreed end, or the maximum term, asks for the same without anybody's notice."""
    term, told_on = life.term, life.term.notice_given_on
    by = cessation_notice_by(term.last_on, told_on)
    if term.route in INSTALLED and not life.is_exempt_of_cessation_notice:
        yield DeadlineKind.TELL_ARS, by, term.last_on, None
        yield DeadlineKind.TELL_ORDRE, by, term.last_on, None
    if told_on and term.state not in OVER:
        yield DeadlineKind.FIND_SUCCESSOR, term.last_on, term.last_on, life.successor_found_on
    informed_by = min(add_months(told_on or by, INFORM_PATIENTS_MONTHS), term.last_on)
    if told_on or term.route in INSTALLED:
        yield DeadlineKind.INFORM_PATIENTS, informed_by, told_on or term.last_on, None
    if term.route not in INSTALLED:
        return
    handed_over_by = min(max(add_months(term.last_on, -HAND_OVER_MONTHS), informed_by), term.last_on)
    yield DeadlineKind.HAND_OVER_PATIENTS, handed_over_by, term.last_on, None
    yield DeadlineKind.RECORDS_CUSTODY, term.last_on, term.last_on, None
    yield DeadlineKind.NOTIFY_ROLL, term.last_on, term.last_on, None
    yield DeadlineKind.CESSATION_TAX, term.last_on + timedelta(days=CESSATION_TAX_DAYS), term.last_on, None
    for kind, years in (
        (DeadlineKind.RECORDS_ACTIVE, ACTIVE_RECORDS_YEARS),
        (DeadlineKind.RECORDS_DELETED, RECORDS_YEARS),
    ):
        yield kind, add_months(term.last_on, 12 * years), term.last_on, None
