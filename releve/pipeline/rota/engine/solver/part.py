"""The part of a rota that is free in a sub-problem, given the fixed rest."""

from collections.abc import Iterator

import numpy as np

from releve.pipeline.rota.engine.solver.model import Model
from releve.pipeline.rota.engine.solver.table import Groups, Ints, Table


class Part:
    """Free rows (variable i is the i-th), the chosen rows outside them, and the model being written."""

    def __init__(self, table: Table, chosen: Ints, free: Ints) -> None:
        self.table = table
        self.free = free
        is_free = np.zeros(table.n, np.bool_)
        is_free[free] = True
        self.fixed = chosen[~is_free[chosen]]
        is_freed = np.zeros(len(table.problem.workers), np.bool_)
        is_freed[table.worker[free]] = True
        self.fixed_beside = self.fixed[is_freed[table.worker[self.fixed]]]  # of the workers who have free rows
        self.model = Model()
        for _ in range(len(free)):
            self.model.variable()
        self.habit: dict[int, int] = {}  # variable of each worker–place–slot group that is not yet used
        self.places: list[int] = []  # variables of worker–place pairs that are not yet used
        self._days: dict[int, tuple[int, int | None]] = {}

    def by(self, groups: Groups) -> Iterator[tuple[int, list[int], int]]:
        """Give each group with free rows: its number, its free variables, how many fixed rows it holds."""
        if not len(self.free):
            return
        of = groups.of[self.free]
        order = np.argsort(of, kind="stable")
        touched, first = np.unique(of[order], return_index=True)
        fixed = np.bincount(groups.of[self.fixed], minlength=groups.n)[touched]
        for group, variables, n_fixed in zip(touched.tolist(), np.split(order, first[1:]), fixed.tolist(), strict=True):
            yield group, variables.tolist(), n_fixed

    def days(self) -> dict[int, tuple[int, int | None]]:
        """Return, for each worker's day touched, its first row and the variable that says she works (None: she does).

        Written once, when a rule first asks.
        """
        if not self._days:
            cells: dict[int, list[list[int]]] = {}
            table = self.table
            for _, variables, n_fixed in self.by(table.worker_cells):
                if not n_fixed:
                    day = int(table.worker_days.of[self.free[variables[0]]])
                    cells.setdefault(day, []).append(variables)
            for day, variables, n_fixed in self.by(table.worker_days):
                row = int(self.free[variables[0]])
                if n_fixed:
                    self._days[day] = row, None
                    continue
                works = self.model.variable()
                self._days[day] = row, works
                for cell in cells[day]:
                    if len(cell) == 1:
                        self.model.implies(cell[0], works)
                    else:
                        self.model.linear.append(([*cell, works], [1] * len(cell) + [-1], -len(cell), 0))
        return self._days
