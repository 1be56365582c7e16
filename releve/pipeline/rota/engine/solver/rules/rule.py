"""What a rule is."""

from itertools import pairwise
from typing import Protocol

import numpy as np

from releve.pipeline.rota.engine.solver.counters import NO_LIMIT, Counters
from releve.pipeline.rota.engine.solver.part import Part
from releve.pipeline.rota.engine.solver.table import Ints, Table


class Rule(Protocol):
    """A hard rule (it costs nothing and is never broken) or a wish with its cost."""

    @property
    def is_needed(self) -> bool:
        """Return whether it says something of this problem."""
        ...

    @property
    def counters(self) -> Counters | None:
        """Return its counters, where it is a counting rule."""
        ...

    @property
    def row_costs(self) -> Ints | None:
        """Return the cost of each row, where each has its own."""
        ...

    @property
    def constant(self) -> int:
        """Return what is paid whatever the rota."""
        ...

    def __init__(self, table: Table) -> None: ...

    def cost(self, chosen: Ints) -> int:
        """Return what these rows cost, all rows of the rota being given."""
        ...

    def is_kept(self, chosen: Ints, settled: Ints) -> bool:
        """Return whether a rota keeps the rule; what is settled may be beyond a limit, nothing is added to it."""
        ...

    def add(self, part: Part) -> None:
        """Write the rule into the model of a part."""
        ...


class Plain:
    """A rule that costs nothing and counts nothing, unless it says otherwise."""

    is_needed = True
    counters: Counters | None = None
    row_costs: Ints | None = None
    constant = 0

    def cost(self, chosen: Ints) -> int:
        return self.constant

    def is_kept(self, chosen: Ints, settled: Ints) -> bool:
        return True


class Limit(Plain):
    """At most so many rows of a group."""

    counters: Counters

    def is_kept(self, chosen: Ints, settled: Ints) -> bool:
        counts = self.counters.counts(chosen)
        return not ((counts > self.counters.limit) & (counts > self.counters.counts(settled))).any()

    def add(self, part: Part) -> None:
        limit = self.counters.limit
        for group, variables, n_fixed in part.by(self.counters.groups):
            # What is fixed may be beyond the limit already; the free part then adds nothing.
            part.model.at_most(variables, max(0, int(limit[group]) - n_fixed))


class Convex(Plain):
    """A cost that grows ever faster on both sides of the best count."""

    counters: Counters

    def cost(self, chosen: Ints) -> int:
        return self.constant + self.counters.cost(chosen)

    def add(self, part: Part) -> None:
        kind, tables = self.counters.kind, self.counters.tables
        width = tables.shape[1]
        for group, variables, n_fixed in part.by(self.counters.groups):
            counts = np.minimum(np.arange(n_fixed, n_fixed + len(variables) + 1), width - 1)
            add_convex(part, variables, tables[kind[group], counts].tolist())


def add_convex(part: Part, variables: list[int], costs: list[int]) -> None:
    """Write the cost of a count by slacks below and above each corner of its convex cost."""
    model = part.model
    slopes = [after - before for before, after in pairwise(costs)]
    best = next((index for index, slope in enumerate(slopes) if slope >= 0), len(slopes))
    model.constant += costs[best]
    for corner in range(1, best + 1):
        after = slopes[corner] if corner < best else 0
        if after > slopes[corner - 1]:
            model.at_least(variables, corner, model.variable(after - slopes[corner - 1], corner))
    for corner in range(best, len(slopes)):
        before = slopes[corner - 1] if corner > best else 0
        if slopes[corner] > before:
            slack = model.variable(slopes[corner] - before, len(variables))
            model.at_most(variables, corner, slack)


__all__ = ["NO_LIMIT", "Convex", "Limit", "Plain", "Rule", "add_convex"]
