"""The exact move: the best values of a freed part, by CP-SAT."""

from math import ceil, inf

import numpy as np
from ortools.sat.python import cp_model

from releve.pipeline.rota.engine.search import Limit, Move
from releve.pipeline.rota.engine.solver.part import Part
from releve.pipeline.rota.engine.solver.rota import Ground, Rota
from releve.pipeline.rota.engine.solver.table import Ints

ROUNDING = 1e-6


def solver_of(deterministic_time: float, seed: int, seconds: float) -> cp_model.CpSolver:
    """Return a solver set for small sub-problems; what each setting is worth is in docs/models/rota.md."""
    solver = cp_model.CpSolver()
    parameters = solver.parameters
    parameters.num_workers = 1
    parameters.linearization_level = 2
    parameters.cp_model_probing_level = 0
    parameters.symmetry_level = 0
    parameters.random_seed = seed
    parameters.max_deterministic_time = deterministic_time
    if seconds < inf:
        parameters.max_time_in_seconds = seconds
    return solver


def part_of(ground: Ground, chosen: Ints, free: Ints) -> Part:
    """Return the model of a freed part, every rule having written itself into it."""
    part = Part(ground.table, chosen, free)
    for rule in ground.rules:
        rule.add(part)
    return part


def improved(ground: Ground, rota: Rota, free: Ints, limit: Limit, seconds: float = inf) -> Move:
    """Return the best change of the freed part that was found, in so many seconds on the wall."""
    return solved(ground, rota, free, limit, seconds)[0]


def proved(ground: Ground, rota: Rota, free: Ints, limit: Limit, seconds: float = inf) -> Move:
    """The same where all that may move is free: the solver's bound is one of the whole problem."""
    move, bound = solved(ground, rota, free, limit, seconds)
    return Move(move.change, move.gain, move.is_closed, move.deterministic_time, bound)


def solved(ground: Ground, rota: Rota, free: Ints, limit: Limit, seconds: float) -> tuple[Move, int | None]:
    part = part_of(ground, rota.rows, free)
    now = np.isin(free, rota.rows)
    hint = part.model.completed(now.astype(np.int64).tolist())
    before = part.model.value(hint)
    solver = solver_of(limit.deterministic_time, limit.seed, seconds)
    status = solver.solve(part.model.for_cp_sat(hint))
    spent = float(solver.response_proto.deterministic_time)
    if status not in (cp_model.OPTIMAL, cp_model.FEASIBLE):
        return Move(None, 0, False, spent), None
    # The model leaves out what the fixed rows cost among themselves: the difference is what counts.
    bound = rota.cost - before + ceil(solver.best_objective_bound - ROUNDING)
    after = np.fromiter(solver.response_proto.solution, np.int64)[: len(free)] > 0
    change = None if (after == now).all() else (free[now & ~after], free[after & ~now])
    gain = before - round(solver.objective_value)
    return Move(change, gain, status == cp_model.OPTIMAL, spent), bound
