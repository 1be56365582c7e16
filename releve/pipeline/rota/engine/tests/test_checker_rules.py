"""The checker's hard rules: what they forbid, and what they let pass just beside it."""

from dataclasses import replace

import pytest

from releve.pipeline.rota.engine.checker import Rule, check
from releve.pipeline.rota.engine.problem import Cell, Standing, Wish
from releve.pipeline.rota.engine.tests.small import a_place, a_problem, a_roster, a_worker, at, cells

FAR = a_place("Bully", x_km=30.0)
NEAR = a_place("Bully", x_km=25.0)
BOTH = a_worker(places=("Mazingarbe", "Bully"))
OTHER = a_worker("Rossi")
THIRD = a_worker("Kante")


def broken(problem, *assignments):
    return [found.rule for found in check(problem, a_roster(*assignments)).violations]


ALONE = {
    Rule.UNKNOWN_WORKER: (a_problem(), at(0, 0, "Dumas"), at(0, 0)),
    Rule.UNKNOWN_PLACE: (a_problem(), at(0, 0, place="Nowhere"), at(0, 0)),
    Rule.UNKNOWN_CELL: (a_problem(), at(4, 0), at(3, 0)),
    Rule.NOT_HER_PLACE: (a_problem(a_place(), a_place("Bully"), a_worker()), at(0, 0, place="Bully"), at(0, 0)),
    Rule.NOT_OPEN: (a_problem(), at(0, 10), at(0, 9)),
    Rule.CLOSED: (a_problem(a_place(closed=cells((1, 2)))), at(1, 2), at(2, 2)),
    Rule.OUTSIDE_WINDOW: (a_problem(a_worker(first_week=1)), at(0, 0), at(1, 0)),
    Rule.ON_LEAVE: (a_problem(a_worker(leave_weeks=frozenset({2}))), at(2, 0), at(3, 0)),
    Rule.ABSENT: (a_problem(a_worker(absences=cells((1, 3)))), at(1, 3), at(1, 2)),
    Rule.CANNOT: (a_problem(a_worker(wishes={3: Wish.CANNOT})), at(1, 3), at(1, 2)),
}


@pytest.mark.parametrize("rule", ALONE, ids=str)
def test_check_when_one_half_day_is_impossible_names_the_rule_and_lets_the_next_pass(rule):
    problem, forbidden, allowed = ALONE[rule]
    assert broken(problem, forbidden) == [rule]
    assert broken(problem, allowed) == []


def test_check_when_a_stranger_is_in_the_rota_still_judges_the_others():
    report = check(a_problem(), a_roster(at(0, 0, "Dumas"), at(0, 10)))
    assert [found.rule for found in report.violations] == [Rule.UNKNOWN_WORKER, Rule.NOT_OPEN]
    assert str(report.violations[0]) == "unknown_worker: worker Dumas, place Mazingarbe, week 0 slot 0"


def test_check_when_a_promise_ends_judges_by_the_first_week_after_it():
    problem = a_problem(a_worker(end_week=2))
    assert broken(problem, at(1, 9)) == []
    assert broken(problem, at(2, 0)) == [Rule.OUTSIDE_WINDOW]


def test_check_when_a_cell_has_its_own_wish_hears_it_before_the_weekly_one():
    weekly = a_worker(wishes={3: Wish.CANNOT}, wishes_in={Cell(1, 3): Wish.CAN, Cell(1, 4): Wish.CANNOT})
    assert broken(a_problem(weekly), at(1, 3)) == []
    assert broken(a_problem(weekly), at(1, 4)) == [Rule.CANNOT]


