"""When one is reminded, and what each legal route needs and forbids."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from releve.pipeline.commitments.handover import DeadlineKind, Route
from releve.pipeline.commitments.rules.deadlines import Deadline
from releve.pipeline.commitments.rules.ordre import next_licence_end
from releve.pipeline.commitments.rules.reminders import (
    DUE,
    EARLY,
    LATE,
    N_REPEATS_MAX,
    Earliness,
    first_reminder_on,
    reminder_step,
)
from releve.pipeline.commitments.rules.routes import Answer, Need, RouteFacts, route_demands

DAY = date(2026, 12, 15)
A = Answer


def a_deadline(kind: DeadlineKind = DeadlineKind.SEND_CONTRACT, **fields) -> Deadline:
    return Deadline(1, kind, **{"due_on": DAY, "counted_from": date(2026, 11, 15)} | fields)


@pytest.mark.parametrize(
    ("days_left", "step"),
    [(46, 0), (45, EARLY), (11, EARLY), (10, LATE), (1, LATE), (0, DUE), (-6, DUE), (-7, DUE + 1), (-14, DUE + 2)],
)
def test_reminder_when_the_days_pass_then_early_late_on_the_day_and_again(days_left, step):
    assert reminder_step(a_deadline(), DAY - timedelta(days=days_left)) == step


def test_reminder_when_nothing_ever_happens_then_stops_after_some_times():
    assert reminder_step(a_deadline(), DAY + timedelta(days=900)) == DUE + N_REPEATS_MAX


def test_reminder_when_done_or_only_to_know_then_none():
    assert reminder_step(a_deadline(done_on=date(2026, 12, 1)), DAY) == 0
    assert reminder_step(a_deadline(DeadlineKind.MINIMUM_TERM), DAY) == 0


def test_licence_when_october_begins_then_to_be_renewed():
    """ORD-11: from 1 October, whatever the knobs."""
    licence = a_deadline(DeadlineKind.RENEW_LICENCE, due_on=date(2026, 11, 15))
    assert first_reminder_on(licence, Earliness(5, 1, 7)) == date(2026, 10, 1)
    assert reminder_step(licence, date(2026, 9, 30), Earliness(90, 10, 7)) == 0
    assert reminder_step(licence, date(2026, 10, 1), Earliness(5, 1, 7)) == EARLY


@given(left=st.integers(-400, 400), early=st.integers(2, 365), late=st.integers(0, 364), repeat=st.integers(1, 90))
def test_reminder_when_a_day_passes_then_never_steps_back(left, early, late, repeat):
    knobs = Earliness(max(early, late + 1), late, repeat)
    today = DAY - timedelta(days=left)
    assert reminder_step(a_deadline(), today, knobs) <= reminder_step(a_deadline(), today + timedelta(days=1), knobs)


def facts(**fields) -> RouteFacts:
    return RouteFacts(**{"starts_on": date(2027, 1, 4), "last_on": date(2029, 1, 3)} | fields)


def answer_of(route: Route, need: Need, on: date = date(2026, 11, 23), **fields) -> Answer | None:
    found = {demand.need: demand.answer for demand in route_demands(route, facts(**fields), on)}
    return found.get(need)


@pytest.mark.parametrize(
    ("received", "on", "answer"),
    [
        (None, date(2026, 11, 4), A.TO_CHECK),
        (None, date(2026, 11, 5), A.LACKING),
        (date(2026, 11, 4), date(2026, 11, 23), A.MET),
        (date(2026, 11, 5), date(2026, 11, 23), A.LACKING),
    ],
)
def test_distinct_site_when_declared_then_two_months_before(received, on, answer):
    """ORD-01."""
    assert answer_of(Route.DISTINCT_SITE, Need.SITE_DECLARED_IN_TIME, on, declaration_received_on=received) == answer


def test_distinct_site_when_opposed_then_lacking_and_unopposed_after_two_months():
    """ORD-02."""
    need, told = Need.SITE_NOT_OPPOSED, {"declaration_received_on": date(2026, 10, 1)}
    assert answer_of(Route.DISTINCT_SITE, need, is_opposed=True, **told) == A.LACKING
    assert answer_of(Route.DISTINCT_SITE, need, on=date(2026, 11, 30), **told) == A.TO_CHECK
    assert answer_of(Route.DISTINCT_SITE, need, on=date(2026, 12, 1), **told) == A.MET


def test_replacement_when_nobody_is_replaced_then_lacking():
    """ORD-06, ORD-08: a replacement of an installed doctor only."""
    need = Need.REPLACED_DOCTOR_NAMED
    assert answer_of(Route.REPLACEMENT, need) == A.LACKING
    assert answer_of(Route.REPLACEMENT, need, replaced_doctor_name="Dr Anne Roy") == A.MET


@pytest.mark.parametrize(
    ("until", "on", "answer"),
    [
        (None, date(2026, 11, 23), None),
        (date(2026, 11, 15), date(2026, 11, 23), A.LACKING),
        (date(2027, 11, 15), date(2026, 11, 23), A.TO_CHECK),
        (date(2027, 11, 15), date(2027, 11, 15), A.TO_CHECK),
        (date(2027, 11, 15), date(2027, 11, 16), A.LACKING),
        (date(2028, 11, 15), date(2027, 11, 16), A.MET),
        (date(2028, 11, 15), date(2030, 1, 1), A.MET),
    ],
)
@pytest.mark.parametrize("route", [Route.REPLACEMENT, Route.ASSISTANT])
def test_licence_when_asked_of_a_route_then_until_15_november_and_up_to_the_last_day(route, until, on, answer):
    """ORD-11: from 4 January 2027 to 3 November 2028. A doctor of the roll needs none."""
    last_on = date(2028, 11, 3)
    assert answer_of(route, Need.LICENCE_VALID, on, licence_until=until, last_on=last_on) == answer


def test_replacement_when_regular_then_the_ceiling_of_the_department_is_to_check():
    """ORD-10: another one in each department."""
    assert answer_of(Route.REPLACEMENT, Need.LOCAL_CEILING) == A.TO_CHECK


@pytest.mark.parametrize("route", list(Route))
def test_building_when_she_settles_then_the_doctors_there_are_asked(route):
    """ORD-19: who replaces or assists settles nowhere."""
    settles = route in {Route.PRINCIPAL_PRACTICE, Route.DISTINCT_SITE, Route.LIBERAL_COLLABORATOR}
    assert answer_of(route, Need.SAME_BUILDING) == (A.TO_CHECK if settles else None)


@pytest.mark.parametrize(("on", "until"), [(date(2026, 11, 15), 2026), (date(2026, 11, 16), 2027), (DAY, 2027)])
def test_licence_when_delivered_then_until_the_next_15_november(on, until):
    assert next_licence_end(on) == date(until, 11, 15)


@pytest.mark.parametrize("route", [Route.REPLACEMENT, Route.ASSISTANT])
def test_treating_doctor_when_replacing_or_assisting_then_ruled_out(route):
    """AM-10."""
    assert answer_of(route, Need.NO_TREATING_DOCTOR) == A.REMEMBER


def test_collaborator_when_a_licence_holder_or_alone_then_lacking():
    """ORD-12: between two doctors on the roll."""
    route = Route.LIBERAL_COLLABORATOR
    assert answer_of(route, Need.NO_LICENCE_HOLDER, licence_until=date(2027, 11, 15)) == A.LACKING
    assert answer_of(route, Need.NO_LICENCE_HOLDER) == A.MET
    assert answer_of(route, Need.SOMEONE_INSTALLED) == A.LACKING
    assert answer_of(route, Need.SOMEONE_INSTALLED, is_someone_installed=True) == A.MET


def test_assistant_when_alone_then_lacking():
    """ORD-13."""
    assert answer_of(Route.ASSISTANT, Need.SOMEONE_INSTALLED) == A.LACKING
    assert answer_of(Route.ASSISTANT, Need.SOMEONE_INSTALLED, is_someone_installed=True) == A.MET


def test_junior_doctor_when_asked_then_a_supervisor_and_a_year_at_most():
    """ORD-14."""
    route = Route.JUNIOR_DOCTOR
    assert answer_of(route, Need.SUPERVISOR_NAMED) == A.LACKING
    assert answer_of(route, Need.SUPERVISOR_NAMED, supervisor_name="Dr Anne Roy") == A.MET
    assert answer_of(route, Need.STAGE_LENGTH) == A.LACKING
    assert answer_of(route, Need.STAGE_LENGTH, last_on=date(2028, 1, 3)) == A.MET
    assert answer_of(route, Need.STAGE_LENGTH, last_on=date(2028, 1, 4)) == A.LACKING


@pytest.mark.parametrize(
    ("n_days", "until", "answer"),
    [
        (None, None, A.TO_CHECK),
        (0, None, A.MET),
        (89, date(2026, 10, 31), A.MET),
        (90, date(2026, 10, 31), A.LACKING),
        (90, date(2024, 12, 31), A.MET),
    ],
)
def test_no_competition_when_she_settles_then_asked_and_computed(n_days, until, answer):
    """ORD-15."""
    told = {"replaced_nearby_days": n_days, "replaced_nearby_until": until}
    assert answer_of(Route.PRINCIPAL_PRACTICE, Need.NO_COMPETITION, **told) == answer
    assert answer_of(Route.REPLACEMENT, Need.NO_COMPETITION, **told) is None


def test_contract_when_it_is_not_signed_then_lacking_from_the_first_day():
    """ORD-16; what ran before the acts were kept is not accused."""
    need, start = Need.WRITTEN_CONTRACT, date(2027, 1, 4)
    assert answer_of(Route.DISTINCT_SITE, need) == A.TO_CHECK
    assert answer_of(Route.DISTINCT_SITE, need, on=start) == A.LACKING
    assert answer_of(Route.DISTINCT_SITE, need, on=start, is_followed_since_arrival=False) == A.TO_CHECK
    assert answer_of(Route.DISTINCT_SITE, need, on=start, signed_on=date(2026, 12, 1)) == A.MET


def test_replacement_contract_when_signed_after_the_start_then_lacking():
    """ORD-11: sent before the start."""
    need = Need.CONTRACT_BEFORE_START
    assert answer_of(Route.REPLACEMENT, need, signed_on=date(2027, 1, 4)) == A.MET
    assert answer_of(Route.REPLACEMENT, need, signed_on=date(2027, 1, 5)) == A.LACKING
    assert answer_of(Route.REPLACEMENT, need) == A.TO_CHECK


@pytest.mark.parametrize("route", Route)
def test_demands_when_listed_then_what_lacks_comes_first_and_each_has_its_rule(route):
    demands = route_demands(route, facts(), date(2027, 6, 1))
    order = [A.LACKING, A.TO_CHECK, A.MET, A.REMEMBER]
    ranks = [order.index(demand.answer) for demand in demands]
    assert ranks == sorted(ranks)
    assert len({demand.need for demand in demands}) == len(demands)
    assert all(demand.rule.startswith(("ORD-", "AM-")) for demand in demands)
