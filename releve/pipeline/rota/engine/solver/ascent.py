"""Multipliers of a relaxation made to prove more: one row after the other, the best value given all others.

What a first-order method leaves unpaid is paid at each variable's worst end, which costs much where it stopped early.
All numbers are whole 4 096ths; variables go from 0 to `upper`.
"""

from typing import NamedTuple

import numpy as np
from numba import njit

from releve.pipeline.rota.engine.solver.table import Ints


class Entries(NamedTuple):
    """Rows `low ≤ A x ≤ high`; those of row r are variable[first[r] : first[r + 1]], and factor likewise."""

    first: Ints
    variable: Ints
    factor: Ints
    low: Ints
    high: Ints
    upper: Ints  # of each variable


@njit(cache=True)
def climb(rows: Entries, infinite: int, multipliers: Ints, reduced: Ints, n_sweeps: int) -> None:
    """Change multipliers and reduced costs in place; signs fit the finite sides of the rows, before and after."""
    n_rows = len(rows.low)
    width = 1
    for row in range(n_rows):
        width = max(width, rows.first[row + 1] - rows.first[row] + 1)
    steps, falls = np.zeros(width, np.int64), np.zeros(width, np.int64)
    for sweep in range(n_sweeps):
        for turn in range(n_rows):
            row = turn if sweep % 2 == 0 else n_rows - 1 - turn
            for sign in (1, -1):
                slope, n = start(rows, infinite, row, multipliers[row], sign, steps, falls)
                slope, n = pass_entries(rows, row, reduced, sign, slope, n, steps, falls)
                step = best_step(slope, steps[:n], falls)
                if step:
                    multipliers[row] += sign * step
                    for entry in range(rows.first[row], rows.first[row + 1]):
                        reduced[rows.variable[entry]] -= rows.factor[entry] * sign * step
                    break


@njit(cache=True)
def start(
    rows: Entries, infinite: int, row: int, multiplier: int, sign: int, steps: Ints, falls: Ints
) -> tuple[int, int]:
    """Return how much the row itself brings for each step upwards (sign 1) or downwards; where that falls is noted."""
    ahead, behind = (rows.low[row], rows.high[row]) if sign == 1 else (rows.high[row], rows.low[row])
    is_closed = abs(ahead) == infinite
    if multiplier * sign >= 0:
        return (-infinite if is_closed else sign * ahead), 0
    steps[0], falls[0] = abs(multiplier), infinite if is_closed else sign * (behind - ahead)
    return sign * behind, 1


@njit(cache=True)
def pass_entries(
    rows: Entries, row: int, reduced: Ints, sign: int, slope: int, n: int, steps: Ints, falls: Ints
) -> tuple[int, int]:
    """Note what the variables of the row take from it, now or from a later step on."""
    for entry in range(rows.first[row], rows.first[row + 1]):
        at, by = rows.variable[entry], rows.factor[entry] * sign  # its reduced cost falls by this at each step
        if by > 0 and reduced[at] <= 0:
            slope -= by * rows.upper[at]
        elif by > 0:
            steps[n], falls[n] = -(-reduced[at] // by), by * rows.upper[at]
            n += 1
        elif by < 0 and reduced[at] < 0:
            slope -= by * rows.upper[at]
            steps[n], falls[n] = -(reduced[at] // -by), -by * rows.upper[at]
            n += 1
    return slope, n


@njit(cache=True)
def best_step(slope: int, steps: Ints, falls: Ints) -> int:
    """Return how far to go before the bound grows no more."""
    if slope <= 0:
        return 0
    for index in np.argsort(steps):
        slope -= falls[index]
        if slope <= 0:
            return int(steps[index])
    return 0
