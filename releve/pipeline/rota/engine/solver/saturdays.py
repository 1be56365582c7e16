"""Saturdays alone: fewer to go round than are open, perhaps; who comes when is settled over the whole horizon."""

from dataclasses import fields, replace

import numpy as np

from releve.pipeline.rota.engine.problem import SATURDAY_AFTERNOON, SATURDAY_MORNING, Problem, Weights
from releve.pipeline.rota.engine.solver.branching import Simplex
from releve.pipeline.rota.engine.solver.exact import part_of
from releve.pipeline.rota.engine.solver.rota import Ground
from releve.pipeline.rota.engine.solver.table import Ints

WHOLE = 0.5  # values are nearly 0 or 1
SATURDAY = (SATURDAY_MORNING, SATURDAY_AFTERNOON)
ONLY_SHORT = Weights(under_minimum=1, **{field.name: 0 for field in fields(Weights) if field.name != "under_minimum"})
MOST_ITERATIONS = 50_000  # of the simplex


def shortage_alone(problem: Problem) -> Problem:
    """Return the problem where each worker missing below a minimum costs one, and nothing else costs anything."""
    workers = (replace(worker, slot_cost={}, place_cost={}) for worker in problem.workers)
    return replace(problem, workers=tuple(workers), weights=ONLY_SHORT)


def saturdays_alone(problem: Problem) -> Problem:
    """Return the problem with nothing but the shortage of its Saturdays."""
    places = (replace(place, open_slots=tuple(sorted({*place.open_slots} & {*SATURDAY}))) for place in problem.places)
    return replace(shortage_alone(problem), places=tuple(places))


def covered_saturdays(ground: Ground) -> Ints:
    """Return rows that cover as many Saturdays as can be; none where nobody's Saturdays are counted.

    It is a flow, from workers to their Saturdays to places: a corner of the relaxation is whole.
    """
    if all(worker.max_saturdays is None for worker in ground.problem.workers):
        return ground.settled[:0]
    alone = Ground(saturdays_alone(ground.problem))
    free = np.flatnonzero(alone.movable)
    if not len(free):
        return ground.settled[:0]
    corner = Simplex(part_of(alone, alone.settled, free).model, [], MOST_ITERATIONS).solve({})
    if corner is None:
        return ground.settled[:0]
    rows = free[corner.values[: len(free)] > WHOLE]
    found = ground.rows([alone.table.assignment(row) for row in rows.tolist()])
    return found[ground.movable[found]]
