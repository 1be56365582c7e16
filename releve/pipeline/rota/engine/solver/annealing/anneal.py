"""Annealing of the free rows of a rota, the others staying as they are."""

import math

import numpy as np
from numba import njit

from releve.pipeline.rota.engine.solver.annealing.arrays import CELL, LIMIT, Arrays
from releve.pipeline.rota.engine.solver.annealing.moves import (
    change_cell,
    change_habit,
    change_time,
    hand_over_habit,
    swap_times,
    take_over,
)
from releve.pipeline.rota.engine.solver.annealing.steps import FORBIDDEN, JOURNAL, State, draw, play_back, settle
from releve.pipeline.rota.engine.solver.table import Ints

STEPS_PER_TEMPERATURE = 1000


def annealed(
    arrays: Arrays, chosen: Ints, free: Ints, *, n_steps: int, hot: float, cold: float, seed: int
) -> tuple[Ints, int]:
    """Return the rows of the best rota met and what it costs more than the first (rules on company left out)."""
    is_free = np.zeros(len(arrays.rows), np.bool_)
    is_free[free] = True
    state = state_of(arrays, chosen, seed)
    counters = arrays.counters.copy()
    counters[:, LIMIT] = np.maximum(counters[:, LIMIT], state.counts)  # what is settled may be beyond already
    best, cost = walk(arrays._replace(counters=counters), state, is_free, free, n_steps, hot, cold)
    return np.sort(best[best >= 0]), int(cost)


def state_of(arrays: Arrays, chosen: Ints, seed: int) -> State:
    n_workers = len(arrays.workers)
    n_cells, n_days, n_weeks = (int(n) for n in arrays.sizes[:3])
    state = State(
        at=np.full(n_workers * n_cells, -1, np.int64),
        counts=np.zeros(len(arrays.counters), np.int64),
        on_day=np.zeros(n_workers * n_days, np.int64),
        days=np.zeros(n_workers * n_weeks, np.int64),
        saturdays=np.zeros(n_workers, np.int64),
        journal=np.zeros(JOURNAL, np.int64),
        chance=np.array([(seed * 2654435761 + 88172645463325252) % 2**63], np.uint64),
    )
    fill(arrays, state, chosen)
    return state


@njit(cache=True)
def fill(a, s, chosen):
    for row in chosen:
        settle(a, s, row, 1)


@njit(cache=True)
def walk(a, s, is_free, free, n_steps, hot, cold):
    """Anneal from hot to cold; return the best assignment of the worker-cells and its cost against the first."""
    cost, best_cost = 0, 0
    best = s.at.copy()
    cooling = (cold / hot) ** (STEPS_PER_TEMPERATURE / n_steps)
    temperature = hot
    last_copy = 0
    for step in range(n_steps):
        if step % STEPS_PER_TEMPERATURE == 0 and step:
            temperature *= cooling
        row = free[draw(s.chance, len(free))]
        s.journal[0] = 0
        added = one_move(a, s, is_free, row)
        if s.journal[0] == 0:
            continue
        # Accept a rise below −temperature × ln(u).
        if added < FORBIDDEN // 2 and (
            added <= 0 or added < -temperature * math.log((draw(s.chance, 1 << 30) + 1) / (1 << 30))
        ):
            cost += added
            if cost < best_cost and temperature < 4 * cold and step - last_copy > 20 * len(s.at) // 100:
                best_cost, last_copy = cost, step
                best[:] = s.at
        else:
            play_back(a, s)
    if cost <= best_cost:
        best_cost = cost
        best[:] = s.at
    return best, best_cost


@njit(cache=True)
def one_move(a, s, is_free, row):
    kind = draw(s.chance, 1000)
    now = s.at[a.rows[row, CELL]]
    if now >= 0 and not is_free[now]:
        return FORBIDDEN
    if kind < 350:
        return change_cell(a, s, is_free, row)
    if kind < 600:
        return change_time(a, s, is_free, row)
    if kind < 800:
        return take_over(a, s, is_free, row)
    if kind < 940:
        return swap_times(a, s, is_free, row)
    if kind < 970:
        return change_habit(a, s, is_free, row)
    return hand_over_habit(a, s, is_free, row)
