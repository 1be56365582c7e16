"""Counting rules: rows fall into groups; a group's count has a limit and a cost.

Nearly every rule of a rota is of this kind, and each is told once here: the model of a sub-problem, the linear
programme of the bound, the score of a rota and the annealing all read the same numbers.
"""

from dataclasses import dataclass

import numpy as np

from releve.pipeline.rota.engine.solver.table import Groups, Ints

NO_LIMIT = 10**6


@dataclass(frozen=True)
class Counters:
    """Groups of rows with, for each group, a limit and a cost by count."""

    groups: Groups
    limit: Ints  # of each group
    kind: Ints  # of each group: its line of `tables`
    tables: Ints  # cost by kind and count

    def counts(self, rows: Ints) -> Ints:
        return np.bincount(self.groups.of[rows], minlength=self.groups.n)

    def cost(self, rows: Ints) -> int:
        """Return what the groups of the table cost together."""
        counts = np.minimum(self.counts(rows), self.tables.shape[1] - 1)
        return int(self.tables[self.kind, counts].sum())


def limited(groups: Groups, limit: Ints) -> Counters:
    """Return counters with a limit and no cost."""
    return Counters(groups, limit, np.zeros(groups.n, np.int64), np.zeros((1, 1), np.int64))


def priced(groups: Groups, costs: list[tuple[int, ...]]) -> Counters:
    """Return counters with a cost and no limit; `costs` gives each group's, from a count of none to the largest."""
    kinds = {line: number for number, line in enumerate(dict.fromkeys(costs))}
    width = max((len(line) for line in kinds), default=1)
    tables = np.zeros((max(1, len(kinds)), width), np.int64)
    for line, number in kinds.items():
        tables[number, : len(line)] = line
        tables[number, len(line) :] = line[-1]
    kind = np.array([kinds[line] for line in costs], np.int64)
    return Counters(groups, np.full(groups.n, NO_LIMIT, np.int64), kind, tables)
