"""When somebody may lawfully start at the earliest, by each legal route, and why not earlier.

Pure and dated: calendar months from a proved date (domain.md §9-14), and never a promise in place of the Ordre. Months
that no text fixes are arguments of `Delays`, each with its source in the stage's README.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from releve.pipeline.commitments.handover import CandidateKind, Route
from releve.pipeline.commitments.rules.ordre import DECLARATION_MONTHS, NO_COMPETITION_MONTHS
from releve.pipeline.commitments.rules.terms import add_months

ONE_DAY = timedelta(days=1)
INTERNS = frozenset({CandidateKind.RESIDENT, CandidateKind.JUNIOR_DOCTOR})
# DATA-04, [C]: the CNIL's habit for recruiting files, two years after the last contact.
USUAL_RETENTION_MONTHS = 24
JUNIOR_STAGE = (11, 2)  # ORD-14: stages begin in November; the day is ours [C]


@dataclass(frozen=True, slots=True)
class Delays:
    """What experience says, in calendar months."""

    registration_months: int = 3  # domain.md §1.5-1: two to three months


USUAL_DELAYS = Delays()


@dataclass(frozen=True, slots=True)
class Situation:
    """What is known of a candidate, and of the office where she would come."""

    kind: CandidateKind
    registered_department: str = ""  # of the roll of the Ordre, "" if on none
    registration_asked_on: date | None = None
    thesis_on: date | None = None
    licence_from: date | None = None
    licence_until: date | None = None
    supervisor_name: str = ""
    available_from: date | None = None
    present_notice_months: int = 0
    notice_given_on: date | None = None
    last_replacement_on: date | None = None  # of 90 days or more near the office, in all
    may_settle_nearby: bool = False  # the replaced doctor agrees, and the Ordre was told
    # Of the office:
    department: str = ""
    declaration_received_on: date | None = None
    someone_installed: bool = False
    replaced_away_from: date | None = None  # an installed doctor is absent from this day on; None: nobody is


class Why(StrEnum):
    """What makes somebody wait, or what she lacks."""

    TODAY = "today"
    AVAILABLE = "available"
    PRESENT_NOTICE = "present_notice"
    SITE_DECLARATION = "site_declaration"
    REGISTRATION = "registration"
    THESIS = "thesis"
    NO_COMPETITION = "no_competition"
    LICENCE_FROM = "licence_from"
    REPLACED_AWAY = "replaced_away"
    SHORTAGE = "shortage"
    JUNIOR_STAGE = "junior_stage"
    # Lacking: no date can be told.
    NO_THESIS = "no_thesis"
    NOBODY_TO_REPLACE = "nobody_to_replace"
    NO_LICENCE = "no_licence"
    LICENCE_ENDS_BEFORE = "licence_ends_before"
    NOBODY_INSTALLED = "nobody_installed"
    NOT_A_STUDENT = "not_a_student"
    NOT_A_JUNIOR = "not_a_junior"
    NO_SUPERVISOR = "no_supervisor"


@dataclass(frozen=True, slots=True)
class Reason:
    """One thing that counts, the day before which it allows no start (None: it forbids the route), and its rules."""

    why: Why
    not_before: date | None
    rules: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class EarliestStart:
    """The first day that the law leaves open by one route; None where something is lacking."""

    route: Route
    on: date | None
    reasons: tuple[Reason, ...]  # what is lacking, then the latest date: the first one decides
    until: date | None = None  # the licence's last day, for a replacement by a licence holder


def earliest_start(route: Route, known: Situation, today: date, delays: Delays = USUAL_DELAYS) -> EarliestStart:
    """Return the first day on which she may start by this route, never before today, with every reason."""
    reasons = [Reason(Why.TODAY, today), *_her_own_time(known, today), *_RULES[route](known, today, delays)]
    lacking = [reason for reason in reasons if reason.not_before is None]
    dated = [(reason.not_before, reason) for reason in reasons if reason.not_before is not None]
    dated.sort(key=lambda pair: pair[0], reverse=True)
    latest = dated[0][0]
    until = _licence_end(route, known)
    if until and latest > until:
        lacking.append(Reason(Why.LICENCE_ENDS_BEFORE, None, ("ORD-11",)))
    in_order = (*lacking, *(reason for _, reason in dated))
    return EarliestStart(route, None if lacking else latest, in_order, until)


def earliest_starts(known: Situation, today: date, delays: Delays = USUAL_DELAYS) -> tuple[EarliestStart, ...]:
    """Return every route, the soonest first; those that lack something last, in the order of ORD-06."""
    found = [earliest_start(route, known, today, delays) for route in Route]
    return tuple(sorted(found, key=lambda start: (start.on is None, start.on or today)))


def _her_own_time(known: Situation, today: date) -> list[Reason]:
    found = []
    if known.available_from:
        found.append(Reason(Why.AVAILABLE, max(today, known.available_from)))
    if known.present_notice_months:
        given_on = known.notice_given_on or today
        free_on = add_months(given_on, known.present_notice_months)
        found.append(Reason(Why.PRESENT_NOTICE, max(today, free_on)))
    return found


def _registration(known: Situation, today: date, delays: Delays) -> list[Reason]:
    """The day from which she can be on a roll, for whoever is on none yet (§1.5-1)."""
    if known.registered_department:
        return []
    asked_on = known.registration_asked_on or today
    found = []
    if _is_student(known):
        if known.thesis_on is None:
            return [Reason(Why.NO_THESIS, None, ("§1.5-1", "ORD-12"))]
        found.append(Reason(Why.THESIS, max(today, known.thesis_on), ("§1.5-1",)))
        asked_on = max(asked_on, known.thesis_on)
    registered_on = max(today, add_months(asked_on, delays.registration_months))
    return [*found, Reason(Why.REGISTRATION, registered_on, ("§1.5-1", "ORD-06"))]


def _is_student(known: Situation) -> bool:
    """Say whether she is before her thesis: an intern, or a holder of a licence who is on no roll (ORD-11)."""
    holds_licence = known.kind == CandidateKind.LOCUM and known.licence_until is not None
    return known.kind in INTERNS or (holds_licence and not known.registered_department)


def _settling(known: Situation, today: date) -> list[Reason]:
    if known.last_replacement_on is None or known.may_settle_nearby:
        return []
    free_on = add_months(known.last_replacement_on, NO_COMPETITION_MONTHS) + ONE_DAY
    return [Reason(Why.NO_COMPETITION, free_on, ("ORD-15",))] if free_on > today else []


def _principal_practice(known: Situation, today: date, delays: Delays) -> list[Reason]:
    inscribed = _registration(known, today, delays)
    if known.registered_department and known.registered_department != known.department:
        # ORD-07: leaving the department is a transfer, that is another registration.
        asked_on = known.registration_asked_on or today
        transferred_on = max(today, add_months(asked_on, delays.registration_months))
        inscribed = [Reason(Why.REGISTRATION, transferred_on, ("ORD-07", "§1.5-1"))]
    return [*inscribed, *_settling(known, today)]


def _distinct_site(known: Situation, today: date, delays: Delays) -> list[Reason]:
    """ORD-06: inscribed elsewhere. Who is on no roll yet declares once she is; the receipt cannot lie in the past."""
    inscribed = _registration(known, today, delays)
    dates = [reason.not_before for reason in inscribed if reason.not_before]
    received_on = known.declaration_received_on or max([today, *dates])
    open_on = max(today, add_months(received_on, DECLARATION_MONTHS))
    declared = Reason(Why.SITE_DECLARATION, open_on, ("ORD-01", "ORD-02"))
    return [*inscribed, declared, *_settling(known, today)]


def _replacement(known: Situation, today: date, delays: Delays) -> list[Reason]:
    found = [Reason(Why.NOBODY_TO_REPLACE, None, ("ORD-06", "ORD-08"))]
    if known.replaced_away_from:
        # ORD-08: the replaced doctor must have stopped.
        found = [Reason(Why.REPLACED_AWAY, max(today, known.replaced_away_from), ("ORD-08",))]
    if known.registered_department:
        return found
    if known.licence_until is None or known.licence_until < today:
        return [*found, Reason(Why.NO_LICENCE, None, ("ORD-11",))]
    if known.licence_from and known.licence_from > today:
        found.append(Reason(Why.LICENCE_FROM, known.licence_from, ("ORD-11",)))
    return found


def _liberal_collaborator(known: Situation, today: date, delays: Delays) -> list[Reason]:
    with_whom = [] if known.someone_installed else [Reason(Why.NOBODY_INSTALLED, None, ("ORD-12",))]
    return [*with_whom, *_principal_practice(known, today, delays)]


def _assistant(known: Situation, today: date, delays: Delays) -> list[Reason]:
    found = [Reason(Why.SHORTAGE, today, ("ORD-13",))]
    if not known.someone_installed:
        found.append(Reason(Why.NOBODY_INSTALLED, None, ("ORD-13",)))
    if not _is_student(known):
        found.append(Reason(Why.NOT_A_STUDENT, None, ("ORD-13",)))
    return found


def _junior_doctor(known: Situation, today: date, delays: Delays) -> list[Reason]:
    found = []
    if known.kind not in INTERNS:
        found.append(Reason(Why.NOT_A_JUNIOR, None, ("ORD-14",)))
    if not known.supervisor_name:
        found.append(Reason(Why.NO_SUPERVISOR, None, ("ORD-14",)))
    ready = max([today, *(reason.not_before for reason in _her_own_time(known, today) if reason.not_before)])
    return [*found, Reason(Why.JUNIOR_STAGE, _next_stage(ready), ("ORD-14",))]


def _next_stage(day: date) -> date:
    this_year = date(day.year, *JUNIOR_STAGE)
    return this_year if day <= this_year else date(day.year + 1, *JUNIOR_STAGE)


def _licence_end(route: Route, known: Situation) -> date | None:
    is_licence_holder = route == Route.REPLACEMENT and not known.registered_department
    return known.licence_until if is_licence_holder else None


_RULES: Mapping[Route, Callable[[Situation, date, Delays], list[Reason]]] = {
    Route.PRINCIPAL_PRACTICE: _principal_practice,
    Route.DISTINCT_SITE: _distinct_site,
    Route.REPLACEMENT: _replacement,
    Route.LIBERAL_COLLABORATOR: _liberal_collaborator,
    Route.ASSISTANT: _assistant,
    Route.JUNIOR_DOCTOR: _junior_doctor,
}
