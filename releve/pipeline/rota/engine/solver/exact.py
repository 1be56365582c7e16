"""The exact move: the best values of a freed part, by CP-SAT."""

from collections.abc import Sequence

import numpy as np
from ortools.sat.python import cp_model

from releve.pipeline.rota.engine.search import Limit, Move
from releve.pipeline.rota.engine.solver.part import Part
from releve.pipeline.rota.engine.solver.rota import Ground, Rota
from releve.pipeline.rota.engine.solver.table import Ints


def solver_of(deterministic_time: float, seed: int) -> cp_model.CpSolver:
    """Return a solver set for small sub-problems; every setting measured in docs/models/rota.md."""
    solver = cp_model.CpSolver()
    parameters = solver.parameters
    parameters.num_workers = 1
    parameters.linearization_level = 2
    parameters.cp_model_probing_level = 0
    parameters.symmetry_level = 0
    parameters.cp_model_presolve = False
    parameters.random_seed = seed
    parameters.max_deterministic_time = deterministic_time
    return solver


def part_of(ground: Ground, chosen: Ints, free: Ints) -> Part:
    """Return the model of a freed part, every rule having written itself into it."""
    part = Part(ground.table, chosen, free)
    for rule in ground.rules:
        rule.add(part)
    return part


def improved(ground: Ground, rota: Rota, free: Ints, limit: Limit) -> Move:
    """Return the best change of the freed part that was found."""
    part = part_of(ground, rota.rows, free)
    now = np.isin(free, rota.rows)
    solver = solver_of(limit.deterministic_time, limit.seed)
    status = solver.solve(part.model.for_cp_sat(part.model.completed(now.astype(np.int64).tolist())))
    spent = float(solver.response_proto.deterministic_time)
    if status not in (cp_model.OPTIMAL, cp_model.FEASIBLE):
        return Move(None, 0, False, spent)
    after = np.fromiter(solver.response_proto.solution, np.int64)[: len(free)] > 0
    is_closed = status == cp_model.OPTIMAL
    if (after == now).all():
        return Move(None, 0, is_closed, spent)
    change = free[now & ~after], free[after & ~now]
    return Move(change, 0, is_closed, spent)


def changed(rows: Ints, change: Sequence[Ints]) -> Ints:
    gone, new = change
    return np.union1d(rows[~np.isin(rows, gone)], new)
