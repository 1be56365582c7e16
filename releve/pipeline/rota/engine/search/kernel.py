"""The search itself: rounds of moves from one solution, applied in a fixed order.

Same task, seed and count of moves: same outcome, whatever the number of processes and the load.
"""

import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Generic

import numpy as np

from releve.pipeline.rota.engine.search.acceptance import Acceptance, NeverWorse
from releve.pipeline.rota.engine.search.choice import Choice
from releve.pipeline.rota.engine.search.crew import Alone, Crew, Helpers, Job
from releve.pipeline.rota.engine.search.progress import Progress
from releve.pipeline.rota.engine.search.stopping import Stop
from releve.pipeline.rota.engine.search.task import Bounded, Freed, Limit, Move, ProvesBounds, Solution, Task

DETERMINISTIC_TIME_PER_MOVE = 1.0
DRAWS_PER_MOVE = 4  # tries before a place in the round is left empty
IDLE_ROUNDS = 50  # rounds in a row without a single move: there is nothing to free


@dataclass(frozen=True, slots=True)
class Found(Generic[Solution]):
    """The best solution and how it was come by."""

    solution: Solution
    progress: Progress


@dataclass(slots=True)
class Plan:
    """One move of a round, before it is made."""

    freed: Any
    arm: int | None  # which neighbourhood; None: of the opening


def search(
    task: Task[Solution, Freed],
    stop: Stop,
    *,
    seed: int = 0,
    start: Solution | None = None,
    on_progress: Callable[[Progress, Solution], None] | None = None,
    n_processes: int = 1,
    deterministic_time_per_move: float = DETERMINISTIC_TIME_PER_MOVE,
    acceptance: Acceptance | None = None,
) -> Found[Solution]:
    """Search until `stop` is reached and return the best solution met.

    `on_progress` is told of the first solution, then of each round that found a better one or a better bound.
    With a `start` the task's own start and opening are left out.
    """
    began = time.process_time(), time.perf_counter()
    has_start = start is not None
    first = start if start is not None else task.start(seed)
    run = Run(task, stop, seed, first, began, on_progress, deterministic_time_per_move, acceptance or NeverWorse())
    run.crew = Alone(task) if n_processes <= 1 else Helpers(task, first, n_processes)
    try:
        run.go(opening=[] if has_start else list(task.opening(first)))
    finally:
        run.crew.close()
    return Found(run.best, run.progress())


class Run(Generic[Solution, Freed]):
    """The state of one search."""

    crew: Crew

    def __init__(
        self,
        task: Task[Solution, Freed],
        stop: Stop,
        seed: int,
        first: Solution,
        began: tuple[float, float],
        on_progress: Callable[[Progress, Solution], None] | None,
        deterministic_time: float,
        acceptance: Acceptance,
    ) -> None:
        self.task, self.stop, self.acceptance = task, stop, acceptance
        self.current = self.best = first
        self.current_cost = self.best_cost = task.cost(first)
        self.began_cpu, self.began_wall = began
        self.on_progress = on_progress
        self.deterministic_time_per_move = deterministic_time
        self.choice = Choice(task.neighbourhoods, deterministic_time)
        self.generator = np.random.default_rng(seed)
        self.n_moves = self.n_moves_since_better = self.n_rounds = self.n_idle = 0
        self.deterministic_time = 0.0
        self.bound: int | None = None
        self.told: tuple[int, int | None] | None = None

    def progress(self) -> Progress:
        bound = self.bound
        if isinstance(self.task, Bounded) and self.task.bound is not None:
            bound = self.task.bound if bound is None else max(bound, self.task.bound)
        return Progress(
            cost=self.best_cost,
            bound=bound,
            cpu_seconds=time.process_time() - self.began_cpu + self.crew.helpers_cpu_seconds,
            wall_seconds=time.perf_counter() - self.began_wall,
            n_moves=self.n_moves,
            n_moves_since_better=self.n_moves_since_better,
            deterministic_time=self.deterministic_time,
        )

    def is_over(self) -> bool:
        return self.stop.is_reached(self.progress())

    def go(self, opening: list[Freed]) -> None:
        waiting = opening[::-1]
        self.tell()
        while not self.is_over() and self.n_idle < IDLE_ROUNDS:
            plans = self.plan_opening(waiting) if waiting else self.plan_round()
            is_whole = self.make(plans)
            self.tell()
            if not is_whole:
                return

    def tell(self) -> None:
        now = self.progress()
        if self.on_progress is not None and self.told != (now.cost, now.bound):
            self.told = now.cost, now.bound
            self.on_progress(now, self.best)

    def plan_opening(self, waiting: list[Freed]) -> list[Plan]:
        plans: list[Plan] = []
        while waiting and len(plans) < self.task.moves_per_round:
            if self.task.clash(waiting[-1], [plan.freed for plan in plans]):
                break
            plans.append(Plan(waiting.pop(), None))
        return plans

    def plan_round(self) -> list[Plan]:
        plans: list[Plan] = []
        for _ in range(self.task.moves_per_round):
            for _ in range(DRAWS_PER_MOVE):
                arm = self.choice.pick(self.generator)
                freed = self.task.draw(self.current, self.choice.name(arm), self.choice.size(arm), self.generator)
                if freed is None:
                    self.choice.could_not_draw(arm)
                elif not self.task.clash(freed, [plan.freed for plan in plans]):
                    plans.append(Plan(freed, arm))
                    break
        return plans

    def make(self, plans: list[Plan]) -> bool:
        """Make the moves of a round; return False where the stop came before its end."""
        limits = [
            Limit(
                self.deterministic_time_per_move if plan.arm is None else self.choice.limit(plan.arm),
                int(self.generator.integers(2**31 - 1)),
            )
            for plan in plans
        ]
        jobs = [Job(plan.freed, limit) for plan, limit in zip(plans, limits, strict=True)]
        if isinstance(self.task, ProvesBounds):
            jobs += [Job(job, None) for job in self.task.bound_jobs(self.n_rounds)]
        self.n_rounds += 1
        self.n_idle = 0 if jobs else self.n_idle + 1
        outcomes = self.crew.do(jobs, self.current, self.is_over)
        accepted: list[Any] = []
        for plan, move in zip(plans, outcomes[: len(plans)], strict=True):
            if move is not None:
                self.take(plan, move, accepted)
        if any(outcome is None for outcome in outcomes):
            return False  # the search is over, and helpers may be gone
        self.crew.keep_up(accepted)
        of_bound = [outcome for outcome in outcomes[len(plans) :] if outcome is not None]
        if of_bound and isinstance(self.task, ProvesBounds):
            self.deterministic_time += sum(spent for _, spent in of_bound)
            self.task.take_bounds([outcome for outcome, _ in of_bound], self.best_cost)
        return True

    def take(self, plan: Plan, move: Move, accepted: list[Any]) -> None:
        self.n_moves += 1
        self.n_moves_since_better += 1
        self.deterministic_time += move.deterministic_time
        if move.bound is not None:
            self.bound = move.bound if self.bound is None else max(self.bound, move.bound)
        gain = 0
        candidate = None if move.change is None else self.task.apply(self.current, move.change)
        if candidate is not None:
            cost = self.task.cost(candidate)
            if self.acceptance.accepts(cost, self.current_cost, self.n_moves, self.generator):
                gain = self.current_cost - cost
                self.current, self.current_cost = candidate, cost
                accepted.append(move.change)
        if self.current_cost < self.best_cost:
            self.best, self.best_cost, self.n_moves_since_better = self.current, self.current_cost, 0
        if plan.arm is not None:
            self.choice.learn(plan.arm, move, gain)
