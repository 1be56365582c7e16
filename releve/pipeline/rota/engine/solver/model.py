"""A 0–1 model being written, for CP-SAT or as a linear programme."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from ortools.sat.python import cp_model

INFINITE = 2**40


@dataclass(slots=True)
class Model:
    """Variables from 0 on; rows are written as they come."""

    upper: list[int] = field(default_factory=list)  # lower bounds are zero
    cost: list[int] = field(default_factory=list)
    constant: int = 0
    cliques: list[list[int]] = field(default_factory=list)  # at most one
    implications: list[tuple[int, int]] = field(default_factory=list)
    linear: list[tuple[list[int], list[int], int, int]] = field(default_factory=list)  # variables, factors, low, high

    def variable(self, cost: int = 0, upper: int = 1) -> int:
        self.upper.append(upper)
        self.cost.append(cost)
        return len(self.upper) - 1

    def at_most_one(self, variables: Sequence[int]) -> None:
        if len(variables) > 1:
            self.cliques.append(list(variables))

    def implies(self, first: int, second: int) -> None:
        self.implications.append((first, second))

    def at_most(self, variables: Sequence[int], limit: int, slack: int | None = None) -> None:
        """Sum ≤ limit, or limit + slack."""
        if slack is None:
            if limit == 1:
                self.at_most_one(variables)
            elif len(variables) > limit:
                self.linear.append((list(variables), [1] * len(variables), -INFINITE, limit))
        else:
            self.linear.append(([*variables, slack], [1] * len(variables) + [-1], -INFINITE, limit))

    def at_least(self, variables: Sequence[int], least: int, slack: int) -> None:
        """Sum + slack ≥ least."""
        self.linear.append(([*variables, slack], [1] * (len(variables) + 1), least, INFINITE))

    def completed(self, first: Sequence[int]) -> list[int]:
        """Return values of all variables: the first as given, each other as low as the rows let it be.

        Holds because every other variable is written after what it depends on, and ends its row.
        """
        values = [*first, *([0] * (len(self.upper) - len(first)))]
        for before, after in self.implications:
            values[after] = max(values[after], values[before])
        for variables, factors, low, high in self.linear:
            last = variables[-1]
            if last >= len(first):
                total = sum(factor * values[v] for v, factor in zip(variables, factors, strict=True))
                if total > high and factors[-1] < 0:
                    values[last] += total - high
                elif total < low and factors[-1] > 0:
                    values[last] += low - total
        return values

    def value(self, values: Sequence[int]) -> int:
        """Return what these values cost, the constant left out."""
        return sum(cost * value for cost, value in zip(self.cost, values, strict=True) if cost)

    def for_cp_sat(self, hint: Sequence[int]) -> cp_model.CpModel:
        """Return the model for CP-SAT; the hint gives the first variables' values."""
        written = cp_model.CpModel()
        proto = written.proto
        for upper in self.upper:
            proto.variables.add().domain.extend((0, upper))
        for first, second in self.implications:
            proto.constraints.add().bool_or.literals.extend((-first - 1, second))
        for clique in self.cliques:
            proto.constraints.add().at_most_one.literals.extend(clique)
        for variables, factors, low, high in self.linear:
            row = proto.constraints.add().linear
            row.vars.extend(variables)
            row.coeffs.extend(factors)
            row.domain.extend((low, high))
        priced = [index for index, cost in enumerate(self.cost) if cost]
        proto.objective.vars.extend(priced)
        proto.objective.coeffs.extend([self.cost[index] for index in priced])
        proto.solution_hint.vars.extend(range(len(hint)))
        proto.solution_hint.values.extend(hint)
        return written
