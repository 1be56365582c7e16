"""The solver against every rota of tiny problems, and its own costs and rules against the checker's."""

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from releve.pipeline.rota.engine.checker import check
from releve.pipeline.rota.engine.problem import Assignment, Cell, Problem, Roster, Standing, Wish
from releve.pipeline.rota.engine.search import Limit
from releve.pipeline.rota.engine.solver.branching import MOST_WORK, branched
from releve.pipeline.rota.engine.solver.exact import part_of, proved
from releve.pipeline.rota.engine.solver.relaxation import (
    SCALE,
    ascended,
    bounds_of,
    constant_of,
    fitting,
    proven,
    relaxed,
    rows_of,
    whole,
)
from releve.pipeline.rota.engine.solver.rota import Ground, changed
from releve.pipeline.rota.engine.tests.brute import all_rotas, candidates, tiny_problems
from releve.pipeline.rota.engine.tests.small import a_place, a_problem, a_worker

EXAMPLES = settings(max_examples=25, deadline=None)
LIMIT = Limit(deterministic_time=5.0, seed=1)


@st.composite
def rich_problems(draw: st.DrawFn) -> Problem:
    """Tiny problems with every kind of wish."""
    problem = draw(tiny_problems(n_weeks=1))
    choice = candidates(problem)
    standing = draw(st.lists(st.sampled_from(choice), unique=True, max_size=3)) if choice else []
    first, second, *rest = problem.workers
    first = replace(
        first,
        newcomer_until_week=draw(st.integers(0, 1)),
        follows=second.id,
        overlap_half_days=draw(st.integers(0, 2)),
        wishes_in={Cell(0, 9): draw(st.sampled_from(list(Wish)))},
        slot_cost={8: draw(st.integers(0, 3))},
        half_days_per_week=draw(st.sampled_from([0.5, 1.0, 1.7])),
        owed_half_days=draw(st.sampled_from([0.0, 1.0])),
    )
    second = replace(second, past_unloved=draw(st.integers(0, 4)), place_cost={"a": draw(st.integers(0, 2))})
    closed_desk = replace(problem.places[0], without_reception=frozenset({Cell(0, 8)}))
    return replace(
        problem,
        places=(closed_desk, *problem.places[1:]),
        workers=(first, second, *rest),
        unloved_slots=draw(st.sampled_from([frozenset(), frozenset({10})])),
        standing=tuple(Standing(one, n_patients=2, is_published=True) for one in standing),
    )


@given(rich_problems())
@EXAMPLES
def test_whole_problem_solved_costs_what_brute_force_says_and_the_bounds_hold(problem: Problem) -> None:
    ground = Ground(problem)
    start = ground.rota(ground.settled)
    move = proved(ground, start, np.flatnonzero(ground.movable), LIMIT)
    rota = start if move.change is None else ground.rota(changed(start.rows, move.change))
    report = check(problem, ground.roster(rota))
    best = min(found.total for _, found in all_rotas(problem) if found.is_valid)
    assert report.is_valid
    assert rota.cost == report.total == best == start.cost - move.gain
    assert move.bound == best
    assert relaxed(ground).bound <= best


@given(rich_problems(), st.integers(0, 12))
@EXAMPLES
def test_bound_of_branching_holds_wherever_it_is_cut_short(problem: Problem, n_asked: int) -> None:
    ground = Ground(problem)
    best = min(found.total for _, found in all_rotas(problem) if found.is_valid)
    answers = iter([False] * n_asked)
    for cost in (best, best + 5, 10**6):
        for most_work in (MOST_WORK, 20 * len(ground.movable)):
            found = branched(ground, cost, lambda: next(answers, True), most_work)
            assert found is None or found.bound <= best


@given(rich_problems(), st.data())
@EXAMPLES
def test_any_multipliers_prove_a_bound_of_the_rotas_that_use_the_decided_places(
    problem: Problem, data: st.DataObject
) -> None:
    ground = Ground(problem)
    free = np.flatnonzero(ground.movable)
    part = part_of(ground, ground.settled, free)
    rows = rows_of(part.model)
    whole = st.lists(st.integers(-SCALE * 50, SCALE * 50), min_size=len(rows.low), max_size=len(rows.low))
    lower, upper = bounds_of(part.model)
    for place in part.places:
        lower[place], upper[place] = data.draw(st.sampled_from([(0, 0), (0, 1), (1, 1)]))
    bound, _ = proven(part.model, rows, np.array(data.draw(whole), np.int64), lower, upper)
    for chosen, report in all_rotas(problem):
        rota = ground.rows(sorted(chosen))
        if report.is_valid and set(ground.settled.tolist()) <= set(rota.tolist()):
            values = np.array(part.model.completed(np.isin(free, rota).astype(int).tolist()))
            if (lower <= values).all() and (values <= upper).all():
                assert bound <= SCALE * (part.model.value(values.tolist()) + part.model.constant)


@given(rich_problems(), st.data())
@EXAMPLES
def test_multipliers_that_ascend_prove_no_less_and_still_a_bound(problem: Problem, data: st.DataObject) -> None:
    ground = Ground(problem)
    model = part_of(ground, ground.settled, np.flatnonzero(ground.movable)).model
    rows = rows_of(model)
    drawn = st.lists(st.integers(-SCALE * 50, SCALE * 50), min_size=len(rows.low), max_size=len(rows.low))
    before = fitting(rows, np.array(data.draw(drawn), np.int64))
    after = ascended(model, rows, before)
    first, second = (proven(model, rows, found, *bounds_of(model))[0] for found in (before, after))
    assert first <= second
    assert (fitting(rows, after) == after).all()
    assert whole(second) + constant_of(ground) <= min(found.total for _, found in all_rotas(problem) if found.is_valid)


