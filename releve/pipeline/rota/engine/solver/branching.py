"""A tighter bound of a small problem: the relaxation, branching on which worker goes to which place.

A place costs a whole sum once a worker goes there, of which the relaxation pays a part. Every rota uses a place or
does not: the lesser bound of the two halves is a bound of both. Each is certified as that of the relaxation.
"""

import heapq
from collections.abc import Callable
from dataclasses import dataclass, field, replace

import numpy as np
import numpy.typing as npt
from ortools.linear_solver import pywraplp

from releve.pipeline.rota.engine.solver.exact import part_of
from releve.pipeline.rota.engine.solver.model import Model
from releve.pipeline.rota.engine.solver.relaxation import (
    SCALE,
    bounds_of,
    constant_of,
    programme,
    proven,
    rows_of,
    scaled,
    whole,
)
from releve.pipeline.rota.engine.solver.rota import Ground
from releve.pipeline.rota.engine.solver.table import Bools

# Iterations of the simplex × rows that may move: work that is the same on every machine.
MOST_WORK = 150_000_000
# Warm starts need the programme as it is, without presolve.
SETTINGS = "use_dual_simplex:true use_preprocessing:false max_number_of_iterations:{}"
ROUNDING = 1e-6


@dataclass(frozen=True, slots=True)
class Branched:
    """What branching says."""

    bound: int
    support: Bools  # of each movable row: whether the cheapest relaxation with whole places uses it


@dataclass(frozen=True, slots=True, order=True)
class Node:
    """The relaxation with some places decided."""

    bound: int  # in 4 096ths, of every rota that agrees
    number: int
    decided: dict[int, int] = field(compare=False)  # 0 or 1, by variable
    values: npt.NDArray[np.float64] = field(compare=False)


class Simplex:
    """A linear programme solved again and again, with other variables decided."""

    def __init__(self, model: Model, places: list[int], most_iterations: int) -> None:
        self.model, self.places, self.left = model, places, most_iterations
        self.n_solved = 0
        self.rows = rows_of(model)
        self.solver = pywraplp.Solver.CreateSolver("GLOP")
        self.solver.LoadModelFromProto(programme(model, self.rows))
        self.variables, self.constraints = self.solver.variables(), self.solver.constraints()

    def solve(self, decided: dict[int, int]) -> Node | None:
        """Return None where the iterations do not suffice."""
        lower, upper = bounds_of(self.model)
        for variable, value in decided.items():
            lower[variable] = upper[variable] = value
        for variable in self.places:
            self.variables[variable].SetBounds(float(lower[variable]), float(upper[variable]))
        self.solver.SetSolverSpecificParametersAsString(SETTINGS.format(max(1, self.left)))
        status = self.solver.Solve()
        self.left -= self.solver.iterations()
        self.n_solved += 1
        if status != pywraplp.Solver.OPTIMAL:
            return None
        multipliers = scaled(np.array([row.dual_value() for row in self.constraints], np.float64))
        bound, _ = proven(self.model, self.rows, multipliers, lower, upper)
        values = np.array([variable.solution_value() for variable in self.variables], np.float64)
        return Node(bound, self.n_solved, decided, values)


def branched(
    ground: Ground, best_cost: int, is_over: Callable[[], bool] = lambda: False, most_work: int = MOST_WORK
) -> Branched | None:
    """Return a certified bound of the cost of any rota; None where not even the relaxation could be solved.

    Stops where the bound reaches `best_cost`, or where what may be spent is spent; it holds in any case.
    """
    free = np.flatnonzero(ground.movable)
    part, constant = part_of(ground, ground.settled, free), constant_of(ground)
    simplex = Simplex(part.model, part.places, most_work // max(1, len(free)))
    enough = (best_cost - constant - 1) * SCALE + 1  # no better rota has such a bound
    root = simplex.solve({})
    if root is None:
        return None
    waiting = [root]
    while waiting[0].bound < enough and not is_over():
        place = parted(waiting[0], part.places)
        if place is None:
            break  # of what is left nothing is cheaper
        # The half that uses the place comes last: it is most often the next to be parted, and the simplex is there.
        without = simplex.solve({**waiting[0].decided, place: 0})
        using = simplex.solve({**waiting[0].decided, place: 1})
        if without is None or using is None:
            break
        parent = heapq.heappop(waiting)
        for half in (without, using):
            heapq.heappush(waiting, replace(half, bound=max(half.bound, parent.bound)))
    best = waiting[0]
    return Branched(whole(min(best.bound, enough)) + constant, best.values[: len(free)] > ROUNDING)


def parted(node: Node, places: list[int]) -> int | None:
    """Return the undecided place that is used most without being whole: leaving it out costs most, soon."""
    shares = {place: node.values[place] for place in places if place not in node.decided}
    open_places = [place for place, share in shares.items() if ROUNDING < share < 1 - ROUNDING]
    return max(open_places, key=lambda place: (shares[place], place), default=None)
