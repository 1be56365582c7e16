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
from releve.pipeline.rota.engine.solver.clusters import clusters_of
from releve.pipeline.rota.engine.solver.exact import changed, improved, proved
from releve.pipeline.rota.engine.solver.neighbourhoods import WHOLE, WHOLE_ROWS, Surroundings, neighbourhoods_of
from releve.pipeline.rota.engine.solver.relaxation import SCALE, relaxed
from releve.pipeline.rota.engine.solver.rota import Ground, Rota
from releve.pipeline.rota.engine.solver.table import Bools, Ints

# Annealing: steps for each free row, and temperatures in cost units (a missing half-day costs 40 or 1 000).
FIRST_STEPS, STEPS = 8, 250
HOT, COLD = 15.0, 0.5
LEAST_FIRST_STEPS = 200_000  # a small problem has its first rota in half a second
SMALL_STEPS, LEAST_STEPS = 2_000, 500_000  # for each row of a small problem, and in all
WIDE_WHOLE = 0.2  # chance that a move on the whole problem takes every row, and so proves a bound
OF_SUPPORT = 0.5  # chance that it takes what branching used, and the rota
SUPPORT_TIME = 6.0  # deterministic time of the first such move, most often enough to close it
# Rows that add more than this to the bound are left to the wide moves. The relaxation of a large network is rough, and
# its reduced costs with it: what good rotas need looked dear (docs/models/rota.md).
CORE_COST, CORE_COST_OF_LARGE = 0.01, 0.5
LARGE_ROWS = 60_000


@dataclass(frozen=True, slots=True)
class Freed:
    """What a move frees and how it is improved."""

    kind: str  # exact, whole, anneal, relax, branch, support
    rows: Ints | None = None
    workers: tuple[int, ...] = ()


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
        self.steps, self.first_steps = STEPS, FIRST_STEPS
        self.hot, self.cold = HOT, COLD
        self.core = CORE_COST if ground.movable.sum() <= LARGE_ROWS else CORE_COST_OF_LARGE

    def __getstate__(self) -> dict[str, Any]:
        return {key: value for key, value in self.__dict__.items() if key != "arrays"}

    @cached_property
    def arrays(self) -> Arrays:
        return arrays_of(self.ground.table, self.ground.rules)

    def start(self, seed: int) -> Rota:
        free = np.flatnonzero(self.ground.movable)
        if not len(free):
            return self.ground.rota(self.ground.settled)
        rows, _ = annealed(
            self.arrays,
            self.ground.settled,
            free,
            n_steps=max(self.first_steps * len(free), min(LEAST_FIRST_STEPS, SMALL_STEPS * len(free))),
            hot=self.hot,
            cold=self.cold,
            seed=seed,
        )
        return self.ground.rota(rows)

    def start_from(self, roster: Roster) -> Rota:
        """Return a given rota, without what is not allowed (any more)."""
        ground = self.ground
        wanted = ground.rows(roster.assignments)
        wanted = wanted[ground.movable[wanted]]
        return ground.rota(admitted(self.arrays, ground.settled, wanted))

    def opening(self, solution: Rota) -> Sequence[Freed]:
        if not self.ground.movable.any():
            return []
        annealings = [Freed("anneal", workers=cluster) for cluster in clusters_of(self.ground)]
        is_small = self.ground.movable.sum() <= WHOLE_ROWS
        return [Freed("relax"), *annealings, *([Freed("branch"), Freed("support")] if is_small else [])]

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
        if freed.kind == "anneal":
            return not all(other.kind == "anneal" for other in taken)
        if freed.rows is None or any(other.rows is None for other in taken):
            return True
        cells = self.ground.table.worker_cells.of
        return any(len(np.intersect1d(cells[freed.rows], cells[other.rows])) for other in taken)

    def improve(self, solution: Rota, freed: Freed, limit: Limit) -> Move:
        if freed.kind == "relax":
            found = relaxed(self.ground)
            core = np.ones(self.ground.table.n, np.bool_)
            core[self.ground.movable] = found.reduced_costs <= self.core * SCALE
            return Move(Insight(core=core), 0, True, 0.0, found.bound)
        if freed.kind == "branch":
            return self._branch(solution)
        if freed.kind == "anneal":
            return self._anneal(solution, freed, limit)
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
        rows = changed(solution.rows, (gone, new))
        if not self.ground.keeps_rules(rows):
            rows = self.ground.without_excess(rows, new)
            if not self.ground.keeps_rules(rows):
                return None
        return replace(solution, rows=rows, cost=self.ground.cost(rows))

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

    def _anneal(self, solution: Rota, freed: Freed, limit: Limit) -> Move:
        ground, table = self.ground, self.ground.table
        mask: Bools = ground.movable & np.isin(table.worker, freed.workers)
        if solution.core is not None:
            mask &= solution.core
        free = np.flatnonzero(mask)
        if not len(free):
            return Move(None, 0, True, 0.0)
        # Rows outside the core are given up; the rest of the network stays.
        fixed = solution.rows[~np.isin(table.worker[solution.rows], freed.workers) | ~ground.movable[solution.rows]]
        n_steps = max(self.steps * len(free), min(LEAST_STEPS, SMALL_STEPS * len(free)))
        rows, _ = annealed(self.arrays, fixed, free, n_steps=n_steps, hot=self.hot, cold=self.cold, seed=limit.seed)
        change = np.setdiff1d(solution.rows, rows), np.setdiff1d(rows, solution.rows)
        return Move(change, 0, True, n_steps * 1e-7)
