"""The restricted master problem: mix known lines of each employee so that the cover costs least (a linear problem)."""

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from ortools.linear_solver import pywraplp

Line = NDArray[np.int64]
# The limit counts work, not time: a machine that is held up changes nothing.
SIMPLEX = "use_preprocessing:false use_dual_simplex:false max_deterministic_time:20"
TINY = 1e-6


class Unsolved(Exception):
    """The linear solver gave up: the attempt is dropped."""


@dataclass(frozen=True, slots=True)
class Demand:
    """Cover wanted over a stretch of days; [day, shift]. Without weights a cell is free of cost."""

    need: NDArray[np.int64]  # what the employees outside leave to be covered; may be negative
    under: NDArray[np.int64]
    over: NDArray[np.int64]

    def after(self, lines: list[Line]) -> "Demand":
        """Return what is left to be covered beside these lines."""
        need = self.need.copy()
        for line in lines:
            days = np.flatnonzero(line >= 0)
            need[days, line[days]] -= 1
        return Demand(need, self.under, self.over)

    def cost(self) -> int:
        """Return what it costs if nobody else works."""
        missing = self.need
        return int((np.maximum(missing, 0) * self.under + np.maximum(-missing, 0) * self.over).sum())


@dataclass(slots=True)
class Column:
    """One line of one employee."""

    employee: int
    line: Line
    cost: float
    variable: pywraplp.Variable
    share: float = 0.0  # in the last solution


@dataclass(frozen=True, slots=True)
class Mix:
    """The linear solution and its prices."""

    cost: float
    prices: NDArray[np.float64]  # [day, shift]
    wages: dict[int, float]  # of each employee


class Master:
    """Lines come in as they are found; the simplex goes on from where it stood."""

    def __init__(self, demand: Demand, employees: list[int]) -> None:
        self.demand = demand
        self.solver = pywraplp.Solver.CreateSolver("GLOP")
        self.solver.SetSolverSpecificParametersAsString(SIMPLEX)
        self.infinity = self.solver.infinity()
        self.objective = self.solver.Objective()
        self.one_line = {employee: self.solver.Constraint(1.0, 1.0) for employee in employees}
        self.cells = self._cells()
        self.columns: list[Column] = []
        self.known: set[tuple[int, bytes]] = set()
        self.fixed: dict[int, Column] = {}
        self.effort = 0.0  # simplex steps × rows

    def _cells(self) -> list[list[pywraplp.Constraint | None]]:
        demand = self.demand
        found: list[list[pywraplp.Constraint | None]] = []
        for day in range(demand.need.shape[0]):
            found.append([])
            for shift in range(demand.need.shape[1]):
                under, over = int(demand.under[day, shift]), int(demand.over[day, shift])
                if not under and not over:
                    found[-1].append(None)
                    continue
                need = float(demand.need[day, shift])
                row = self.solver.Constraint(need, need)
                for weight, sign in ((under, 1.0), (over, -1.0)):
                    slack = self.solver.NumVar(0.0, self.infinity, "")
                    self.objective.SetCoefficient(slack, float(weight))
                    row.SetCoefficient(slack, sign)
                found[-1].append(row)
        return found

    def add(self, employee: int, line: Line, cost: float) -> bool:
        """Take in a line; False where it is known."""
        key = employee, line.tobytes()
        if key in self.known:
            return False
        self.known.add(key)
        variable = self.solver.NumVar(0.0, self.infinity, "")
        self.objective.SetCoefficient(variable, cost)
        self.one_line[employee].SetCoefficient(variable, 1.0)
        for day, shift in enumerate(line.tolist()):
            if shift >= 0 and (row := self.cells[day][shift]) is not None:
                row.SetCoefficient(variable, 1.0)
        self.columns.append(Column(employee, line, cost, variable))
        return True

    def solve(self) -> Mix:
        if self.solver.Solve() != pywraplp.Solver.OPTIMAL:
            raise Unsolved
        self.effort += self.solver.iterations() * self.solver.NumConstraints() / 10 + len(self.columns)
        prices = np.zeros(self.demand.need.shape)
        for day, rows in enumerate(self.cells):
            for shift, row in enumerate(rows):
                if row is not None:
                    prices[day, shift] = row.dual_value()
        for column in self.columns:
            column.share = column.variable.solution_value()
        wages = {employee: row.dual_value() for employee, row in self.one_line.items()}
        return Mix(self.objective.Value(), prices, wages)

    def reduced_cost(self, column: Column, mix: Mix) -> float:
        """Return how much dearer the line is than what it would replace."""
        days = np.flatnonzero(column.line >= 0)
        return column.cost - float(mix.prices[days, column.line[days]].sum()) - mix.wages[column.employee]

    def fix(self, column: Column) -> None:
        column.variable.SetLb(1.0)
        self.fixed[column.employee] = column

    def release_all(self) -> None:
        for column in self.fixed.values():
            column.variable.SetLb(0.0)
        self.fixed.clear()

    def value_of(self, prices: NDArray[np.float64]) -> float:
        """Return what the cover and the fixed lines are worth at these prices: a bound, but for the free employees."""
        value = float((self.demand.need * prices).sum())
        for column in self.fixed.values():
            days = np.flatnonzero(column.line >= 0)
            value += column.cost - float(prices[days, column.line[days]].sum())
        return value

    def lawful(self, prices: NDArray[np.float64]) -> NDArray[np.float64]:
        """A unit is never worth more than its absence costs, nor less than its excess."""
        return np.clip(prices, -self.demand.over, self.demand.under)


def rounded_up(bound: float) -> int:
    """Costs are whole numbers: so is the least one above a bound."""
    return math.ceil(bound - 1e-4)
