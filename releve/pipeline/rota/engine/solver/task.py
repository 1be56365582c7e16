"""A rota problem as a task of the search."""

from collections.abc import Sequence
from typing import Any

import numpy as np

from releve.pipeline.rota.engine.search import Limit, Move, Neighbourhood
from releve.pipeline.rota.engine.solver.annealing.anneal import annealed
from releve.pipeline.rota.engine.solver.annealing.arrays import arrays_of
from releve.pipeline.rota.engine.solver.exact import changed, improved
from releve.pipeline.rota.engine.solver.neighbourhoods import NEIGHBOURHOODS, Surroundings
from releve.pipeline.rota.engine.solver.rota import Ground, Rota
from releve.pipeline.rota.engine.solver.table import Ints


class RotaTask:
    """Frees parts of a rota and improves them exactly."""

    neighbourhoods: tuple[Neighbourhood, ...] = NEIGHBOURHOODS
    moves_per_round = 4

    def __init__(self, ground: Ground) -> None:
        self.ground = ground
        self.surroundings = Surroundings(ground)
        self.hot, self.cold, self.steps = 20.0, 1.5, 100

    def start(self, seed: int) -> Rota:
        ground = self.ground
        arrays = arrays_of(ground.table, ground.rules)
        free = np.flatnonzero(ground.movable)
        if not len(free):
            return ground.rota(ground.settled)
        rows, _ = annealed(
            arrays, ground.settled, free, n_steps=self.steps * len(free), hot=self.hot, cold=self.cold, seed=seed
        )
        return ground.rota(rows)

    def opening(self, solution: Rota) -> Sequence[Ints]:
        return []

    def cost(self, solution: Rota) -> int:
        return solution.cost

    def draw(self, solution: Rota, neighbourhood: str, size: float, generator: np.random.Generator) -> Ints | None:
        return self.surroundings.draw(solution, neighbourhood, size, generator)

    def clash(self, freed: Ints, taken: Sequence[Ints]) -> bool:
        cells = self.ground.table.worker_cells.of
        return any(len(np.intersect1d(cells[freed], cells[other])) for other in taken)

    def improve(self, solution: Rota, freed: Ints, limit: Limit) -> Move:
        return improved(self.ground, solution, freed, limit)

    def apply(self, solution: Rota, change: Any) -> Rota | None:
        gone, new = change
        if not np.isin(gone, solution.rows).all():
            return None
        rows = changed(solution.rows, (gone, new))
        return self.ground.rota(rows) if self.ground.keeps_rules(rows) else None
