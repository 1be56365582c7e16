"""What each term of the cost counts."""

from dataclasses import replace

import pytest

from releve.pipeline.rota.engine.checker import Term, check
from releve.pipeline.rota.engine.problem import Cell, Demand, Standing, Weights, Wish
from releve.pipeline.rota.engine.tests.small import a_place, a_problem, a_roster, a_worker, at, cells

FREE = Weights(**dict.fromkeys(Weights.__dataclass_fields__, 0))
BOTH = a_worker(places=("Mazingarbe", "Bully"))
TWO_PLACES = (a_place(), a_place("Bully"))


def cost(term, problem, *assignments):
    return check(problem, a_roster(*assignments)).costs[term]


def weighing(problem, **weights):
    return replace(problem, weights=replace(FREE, **weights))


def test_cost_when_weights_are_zero_is_zero():
    assert check(replace(a_problem(), weights=FREE), a_roster(at(0, 0))).total == 0


def test_cost_when_doctors_are_missing_counts_minimum_and_wanted():
    place = a_place(
        open_slots=(0, 1), demand=Demand(1, 2), demand_of_slot={1: Demand(0, 1)}, closed=cells((1, 0), (2, 0), (3, 0))
    )
    problem = weighing(a_problem(place), under_minimum=1000, under_wanted=40)
    assert cost(Term.UNDER_MINIMUM, problem) == 1000
    assert cost(Term.UNDER_WANTED, problem) == 40 * (2 + 4)
    assert cost(Term.UNDER_MINIMUM, problem, at(0, 0)) == 0
    assert cost(Term.UNDER_WANTED, problem, at(0, 0), at(3, 1)) == 40 * (1 + 3)


def test_cost_when_a_promise_is_not_met_counts_each_block_of_four_weeks():
    worker = a_worker(half_days_per_week=0.5, leave_weeks=frozenset({1, 9}), end_week=5, owed_half_days=-0.5)
    problem = weighing(a_problem(worker, n_weeks=6), deviation=12)
    # Weeks 0, 2, 3 and a debt the other way: one half-day; then week 4 alone: half of one.
    assert cost(Term.DEVIATION, problem) == 12 + 6
    assert cost(Term.DEVIATION, problem, at(0, 0)) == 6
    assert cost(Term.DEVIATION, problem, at(0, 0), at(4, 0), at(4, 1)) == 18


def test_cost_when_habits_change_counts_pairs_slots_and_moves():
    problem = weighing(
        a_problem(*TWO_PLACES, BOTH, weeks_per_regularity_period=2),
        worker_place=25,
        worker_place_slot=4,
        two_places_a_day=8,
    )
    same = [at(0, 0), at(1, 0)]
    assert check(problem, a_roster(*same)).total == 25 + 4
    assert check(problem, a_roster(*same, at(2, 0))).total == 25 + 8
    assert check(problem, a_roster(*same, at(0, 1, place="Bully"))).total == 50 + 8 + 8
    assert cost(Term.TWO_PLACES_A_DAY, problem, *same, at(0, 2, place="Bully")) == 0


def test_cost_when_wishes_are_passed_over_counts_each_half_day():
    worker = a_worker(
        wishes={0: Wish.AVOID, 1: Wish.PREFER},
        wishes_in={Cell(1, 0): Wish.CAN},
        slot_cost={2: 3},
        place_cost={"Mazingarbe": 1},
    )
    problem = weighing(a_problem(worker), avoid=5, prefer=2)
    rota = [at(0, 0), at(1, 0), at(0, 1), at(0, 2)]
    assert cost(Term.WISHES, problem, *rota) == 5 + 2
    assert cost(Term.DISLIKES, problem, *rota) == 3 + 4


def test_cost_when_a_newcomer_works_without_a_senior_counts_her_half_days():
    newcomer = a_worker(newcomer_until_week=2)
    problem = weighing(a_problem(newcomer, a_worker("Rossi"), a_worker("Kante", is_senior=False)), newcomer_alone=60)
    assert cost(Term.NEWCOMER_ALONE, problem, at(0, 0), at(1, 0), at(2, 0)) == 120
    assert cost(Term.NEWCOMER_ALONE, problem, at(0, 0), at(0, 0, "Kante")) == 60
    assert cost(Term.NEWCOMER_ALONE, problem, at(0, 0), at(0, 0, "Rossi")) == 0


def test_cost_when_two_newcomers_are_together_holds_neither_for_a_senior():
    pair = (a_worker(newcomer_until_week=2), a_worker("Rossi", newcomer_until_week=1))
    problem = weighing(a_problem(*pair), newcomer_alone=60)
    assert cost(Term.NEWCOMER_ALONE, problem, at(0, 0), at(0, 0, "Rossi")) == 120
    assert cost(Term.NEWCOMER_ALONE, problem, at(1, 0), at(1, 0, "Rossi")) == 0


def test_cost_when_an_overlap_is_short_counts_what_is_missing():
    pair = (a_worker(), a_worker("Rossi", follows="Benali", overlap_half_days=2))
    problem = weighing(a_problem(*TWO_PLACES, *pair), overlap_missing=20)
    assert cost(Term.OVERLAP_MISSING, problem) == 40
    assert cost(Term.OVERLAP_MISSING, problem, at(0, 0), at(0, 0, "Rossi"), at(0, 1), at(0, 2, "Rossi")) == 20


@pytest.mark.parametrize(("n_unloved", "expected"), [(3, 0), (4, 10), (6, 30 + 10)])
def test_cost_when_unloved_half_days_fall_on_one_counts_beyond_her_share(n_unloved, expected):
    place = a_place(open_slots=(8, 9), demand=Demand(0, 1))
    # Eight unloved half-days, two last year: two of the ten are her fair fifth.
    pair = (a_worker(half_days_per_week=1, past_unloved=0), a_worker("Rossi", past_unloved=2))
    problem = weighing(a_problem(place, *pair, unloved_slots=frozenset({8, 9})), unloved_unfair=10)
    rota = [at(n // 2, 8 + n % 2) for n in range(n_unloved)]
    assert cost(Term.UNLOVED_UNFAIR, problem, *rota) == expected
    assert cost(Term.UNLOVED_UNFAIR, replace(problem, unloved_slots=frozenset({0})), *rota) == 0


def test_cost_when_nobody_receives_counts_each_doctor_there():
    problem = weighing(a_problem(a_place(without_reception=cells((0, 1)))), without_reception=3)
    assert cost(Term.WITHOUT_RECEPTION, problem, at(0, 0), at(0, 1), at(1, 1)) == 3


def test_cost_when_a_rota_stands_counts_what_differs_and_patients():
    standing = (
        Standing(at(0, 0), n_patients=4, is_published=True),
        Standing(at(0, 1), n_patients=1),
        Standing(at(0, 2)),
    )
    problem = weighing(a_problem(standing=standing), change=6, change_published=30, change_patient=10)
    assert cost(Term.CHANGE, problem, at(0, 0), at(0, 1), at(0, 2)) == 0
    assert cost(Term.CHANGE, problem, at(0, 1), at(0, 2)) == 30 + 40
    assert cost(Term.CHANGE, problem, at(0, 0), at(0, 2), at(1, 1)) == 6 + 10 + 6
    assert cost(Term.CHANGE, replace(problem, standing=()), at(0, 0)) == 0
