"""Why a half-day is empty, case by case."""

from dataclasses import replace
from itertools import count

import pytest

from releve.pipeline.rota.engine.area.facts import FactKind
from releve.pipeline.rota.engine.checker import check
from releve.pipeline.rota.engine.explain import Explainer, Kind, explain_cell
from releve.pipeline.rota.engine.explain.missed import missed, repair_missed
from releve.pipeline.rota.engine.problem import Cell, Demand, Standing, Wish
from releve.pipeline.rota.engine.tests.small import a_place, a_problem, a_roster, a_worker, at, cells

FAR = a_place("Bully", x_km=30.0, open_slots=(0, 1))
BOTH = a_worker(places=("Mazingarbe", "Bully"))
MONDAY = Cell(1, 0)
AT_BULLY = at(1, 1, place="Bully")


def kinds(facts):
    return [fact.kind for fact in facts]


REASONS = {
    FactKind.NOT_OPEN: (a_problem(a_place(open_slots=(1,))), []),
    FactKind.CLOSED: (a_problem(a_place(closed=cells(MONDAY))), []),
    FactKind.NOBODY_HERE: (a_problem(a_place(), FAR, a_worker(places=("Bully",))), []),
    FactKind.OUTSIDE_WINDOW: (a_problem(a_worker(first_week=2)), []),
    FactKind.ON_LEAVE: (a_problem(a_worker(leave_weeks=frozenset({1}))), []),
    FactKind.ABSENT: (a_problem(a_worker(absences=cells(MONDAY))), []),
    FactKind.CANNOT: (a_problem(a_worker(wishes={0: Wish.CANNOT})), []),
    FactKind.FORBIDDEN: (a_problem(forbidden=frozenset({at(1, 0)})), []),
    FactKind.ROOMS: (a_problem(a_place(rooms_in={MONDAY: 0})), []),
    FactKind.FROZEN: (a_problem(frozen_before=Cell(2, 0)), []),
}


@pytest.mark.parametrize("kind", REASONS, ids=str)
def test_cell_when_one_fact_forbids_it_names_that_fact_alone(kind):
    problem, standing = REASONS[kind]
    explanation = explain_cell(problem, a_roster(*standing), "Mazingarbe", MONDAY)
    assert explanation.kind is Kind.IMPOSSIBLE
    assert kinds(explanation.facts) == [kind]


LIMITS = {
    FactKind.HALF_DAYS_A_WEEK: a_worker(max_half_days_per_week=1),
    FactKind.DAYS_A_WEEK: a_worker(max_days_per_week=1),
    FactKind.CONSECUTIVE_DAYS: a_worker(max_consecutive_days=1),
}


@pytest.mark.parametrize("kind", LIMITS, ids=str)
def test_cell_when_a_limit_is_used_up_by_a_locked_half_day_names_both(kind):
    problem = a_problem(LIMITS[kind], locked=frozenset({at(1, 2)}))
    explanation = explain_cell(problem, a_roster(at(1, 2)), "Mazingarbe", MONDAY)
    assert sorted(kinds(explanation.facts)) == sorted([kind, FactKind.LOCKED])


@pytest.mark.parametrize("kind", LIMITS, ids=str)
def test_cell_when_a_limit_is_used_up_elsewhere_names_the_need_there(kind):
    problem = a_problem(LIMITS[kind])
    explanation = explain_cell(problem, a_roster(at(1, 2)), "Mazingarbe", MONDAY)
    assert sorted(kinds(explanation.facts)) == sorted([kind, FactKind.NEEDED])


def test_cell_when_saturdays_are_used_up_looks_at_the_other_weeks():
    place = a_place(open_slots=(10,))
    problem = a_problem(place, a_worker(max_saturdays=1), a_worker("Rossi", leave_weeks=frozenset({1})))
    explanation = explain_cell(problem, a_roster(at(0, 10)), "Mazingarbe", Cell(1, 10))
    # Dr Rossi could have taken the first Saturday.
    assert explanation.kind is Kind.MISSED
    assert explanation.repair.added == (at(1, 10), at(0, 10, "Rossi"))
    away = replace(problem, workers=(problem.workers[0], a_worker("Rossi", end_week=0)))
    explanation = explain_cell(away, a_roster(at(0, 10)), "Mazingarbe", Cell(1, 10))
    assert sorted(kinds(explanation.facts)) == [FactKind.NEEDED, FactKind.OUTSIDE_WINDOW, FactKind.SATURDAYS]


def test_cell_when_she_is_too_far_away_that_day_names_the_way_and_the_need():
    problem = a_problem(a_place(), FAR, BOTH)
    explanation = explain_cell(problem, a_roster(AT_BULLY), "Mazingarbe", MONDAY)
    assert sorted(kinds(explanation.facts)) == [FactKind.NEEDED, FactKind.TRAVEL]
    assert explanation.for_each[0].kind is FactKind.TRAVEL


