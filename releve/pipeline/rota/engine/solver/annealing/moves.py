"""The moves of the annealing. Each returns what it adds to the cost, FORBIDDEN where it cannot be made."""

from releve.pipeline.rota.engine.solver.annealing.arrays import (
    CELL,
    CELLS,
    PLACE,
    SESSION,
    SLOT,
    WEEK,
    WEEKS,
    WEEKS_A_PERIOD,
    WORKER,
    Arrays,
)
from releve.pipeline.rota.engine.solver.annealing.compiled import compiled
from releve.pipeline.rota.engine.solver.annealing.steps import FORBIDDEN, State, draw, put_in, row_at, take_out
from releve.pipeline.rota.engine.solver.table import Bools

SLOTS = 14


@compiled
def change_cell(a: Arrays, s: State, is_free: Bools, row: int, most: int) -> int:
    """Put a worker where the row says, instead of what she does in that cell; where she is there, send her home."""
    now = s.at[a.rows[row, CELL]]
    if now == row:
        return take_out(a, s, row)
    cost = 0
    if now >= 0:
        cost += take_out(a, s, now)
    return cost + put_in(a, s, row, most - cost)


@compiled
def change_time(a: Arrays, s: State, is_free: Bools, row: int, most: int) -> int:
    """Take one of the worker's half-days of the week away and put the row in."""
    if s.at[a.rows[row, CELL]] >= 0:
        return FORBIDDEN
    first = a.rows[row, WORKER] * a.sizes[CELLS] + a.rows[row, WEEK] * SLOTS
    start = draw(s.chance, SLOTS)
    for step in range(SLOTS):
        now = s.at[first + (start + step) % SLOTS]
        if now >= 0 and is_free[now]:
            cost = take_out(a, s, now)
            return cost + put_in(a, s, row, most - cost)
    return FORBIDDEN


@compiled
def take_over(a: Arrays, s: State, is_free: Bools, row: int, most: int) -> int:
    """Put a worker in a session in the stead of a colleague, who takes what she leaves if she may."""
    if s.at[a.rows[row, CELL]] == row:
        return FORBIDDEN
    session = a.rows[row, SESSION]
    first, end = a.session_first[session], a.session_first[session + 1]
    n = end - first
    start = draw(s.chance, n)
    for step in range(n):
        other = a.session_rows[first + (start + step) % n]
        if s.at[a.rows[other, CELL]] == other and is_free[other]:
            cost = take_out(a, s, other)
            now = s.at[a.rows[row, CELL]]
            if now >= 0:
                cost += take_out(a, s, now)
            cost += put_in(a, s, row, FORBIDDEN)
            if now >= 0 and cost < FORBIDDEN:
                back = row_at(a, a.rows[other, WORKER], a.rows[row, CELL] % a.sizes[CELLS], a.rows[now, PLACE])
                if back >= 0 and is_free[back]:
                    more = put_in(a, s, back, FORBIDDEN)
                    if more < FORBIDDEN:
                        cost += more
            return cost
    return FORBIDDEN


@compiled
def swap_times(a: Arrays, s: State, is_free: Bools, row: int, most: int) -> int:
    """Two workers of one place exchange half-days of one week."""
    worker, place = a.rows[row, WORKER], a.rows[row, PLACE]
    if s.at[a.rows[row, CELL]] >= 0:
        return FORBIDDEN
    session = a.rows[row, SESSION]
    first, end = a.session_first[session], a.session_first[session + 1]
    week = worker * a.sizes[CELLS] + a.rows[row, WEEK] * SLOTS
    start = draw(s.chance, SLOTS)
    for step in range(SLOTS):
        mine = s.at[week + (start + step) % SLOTS]
        if mine < 0 or a.rows[mine, PLACE] != place or not is_free[mine]:
            continue
        cell = a.rows[mine, CELL] % a.sizes[CELLS]
        n = end - first
        turn = draw(s.chance, n)
        for k in range(n):
            other = a.session_rows[first + (turn + k) % n]
            if s.at[a.rows[other, CELL]] == other and is_free[other]:
                theirs = row_at(a, a.rows[other, WORKER], cell, place)
                if theirs >= 0 and is_free[theirs] and s.at[a.rows[theirs, CELL]] < 0:
                    cost = take_out(a, s, other) + take_out(a, s, mine)
                    cost += put_in(a, s, row, FORBIDDEN)
                    return cost + put_in(a, s, theirs, most - cost)
        return FORBIDDEN
    return FORBIDDEN


