"""The peer: the same model handed whole to CP-SAT, two workers, as a newcomer would."""

import time
from typing import Any

import numpy as np
from ortools.sat.python import cp_model

from releve.pipeline.rota.engine.checker import check
from releve.pipeline.rota.engine.problem import Problem
from releve.pipeline.rota.engine.solver.exact import part_of
from releve.pipeline.rota.engine.solver.rota import Ground

N_WORKERS = 2


class AtCpuSeconds(cp_model.CpSolverSolutionCallback):
    """CP-SAT counts wall time; the callback stops it by process time at a new solution, the limit below otherwise."""

    def __init__(self, limit: float) -> None:
        super().__init__()
        self.ends = time.process_time() + limit

    def on_solution_callback(self) -> None:
        if time.process_time() >= self.ends:
            self.stop_search()


def plain(problem: Problem, cpu_seconds: float, seed: int) -> dict[str, Any]:
    """Return its cost (the checker's) and bound."""
    began = time.process_time()
    ground = Ground(problem)
    free = np.flatnonzero(ground.movable)
    part = part_of(ground, ground.settled, free)
    model = part.model.for_cp_sat([])
    solver = cp_model.CpSolver()
    solver.parameters.num_workers = N_WORKERS
    solver.parameters.random_seed = seed
    solver.parameters.max_time_in_seconds = cpu_seconds / N_WORKERS
    status = solver.solve(model, AtCpuSeconds(cpu_seconds))
    spent = round(time.process_time() - began, 1)
    if status not in (cp_model.OPTIMAL, cp_model.FEASIBLE):
        return {"cost": None, "bound": None, "cpu_seconds": spent}
    chosen = np.fromiter(solver.response_proto.solution, np.int64)[: len(free)] > 0
    rota = ground.rota(np.union1d(ground.settled, free[chosen]))
    constant = part.model.constant + sum(rule.constant for rule in ground.rules)
    return {
        "cost": check(problem, ground.roster(rota)).total,
        "bound": int(solver.best_objective_bound) + constant,
        "cpu_seconds": spent,
    }
