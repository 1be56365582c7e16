"""Workers in an order that keeps those who share places together: regions, as far as there are any."""

import numpy as np

from releve.pipeline.rota.engine.solver.rota import Ground
from releve.pipeline.rota.engine.solver.table import Ints

MEMORY = 0.8  # of the places of the worker before


def neighbours_first(ground: Ground) -> Ints:
    """Return the rank of each worker: the next one is she who shares most with the last ones."""
    table, movable = ground.table, ground.movable
    near = np.zeros((len(ground.problem.workers), len(ground.problem.places)))
    np.add.at(near, (table.worker[movable], table.place[movable]), 1.0)
    near /= np.maximum(near.sum(axis=0), 1)
    rank = np.zeros(len(near), np.int64)
    is_left = np.ones(len(near), np.bool_)
    reach = np.zeros(near.shape[1])
    for place in range(len(near)):
        pull = np.where(is_left, near @ reach, -1.0)
        worker = int(np.argmax(pull))
        rank[worker], is_left[worker] = place, False
        reach = MEMORY * reach + near[worker]
    return rank
