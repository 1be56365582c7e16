"""What lies behind a rota: half-days owed, days worked in a row."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from releve.pipeline.commitments.handover import AbsentDays
from releve.pipeline.rota.actions.publication import publish_plan
from releve.pipeline.rota.engine.checker import Term, check
from releve.pipeline.rota.engine.problem import Assignment, Demand, Place, Problem, Roster, Weights, Worker
from releve.pipeline.rota.queries.plans import planned_in
from releve.pipeline.rota.queries.problem import planning_ground, roster_of
from releve.pipeline.rota.rules.balance import WorkedWeek, days_in_a_row, half_days_owed, within_a_block
from releve.pipeline.rota.tests.builders import a_promise as promised
from releve.pipeline.rota.tests.drawing import MONDAY, NOW, a_plan
from releve.shared.half_days import Half
from tests.factories import a_doctor, a_network, a_promise, a_published_shift, a_shift, a_user, an_office

WEEK = timedelta(weeks=1)


def worked(n, weeks_before=1, *, doctor_id=1, office_id=1):
    return WorkedWeek(doctor_id, office_id, MONDAY - weeks_before * WEEK, n)


# Half-days owed


def test_owed_when_she_worked_less_than_promised_is_what_is_missing():
    assert half_days_owed([promised(n=4)], [worked(3), worked(4, 2)]) == {1: 1.0}


def test_owed_when_she_worked_more_is_below_zero():
    assert half_days_owed([promised(n=4)], [worked(5)]) == {1: -1.0}


def test_owed_when_nothing_of_a_week_was_published_counts_nothing():
    assert half_days_owed([promised(n=4)], []) == {}


def test_owed_when_the_week_was_published_without_her_counts_it():
    owed = half_days_owed([promised(n=4)], [worked(2, doctor_id=2)])
    assert owed[1] == 4.0


def test_owed_when_drafts_wait_in_a_week_leaves_it_out():
    assert half_days_owed([promised(n=4)], [worked(1)], {(1, MONDAY - WEEK)}) == {}


def test_owed_when_she_is_away_all_week_asks_nothing_of_it():
    away = AbsentDays(MONDAY - WEEK, MONDAY - timedelta(days=1))
    assert half_days_owed([promised(n=4, absences=(away,))], [worked(2, doctor_id=2)]) == {2: -2.0}


def test_owed_when_her_terms_change_within_the_week_counts_each_for_its_days():
    wednesday = MONDAY - timedelta(days=5)
    before = promised(n=7, last_on=wednesday - timedelta(days=1), is_amended_after=True)
    owed = half_days_owed([before, promised(n=3.5, starts_on=wednesday)], [worked(2, doctor_id=2)])
    assert owed[1] == 4.5  # 2 days of 7, 5 of 3.5


def test_owed_when_her_promise_begins_later_asks_nothing_before():
    owed = half_days_owed([promised(n=4, starts_on=MONDAY)], [worked(2, doctor_id=2)])
    assert owed == {2: -2.0}


def test_owed_when_two_offices_count_each_by_its_own_weeks():
    promises = [promised(n=2), promised(n=3, office_id=2)]
    assert half_days_owed(promises, [worked(1), worked(1, 2, office_id=2)]) == {1: 3.0}


@pytest.mark.parametrize(("owed", "made_good"), [(3, 3), (17, 16), (-17, -16), (0.25, 0), (1.6, 1.5)])
def test_made_good_at_once_is_a_block_at_most_and_whole_or_half(owed, made_good):
    assert within_a_block(owed, 4.0) == made_good


@given(
    per_week=st.integers(2, 9).map(lambda n: n / 2),
    rota=st.lists(st.sets(st.integers(0, 9), max_size=6), min_size=1, max_size=4).filter(any),
    before=st.integers(-8, 8).map(lambda n: n / 2),
)
def test_owed_after_one_block_is_the_balance_that_the_checker_prices(per_week, rota, before):
    """What the next rota is told is what the checker found missing, or too much, at the end of this one."""
    first = MONDAY - len(rota) * WEEK
    worker = Worker("1", "Dr Benali", ("1",), per_week, 6, owed_half_days=before)
    place = Place("1", "Mazingarbe", 1, tuple(range(10)), Demand(0, 0))
    problem = Problem(first, len(rota), (place,), (worker,), Weights(deviation=2))
    roster = Roster(tuple(Assignment("1", "1", week, slot) for week, slots in enumerate(rota) for slot in slots))
    # A week in which she works nothing is published all the same: nought is a number.
    weeks = [WorkedWeek(1, 1, first + week * WEEK, len(slots)) for week, slots in enumerate(rota)]
    owed = before + half_days_owed([promised(n=per_week)], weeks)[1]
    assert check(problem, roster).costs[Term.DEVIATION] == 2 * abs(owed)


# Days in a row


@pytest.mark.parametrize(
    ("days_before", "n"), [((), 0), ((1,), 1), ((1, 2, 3), 3), ((2, 3), 0), ((1, 2, 4), 2), ((0, 1), 1)]
)
def test_days_in_a_row_end_on_the_eve(days_before, n):
    assert days_in_a_row({MONDAY - timedelta(days=d) for d in days_before}, MONDAY) == n


# From the database


@pytest.fixture
def network(db):
    return a_network()


@pytest.fixture
def office(network):
    return an_office(network, weekdays=(0, 1))


@pytest.fixture
def benali(network, office):
    doctor = a_doctor(network)
    a_promise(office, doctor, pattern="mon-am tue-am")
    return doctor


def workers(office, first=MONDAY, n_weeks=1):
    problem = planning_ground(office.network_id, [office.id], first, n_weeks, now=NOW).problem
    return {worker.id: worker for worker in problem.workers}


def test_worker_when_the_week_before_lacks_one_of_hers_is_owed_it(office, benali):
    a_published_shift(office, benali, MONDAY - WEEK)
    assert workers(office)[str(benali.id)].owed_half_days == 1.0


def test_worker_when_the_week_before_is_a_draft_is_owed_nothing(office, benali):
    a_shift(office, benali, MONDAY - WEEK)
    assert workers(office)[str(benali.id)].owed_half_days == 0.0


def test_worker_when_a_shift_was_cancelled_is_owed_it(office, benali):
    a_published_shift(office, benali, MONDAY - WEEK)
    a_shift(office, benali, MONDAY - WEEK, Half.AFTERNOON, status="cancelled", cancelled_because="grippe")
    assert workers(office)[str(benali.id)].owed_half_days == 1.0


def test_worker_when_she_worked_up_to_sunday_brings_her_days_in_a_row(network):
    office = an_office(network, weekdays=(5, 6))
    doctor = a_doctor(network)
    for days in (1, 2):
        a_published_shift(office, doctor, MONDAY - timedelta(days=days))
    assert workers(office)[str(doctor.id)].worked_days_before == 2


def test_worker_when_she_signs_again_is_no_newcomer(office, network):
    doctor = a_doctor(network, "Hugo", "Martin")
    a_promise(office, doctor, pattern="mon-am", starts_on=date(2026, 1, 1), ends_on=MONDAY - timedelta(days=1))
    a_promise(office, doctor, pattern="mon-am", starts_on=MONDAY)
    found = workers(office)[str(doctor.id)]
    assert (found.is_senior, found.newcomer_until_week) == (True, 0)


def test_second_rota_when_the_first_is_published_starts_from_its_balance(office, network, benali):
    """Two rotas in a row: what the checker finds in the first is what the second is told."""
    aubry = a_user("network", network=network)
    a_promise(office, a_doctor(network, "Hugo", "Martin"), half_days_per_week=3, pattern="mon-pm")
    plan = a_plan(office, aubry, n_weeks=3)
    ground = planning_ground(network.id, [office.id], MONDAY, 3, now=NOW)
    deviation = check(ground.problem, roster_of(ground.problem, planned_in(plan))).costs[Term.DEVIATION]
    assert deviation
    publish_plan(plan_id=plan.id, by=aubry, now=NOW)
    following = workers(office, MONDAY + 3 * WEEK)
    weight = ground.problem.weights.deviation
    assert sum(weight * abs(worker.owed_half_days) for worker in following.values()) == deviation
