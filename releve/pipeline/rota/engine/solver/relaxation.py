"""The linear relaxation of a whole problem and the bound that it proves.

PDLP gives multipliers that are nearly right. Any multipliers prove a bound once what they leave unpaid is paid at
each variable's worst end; ours are rounded to whole 4 096ths, so the sum is exact. Costs are whole: it is rounded up.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from ortools.linear_solver import linear_solver_pb2
from ortools.pdlp import solvers_pb2
from ortools.pdlp.python import pdlp

from releve.pipeline.rota.engine.solver.ascent import Entries, climb
from releve.pipeline.rota.engine.solver.exact import part_of
from releve.pipeline.rota.engine.solver.model import INFINITE, Model
from releve.pipeline.rota.engine.solver.rota import Ground
from releve.pipeline.rota.engine.solver.table import Floats, Ints

SCALE = 4096
LARGE = 20_000  # variables: beyond, a rough answer is as much as can be paid for
PRECISION, MOST_ITERATIONS = 1e-6, 8_000
SWEEPS = 4  # over the rows, at the end
PRECISION_OF_LARGE, MOST_ITERATIONS_OF_LARGE = 1e-4, 2_500


@dataclass(frozen=True, slots=True)
class Relaxed:
    """What the relaxation says."""

    bound: int
    reduced_costs: Ints  # of each movable row, in 4 096ths: what choosing it adds to the bound at least
    values: Floats  # of each movable row, about: how much of it the relaxation chooses


@dataclass(frozen=True, slots=True)
class Rows:
    """The rows of a model as sparse columns of numbers."""

    row: Ints
    variable: Ints
    factor: Ints
    low: Ints
    high: Ints


def relaxed(ground: Ground) -> Relaxed:
    """Return a certified bound of the cost of any rota of the problem, and reduced costs."""
    free = np.flatnonzero(ground.movable)
    part = part_of(ground, ground.settled, free)
    model = part.model
    rows = rows_of(model)
    first, values = solve(model, rows)
    multipliers = ascended(model, rows, fitting(rows, first))
    bound, reduced = proven(model, rows, multipliers, *bounds_of(model))
    return Relaxed(whole(bound) + constant_of(ground), reduced[: len(free)], values[: len(free)])


def whole(bound: int) -> int:
    """Return a bound in 4 096ths as one of costs, which are whole."""
    return -((-bound) // SCALE)


def constant_of(ground: Ground) -> int:
    """Return what is paid anyway: by rule, and by settled rows themselves (the model of a part counts neither)."""
    rules = ground.rules
    settled = sum(int(rule.row_costs[ground.settled].sum()) for rule in rules if rule.row_costs is not None)
    return settled + sum(rule.constant for rule in rules)


def bounds_of(model: Model) -> tuple[Ints, Ints]:
    """Return the least and the largest value of each variable."""
    upper = np.array(model.upper, np.int64)
    return np.zeros_like(upper), upper


def rows_of(model: Model) -> Rows:
    row: list[int] = []
    variable: list[int] = []
    factor: list[int] = []
    low: list[int] = []
    high: list[int] = []

    def add(variables: Sequence[int], factors: Sequence[int], at_least: int, at_most: int) -> None:
        row.extend([len(low)] * len(variables))
        variable.extend(variables)
        factor.extend(factors)
        low.append(at_least)
        high.append(at_most)

    for first, second in model.implications:
        add((first, second), (1, -1), -INFINITE, 0)
    for clique in model.cliques:
        add(clique, [1] * len(clique), -INFINITE, 1)
    for variables, factors, at_least, at_most in model.linear:
        add(variables, factors, at_least, at_most)
    arrays = (np.array(column, np.int64) for column in (row, variable, factor, low, high))
    return Rows(*arrays)


def programme(model: Model, rows: Rows) -> linear_solver_pb2.MPModelProto:
    """Return the linear programme, without any variable having to be whole."""
    written = linear_solver_pb2.MPModelProto()
    for upper, cost in zip(model.upper, model.cost, strict=True):
        written.variable.add(lower_bound=0, upper_bound=upper, objective_coefficient=cost)
    starts = np.searchsorted(rows.row, np.arange(len(rows.low) + 1)).tolist()
    variables, factors = rows.variable.tolist(), rows.factor.astype(float).tolist()
    lows = np.where(rows.low == -INFINITE, -np.inf, rows.low).tolist()
    highs = np.where(rows.high == INFINITE, np.inf, rows.high).tolist()
    for index, (at_least, at_most) in enumerate(zip(lows, highs, strict=True)):
        row = written.constraint.add(lower_bound=at_least, upper_bound=at_most)
        row.var_index.extend(variables[starts[index] : starts[index + 1]])
        row.coefficient.extend(factors[starts[index] : starts[index + 1]])
    return written


def solve(model: Model, rows: Rows) -> tuple[Ints, Floats]:
    """Return multipliers of the rows, in 4 096ths, and values of the variables, both nearly the best."""
    if not len(rows.low):
        return np.zeros(0, np.int64), np.ones(len(model.upper))
    parameters = solvers_pb2.PrimalDualHybridGradientParams(num_threads=1)
    criteria = parameters.termination_criteria
    is_large = len(model.upper) > LARGE
    precision = PRECISION_OF_LARGE if is_large else PRECISION
    # Never a clock: the same on every machine.
    criteria.iteration_limit = MOST_ITERATIONS_OF_LARGE if is_large else MOST_ITERATIONS
    criteria.simple_optimality_criteria.eps_optimal_relative = precision
    criteria.simple_optimality_criteria.eps_optimal_absolute = precision
    problem = pdlp.qp_from_mpmodel_proto(programme(model, rows), relax_integer_variables=True)
    found = pdlp.primal_dual_hybrid_gradient(problem, parameters)
    return scaled(np.asarray(found.dual_solution, np.float64)), np.nan_to_num(np.asarray(found.primal_solution))


def scaled(multipliers: npt.NDArray[np.float64]) -> Ints:
    """Return multipliers in 4 096ths."""
    return np.round(np.nan_to_num(multipliers) * SCALE).astype(np.int64)


def fitting(rows: Rows, multipliers: Ints) -> Ints:
    """Return multipliers whose signs fit the finite sides of their rows."""
    signed = np.where(rows.low == -INFINITE, np.minimum(multipliers, 0), multipliers)
    return np.where(rows.high == INFINITE, np.maximum(signed, 0), signed)


def ascended(model: Model, rows: Rows, multipliers: Ints) -> Ints:
    """Return multipliers that prove as much or more; the signs of those given fit their rows."""
    multipliers = multipliers.copy()
    lower, upper = bounds_of(model)
    _, reduced = proven(model, rows, multipliers, lower, upper)
    first = np.searchsorted(rows.row, np.arange(len(rows.low) + 1))
    entries = Entries(first, rows.variable, rows.factor, rows.low, rows.high, upper)
    climb(entries, INFINITE, multipliers, reduced, SWEEPS)
    return multipliers


def proven(model: Model, rows: Rows, multipliers: Ints, lower: Ints, upper: Ints) -> tuple[int, Ints]:
    """Return the bound that multipliers prove and the reduced costs, both in 4 096ths, exactly.

    It holds for all values of the variables from `lower` to `upper`.
    """
    signed = fitting(rows, multipliers)
    cost = np.array(model.cost, np.int64) * SCALE
    reduced = cost - np.bincount(
        rows.variable, weights=(rows.factor * signed[rows.row]).astype(np.float64), minlength=len(cost)
    ).astype(np.int64)
    paid = np.where(signed > 0, signed * np.where(signed > 0, rows.low, 0), 0)
    paid += np.where(signed < 0, signed * np.where(signed < 0, rows.high, 0), 0)
    paid_by_variables = np.minimum(reduced, 0) * upper + np.maximum(reduced, 0) * lower
    return int(paid.sum()) + int(paid_by_variables.sum()) + model.constant * SCALE, reduced
