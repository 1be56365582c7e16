"""Annealing of the free rows of a rota, the others staying as they are."""

import math

import numpy as np

from releve.pipeline.rota.engine.solver.annealing.arrays import CELL, LIMIT, Arrays
from releve.pipeline.rota.engine.solver.annealing.compiled import compiled
from releve.pipeline.rota.engine.solver.annealing.moves import (
    change_cell,
    change_habit,
    change_time,
    hand_over_habit,
    swap_times,
    take_over,
)
from releve.pipeline.rota.engine.solver.annealing.steps import (
    FORBIDDEN,
    JOURNAL,
    State,
    draw,
    play_back,
    put_in,
    settle,
)
from releve.pipeline.rota.engine.solver.table import Bools, Ints

STEPS_PER_TEMPERATURE = 1000
# Rows drawn from for a while, so that what they touch stays in the processor's cache: a third faster on 100 offices.
STRETCH, STEPS_A_STRETCH = 4_000, 20_000


def annealed(
    arrays: Arrays, chosen: Ints, free: Ints, *, n_steps: int, hot: float, cold: float, seed: int
) -> tuple[Ints, int]:
    """Return the rows of the best rota met and what it costs more than the first (rules on company left out).

    Free rows come in an order that keeps those near each other which weigh on each other.
    """
    is_free = np.zeros(len(arrays.rows), np.bool_)
    is_free[free] = True
    state = state_of(arrays, chosen, seed)
    counters = arrays.counters.copy()
    counters[:, LIMIT] = np.maximum(counters[:, LIMIT], state.counts)  # what is settled may be beyond already
    best, cost = walk(arrays._replace(counters=counters), state, is_free, free, n_steps, hot, cold)
    return np.sort(best[best >= 0]), int(cost)


def admitted(arrays: Arrays, chosen: Ints, wanted: Ints) -> Ints:
    """Return the chosen rows and, one after the other, each wanted one that the rules let in."""
    state = state_of(arrays, chosen, 0)
    let_in(arrays, state, wanted)
    return np.sort(state.at[state.at >= 0])


@compiled
def let_in(a: Arrays, s: State, wanted: Ints) -> None:
    for row in wanted:
        s.journal[0] = 0
        put_in(a, s, row, FORBIDDEN)


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


@compiled
def fill(a: Arrays, s: State, chosen: Ints) -> None:
    for row in chosen:
        settle(a, s, row, 1)


@compiled
def walk(a: Arrays, s: State, is_free: Bools, free: Ints, n_steps: int, hot: float, cold: float) -> tuple[Ints, int]:
    """Anneal from hot to cold; return the best assignment of the worker-cells and its cost against the first."""
    cost, best_cost = 0, 0
    best = s.at.copy()
    cooling = (cold / hot) ** (STEPS_PER_TEMPERATURE / n_steps)
    temperature = hot
    last_copy = 0
    n_stretches = max(1, round(len(free) / STRETCH))
    first, end = 0, len(free)
    for step in range(n_steps):
        if step % STEPS_PER_TEMPERATURE == 0 and step:
            temperature *= cooling
        if step % STEPS_A_STRETCH == 0:
            turn = step // STEPS_A_STRETCH % n_stretches
            first, end = turn * len(free) // n_stretches, (turn + 1) * len(free) // n_stretches
        row = free[first + draw(s.chance, end - first)]
        s.journal[0] = 0
        # A move may cost less than −temperature × ln(u); drawn first, so that most are refused half-way.
        most = int(-temperature * math.log((draw(s.chance, 1 << 30) + 1) / (1 << 30)))
        added = one_move(a, s, is_free, row, most)
        if s.journal[0] == 0:
            continue
        if added <= most:
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


@compiled
def one_move(a: Arrays, s: State, is_free: Bools, row: int, most: int) -> int:
    kind = draw(s.chance, 1000)
    now = s.at[a.rows[row, CELL]]
    if now >= 0 and not is_free[now]:
        return FORBIDDEN
    if kind < 320:
        return change_cell(a, s, is_free, row, most)
    if kind < 560:
        return change_time(a, s, is_free, row, most)
    if kind < 760:
        return take_over(a, s, is_free, row, most)
    if kind < 860:
        return swap_times(a, s, is_free, row, most)
    if kind < 930:
        return change_habit(a, s, is_free, row, most)
    return hand_over_habit(a, s, is_free, row, most)
