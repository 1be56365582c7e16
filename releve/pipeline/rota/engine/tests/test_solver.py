"""The solver as its callers see it: stop, start, determinism, what is settled, the annealing."""

import hashlib
import pickle
from dataclasses import replace
from math import inf
from pathlib import Path
from time import monotonic, process_time

import numpy as np
import pytest

from releve.pipeline.rota.engine.checker import check
from releve.pipeline.rota.engine.problem import Cell, Demand, Problem, Roster, Standing
from releve.pipeline.rota.engine.search import CpuSeconds, FirstOf, Iterations, Limit, Progress, Stopped, WallSeconds
from releve.pipeline.rota.engine.solver import solve
from releve.pipeline.rota.engine.solver.annealing.anneal import admitted, annealed, walk
from releve.pipeline.rota.engine.solver.annealing.arrays import arrays_of
from releve.pipeline.rota.engine.solver.annealing.compiled import DIGEST, digest_of
from releve.pipeline.rota.engine.solver.clock import Clock, clock_of
from releve.pipeline.rota.engine.solver.order import neighbours_first
from releve.pipeline.rota.engine.solver.rota import Ground
from releve.pipeline.rota.engine.solver.task import Freed, RotaTask
from releve.pipeline.rota.engine.tests.small import a_place, a_problem, a_worker, at, cells

PLACES = ("Mazingarbe", "Grenay")


def a_town() -> Problem:
    """Two offices, four doctors, four weeks."""
    return a_problem(
        a_place(demand=Demand(1, 2)),
        a_place("Grenay", rooms=1, x_km=9.0, closed=cells((1, 0), (1, 1))),
        a_worker(places=PLACES, max_saturdays=1),
        a_worker("Roux", places=PLACES, max_days_per_week=3, leave_weeks=frozenset({2})),
        a_worker("Costa", absences=cells((0, 0)), max_consecutive_days=4),
        a_worker("Diallo", places=("Grenay",), half_days_per_week=3.5),
    )


def signature(roster: Roster) -> str:
    return hashlib.sha256(repr(roster.assignments).encode()).hexdigest()


def test_rota_of_a_town_is_valid_costs_what_is_said_and_lies_above_its_bound() -> None:
    told: list[Progress] = []
    found = solve(a_town(), Iterations(6), seed=1, on_progress=told.append)
    report = check(a_town(), found.roster)
    assert report.is_valid
    assert report.total == found.cost == told[-1].cost
    assert found.bound is not None
    assert found.bound <= found.cost
    assert found.gap == pytest.approx((found.cost - found.bound) / found.bound)


def test_same_seed_gives_the_same_rota_twenty_times_and_with_two_processes() -> None:
    problem = a_problem(
        a_place(open_slots=(0, 1, 2, 3)), *(a_worker(name) for name in ("Benali", "Roux", "Costa")), n_weeks=2
    )
    rotas = {signature(solve(problem, Iterations(4), seed=7).roster) for _ in range(20)}
    rotas.add(signature(solve(problem, Iterations(4), seed=7, n_processes=2).roster))
    assert len(rotas) == 1


def test_stopped_at_once_still_gives_a_valid_rota() -> None:
    found = solve(a_town(), Stopped(lambda: True))
    assert check(a_town(), found.roster).is_valid


def test_first_rota_is_told_before_any_move() -> None:
    told: list[Progress] = []
    solve(a_town(), Iterations(2), seed=1, on_progress=told.append)
    assert (told[0].n_moves, told[0].bound) == (0, None)
    assert told[-1].n_moves > 0


def test_clock_of_a_stop_is_its_first_and_no_count_of_moves_is_one() -> None:
    clock = clock_of(FirstOf(CpuSeconds(600), FirstOf(WallSeconds(70), WallSeconds(90), Iterations(3))), 2)
    assert (clock.cpu_seconds, clock.wall_seconds) == (300, 70)
    assert 0 < clock.left() <= 70
    assert clock_of(FirstOf(Iterations(3), Stopped(lambda: True)), 1).left() == inf


def test_clock_that_ran_out_leaves_nothing_and_one_handed_to_a_helper_starts_anew() -> None:
    clock = Clock(10.0, 20.0, began=(process_time() - 11.0, monotonic() - 12.0))
    assert clock.is_over()
    handed = pickle.loads(pickle.dumps(clock))
    assert not handed.is_over()
    assert (handed.cpu_seconds, handed.wall_seconds) == (10.0, 20.0)


