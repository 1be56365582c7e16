"""The instance as a task of the engine's search: parts are freed, priced by column generation and dived into."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

import numpy as np

from benchmarks.rota.curtois.diving import dive
from benchmarks.rota.curtois.drawing import Drawer
from benchmarks.rota.curtois.generation import generate
from benchmarks.rota.curtois.instance import Instance, Lines
from benchmarks.rota.curtois.master import Line, Unsolved, rounded_up
from benchmarks.rota.curtois.parts import Change, Freed, changed, open_part
from benchmarks.rota.curtois.stretches import Stretches
from releve.pipeline.rota.engine.search import Limit, Move, Neighbourhood

ROOT_STEPS = 40
TIES = 0.5  # share of the dives that take a solution of the same cost
TIES_WHEN_CLOSED = 0.15  # the same, where the bound proves that nothing better is there
BIT = 1e-6  # of deterministic time, for one unit of the master's or the lines' effort


class ShiftTask:
    """Curtois' and Qu's problem seen by the search."""

    moves_per_round = 1

    def __init__(
        self,
        instance: Instance,
        stretches: Stretches,
        first: Lines,
        is_over: Callable[[], bool],
        known: Mapping[int, Sequence[Line]],
        bound: int | None,
    ) -> None:
        self.instance, self.stretches, self.first = instance, stretches, first
        self.is_over, self.known = is_over, known
        self._bound = bound
        self.drawer = Drawer(instance)

    @property
    def bound(self) -> int | None:
        return self._bound

    @property
    def neighbourhoods(self) -> tuple[Neighbourhood, ...]:
        return self.drawer.neighbourhoods

    def start(self, seed: int) -> Lines:
        return self.first

    def opening(self, solution: Lines) -> Sequence[Freed]:
        return ()

    def cost(self, solution: Lines) -> int:
        return self.instance.cost(solution)

    def draw(self, solution: Lines, neighbourhood: str, size: float, generator: np.random.Generator) -> Freed | None:
        return self.drawer.draw(solution, neighbourhood, size, generator)

    def clash(self, freed: Freed, taken: Sequence[Freed]) -> bool:
        return bool(taken)

    def improve(self, solution: Lines, freed: Freed, limit: Limit) -> Move:
        generator = np.random.default_rng(limit.seed)
        is_whole = freed.end - freed.first == self.instance.n_days
        part = open_part(self.instance, self.stretches, solution, freed, self.known if is_whole else None)
        try:
            generated = generate(part.master, part.stretches, n_steps=ROOT_STEPS, is_over=self.is_over, cutoff=part.cost)
        except Unsolved:
            return Move(None, 0, False, part.master.effort * BIT)
        is_closed = rounded_up(generated.bound) >= part.cost
        takes_ties = generator.random() < (TIES_WHEN_CLOSED if is_closed else TIES)
        found = None
        if takes_ties or not is_closed:
            cutoff = part.cost + takes_ties
            found = dive(part.master, generated, part.stretches, generator, cutoff=cutoff, is_over=self.is_over)
        if found is None:
            return Move(None, 0, is_closed, part.master.effort * BIT)
        change = Change(freed, np.array([found[employee] for employee in freed.employees]))
        gain = self.instance.cost(solution) - self.instance.cost(changed(solution, change))
        is_best = is_closed or part.cost - gain <= rounded_up(generated.bound)
        return Move(change, gain, is_best, part.master.effort * BIT)

    def apply(self, solution: Lines, change: Any) -> Lines | None:
        return changed(solution, change)

    def bound_jobs(self, n_rounds: int) -> Sequence[Any]:
        return ()

    def work_on_bound(self, job: Any) -> tuple[Any, float]:
        raise NotImplementedError

    def take_bounds(self, outcomes: Sequence[Any], best_cost: int) -> None:
        return
