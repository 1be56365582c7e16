"""Hard limits on counts: one place a cell, rooms, half-days a week."""

import numpy as np

from releve.pipeline.rota.engine.solver.counters import limited
from releve.pipeline.rota.engine.solver.rules.rule import Limit
from releve.pipeline.rota.engine.solver.table import Table


class OnePlaceACell(Limit):
    """A worker is in one place at a time."""

    def __init__(self, table: Table) -> None:
        groups = table.worker_cells
        self.counters = limited(groups, np.ones(groups.n, np.int64))


class Rooms(Limit):
    """No more workers at once than rooms."""

    def __init__(self, table: Table) -> None:
        groups, rooms = table.place_cells, []
        for group in range(groups.n):
            place, cell = table.place_cell(group)
            rooms.append(place.rooms_at(cell))
        self.counters = limited(groups, np.array(rooms, np.int64))


class HalfDaysAWeek(Limit):
    """No more half-days in a week than the worker said."""

    def __init__(self, table: Table) -> None:
        groups, workers = table.worker_weeks, table.problem.workers
        of = zip(*divmod(groups.keys, table.problem.n_weeks), strict=True)
        self.counters = limited(groups, np.array([workers[w].most_in(int(week)) for w, week in of], np.int64))


__all__ = ["HalfDaysAWeek", "OnePlaceACell", "Rooms"]