def test_move_on_the_whole_problem_ends_when_the_clock_does() -> None:
    ground = Ground(a_town())
    over = RotaTask(ground, Clock(0.0))
    start = over.start(1)
    free = np.flatnonzero(ground.movable)
    limit = Limit(deterministic_time=1e6, seed=1)
    assert not over.improve(start, Freed("whole", free), limit).is_closed
    assert RotaTask(ground).improve(start, Freed("exact", free[:40]), limit).is_closed


def test_start_keeps_what_is_still_allowed() -> None:
    start = Roster((at(0, 0, "Costa"), at(0, 2, "Roux"), at(2, 2, "Roux")))  # absent; fine; on leave
    found = solve(a_town(), Stopped(lambda: True), start=start)
    assert at(0, 2, "Roux") in found.roster.assignments
    assert check(a_town(), found.roster).is_valid


def test_locked_forbidden_and_frozen_half_days_are_respected() -> None:
    problem = replace(
        a_town(),
        locked=frozenset({at(1, 8, "Roux")}),
        forbidden=frozenset({at(1, 0)}),
        standing=(Standing(at(0, 3), is_published=True), Standing(at(3, 3), n_patients=3)),
        frozen_before=Cell(1, 0),
    )
    found = solve(problem, Iterations(4), seed=2)
    assert check(problem, found.roster).is_valid
    assert {one for one in found.roster.assignments if one.week == 0} == {at(0, 3)}


def test_problem_without_any_possible_assignment_has_an_empty_rota() -> None:
    problem = a_problem(a_worker(end_week=0))
    found = solve(problem, Iterations(1))
    assert found.roster == Roster(())
    assert found.cost == check(problem, found.roster).total


def test_annealing_keeps_every_hard_rule_and_counts_its_cost_exactly() -> None:
    ground = Ground(a_town())
    arrays = arrays_of(ground.table, ground.rules)
    nothing = np.zeros(0, np.int64)
    free = np.flatnonzero(ground.movable)
    for seed in range(3):
        rows, more = annealed(arrays, nothing, free, n_steps=20_000, hot=15, cold=0.5, seed=seed)
        assert ground.keeps_rules(rows)
        assert ground.cost(rows) == ground.cost(nothing) + more
        assert check(ground.problem, ground.roster(ground.rota(rows))).is_valid


def test_annealing_leaves_what_is_not_free_alone() -> None:
    ground = Ground(a_town())
    arrays = arrays_of(ground.table, ground.rules)
    fixed = ground.rows([at(0, 2), at(3, 5, "Roux")])
    free = np.flatnonzero((ground.table.week == 1) & ground.movable)
    rows, _ = annealed(arrays, fixed, free, n_steps=5_000, hot=15, cold=0.5, seed=1)
    assert set(fixed.tolist()) <= set(rows.tolist()) <= {*fixed.tolist(), *free.tolist()}


def test_annealing_puts_nothing_in_the_stead_of_what_is_not_free() -> None:
    ground = Ground(a_town())
    arrays = arrays_of(ground.table, ground.rules)
    whole = np.flatnonzero(ground.movable)
    chosen, _ = annealed(arrays, ground.settled, whole, n_steps=5_000, hot=15, cold=0.5, seed=1)
    fixed = chosen[::3]
    for seed in range(3):
        rows, _ = annealed(arrays, fixed, np.setdiff1d(whole, fixed), n_steps=20_000, hot=15, cold=5, seed=seed)
        assert set(fixed.tolist()) <= set(rows.tolist())


def test_admitted_lets_in_what_the_rules_let_in_one_after_the_other() -> None:
    ground = Ground(a_problem(a_place(rooms=1), a_worker(), a_worker("Roux")))
    arrays = arrays_of(ground.table, ground.rules)
    wanted = ground.rows([at(0, 0), at(0, 0, "Roux"), at(0, 1)])
    assert admitted(arrays, ground.settled, wanted).tolist() == ground.rows([at(0, 0), at(0, 1)]).tolist()


def test_order_of_workers_names_each_once() -> None:
    assert sorted(neighbours_first(Ground(a_town())).tolist()) == [0, 1, 2, 3]


def test_what_was_compiled_is_kept_under_the_name_of_all_the_files(tmp_path: Path) -> None:
    assert DIGEST in walk.stats.cache_path
    (tmp_path / "steps.py").write_text("ONE = 1")
    (tmp_path / "moves.py").write_text("TWO = 2")
    before = digest_of(tmp_path)
    assert digest_of(tmp_path) == before
    (tmp_path / "steps.py").write_text("ONE = 2")
    assert digest_of(tmp_path) != before
