"""The solver's door."""

from collections.abc import Callable
from dataclasses import dataclass
from time import monotonic, process_time

from releve.pipeline.rota.engine.explain.missed import repair_missed
from releve.pipeline.rota.engine.problem import Problem, Roster
from releve.pipeline.rota.engine.search import FirstOf, Progress, ProvenWithin, Stop, WithReserve, search
from releve.pipeline.rota.engine.solver.clock import clock_of
from releve.pipeline.rota.engine.solver.rota import Ground, Rota
from releve.pipeline.rota.engine.solver.task import RotaTask

# Share of a clock that is kept for the last repair.
RESERVE = 0.03
NO_COST = 10**15


@dataclass(frozen=True, slots=True)
class Result:
    """The best rota found, what it costs and what is proven."""

    roster: Roster
    cost: int
    bound: int | None  # no rota costs less
    cpu_seconds: float
    n_moves: int

    @property
    def is_optimal(self) -> bool:
        return self.bound is not None and self.cost <= self.bound

    @property
    def gap(self) -> float | None:
        return Progress(self.cost, self.bound, self.cpu_seconds, 0.0, self.n_moves, 0, 0.0).gap


def solve(
    problem: Problem,
    stop: Stop,
    *,
    seed: int = 0,
    start: Roster | None = None,
    on_progress: Callable[[Progress], None] | None = None,
    n_processes: int = 1,
) -> Result:
    """Return the best rota found until `stop`, or a proven best one.

    What is not allowed (any more) in `start` is left out. Raises `NoRota` where what is settled breaks a rule.
    """
    ground = Ground(problem)
    ground.check_settled()
    stop_of_search = WithReserve(stop, RESERVE)
    task = RotaTask(ground, clock_of(stop_of_search, n_processes))

    def tell(now: Progress, _: Rota) -> None:
        if on_progress is not None:
            on_progress(now)

    found = search(
        task,
        FirstOf(ProvenWithin(0.0), stop_of_search),
        seed=seed,
        start=None if start is None else task.start_from(start),
        on_progress=tell,
        n_processes=n_processes,
    )
    now = found.progress
    # No cell is delivered short that need not be; nothing is left to look for in a rota that is proven best.
    is_best = now.bound is not None and now.cost <= now.bound
    roster = ground.roster(found.solution)
    began = process_time()
    repaired = roster if is_best else repair_missed(problem, roster, _clock_over(stop, now))
    rota = found.solution if is_best else ground.rota(ground.rows(repaired.assignments))
    return Result(ground.roster(rota), rota.cost, now.bound, now.cpu_seconds + process_time() - began, now.n_moves)


def _clock_over(stop: Stop, now: Progress) -> Callable[[], bool]:
    """Say when the clocks of `stop` have run out; what counts moves lets the repair finish."""
    cpu_began, wall_began = process_time(), monotonic()

    def is_over() -> bool:
        cpu = now.cpu_seconds + process_time() - cpu_began
        wall = now.wall_seconds + monotonic() - wall_began
        return stop.is_reached(Progress(NO_COST, None, cpu, wall, 0, 0, 0.0))

    return is_over
