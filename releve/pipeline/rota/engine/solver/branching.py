"""A tighter bound of a small problem: the relaxation, branching on which worker goes to which place.

A place costs a whole sum once a worker goes there, of which the relaxation pays a part. Every rota uses a place or
does not: the lesser bound of the two halves is a bound of both. Each is certified as that of the relaxation.
"""

import heapq
from collections.abc import Callable
from dataclasses import dataclass, field
from itertools import count

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


@dataclass(frozen=True, slots=True)
class Answer:
    """The relaxation with some places decided."""

    bound: int  # in 4 096ths
    values: npt.NDArray[np.float64]


@dataclass(frozen=True, slots=True, order=True)
class Node:
    """Decided places, and a bound of every rota that agrees."""

    bound: int  # in 4 096ths
    number: int
    decided: dict[int, int] = field(compare=False)  # 0 or 1, by variable


class Simplex:
    """A linear programme solved again and again, with other variables decided."""

    def __init__(self, model: Model, decidable: list[int], most_iterations: int) -> None:
        self.model, self.decidable, self.left = model, decidable, most_iterations
        self.rows = rows_of(model)
        self.solver = pywraplp.Solver.CreateSolver("GLOP")
        self.solver.LoadModelFromProto(programme(model, self.rows))
        self.variables, self.constraints = self.solver.variables(), self.solver.constraints()

    def solve(self, decided: dict[int, int]) -> Answer | None:
        """Return None where the iterations do not suffice, or no rota agrees with what is decided."""
        lower, upper = bounds_of(self.model)
        for variable, value in decided.items():
            lower[variable] = upper[variable] = value
        for variable in self.decidable:
            self.variables[variable].SetBounds(float(lower[variable]), float(upper[variable]))
        self.solver.SetSolverSpecificParametersAsString(SETTINGS.format(max(1, self.left)))
        status = self.solver.Solve()
        self.left -= self.solver.iterations()
        if status != pywraplp.Solver.OPTIMAL:
            return None
        multipliers = scaled(np.array([row.dual_value() for row in self.constraints], np.float64))
        bound, _ = proven(self.model, self.rows, multipliers, lower, upper)
        return Answer(bound, np.array([variable.solution_value() for variable in self.variables], np.float64))


def branched(
    ground: Ground, best_cost: int, is_over: Callable[[], bool] = lambda: False, most_work: int = MOST_WORK
) -> Branched | None:
    """Return a certified bound of the cost of any rota; None where not even the relaxation could be solved.

    Stops where the bound reaches `best_cost`, or where what may be spent is spent; it holds in any case.
    """
    free = np.flatnonzero(ground.movable)
    part, constant = part_of(ground, ground.settled, free), constant_of(ground)
    simplex = Simplex(part.model, part.places, most_work // max(1, len(free)))
    closed = (best_cost - constant - 1) * SCALE + 1  # a part of the tree with this bound holds no better rota
    waiting, numbers = [Node(-(2**62), 0, {})], count(1)
    leaf, last = None, None
    while waiting and waiting[0].bound < closed and not (last and is_over()):
        answer = simplex.solve(waiting[0].decided)
        if answer is None:
            break
        node, last = heapq.heappop(waiting), answer
        bound = max(node.bound, answer.bound)
        place = halved(answer, node.decided, part.places)
        if place is not None:
            for value in (1, 0):
                heapq.heappush(waiting, Node(bound, next(numbers), {**node.decided, place: value}))
        elif bound < closed:
            leaf, closed = answer, bound
    used = leaf or last
    if used is None:
        return None
    bound = min([closed, *(node.bound for node in waiting)])
    return Branched(whole(bound) + constant, used.values[: len(free)] > ROUNDING)


def halved(answer: Answer, decided: dict[int, int], places: list[int]) -> int | None:
    """Return the undecided place that is nearest to half used, if any is neither used nor not."""
    shares = {place: answer.values[place] for place in places if place not in decided}
    parted = [place for place, share in shares.items() if ROUNDING < share < 1 - ROUNDING]
    return min(parted, key=lambda place: (abs(shares[place] - 0.5), place), default=None)
