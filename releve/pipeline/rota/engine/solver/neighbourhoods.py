"""Which part of a rota to free: each way keeps together what weighs on each other."""

from collections.abc import Callable

import numpy as np

from releve.pipeline.rota.engine.problem import SLOTS_PER_WEEK, WEEKS_PER_BLOCK
from releve.pipeline.rota.engine.search import Neighbourhood
from releve.pipeline.rota.engine.solver.rota import Ground, Rota
from releve.pipeline.rota.engine.solver.table import Bools, Ints

# Sizes are free rows; beyond about 2 000 sub-problems stop closing (measured, ../shared/rota.md §3).
NEIGHBOURHOODS = (
    Neighbourhood("workers", 1200, 150, 8000),
    Neighbourhood("week", 700, 150, 4000),
    Neighbourhood("block", 900, 150, 5000),
    Neighbourhood("slots", 1200, 150, 6000),
    Neighbourhood("place", 700, 150, 5000),
    Neighbourhood("hot", 600, 100, 4000),
)
WHOLE = "whole"
WHOLE_ROWS = 6000  # problems up to this size are tried as one, with a bound
NARROW = 0.75  # chance that a part leaves out rows outside the core


def neighbourhoods_of(ground: Ground) -> tuple[Neighbourhood, ...]:
    n = int(ground.movable.sum())
    whole = Neighbourhood(WHOLE, n, n, n, weight=1.0, patience=6.0)
    return (*NEIGHBOURHOODS, whole) if n <= WHOLE_ROWS else NEIGHBOURHOODS


