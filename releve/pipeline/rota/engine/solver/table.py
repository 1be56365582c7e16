"""Every allowed assignment of a problem, as arrays: what data forbid is simply not in the table.

Rows are sorted by worker, week, slot, place. Groups (a worker's cell, an open cell of a place, …) are numbered
densely over what the table holds; `n_…` counts them.
"""

from dataclasses import dataclass
from functools import cached_property

import numpy as np
import numpy.typing as npt

from releve.pipeline.rota.engine.problem import SLOTS_PER_WEEK, Assignment, Cell, Place, Problem, Wish, Worker

Ints = npt.NDArray[np.int64]
Bools = npt.NDArray[np.bool_]
Floats = npt.NDArray[np.float64]
DAYS_PER_WEEK = SLOTS_PER_WEEK // 2


@dataclass(frozen=True, slots=True)
class Groups:
    """Rows gathered by a key: `of` gives each row's group, `rows(g)` a group's rows."""

    of: Ints  # group of each row
    keys: Ints  # original key of each group
    order: Ints
    first: Ints

    @property
    def n(self) -> int:
        return len(self.keys)

    def rows(self, group: int) -> Ints:
        return self.order[self.first[group] : self.first[group + 1]]


def grouped(key: Ints) -> Groups:
    keys, of = np.unique(key, return_inverse=True)
    order = np.argsort(of, kind="stable")
    first = np.searchsorted(of[order], np.arange(len(keys) + 1))
    return Groups(of.astype(np.int64), keys, order.astype(np.int64), first.astype(np.int64))


@dataclass(frozen=True)
class Table:
    """The allowed assignments of a problem."""

    problem: Problem
    worker: Ints
    place: Ints
    week: Ints
    slot: Ints

    @property
    def n(self) -> int:
        return len(self.worker)

    @cached_property
    def day(self) -> Ints:
        """Return days since the first Monday."""
        return self.week * 7 + self.slot // 2

    @cached_property
    def cell(self) -> Ints:
        return self.week * SLOTS_PER_WEEK + self.slot

    @cached_property
    def worker_cells(self) -> Groups:
        return grouped(self.worker * self.n_cells + self.cell)

    @cached_property
    def worker_days(self) -> Groups:
        return grouped(self.worker * self.n_days + self.day)

    @cached_property
    def worker_weeks(self) -> Groups:
        return grouped(self.worker * self.problem.n_weeks + self.week)

    @cached_property
    def place_cells(self) -> Groups:
        return grouped(self.place * self.n_cells + self.cell)

    @cached_property
    def worker_places(self) -> Groups:
        return grouped(self.worker * len(self.problem.places) + self.place)

    @cached_property
    def of_worker(self) -> Groups:
        return grouped(self.worker)

    def place_cell(self, group: int) -> tuple[Place, Cell]:
        """Return the place and the cell of a group of `place_cells`."""
        key = int(self.place_cells.keys[group])
        place, cell = divmod(key, self.n_cells)
        return self.problem.places[place], Cell(*divmod(cell, SLOTS_PER_WEEK))

    def place_cell_key(self, place: int, cell: Cell) -> int:
        return place * self.n_cells + cell.week * SLOTS_PER_WEEK + cell.slot

    def open_cells(self, place: Place) -> list[Cell]:
        cells = (Cell(week, slot) for week in range(self.problem.n_weeks) for slot in sorted(set(place.open_slots)))
        return [cell for cell in cells if cell not in place.closed]

    @property
    def n_cells(self) -> int:
        return self.problem.n_weeks * SLOTS_PER_WEEK

    @property
    def n_days(self) -> int:
        return self.problem.n_weeks * DAYS_PER_WEEK

    @cached_property
    def row_of(self) -> dict[Assignment, int]:
        workers, places = self.problem.workers, self.problem.places
        return {
            Assignment(workers[w].id, places[p].id, int(week), int(slot)): row
            for row, (w, p, week, slot) in enumerate(zip(self.worker, self.place, self.week, self.slot, strict=True))
        }

    def assignment(self, row: int) -> Assignment:
        problem = self.problem
        return Assignment(
            problem.workers[self.worker[row]].id,
            problem.places[self.place[row]].id,
            int(self.week[row]),
            int(self.slot[row]),
        )


def active_weeks(worker: Worker, n_weeks: int) -> list[int]:
    """Return the weeks inside her window that are no leave."""
    inside = range(max(0, worker.first_week), min(worker.end_week, n_weeks))
    return [week for week in inside if week not in worker.leave_weeks]


def allowed_cells(worker: Worker, n_weeks: int) -> list[tuple[int, int]]:
    return [
        (week, slot)
        for week in active_weeks(worker, n_weeks)
        for slot in range(SLOTS_PER_WEEK)
        if Cell(week, slot) not in worker.absences and worker.wish_at(Cell(week, slot)) != Wish.CANNOT
    ]


def table_of(problem: Problem) -> Table:
    """Return the table of all allowed assignments."""
    place_index = {place.id: p for p, place in enumerate(problem.places)}
    open_cells = [
        {
            (week, slot): place.rooms_at(Cell(week, slot)) > 0
            for week in range(problem.n_weeks)
            for slot in place.open_slots
            if Cell(week, slot) not in place.closed
        }
        for place in problem.places
    ]
    rows: list[tuple[int, int, int, int]] = []
    for w, worker in enumerate(problem.workers):
        places = sorted({place_index[name] for name in worker.places if name in place_index})
        for cell in allowed_cells(worker, problem.n_weeks):
            rows += [(w, *cell, p) for p in places if open_cells[p].get(cell)]
    if problem.forbidden:
        refused = {(a.worker, a.week, a.slot, a.place) for a in problem.forbidden}
        rows = [
            row
            for row in rows
            if (problem.workers[row[0]].id, row[1], row[2], problem.places[row[3]].id) not in refused
        ]
    columns = np.array(rows, dtype=np.int64).reshape(-1, 4).T
    return Table(problem, columns[0].copy(), columns[3].copy(), columns[1].copy(), columns[2].copy())
