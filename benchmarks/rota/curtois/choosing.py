"""Choose one line for each employee among all that are near enough to matter: a small integer problem (SCIP)."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

import numpy as np
from ortools.linear_solver import pywraplp

from benchmarks.rota.curtois.generation import Generated
from benchmarks.rota.curtois.master import TINY, Column, Line, Master
from releve.pipeline.rota.engine.lines import Stretch, near_lines

N_NODES = 400
SLACK = 0.01


@dataclass(frozen=True, slots=True)
class Chosen:
    """The lines found below the cutoff, if any; whether the integer problem was solved to its end."""

    lines: dict[int, Line] | None
    is_solved: bool


def choose_best(
    master: Master,
    generated: Generated,
    stretches: Mapping[int, Stretch],
    *,
    cutoff: int,
    most_lines: int,
    seconds: float,
    base_cost: Callable[[int, Line], int],
) -> Chosen:
    """Look for lines costing less than the cutoff.

    Any such choice uses only lines whose reduced cost is below cutoff − 1 − the mix's cost.
    """
    width = cutoff - 1 - generated.mix.cost + SLACK
    prices = master.lawful(generated.mix.prices)
    candidates: dict[tuple[int, bytes], tuple[int, Line, int]] = {}
    for column in master.columns:
        if master.reduced_cost(column, generated.mix) <= width:
            candidates[_key(column)] = column.employee, column.line, round(column.cost)
    for employee, stretch in stretches.items():
        lines, _ = near_lines(stretch, prices, generated.mix.wages[employee] + width, most_lines)
        master.effort += stretch.effort
        for line in lines:
            key = employee, line.tobytes()
            if key not in candidates:
                candidates[key] = employee, line, base_cost(employee, line)
    chosen, is_solved = _solve(master, list(candidates.values()), cutoff, seconds)
    return Chosen(chosen, is_solved)


def _key(column: Column) -> tuple[int, bytes]:
    return column.employee, column.line.tobytes()


def _solve(
    master: Master, candidates: list[tuple[int, Line, int]], cutoff: int, seconds: float
) -> tuple[dict[int, Line] | None, bool]:
    solver = pywraplp.Solver.CreateSolver("SCIP")
    solver.SetSolverSpecificParametersAsString(
        f"timing/clocktype=1\nlimits/time={max(0.05, seconds):.3f}\nlimits/nodes={N_NODES}\n"
    )
    objective = solver.Objective()
    one_line = {employee: solver.Constraint(1.0, 1.0) for employee in master.one_line}
    demand = master.demand
    cells: dict[tuple[int, int], pywraplp.Constraint] = {}
    for day, shift in np.argwhere((demand.under > 0) | (demand.over > 0)).tolist():
        need = float(demand.need[day, shift])
        row = cells[day, shift] = solver.Constraint(need, need)
        for weight, sign in ((demand.under[day, shift], 1.0), (demand.over[day, shift], -1.0)):
            slack = solver.NumVar(0.0, solver.infinity(), "")
            objective.SetCoefficient(slack, float(weight))
            row.SetCoefficient(slack, sign)
    variables = []
    for employee, line, cost in candidates:
        variable = solver.BoolVar("")
        variables.append(variable)
        objective.SetCoefficient(variable, float(cost))
        one_line[employee].SetCoefficient(variable, 1.0)
        for day in np.flatnonzero(line >= 0).tolist():
            if (row := cells.get((day, int(line[day])))) is not None:
                row.SetCoefficient(variable, 1.0)
    status = solver.Solve()
    master.effort += len(candidates) * (300 + 5 * max(0, solver.nodes()))
    if status in (pywraplp.Solver.OPTIMAL, pywraplp.Solver.FEASIBLE) and objective.Value() < cutoff - 1 + 0.5 - TINY:
        pairs = zip(variables, candidates, strict=True)
        chosen = {employee: line for variable, (employee, line, _) in pairs if variable.solution_value() > 0.5}
        return chosen, status == pywraplp.Solver.OPTIMAL
    return None, status in (pywraplp.Solver.OPTIMAL, pywraplp.Solver.INFEASIBLE)