class Surroundings:
    """Draws parts around a worker, a place or a costly cell."""

    def __init__(self, ground: Ground) -> None:
        self.ground = ground
        self.table = ground.table
        self.all = np.flatnonzero(ground.movable)
        self.movable = self.all
        problem = ground.problem
        self.n_workers, self.n_places = len(problem.workers), len(problem.places)
        self.near = np.zeros((self.n_workers, self.n_places), np.float64)
        np.add.at(self.near, (self.table.worker[self.movable], self.table.place[self.movable]), 1.0)
        self.ways: dict[str, Callable[[Rota, float, np.random.Generator], Bools | None]] = {
            "workers": self.of_workers,
            "week": self.of_week,
            "block": self.of_block,
            "slots": self.of_slots,
            "place": self.of_place,
            "hot": self.of_hot_cell,
        }

    def draw(self, rota: Rota, name: str, size: float, generator: np.random.Generator) -> Ints | None:
        """Return free rows; of those outside the core only the chosen, with chances to be wide."""
        if not len(self.all):
            return None
        self.movable = self.all
        if rota.core is not None and generator.random() < NARROW:
            is_in = rota.core[self.all]
            is_in |= np.isin(self.all, rota.rows)
            self.movable = self.all[is_in]
        mask = self.ways[name](rota, size, generator)
        if mask is None:
            return None
        free = self.movable[mask]
        return free if len(free) else None

    def of_workers(self, rota: Rota, size: float, generator: np.random.Generator) -> Bools:
        """Linked workers, the whole horizon."""
        table, rows = self.table, self.movable
        weight = np.bincount(table.worker[rows], minlength=self.n_workers)
        return np.isin(table.worker[rows], self.linked(self.some_worker(generator), weight, size, generator))

    def of_week(self, rota: Rota, size: float, generator: np.random.Generator) -> Bools:
        """Linked workers, one or two weeks."""
        n_weeks = 1 + int(generator.integers(2))
        first = int(generator.integers(self.ground.problem.n_weeks))
        return self._of_weeks(first, first + n_weeks, size, generator)

    def of_block(self, rota: Rota, size: float, generator: np.random.Generator) -> Bools:
        """Linked workers, a block of four weeks."""
        first = int(generator.integers(-(-self.ground.problem.n_weeks // WEEKS_PER_BLOCK))) * WEEKS_PER_BLOCK
        return self._of_weeks(first, first + WEEKS_PER_BLOCK, size, generator)

    def of_slots(self, rota: Rota, size: float, generator: np.random.Generator) -> Bools:
        """Linked workers, a few weekly slots, the whole horizon."""
        table, rows = self.table, self.movable
        slots = np.unique(table.slot[rows])
        n = min(len(slots), 2 + int(generator.integers(4)))
        first = slots[int(generator.integers(len(slots)))]
        # The other half of the day goes with it, then any.
        order = sorted(slots.tolist(), key=lambda slot: (slot // 2 != first // 2, generator.random()))
        in_slots = np.isin(table.slot[rows], order[:n])
        weight = np.bincount(table.worker[rows[in_slots]], minlength=self.n_workers)
        workers = self.linked(self.some_worker(generator), weight, size, generator)
        return in_slots & np.isin(table.worker[rows], workers)

    def of_place(self, rota: Rota, size: float, generator: np.random.Generator) -> Bools:
        """Everybody of one place, in its cells of one period (or of a part of the week, when it is large)."""
        table, rows = self.table, self.movable
        place = int(table.place[rows[int(generator.integers(len(rows)))]])
        period = self.ground.problem.weeks_per_regularity_period
        week = int(table.week[rows[int(generator.integers(len(rows)))]])
        inside = (table.week[rows] // period) == week // period
        cells = np.unique(table.cell[rows[inside & (table.place[rows] == place)]])
        mask = inside & np.isin(table.cell[rows], cells) & (self.near[:, place] > 0)[table.worker[rows]]
        if mask.sum() > size:
            n_slots = max(1, int(SLOTS_PER_WEEK * size / mask.sum()))
            slots = generator.permutation(np.unique(table.slot[rows[mask]]))[:n_slots]
            mask &= np.isin(table.slot[rows], slots)
        return np.asarray(mask)

    def of_hot_cell(self, rota: Rota, size: float, generator: np.random.Generator) -> Bools | None:
        """Around a cell that lacks workers: its weeks, and the workers who could come."""
        table, rows = self.table, self.movable
        coverage = self.ground.coverage
        counts = coverage.counts(rota.rows)
        costs = coverage.tables[coverage.kind, np.minimum(counts, coverage.tables.shape[1] - 1)]
        if not costs.any():
            return None
        group = int(np.searchsorted(np.cumsum(costs), generator.random() * costs.sum(), side="right"))
        of_group = table.place_cells.rows(min(group, len(costs) - 1))
        week, place = int(table.week[of_group[0]]), int(table.place[of_group[0]])
        n_weeks = int(generator.integers(1, WEEKS_PER_BLOCK + 1))
        first = max(0, week - int(generator.integers(n_weeks)))
        in_weeks = (table.week[rows] >= first) & (table.week[rows] < first + n_weeks)
        weight = np.bincount(table.worker[rows[in_weeks]], minlength=self.n_workers)
        seeds = generator.permutation(np.unique(table.worker[of_group]))
        workers = self.linked(int(seeds[0]), weight, size, generator, first=seeds, place=place)
        return in_weeks & np.isin(table.worker[rows], workers)

    def some_worker(self, generator: np.random.Generator) -> int:
        return int(self.table.worker[self.movable[int(generator.integers(len(self.movable)))]])

    def linked(
        self,
        seed: int,
        weight: Ints,
        size: float,
        generator: np.random.Generator,
        first: Ints | None = None,
        place: int | None = None,
    ) -> list[int]:
        """Return workers grown from one, by places they share, until their rows reach the size."""
        chosen: list[int] = []
        total = 0.0
        waiting = [int(w) for w in first] if first is not None else [seed]
        reach = np.zeros(self.n_places)
        taken = np.zeros(self.n_workers, np.bool_)
        while True:
            worker = waiting.pop(0) if waiting else self._next(reach, taken, weight, generator)
            if worker is None:
                return chosen
            taken[worker] = True
            if chosen and total + weight[worker] > size:
                return chosen
            chosen.append(worker)
            total += float(weight[worker])
            reach += self.near[worker]

    def _next(self, reach: np.ndarray, taken: Bools, weight: Ints, generator: np.random.Generator) -> int | None:
        pull = self.near @ reach
        pull[taken | (weight == 0)] = 0
        whole = pull.sum()
        if whole <= 0:
            return None
        return int(min(np.searchsorted(np.cumsum(pull), generator.random() * whole, side="right"), len(pull) - 1))

    def _of_weeks(self, first: int, end: int, size: float, generator: np.random.Generator) -> Bools:
        table, rows = self.table, self.movable
        inside = (table.week[rows] >= first) & (table.week[rows] < end)
        weight = np.bincount(table.worker[rows[inside]], minlength=self.n_workers)
        workers = self.linked(self.some_worker(generator), weight, size, generator)
        return np.asarray(inside & np.isin(table.worker[rows], workers))
