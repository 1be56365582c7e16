"""What each legal route needs and forbids (ORD-06). The software reminds; the Ordre and the doctor decide."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from releve.pipeline.commitments.handover import Route
from releve.pipeline.commitments.rules.deadlines import STAGE_MONTHS, no_competition_until
from releve.pipeline.commitments.rules.ordre import DECLARATION_MONTHS
from releve.pipeline.commitments.rules.terms import add_months

JUNIOR_MONTHS_MAX = 2 * STAGE_MONTHS  # ORD-14: six months, renewable once


class Need(StrEnum):
    """What a route asks for, or rules out."""

    SITE_DECLARED_IN_TIME = "site_declared_in_time"
    SITE_NOT_OPPOSED = "site_not_opposed"
    ON_THE_ROLL_HERE = "on_the_roll_here"
    REPLACED_DOCTOR_NAMED = "replaced_doctor_named"
    REPLACED_DOCTOR_STOPS = "replaced_doctor_stops"
    LICENCE_VALID = "licence_valid"
    CONTRACT_BEFORE_START = "contract_before_start"
    LOCAL_CEILING = "local_ceiling"
    NO_TREATING_DOCTOR = "no_treating_doctor"
    NO_LICENCE_HOLDER = "no_licence_holder"
    COLLABORATION_TERMS = "collaboration_terms"
    SOMEONE_INSTALLED = "someone_installed"
    ASSISTANT_CASE = "assistant_case"
    SUPERVISOR_NAMED = "supervisor_named"
    STAGE_LENGTH = "stage_length"
    NO_AGREEMENT_ALONE = "no_agreement_alone"
    WRITTEN_CONTRACT = "written_contract"
    NO_COMPETITION = "no_competition"
    SAME_BUILDING = "same_building"


class Answer(StrEnum):
    MET = "met"
    LACKING = "lacking"
    TO_CHECK = "to_check"  # nobody has told yet, or only people can tell
    REMEMBER = "remember"  # a rule that goes on holding


@dataclass(frozen=True, slots=True)
class RouteFacts:
    """What is known of a promise and of its office."""

    starts_on: date
    last_on: date
    replaced_doctor_name: str = ""
    supervisor_name: str = ""
    licence_until: date | None = None
    declaration_received_on: date | None = None
    is_opposed: bool = False
    signed_on: date | None = None
    is_someone_installed: bool = False
    replaced_nearby_days: int | None = None
    replaced_nearby_until: date | None = None
    is_followed_since_arrival: bool = True  # else the contract may well have been signed before anybody kept it here


@dataclass(frozen=True, slots=True)
class Demand:
    """One thing that a route needs or forbids, its rule, and how it stands; `until` where a date belongs to it."""

    need: Need
    rule: str
    answer: Answer
    until: date | None = None


def route_demands(route: Route, facts: RouteFacts, on: date) -> list[Demand]:
    """Return what a route needs and forbids on a day, what is lacking first."""
    demands = [*_OF_ROUTE[route](facts, on), *_of_everybody(route, facts, on)]
    order = [Answer.LACKING, Answer.TO_CHECK, Answer.MET, Answer.REMEMBER]
    return sorted(demands, key=lambda demand: order.index(demand.answer))


def _answer(is_met: bool) -> Answer:
    return Answer.MET if is_met else Answer.LACKING


def _distinct_site(facts: RouteFacts, on: date) -> Iterator[Demand]:
    received_on = facts.declaration_received_on
    if received_on is None:
        latest = add_months(facts.starts_on, -DECLARATION_MONTHS)
        answer = Answer.LACKING if on > latest else Answer.TO_CHECK
        yield Demand(Need.SITE_DECLARED_IN_TIME, "ORD-01", answer, latest)
        return
    may_start_on = add_months(received_on, DECLARATION_MONTHS)
    yield Demand(Need.SITE_DECLARED_IN_TIME, "ORD-01", _answer(may_start_on <= facts.starts_on), may_start_on)
    if facts.is_opposed:
        yield Demand(Need.SITE_NOT_OPPOSED, "ORD-02", Answer.LACKING)
    else:
        answer = Answer.MET if on >= may_start_on else Answer.TO_CHECK
        yield Demand(Need.SITE_NOT_OPPOSED, "ORD-02", answer, may_start_on)


def _principal_practice(facts: RouteFacts, on: date) -> Iterator[Demand]:
    yield Demand(Need.ON_THE_ROLL_HERE, "ORD-07", Answer.TO_CHECK, facts.starts_on)


def _replacement(facts: RouteFacts, on: date) -> Iterator[Demand]:
    yield Demand(Need.REPLACED_DOCTOR_NAMED, "ORD-08", _answer(bool(facts.replaced_doctor_name)))
    yield Demand(Need.REPLACED_DOCTOR_STOPS, "ORD-08", Answer.TO_CHECK)
    yield from _licence(facts, on)
    signed_in_time = facts.signed_on is not None and facts.signed_on <= facts.starts_on
    is_late = facts.is_followed_since_arrival and (facts.signed_on is not None or on > facts.starts_on)
    answer = Answer.MET if signed_in_time else Answer.LACKING if is_late else Answer.TO_CHECK
    yield Demand(Need.CONTRACT_BEFORE_START, "ORD-11", answer, facts.starts_on)
    yield Demand(Need.LOCAL_CEILING, "ORD-10", Answer.TO_CHECK)
    yield Demand(Need.NO_TREATING_DOCTOR, "AM-10", Answer.REMEMBER)


def _licence(facts: RouteFacts, on: date) -> Iterator[Demand]:
    """A doctor on the roll replaces without licence: only one that is known is judged, up to her last day."""
    if facts.licence_until is None:
        return
    needed_on = max(facts.starts_on, min(on, facts.last_on))
    if facts.licence_until < needed_on:
        answer = Answer.LACKING
    else:
        answer = Answer.MET if facts.licence_until >= facts.last_on else Answer.TO_CHECK
    yield Demand(Need.LICENCE_VALID, "ORD-11", answer, facts.licence_until)


def _liberal_collaborator(facts: RouteFacts, on: date) -> Iterator[Demand]:
    yield Demand(Need.NO_LICENCE_HOLDER, "ORD-12", _answer(facts.licence_until is None))
    yield Demand(Need.SOMEONE_INSTALLED, "ORD-12", _answer(facts.is_someone_installed))
    yield Demand(Need.COLLABORATION_TERMS, "ORD-12", Answer.TO_CHECK)


def _assistant(facts: RouteFacts, on: date) -> Iterator[Demand]:
    yield Demand(Need.SOMEONE_INSTALLED, "ORD-13", _answer(facts.is_someone_installed))
    yield Demand(Need.ASSISTANT_CASE, "ORD-13", Answer.TO_CHECK)
    yield from _licence(facts, on)
    yield Demand(Need.NO_TREATING_DOCTOR, "AM-10", Answer.REMEMBER)


def _junior_doctor(facts: RouteFacts, on: date) -> Iterator[Demand]:
    yield Demand(Need.SUPERVISOR_NAMED, "ORD-14", _answer(bool(facts.supervisor_name)))
    longest = add_months(facts.starts_on, JUNIOR_MONTHS_MAX) - timedelta(days=1)
    yield Demand(Need.STAGE_LENGTH, "ORD-14", _answer(facts.last_on <= longest), longest)
    yield Demand(Need.NO_AGREEMENT_ALONE, "ORD-14", Answer.REMEMBER)


_OF_ROUTE: Mapping[Route, Callable[[RouteFacts, date], Iterator[Demand]]] = {
    Route.PRINCIPAL_PRACTICE: _principal_practice,
    Route.DISTINCT_SITE: _distinct_site,
    Route.REPLACEMENT: _replacement,
    Route.LIBERAL_COLLABORATOR: _liberal_collaborator,
    Route.ASSISTANT: _assistant,
    Route.JUNIOR_DOCTOR: _junior_doctor,
}
# Who settles here may compete with those whom she replaced, and shares walls with other doctors.
_SETTLES = frozenset({Route.PRINCIPAL_PRACTICE, Route.DISTINCT_SITE, Route.LIBERAL_COLLABORATOR})


def _of_everybody(route: Route, facts: RouteFacts, on: date) -> Iterator[Demand]:
    if route != Route.REPLACEMENT:
        is_late = facts.is_followed_since_arrival and on >= facts.starts_on
        answer = Answer.MET if facts.signed_on else Answer.LACKING if is_late else Answer.TO_CHECK
        yield Demand(Need.WRITTEN_CONTRACT, "ORD-16", answer, facts.starts_on)
    if route not in _SETTLES:
        return
    until = no_competition_until(facts.replaced_nearby_days, facts.replaced_nearby_until)
    if facts.replaced_nearby_days is None:
        yield Demand(Need.NO_COMPETITION, "ORD-15", Answer.TO_CHECK)
    else:
        yield Demand(Need.NO_COMPETITION, "ORD-15", _answer(until is None or until < facts.starts_on), until)
    yield Demand(Need.SAME_BUILDING, "ORD-19", Answer.TO_CHECK)