def test_cell_when_another_could_replace_her_there_is_missed():
    problem = a_problem(a_place(), FAR, BOTH, a_worker("Rossi", places=("Bully",)))
    roster = a_roster(AT_BULLY)
    explanation = explain_cell(problem, roster, "Mazingarbe", MONDAY)
    assert explanation.kind is Kind.MISSED
    assert explanation.repair.taken == (AT_BULLY,)
    assert explanation.repair.added == (at(1, 0), at(1, 1, "Rossi", "Bully"))
    repaired = repair_missed(problem, roster)
    assert check(problem, repaired).is_valid
    assert missed(problem, roster) != []
    assert missed(problem, repaired) == []


def test_cell_when_covering_it_costs_more_says_how_much():
    place = a_place(demand=Demand(0, 1))
    problem = a_problem(place, a_worker(half_days_per_week=0))
    problem = replace(problem, weights=replace(problem.weights, under_wanted=10))
    explanation = explain_cell(problem, a_roster(), "Mazingarbe", MONDAY)
    assert (explanation.kind, explanation.extra_cost) == (Kind.DEARER, 12 + 25 + 4 - 10)


def test_cell_when_enough_work_there_has_nothing_to_explain():
    assert explain_cell(a_problem(), a_roster(at(1, 0)), "Mazingarbe", MONDAY).kind is Kind.COVERED


def test_worker_when_another_place_has_her_is_named_as_elsewhere():
    problem = a_problem(a_place(), FAR, BOTH)
    at_once = at(1, 0, place="Bully")
    explanation = explain_cell(problem, a_roster(at_once), "Mazingarbe", MONDAY, "Benali")
    assert kinds(explanation.facts) == [FactKind.NEEDED]
    assert kinds(explanation.for_each) == [FactKind.ELSEWHERE]


def test_worker_when_she_has_no_promise_there_says_so():
    problem = a_problem(a_place(), FAR, a_worker(), a_worker("Rossi", places=("Bully",)))
    explanation = explain_cell(problem, a_roster(), "Mazingarbe", MONDAY, "Rossi")
    assert kinds(explanation.facts) == [FactKind.NOT_HER_PLACE]


def test_openings_when_several_would_do_offers_the_cheapest_first():
    workers = (
        a_worker(absences=cells(MONDAY)),
        a_worker("Rossi", max_half_days_per_week=1),
        a_worker("Kante", leave_weeks=frozenset({1})),
        a_worker("Faure", end_week=0),
    )
    problem = a_problem(*workers, locked=frozenset({at(1, 5, "Rossi")}))
    explanation = explain_cell(problem, a_roster(at(1, 5, "Rossi")), "Mazingarbe", MONDAY)
    assert [kinds(opening.facts) for opening in explanation.openings] == [
        [FactKind.HALF_DAYS_A_WEEK],
        [FactKind.LOCKED],
        [FactKind.ABSENT],
    ]
    assert explanation.openings[0].change.added == (at(1, 0, "Rossi"),)


def test_missed_when_a_network_is_large_only_looks_near():
    places = [a_place(f"p{n}", open_slots=(0,), x_km=100.0 * n) for n in range(30)]
    workers = [a_worker(f"w{n}", places=(f"p{n}",)) for n in range(29)]
    problem = a_problem(*places, *workers, n_weeks=1)
    everywhere = a_roster(*(at(0, 0, f"w{n}", f"p{n}") for n in range(1, 29)))
    assert missed(problem, everywhere) == [("p0", Cell(0, 0))]
    explainer = Explainer(problem, everywhere)
    assert kinds(explainer.explain("p29", Cell(0, 0)).facts) == [FactKind.NOBODY_HERE]


def test_repair_when_asked_to_stop_returns_what_it_has():
    roster = a_roster()
    assert repair_missed(a_problem(), roster, is_over=lambda: True) == roster


def test_cell_when_published_half_days_hold_her_names_the_notice():
    problem = a_problem(a_place(), FAR, BOTH, standing=(Standing(AT_BULLY),), frozen_before=Cell(2, 0))
    explanation = explain_cell(problem, a_roster(AT_BULLY), "Mazingarbe", MONDAY)
    assert kinds(explanation.facts) == [FactKind.FROZEN]


@pytest.mark.parametrize("n_asked", range(8))
def test_repair_stopped_at_any_moment_leaves_a_valid_rota(n_asked):
    # She may not work more than one Saturday: seeing that nobody opens the second takes several looks.
    problem = a_problem(a_place(open_slots=(10,)), a_worker(max_saturdays=1), n_weeks=2)
    asked = count()
    roster = repair_missed(problem, a_roster(at(0, 10)), is_over=lambda: next(asked) >= n_asked)
    assert roster == a_roster(at(0, 10))