TOGETHER = {
    Rule.TWICE: (a_problem(), [at(0, 0), at(0, 0)], [at(0, 0), at(0, 1)]),
    Rule.ONE_PLACE_A_CELL: (
        a_problem(a_place(), NEAR, BOTH),
        [at(0, 0), at(0, 0, place="Bully")],
        [at(0, 0), at(0, 1, place="Bully")],
    ),
    Rule.ROOMS: (
        a_problem(a_place(), a_worker(), OTHER, THIRD),
        [at(0, 0), at(0, 0, "Rossi"), at(0, 0, "Kante")],
        [at(0, 0), at(0, 0, "Rossi"), at(0, 1, "Kante")],
    ),
    Rule.HALF_DAYS_A_WEEK: (
        a_problem(a_worker(max_half_days_per_week=2)),
        [at(0, 0), at(0, 1), at(0, 2)],
        [at(0, 0), at(0, 1), at(1, 2)],
    ),
    Rule.DAYS_A_WEEK: (
        a_problem(a_worker(max_days_per_week=1)),
        [at(0, 1), at(0, 2)],
        [at(0, 2), at(0, 3)],
    ),
    Rule.CONSECUTIVE_DAYS: (
        a_problem(a_worker(max_consecutive_days=2)),
        [at(0, 0), at(0, 2), at(0, 4)],
        [at(0, 0), at(0, 2), at(0, 6)],
    ),
    Rule.SATURDAYS: (
        a_problem(a_place(open_slots=(10, 11)), a_worker(max_saturdays=1)),
        [at(0, 10), at(1, 10)],
        [at(0, 10), at(0, 11)],
    ),
    Rule.TRAVEL: (
        a_problem(a_place(), FAR, BOTH),
        [at(0, 0), at(0, 1, place="Bully")],
        [at(0, 0), at(0, 2, place="Bully")],
    ),
}


@pytest.mark.parametrize("rule", TOGETHER, ids=str)
def test_check_when_half_days_are_too_much_together_names_the_rule_and_lets_less_pass(rule):
    problem, forbidden, allowed = TOGETHER[rule]
    assert broken(problem, *forbidden)[0] == rule
    assert broken(problem, *allowed) == []


def test_check_when_works_take_a_room_counts_those_that_are_left():
    problem = a_problem(a_place(rooms_in={Cell(0, 0): 1}), a_worker(), OTHER)
    assert broken(problem, at(0, 0), at(0, 0, "Rossi")) == [Rule.ROOMS]
    assert broken(problem, at(1, 0), at(1, 0, "Rossi")) == []


@pytest.mark.parametrize(("worked_before", "rules"), [(0, []), (1, [Rule.CONSECUTIVE_DAYS])])
def test_check_when_she_worked_just_before_counts_those_days(worked_before, rules):
    problem = a_problem(a_worker(max_consecutive_days=2, worked_days_before=worked_before))
    assert broken(problem, at(0, 0), at(0, 2)) == rules


def test_check_when_a_run_crosses_the_weekend_counts_sunday_as_a_day_off():
    problem = a_problem(a_place(open_slots=(0, 2, 8, 10)), a_worker(max_consecutive_days=2))
    assert broken(problem, at(0, 8), at(0, 10), at(1, 0), at(1, 2)) == []


def test_check_when_two_places_are_just_near_enough_lets_her_travel():
    assert broken(a_problem(a_place(), NEAR, BOTH), at(0, 0), at(0, 1, place="Bully")) == []


def test_check_when_a_locked_half_day_is_missing_says_so():
    problem = a_problem(locked=frozenset({at(0, 3)}))
    assert broken(problem) == [Rule.LOCKED]
    assert broken(problem, at(0, 3)) == []


def test_check_when_a_forbidden_half_day_is_used_says_so():
    problem = a_problem(forbidden=frozenset({at(0, 3)}))
    assert broken(problem, at(0, 3)) == [Rule.FORBIDDEN]
    assert broken(problem, at(1, 3)) == []


def test_check_when_a_frozen_cell_changes_says_so_either_way():
    problem = a_problem(standing=(Standing(at(0, 3)), Standing(at(2, 3))), frozen_before=Cell(1, 0))
    assert broken(problem, at(0, 3)) == []
    assert broken(problem) == [Rule.FROZEN]
    assert broken(problem, at(0, 3), at(0, 4)) == [Rule.FROZEN]
    assert broken(problem, at(0, 3), at(1, 0)) == []


def test_check_when_illness_takes_a_frozen_half_day_holds_it_no_change():
    problem = a_problem(standing=(Standing(at(0, 3)),), frozen_before=Cell(1, 0))
    ill = replace(problem, workers=(a_worker(absences=cells((0, 3))),))
    assert broken(ill) == []
