"""A rota problem as a task of the search."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any

import numpy as np

from releve.pipeline.rota.engine.problem import Roster
from releve.pipeline.rota.engine.search import Limit, Move, Neighbourhood
from releve.pipeline.rota.engine.solver.annealing.anneal import admitted, annealed
from releve.pipeline.rota.engine.solver.annealing.arrays import Arrays, arrays_of
from releve.pipeline.rota.engine.solver.branching import branched
from releve.pipeline.rota.engine.solver.clock import Clock
from releve.pipeline.rota.engine.solver.exact import improved, proved
from releve.pipeline.rota.engine.solver.neighbourhoods import WHOLE, WHOLE_ROWS, Surroundings, neighbourhoods_of
from releve.pipeline.rota.engine.solver.order import neighbours_first
from releve.pipeline.rota.engine.solver.relaxation import SCALE, relaxed
from releve.pipeline.rota.engine.solver.rota import Ground, Rota
from releve.pipeline.rota.engine.solver.saturdays import SATURDAY, covered_saturdays
from releve.pipeline.rota.engine.solver.table import Bools, Ints

# Annealing: steps for each free row, and temperatures in cost units (a missing half-day costs 40 or 1 000).
FIRST_STEPS, STEPS, STEPS_OF_LARGE = 8, 300, 550
HOT, COLD = 8.0, 1.0
SATURDAYS_STAY = 10  # a tenth of the steps, hot: before the other days are covered they would be given away for these
LEAST_FIRST_STEPS = 200_000  # a small problem has its first rota in half a second
SMALL_STEPS, LEAST_STEPS = 2_000, 500_000  # for each row of a small problem, and in all
WIDE_WHOLE = 0.2  # chance that a move on the whole problem takes every row, and so proves a bound
OF_SUPPORT = 0.5  # chance that it takes what branching used, and the rota
SUPPORT_TIME = 6.0  # deterministic time of the first such move, most often enough to close it
# The core: rows of which the relaxation chooses more than this, or that would make it cheaper (it is rough).
CHOSEN, CHEAPER = 0.05, 0.1
LARGE_ROWS = 60_000


@dataclass(frozen=True, slots=True)
class Freed:
    """What a move frees and how it is improved."""

    kind: str  # exact, whole, anneal, relax, branch, support
    rows: Ints | None = None


@dataclass(frozen=True, slots=True)
class Insight:
    """What the relaxations say of the rows; None: nothing new."""

    core: Bools | None = None
    support: Bools | None = None


class RotaTask:
    """Frees parts of a rota and improves them."""

    moves_per_round = 4

    def __init__(self, ground: Ground, clock: Clock | None = None) -> None:
        self.ground, self.clock = ground, clock or Clock()
        self.surroundings = Surroundings(ground)
        self.neighbourhoods: tuple[Neighbourhood, ...] = neighbourhoods_of(ground)
        self.steps = STEPS if ground.movable.sum() <= LARGE_ROWS else STEPS_OF_LARGE
        self.first_steps = FIRST_STEPS
        self.hot, self.cold = HOT, COLD

    def __getstate__(self) -> dict[str, Any]:
        return {key: value for key, value in self.__dict__.items() if key != "arrays"}

    @cached_property
    def arrays(self) -> Arrays:
        return arrays_of(self.ground.table, self.ground.rules)

    @cached_property
    def order(self) -> Ints:
        return neighbours_first(self.ground)

    @cached_property
    def is_saturday(self) -> Bools:
        """Return the rows on Saturdays, where these are counted."""
        is_counted = any(worker.max_saturdays is not None for worker in self.ground.problem.workers)
        return is_counted & np.isin(self.ground.table.slot, SATURDAY)

    def in_order(self, mask: Bools) -> Ints:
        """Return rows so that those of workers who share places are near each other."""
        rows = np.flatnonzero(mask)
        return rows[np.argsort(self.order[self.ground.table.worker[rows]], kind="stable")]

    def start(self, seed: int) -> Rota:
        if not self.ground.movable.any():
            return self.ground.rota(self.ground.settled)
        # Saturdays stay: in an empty rota they would be given for any other half-day that lacks anybody as well.
        saturdays = admitted(self.arrays, self.ground.settled, covered_saturdays(self.ground))
        free = self.in_order(self.ground.movable & ~np.isin(np.arange(self.ground.table.n), saturdays))
        if not len(free):
            return self.ground.rota(saturdays)
        n_steps = max(self.first_steps * len(free), min(LEAST_FIRST_STEPS, SMALL_STEPS * len(free)))
        return self.ground.rota(self._annealed(saturdays, free, n_steps, self.cold, seed))

    def start_from(self, roster: Roster) -> Rota:
        """Return a given rota, without what is not allowed (any more)."""
        ground = self.ground
        wanted = ground.rows(roster.assignments)
        wanted = wanted[ground.movable[wanted]]
        return ground.rota(admitted(self.arrays, ground.settled, wanted))

    def opening(self, solution: Rota) -> Sequence[Freed]:
        if not self.ground.movable.any():
            return []
        is_small = self.ground.movable.sum() <= WHOLE_ROWS
        return [Freed("relax"), Freed("anneal"), *([Freed("branch"), Freed("support")] if is_small else [])]

    def cost(self, solution: Rota) -> int:
        return solution.cost

    def draw(self, solution: Rota, neighbourhood: str, size: float, generator: np.random.Generator) -> Freed | None:
        if solution.core is None:
            return Freed("relax")  # a search that was given its start
        if neighbourhood == WHOLE:
            if solution.support is None:
                return Freed("branch")
            chance = generator.random()
            if chance < WIDE_WHOLE:
                return Freed("whole", rows=np.flatnonzero(self.ground.movable))
            is_in = solution.support if chance < WIDE_WHOLE + OF_SUPPORT else solution.core
            return Freed("exact", rows=self._with_chosen(solution, is_in))
        rows = self.surroundings.draw(solution, neighbourhood, size, generator)
        return None if rows is None else Freed("exact", rows=rows)

    def clash(self, freed: Freed, taken: Sequence[Freed]) -> bool:
        if not taken:
            return False
        if freed.rows is None or any(other.rows is None for other in taken):
            return True
        cells = self.ground.table.worker_cells.of
        return any(len(np.intersect1d(cells[freed.rows], cells[other.rows])) for other in taken)

    def improve(self, solution: Rota, freed: Freed, limit: Limit) -> Move:
        if freed.kind == "relax":
            found = relaxed(self.ground)
            core = np.ones(self.ground.table.n, np.bool_)
            core[self.ground.movable] = (found.values > CHOSEN) | (found.reduced_costs <= -CHEAPER * SCALE)
            core |= self.is_saturday
            return Move(Insight(core=core), 0, True, 0.0, found.bound)
        if freed.kind == "branch":
            return self._branch(solution)
        if freed.kind == "anneal":
            return self._anneal(solution, limit)
        if freed.kind == "support" and solution.support is not None:
            freed = Freed("exact", self._with_chosen(solution, solution.support))
            limit = replace(limit, deterministic_time=SUPPORT_TIME)
        assert freed.rows is not None
        solve = proved if freed.kind == "whole" else improved
        return solve(self.ground, solution, freed.rows, limit, self.clock.left())

    def apply(self, solution: Rota, change: Any) -> Rota | None:
        if isinstance(change, Insight):
            core = solution.core if change.core is None else change.core
            return replace(solution, core=core, support=solution.support if change.support is None else change.support)
        gone, new = change
        if not np.isin(gone, solution.rows).all():
            return None
        return self.ground.changed(solution, gone, new)

    def _with_chosen(self, solution: Rota, is_in: Bools) -> Ints:
        """Return these movable rows, and those of the rota."""
        is_in = is_in.copy()
        is_in[solution.rows] = True
        return np.flatnonzero(self.ground.movable & is_in)

    def _branch(self, solution: Rota) -> Move:
        found = branched(self.ground, solution.cost, self.clock.is_over)
        if found is None:  # too large for it: what the relaxation thinks worth while has to do
            return Move(Insight(support=solution.core), 0, False, 0.0)
        support = np.zeros(self.ground.table.n, np.bool_)
        support[self.ground.movable] = found.support
        return Move(Insight(support=support), 0, True, 0.0, found.bound)

    def _anneal(self, solution: Rota, limit: Limit) -> Move:
        free = self.in_order(self.ground.movable if solution.core is None else self.ground.movable & solution.core)
        if not len(free):
            return Move(None, 0, True, 0.0)
        rows = solution.rows[~self.ground.movable[solution.rows] | np.isin(solution.rows, free)]
        n_steps = max(self.steps * len(free), min(LEAST_STEPS, SMALL_STEPS * len(free)))
        other_days = free[~self.is_saturday[free]]
        n_first = n_steps // SATURDAYS_STAY if 0 < len(other_days) < len(free) else 0
        if n_first:
            rows = self._annealed(rows, other_days, n_first, self.hot, limit.seed)
        rows = self._annealed(rows, free, n_steps - n_first, self.cold, limit.seed)
        change = np.setdiff1d(solution.rows, rows), np.setdiff1d(rows, solution.rows)
        return Move(change, 0, True, n_steps * 1e-7)

    def _annealed(self, chosen: Ints, free: Ints, n_steps: int, cold: float, seed: int) -> Ints:
        return annealed(self.arrays, chosen, free, n_steps=n_steps, hot=self.hot, cold=cold, seed=seed)[0]