def test_multipliers_that_ascend_from_nothing_find_what_nobody_likes() -> None:
    ground = Ground(a_problem(a_worker(slot_cost=dict.fromkeys(range(10), 7)), n_weeks=1))
    model = part_of(ground, ground.settled, np.flatnonzero(ground.movable)).model
    rows = rows_of(model)
    nothing = np.zeros(len(rows.low), np.int64)
    before, after = (
        whole(proven(model, rows, found, *bounds_of(model))[0]) + constant_of(ground)
        for found in (nothing, ascended(model, rows, nothing))
    )
    assert before == 0
    assert after >= 10 * 7


def test_branching_counts_each_place_whole_where_the_relaxation_pays_a_part() -> None:
    open_slots = tuple(range(6))
    places = a_place(open_slots=open_slots), a_place("Grenay", rooms=1, open_slots=open_slots, x_km=9.0)
    both = {"places": ("Mazingarbe", "Grenay"), "half_days_per_week": 3, "max_days_per_week": 2}
    ground = Ground(a_problem(*places, *(a_worker(name, **both) for name in ("Benali", "Roux", "Costa")), n_weeks=2))
    start = ground.rota(ground.settled)
    move = proved(ground, start, np.flatnonzero(ground.movable), LIMIT)
    found = branched(ground, start.cost)
    assert found is not None
    assert relaxed(ground).bound < found.bound == start.cost - move.gain


@given(rich_problems(), st.data())
@EXAMPLES
def test_rules_and_costs_of_any_rota_are_the_checkers(problem: Problem, data: st.DataObject) -> None:
    ground = Ground(problem)
    chosen = data.draw(st.lists(st.sampled_from(range(max(1, ground.table.n))), unique=True))
    rows = np.array(sorted(row for row in chosen if row < ground.table.n), np.int64)
    roster = Roster(tuple(sorted(ground.table.assignment(row) for row in rows.tolist())))
    report = check(problem, roster)
    assert ground.keeps_rules(rows) == report.is_valid
    if report.is_valid:
        assert ground.cost(rows) == report.total


@given(rich_problems(), st.data())
@EXAMPLES
def test_part_of_a_rota_freed_never_gets_worse_and_stays_valid(problem: Problem, data: st.DataObject) -> None:
    ground = Ground(problem)
    valid = [chosen for chosen, report in all_rotas(problem) if report.is_valid]
    before = ground.rota(ground.rows(sorted(data.draw(st.sampled_from(valid)))))
    movable = np.flatnonzero(ground.movable)
    free = movable[np.array(data.draw(st.lists(st.booleans(), min_size=len(movable), max_size=len(movable))), bool)]
    if not len(free):
        return
    move = proved(ground, before, free, LIMIT)
    after = before if move.change is None else ground.rota(changed(before.rows, move.change))
    report = check(problem, ground.roster(after))
    assert report.is_valid
    assert report.total == after.cost == before.cost - move.gain <= before.cost


@given(rich_problems(), st.data())
@settings(EXAMPLES, max_examples=100)
def test_model_of_a_part_tells_two_rotas_apart_by_what_they_cost(problem: Problem, data: st.DataObject) -> None:
    ground = Ground(problem)
    valid = [chosen for chosen, report in all_rotas(problem) if report.is_valid]
    one, other = (ground.rota(ground.rows(sorted(data.draw(st.sampled_from(valid))))) for _ in range(2))
    free = np.setxor1d(one.rows, other.rows)
    model = part_of(ground, one.rows, free).model
    of_one, of_other = (
        model.value(model.completed(np.isin(free, rota.rows).astype(int).tolist())) for rota in (one, other)
    )
    assert of_one - of_other == one.cost - other.cost


@given(rich_problems(), st.data())
@settings(EXAMPLES, max_examples=100)
def test_change_of_a_rota_is_costed_and_judged_as_the_whole_rota_would_be(
    problem: Problem, data: st.DataObject
) -> None:
    ground = Ground(problem)
    before = ground.rota(
        ground.rows(sorted(data.draw(st.sampled_from([rota for rota, found in all_rotas(problem) if found.is_valid]))))
    )
    flipped = data.draw(st.lists(st.sampled_from(range(max(1, ground.table.n))), unique=True))
    rows = np.array([row for row in sorted(flipped) if row < ground.table.n], np.int64)
    gone, new = rows[np.isin(rows, before.rows)], rows[~np.isin(rows, before.rows)]
    wanted = changed(before.rows, (gone, new))
    after = ground.changed(before, gone, new)
    if ground.keeps_rules(wanted):
        assert after is not None
        assert after.rows.tolist() == wanted.tolist()
    if after is not None:
        assert ground.keeps_rules(after.rows)
        assert after.cost == ground.cost(after.rows)


def test_locked_half_day_that_is_not_allowed_is_refused_with_its_name() -> None:
    from releve.pipeline.rota.engine.search import Iterations
    from releve.pipeline.rota.engine.solver import NoRota, solve

    worker = a_worker(absences=frozenset({Cell(0, 0)}))
    locked = Assignment("Benali", "Mazingarbe", 0, 0)
    with pytest.raises(NoRota, match="Benali at Mazingarbe, week 0, slot 0"):
        solve(a_problem(worker, locked=frozenset({locked})), Iterations(1))
