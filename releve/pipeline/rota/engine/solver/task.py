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
from releve.pipeline.rota.engine.solver.clusters import clusters_of
from releve.pipeline.rota.engine.solver.exact import changed, improved, proved
from releve.pipeline.rota.engine.solver.neighbourhoods import WHOLE, WHOLE_ROWS, Surroundings, neighbourhoods_of
from releve.pipeline.rota.engine.solver.relaxation import SCALE, relaxed
from releve.pipeline.rota.engine.solver.rota import Ground, Rota
from releve.pipeline.rota.engine.solver.table import Bools, Ints

# Annealing: steps for each free row, and temperatures in cost units (a missing half-day costs 40 or 1 000).
FIRST_STEPS, STEPS = 8, 250
HOT, COLD = 15.0, 0.5
SMALL_STEPS, LEAST_STEPS = 2_000, 2_000_000  # for each row of a small problem, and in all
WEEK_TIME = 0.2  # deterministic time for a week of a small problem
WIDE_WHOLE = 0.2  # chance that a move on the whole problem takes every row, and so proves a bound
# Rows that add more than this to the bound are left to the wide moves. The relaxation of a large network is rough, and
# its reduced costs with it: what good rotas need looked dear (docs/models/rota.md).
CORE_COST, CORE_COST_OF_LARGE = 0.01, 0.5
LARGE_ROWS = 60_000


@dataclass(frozen=True, slots=True)
class Freed:
    """What a move frees and how it is improved."""

    kind: str  # exact, whole, anneal, relax
    rows: Ints | None = None
    workers: tuple[int, ...] = ()


class RotaTask:
    """Frees parts of a rota and improves them."""

    moves_per_round = 4

    def __init__(self, ground: Ground) -> None:
        self.ground = ground
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
        if len(free) <= WHOLE_ROWS:
            return self._week_by_week(seed)
        rows, _ = annealed(
            self.arrays,
            self.ground.settled,
            free,
            n_steps=self.first_steps * len(free),
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
        return [Freed("relax"), *(Freed("anneal", workers=cluster) for cluster in clusters_of(self.ground))]

    def cost(self, solution: Rota) -> int:
        return solution.cost

    def draw(self, solution: Rota, neighbourhood: str, size: float, generator: np.random.Generator) -> Freed | None:
        if solution.core is None:
            return Freed("relax")  # a search that was given its start
        if neighbourhood == WHOLE:
            movable = self.ground.movable
            if generator.random() < WIDE_WHOLE:
                return Freed("whole", rows=np.flatnonzero(movable))
            in_core = solution.core.copy()
            in_core[solution.rows] = True
            return Freed("exact", rows=np.flatnonzero(movable & in_core))
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
            return Move(core, 0, True, 0.0, found.bound)
        if freed.kind == "anneal":
            return self._anneal(solution, freed, limit)
        assert freed.rows is not None
        return (proved if freed.kind == "whole" else improved)(self.ground, solution, freed.rows, limit)

    def apply(self, solution: Rota, change: Any) -> Rota | None:
        if isinstance(change, np.ndarray):
            return replace(solution, core=change)
        gone, new = change
        if not np.isin(gone, solution.rows).all():
            return None
        rows = changed(solution.rows, (gone, new))
        if not self.ground.keeps_rules(rows):
            rows = self.ground.without_excess(rows, new)
            if not self.ground.keeps_rules(rows):
                return None
        return replace(self.ground.rota(rows), core=solution.core)

    def _week_by_week(self, seed: int) -> Rota:
        """Return the rota made by solving one week after the other."""
        ground, rota = self.ground, self.ground.rota(self.ground.settled)
        movable = np.flatnonzero(ground.movable)
        for week in np.unique(ground.table.week[movable]):
            rows = movable[ground.table.week[movable] == week]
            change = improved(ground, rota, rows, Limit(WEEK_TIME, seed)).change
            if change is not None:
                rota = ground.rota(changed(rota.rows, change))
        return rota

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
