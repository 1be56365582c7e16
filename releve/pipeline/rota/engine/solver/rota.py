"""The rota as the search sees it: chosen rows of the table and what they cost."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np

from releve.pipeline.rota.engine.problem import Assignment, Problem, Roster
from releve.pipeline.rota.engine.solver.counters import Counters
from releve.pipeline.rota.engine.solver.impossible import NoRota
from releve.pipeline.rota.engine.solver.rules import Rule, rules_of
from releve.pipeline.rota.engine.solver.rules.coverage import Coverage
from releve.pipeline.rota.engine.solver.rules.limits import Rooms
from releve.pipeline.rota.engine.solver.table import Bools, Ints, Table, table_of


@dataclass(frozen=True, slots=True)
class Rota:
    """Chosen rows, sorted, and their cost."""

    rows: Ints
    cost: int
    core: Bools | None = None  # rows that the relaxation thinks worth while; None: not known yet
    support: Bools | None = None  # rows that it uses where places are whole


def changed(rows: Ints, change: tuple[Ints, Ints]) -> Ints:
    """Return sorted rows without the first of a change and with the second."""
    gone, new = change
    return np.sort(np.concatenate([rows[~np.isin(rows, gone)], new[~np.isin(new, rows)]]))


class Ground:
    """A problem made ready: its table, its rules, what is settled before any search."""

    def __init__(self, problem: Problem) -> None:
        self.problem = problem
        self.table: Table = table_of(problem)
        self.rules: list[Rule] = rules_of(self.table)
        self.settled = self._settled()

    @cached_property
    def coverage(self) -> Counters:
        return next(rule.counters for rule in self.rules if isinstance(rule, Coverage))

    @cached_property
    def movable(self) -> Bools:
        """Return the rows that may be put in or taken out: not frozen, in no cell that is settled."""
        table, frozen = self.table, self.problem.frozen_before
        movable = (table.week > frozen.week) | ((table.week == frozen.week) & (table.slot >= frozen.slot))
        settled_cells = np.isin(table.worker_cells.of, table.worker_cells.of[self.settled])
        return np.asarray(movable & ~settled_cells)

    @cached_property
    def followed(self) -> Ints:
        """Return pairs of workers of whom one follows the other, (n, 2)."""
        index = {worker.id: w for w, worker in enumerate(self.problem.workers)}
        pairs = [(w, index[one.follows]) for w, one in enumerate(self.problem.workers) if one.follows in index]
        return np.array(pairs, np.int64).reshape(-1, 2)

    def cost(self, rows: Ints) -> int:
        return sum(rule.cost(rows) for rule in self.rules)

    def changed(self, rota: Rota, gone: Ints, new: Ints) -> Rota | None:
        """Return the rota with rows taken out and put in; None where that breaks a rule.

        Of new rows, those that are too many for the rooms are left out.
        """
        rows = changed(rota.rows, (gone, new))
        before, after = self._beside(rota.rows, gone, new), self._beside(rows, gone, new)
        if not self.keeps_rules(after):
            after = self.without_excess(after, new)
            if not self.keeps_rules(after):
                return None
            rows = changed(rows, (new[~np.isin(new, after)], new[:0]))
        return replace(rota, rows=rows, cost=rota.cost + self.cost(after) - self.cost(before))

    def _beside(self, rows: Ints, gone: Ints, new: Ints) -> Ints:
        """Return the rows of the workers and of the open cells that a change touches: no rule weighs it on others."""
        table = self.table
        is_touched = np.zeros(len(self.problem.workers), np.bool_)
        is_open = np.zeros(table.place_cells.n, np.bool_)
        for changing in (gone, new):
            is_touched[table.worker[changing]] = True
            is_open[table.place_cells.of[changing]] = True
        pairs = self.followed[is_touched[self.followed].any(axis=1)]
        is_touched[pairs] = True
        return rows[is_touched[table.worker[rows]] | is_open[table.place_cells.of[rows]]]

    def check_settled(self) -> None:
        """Raise `NoRota` where what is settled breaks a rule by itself."""
        impossible = sorted(self.problem.locked - set(self.table.row_of))
        nothing = self.settled[:0]
        rules = [type(rule).__name__ for rule in self.rules if not rule.is_kept(self.settled, nothing)]
        if impossible or rules:
            raise NoRota(impossible, rules)

    def keeps_rules(self, rows: Ints) -> bool:
        return all(rule.is_kept(rows, self.settled) for rule in self.rules)

    def without_excess(self, rows: Ints, new: Ints) -> Ints:
        """Return the rows without new ones that are too many for the rooms (two parts filled them at once)."""
        rooms = next(rule.counters for rule in self.rules if isinstance(rule, Rooms))
        excess = rooms.counts(rows) - rooms.limit
        dropped = []
        for row in new[np.isin(new, rows)].tolist():
            group = rooms.groups.of[row]
            if excess[group] > 0:
                excess[group] -= 1
                dropped.append(row)
        return rows[~np.isin(rows, dropped)]

    def rota(self, rows: Ints) -> Rota:
        return Rota(rows, self.cost(rows))

    def roster(self, rota: Rota) -> Roster:
        return Roster(tuple(sorted(self.table.assignment(row) for row in rota.rows.tolist())))

    def rows(self, assignments: Sequence[Assignment]) -> Ints:
        """Return the rows of these assignments; those that are not allowed (any more) are left out."""
        row_of = self.table.row_of
        return np.array(sorted({row_of[a] for a in assignments if a in row_of}), np.int64)

    def _settled(self) -> Ints:
        """Return rows that stay: locked, and standing inside the notice."""
        problem = self.problem
        standing = [one.assignment for one in problem.standing if one.assignment.cell < problem.frozen_before]
        return self.rows([*problem.locked, *standing])
