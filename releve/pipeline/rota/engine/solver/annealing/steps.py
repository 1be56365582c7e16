"""Compiled steps of the annealing: put a row in, take it out, and moves made of these.

A move keeps a journal; a refused one is played back.
"""

# Numba compiles these functions; the types of their arguments are those of `Arrays` and `State`.

from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from releve.pipeline.rota.engine.solver.annealing.arrays import (
    BEFORE,
    CELL,
    CELLS,
    COST,
    COUNTERS,
    DAY,
    DAYS_IN_ALL,
    KIND,
    LIMIT,
    MAX_DAYS,
    MAX_IN_A_ROW,
    MAX_SATURDAYS,
    PLACE,
    TWO_PLACES,
    WEEK,
    WEEKS,
    WORKER,
    Arrays,
)
from releve.pipeline.rota.engine.solver.annealing.compiled import compiled
from releve.pipeline.rota.engine.solver.table import Ints

FORBIDDEN = 1 << 40
JOURNAL = 512
SATURDAY, DAYS = 5, 7


class State(NamedTuple):
    """A rota being annealed."""

    at: Ints  # row of each worker-cell, −1: none
    counts: Ints  # of each counter
    on_day: Ints  # rows of each worker-day
    days: Ints  # worked days of each worker-week
    saturdays: Ints  # of each worker
    journal: Ints  # how many rows the move changed, then each: row + 1 put in, −row − 1 taken out
    chance: npt.NDArray[np.uint64]  # (1,)


@compiled
def draw(chance: npt.NDArray[np.uint64], n: int) -> int:
    """Return a number below n (xorshift)."""
    x = chance[0]
    x ^= x << np.uint64(13)
    x ^= x >> np.uint64(7)
    x ^= x << np.uint64(17)
    chance[0] = x
    return int(np.int64((x >> np.uint64(11)) % np.uint64(n)))


@compiled
def run_through(a: Arrays, s: State, worker: int, day: int) -> int:
    """Return how many days in a row there would be if she worked on this one too."""
    n_days = a.sizes[DAYS_IN_ALL]
    n = 1
    other = day - 1
    while other >= 0 and s.on_day[worker * n_days + other] > 0:
        n += 1
        other -= 1
    if other < 0:
        n += a.workers[worker, BEFORE]
    other = day + 1
    while other < n_days and s.on_day[worker * n_days + other] > 0:
        n += 1
        other += 1
    return n


@compiled
def is_full(a: Arrays, s: State, row: int) -> bool:
    """Return whether a counter of the row is at its limit."""
    for k in range(COUNTERS, a.rows.shape[1]):
        counter = a.rows[row, k]
        if s.counts[counter] >= a.counters[counter, LIMIT]:
            return True
    return False


@compiled
def may_not_work(a: Arrays, s: State, worker: int, day: int) -> bool:
    """Return whether a limit on days forbids one day more."""
    if s.days[worker * a.sizes[WEEKS] + day // DAYS] >= a.workers[worker, MAX_DAYS]:
        return True
    if day % DAYS == SATURDAY and s.saturdays[worker] >= a.workers[worker, MAX_SATURDAYS]:
        return True
    most = a.workers[worker, MAX_IN_A_ROW]
    return most < a.sizes[DAYS_IN_ALL] and run_through(a, s, worker, day) > most


@compiled
def put_in(a: Arrays, s: State, row: int, most: int) -> int:
    """Put a row in and return what it adds to the cost.

    FORBIDDEN, and nothing done, where a rule forbids it or it would add more than `most`.
    """
    cell = a.rows[row, CELL]
    if s.at[cell] >= 0 or is_full(a, s, row):
        return FORBIDDEN
    worker, day = a.rows[row, WORKER], a.rows[row, DAY]
    key = worker * a.sizes[DAYS_IN_ALL] + day
    cost = a.rows[row, COST]
    if s.on_day[key] == 0:
        if may_not_work(a, s, worker, day):
            return FORBIDDEN
    else:
        other = s.at[cell ^ 1]  # cells are numbered mornings even, afternoons odd
        if a.far[a.rows[row, PLACE], a.rows[other, PLACE]]:
            return FORBIDDEN
        if a.rows[row, PLACE] != a.rows[other, PLACE]:
            cost += a.sizes[TWO_PLACES]
    width = a.tables.shape[1] - 1
    for k in range(COUNTERS, a.rows.shape[1]):
        counter = a.rows[row, k]
        n, kind = s.counts[counter], a.counters[counter, KIND]
        cost += a.tables[kind, min(n + 1, width)] - a.tables[kind, min(n, width)]
    if cost > most:
        return FORBIDDEN
    settle(a, s, row, 1)
    note(s, row + 1)
    return cost


@compiled
def take_out(a: Arrays, s: State, row: int) -> int:
    """Take a row out and return what that adds to the cost."""
    cell = a.rows[row, CELL]
    cost = -a.rows[row, COST]
    other = s.at[cell ^ 1]
    if other >= 0 and a.rows[row, PLACE] != a.rows[other, PLACE]:
        cost -= a.sizes[TWO_PLACES]
    width = a.tables.shape[1] - 1
    for k in range(COUNTERS, a.rows.shape[1]):
        counter = a.rows[row, k]
        n, kind = s.counts[counter], a.counters[counter, KIND]
        cost += a.tables[kind, min(n - 1, width)] - a.tables[kind, min(n, width)]
    settle(a, s, row, -1)
    note(s, -row - 1)
    return cost


@compiled
def note(s: State, entry: int) -> None:
    s.journal[0] += 1
    s.journal[s.journal[0]] = entry


@compiled
def settle(a: Arrays, s: State, row: int, sign: int) -> None:
    """Write a row into the state, or out of it."""
    for k in range(COUNTERS, a.rows.shape[1]):
        s.counts[a.rows[row, k]] += sign
    worker, day = a.rows[row, WORKER], a.rows[row, DAY]
    key = worker * a.sizes[DAYS_IN_ALL] + day
    s.at[a.rows[row, CELL]] = row if sign > 0 else -1
    before = s.on_day[key]
    s.on_day[key] += sign
    if (before == 0) != (s.on_day[key] == 0):
        s.days[worker * a.sizes[WEEKS] + a.rows[row, WEEK]] += sign
        if day % DAYS == SATURDAY:
            s.saturdays[worker] += sign


@compiled
def play_back(a: Arrays, s: State) -> None:
    """Undo the move."""
    while s.journal[0] > 0:
        entry = s.journal[s.journal[0]]
        s.journal[0] -= 1
        if entry > 0:
            settle(a, s, entry - 1, -1)
        else:
            settle(a, s, -entry - 1, 1)


@compiled
def row_at(a: Arrays, worker: int, cell: int, place: int) -> int:
    """Return the row of a worker at a place in a cell; −1: not allowed."""
    key = worker * a.sizes[CELLS] + cell
    for row in range(a.cell_first[key], a.cell_first[key + 1]):
        if a.rows[row, PLACE] == place:
            return row
    return -1
