"""The search on a toy: stop criteria, determinism, keeping the best."""

import os
import time
from itertools import count
from pathlib import Path

import pytest

from releve.pipeline.rota.engine.search import (
    Cooling,
    CpuSeconds,
    DeterministicTime,
    FirstOf,
    Iterations,
    NoImprovement,
    Progress,
    ProvenWithin,
    Stop,
    Stopped,
    TargetCost,
    WallSeconds,
    WithReserve,
    search,
)
from releve.pipeline.rota.engine.search.crew import cpu_seconds_of
from releve.pipeline.rota.engine.tests.toy_task import Endless, EndlessButFirst, ProvenSorting, Sorting


def progress(**changes: float | None) -> Progress:
    known = {
        "cost": 108,
        "bound": 100,
        "cpu_seconds": 9.0,
        "wall_seconds": 5.0,
        "n_moves": 50,
        "n_moves_since_better": 7,
        "deterministic_time": 3.0,
    }
    return Progress(**(known | changes))  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("reached", "not_yet"),
    [
        (CpuSeconds(9), CpuSeconds(9.1)),
        (WallSeconds(5), WallSeconds(5.1)),
        (Iterations(50), Iterations(51)),
        (NoImprovement(7), NoImprovement(8)),
        (DeterministicTime(3), DeterministicTime(3.1)),
        (TargetCost(108), TargetCost(107)),
        (ProvenWithin(0.08), ProvenWithin(0.07)),
        (WithReserve(CpuSeconds(9.9), 0.1), WithReserve(CpuSeconds(10.1), 0.1)),
        (WithReserve(Iterations(50), 0.1), WithReserve(Iterations(51), 0.1)),
        (Stopped(lambda: True), Stopped(lambda: False)),
        (FirstOf(Iterations(99), NoImprovement(7)), FirstOf(Iterations(99), NoImprovement(8))),
    ],
)
def test_stop_when_its_limit_is_met_and_not_before(reached: Stop, not_yet: Stop) -> None:
    assert reached.is_reached(progress())
    assert not not_yet.is_reached(progress())


def test_gap_without_bound_is_unknown_and_at_the_bound_is_nothing() -> None:
    assert progress(bound=None).gap is None
    assert progress(bound=108).gap == 0
    assert progress(cost=1, bound=0).gap == float("inf")
    assert not ProvenWithin(0.5).is_reached(progress(bound=None))


def test_search_until_iterations_improves_and_tells_each_better_solution() -> None:
    told: list[int] = []
    found = search(Sorting(), Iterations(400), seed=3, on_progress=lambda now, _: told.append(now.cost))
    assert found.progress.cost == Sorting().cost(found.solution) < Sorting().cost(Sorting().start(3))
    assert told == sorted(told, reverse=True)
    assert found.progress.n_moves >= 400


def test_search_same_seed_gives_the_same_solution_with_one_and_two_processes() -> None:
    alone = [search(Sorting(40), Iterations(60), seed=5) for _ in range(3)]
    helped = search(Sorting(40), Iterations(60), seed=5, n_processes=2)
    assert {found.solution for found in [*alone, helped]} == {alone[0].solution}
    assert helped.progress.deterministic_time == pytest.approx(alone[0].progress.deterministic_time)


def test_search_with_cooling_goes_through_worse_solutions_and_keeps_the_best() -> None:
    found = search(Sorting(), Iterations(300), seed=1, acceptance=Cooling(temperature=5, halving_moves=50))
    assert found.progress.cost == Sorting().cost(found.solution)


def test_search_when_stopped_at_once_returns_the_start() -> None:
    start = tuple(range(24))[::-1]
    assert search(Sorting(), Stopped(lambda: True), start=start).solution == start


def test_search_when_stopped_ends_helpers_in_the_middle_of_a_job() -> None:
    start, asked = tuple(range(24))[::-1], count()
    stop = Stopped(lambda: next(asked) > 20)
    found = search(Endless(), stop, start=start, n_processes=2)
    assert found.solution == start
    assert found.progress.n_moves == 0


def test_search_when_stopped_in_the_middle_of_a_round_keeps_what_was_answered(tmp_path: Path) -> None:
    task, asked = EndlessButFirst(tmp_path / "made"), count()
    stop = Stopped(
        lambda: task.made.exists() and next(asked) > 10
    )  # asked ten times a second: the answer is in by then
    found = search(task, stop, n_processes=2)
    assert found.progress.n_moves == 1
    assert found.solution == tuple(range(task.n))


def test_clock_of_a_process_is_its_own_and_nothing_once_there_is_none() -> None:
    before = time.process_time()
    assert before <= cpu_seconds_of(os.getpid()) <= time.process_time()
    assert cpu_seconds_of(None) == 0


def test_search_of_a_task_that_proves_bounds_stops_when_proven() -> None:
    task = ProvenSorting(6)
    found = search(task, FirstOf(ProvenWithin(0), Iterations(5000)), seed=0)
    assert found.progress.bound == 0 or found.progress.n_moves >= 5000
    assert found.progress.bound is not None


def test_search_of_a_task_that_only_knows_a_bound_stops_there() -> None:
    class Known(Sorting):
        bound = 0

    found = search(Known(6), FirstOf(ProvenWithin(0), Iterations(5000)), seed=0)
    assert found.progress.bound == 0
    assert found.progress.cost == 0
    assert found.progress.n_moves < 5000


def test_search_when_nothing_can_be_freed_ends() -> None:
    class Stuck(Sorting):
        def draw(self, *_: object) -> None:
            return None

    found = search(Stuck(), CpuSeconds(30), start=tuple(range(24)))
    assert found.progress.n_moves == 0