@compiled
def change_habit(a: Arrays, s: State, is_free: Bools, row: int, most: int) -> int:
    """For each week of the period: the worker goes where the row says in that slot, whatever she did then.

    With one chance in two she gives up another weekly half-day in exchange.
    """
    worker, place, slot = a.rows[row, WORKER], a.rows[row, PLACE], a.rows[row, SLOT]
    first, end = period_of(a, row)
    given = -1
    if draw(s.chance, 2) == 0:
        given = draw(s.chance, SLOTS)
    cost = 0
    for week in range(first, end):
        new = row_at(a, worker, week * SLOTS + slot, place)
        if new < 0 or not is_free[new] or s.at[a.rows[new, CELL]] == new:
            continue
        now = s.at[a.rows[new, CELL]]
        if now >= 0 and not is_free[now]:
            continue
        if given >= 0:
            gone = s.at[worker * a.sizes[CELLS] + week * SLOTS + given]
            if gone < 0 or not is_free[gone] or given == slot:
                continue
            cost += take_out(a, s, gone)
        if now >= 0:
            cost += take_out(a, s, now)
        more = put_in(a, s, new, FORBIDDEN)
        if more < FORBIDDEN:
            cost += more
        elif now >= 0:
            cost += put_in(a, s, now, FORBIDDEN)
    return cost


@compiled
def hand_over_habit(a: Arrays, s: State, is_free: Bools, row: int, most: int) -> int:
    """For each week of the period: the worker takes a colleague's weekly half-day, who takes hers if she may."""
    session = a.rows[row, SESSION]
    first, end = a.session_first[session], a.session_first[session + 1]
    n = end - first
    start = draw(s.chance, n)
    other = -1
    for step in range(n):
        candidate = a.session_rows[first + (start + step) % n]
        if candidate != row and s.at[a.rows[candidate, CELL]] == candidate:
            other = candidate
            break
    if other < 0 or s.at[a.rows[row, CELL]] == row:
        return FORBIDDEN
    worker, colleague = a.rows[row, WORKER], a.rows[other, WORKER]
    place, slot = a.rows[row, PLACE], a.rows[row, SLOT]
    week, end_week = period_of(a, row)
    cost = 0
    while week < end_week:
        cost += hand_over(a, s, is_free, worker, colleague, place, week * SLOTS + slot)
        week += 1
    return cost


@compiled
def hand_over(a: Arrays, s: State, is_free: Bools, worker: int, colleague: int, place: int, cell: int) -> int:
    """One week of it."""
    new = row_at(a, worker, cell, place)
    gone = s.at[colleague * a.sizes[CELLS] + cell]
    if new < 0 or gone < 0 or a.rows[gone, PLACE] != place or not is_free[new] or not is_free[gone]:
        return 0
    now = s.at[a.rows[new, CELL]]
    if now == new or (now >= 0 and not is_free[now]):
        return 0
    cost = take_out(a, s, gone)
    if now >= 0:
        cost += take_out(a, s, now)
    more = put_in(a, s, new, FORBIDDEN)
    if more >= FORBIDDEN:
        if now >= 0:
            cost += put_in(a, s, now, FORBIDDEN)
        return cost + put_in(a, s, gone, FORBIDDEN)
    cost += more
    if now >= 0:
        back = row_at(a, colleague, cell, a.rows[now, PLACE])
        if back >= 0 and is_free[back]:
            more = put_in(a, s, back, FORBIDDEN)
            if more < FORBIDDEN:
                cost += more
    return cost


@compiled
def period_of(a: Arrays, row: int) -> tuple[int, int]:
    """Return the weeks of the regularity period of a row."""
    first = a.rows[row, WEEK] // a.sizes[WEEKS_A_PERIOD] * a.sizes[WEEKS_A_PERIOD]
    return first, min(first + a.sizes[WEEKS_A_PERIOD], a.sizes[WEEKS])
