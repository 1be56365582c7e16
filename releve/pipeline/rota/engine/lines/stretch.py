"""One worker's stretch of days: the rules of her line and what surrounds it."""

import math
from dataclasses import dataclass, field

import numpy as np

from releve.pipeline.rota.engine.lines.kernel import Flags, Floats, Whole, fill_cost_to_go, lines_within, trace

OFF = -1
NO_LINE = float("inf")
LOWERING = 0.7  # of the threshold, where too many lines are near
LEAST_WIDTH = 0.05
PENALTY_STEPS = 12  # doublings of the price of a kind of shift that is used too often


@dataclass(frozen=True, slots=True)
class Counters:
    """What is counted along a line: two kinds of shift at most, weekends, units of time (sizes: greatest value + 1)."""

    sizes: Whole
    first_kind: Whole  # 1 for the shift counted by the first counter
    second_kind: Whole


class Scratch:
    """Room for one table of costs to go, shared by stretches of any size: the largest asked for stays."""

    def __init__(self) -> None:
        self._room = np.empty(0)

    def take(self, shape: tuple[int, ...]) -> Floats:
        """Return a table that holds anything; it is the caller's until somebody takes the next one."""
        size = math.prod(shape)
        if self._room.size < size:
            self._room = np.empty(size)
        return self._room[:size].reshape(shape)


@dataclass(frozen=True, slots=True)
class Stretch:
    """Rules of one worker over a stretch; shifts are her own, numbered from 0.

    `most` limits each shift. The limits that `counters` do not count are kept by raising the shift's price until the
    line obeys: such a line is lawful, but only its relaxed cost is a bound.
    """

    shifts: Whole  # her shifts' numbers in the whole instance
    class_of: Whole
    follows: Flags  # [class, shift]
    units: Whole
    most: Whole
    counters: Counters
    runs: Whole
    weekend: Whole
    first_state: int
    end: Floats  # [state, counters]: 0 where the stretch may end, else infinite
    own_cost: Floats  # [day, shift], infinite where she may not work
    bands: Whole  # see bands_of
    scratch: Scratch = field(default_factory=Scratch, compare=False)

    @property
    def n_days(self) -> int:
        return int(self.own_cost.shape[0])

    @property
    def effort(self) -> float:
        """Return about how many microseconds the dynamic programme takes."""
        return self.n_days * self.end.size * len(self.shifts) / 3000


def bands_of(units: Whole, sizes: Whole, runs: Whole, weekend: Whole, least: int) -> Whole:
    """Return for each day the least and greatest units of time and the most weekends of a whole line by then."""
    n_days, longest = len(weekend), int(units.max(initial=0))
    cycle = int(runs[1] + runs[2])
    days = np.arange(n_days + 1)
    worked = days // cycle * int(runs[1]) + np.minimum(days % cycle, int(runs[1]))  # days at work, at most
    greatest, lowest = worked * longest, np.maximum(0, least - worked[::-1] * longest)
    begun = np.concatenate([[0], np.cumsum(weekend == 1)]) + int(weekend[0] == 2)
    asked_low, asked_high = lowest.copy(), greatest.copy()
    asked_low[0], asked_low[1:], asked_high[1:] = 0, lowest[:-1], greatest[:-1] + longest
    most = int(sizes[3]) - 1
    columns = [
        lowest,
        np.minimum(greatest, most),
        np.minimum(begun, sizes[2] - 1),
        asked_low,
        np.minimum(asked_high, most),
    ]
    return np.ascontiguousarray(np.stack(columns, axis=1).astype(np.int64))


def cheapest_line(stretch: Stretch, prices: Floats) -> tuple[float, float, Whole | None]:
    """Return a bound on every line's cost, the found line's cost, and the line (shifts of the instance, OFF).

    A line costs its own cost less the prices of what it covers; `prices` is [day, shift of the instance].
    """
    cost = stretch.own_cost - prices[:, stretch.shifts]
    bound, line = _solve(stretch, cost)
    if line is None:
        return NO_LINE, NO_LINE, None
    if _excess(stretch, line) is None:
        return bound, bound, _named(stretch, line)
    penalised = cost.copy()
    step = max(1.0, float(np.abs(cost[np.isfinite(cost)]).max()) / 16)
    for _ in range(PENALTY_STEPS):
        excess = _excess(stretch, line)
        if excess is None:
            days = np.flatnonzero(line >= 0)
            return bound, float(cost[days, line[days]].sum()), _named(stretch, line)
        penalised[:, excess] += step
        step *= 1.5
        _, line = _solve(stretch, penalised)
        if line is None:
            break
    return bound, NO_LINE, None


def near_lines(stretch: Stretch, prices: Floats, threshold: float, most: int) -> tuple[Whole, bool]:
    """Return the lines that cost at most the threshold at these prices, and whether they are all.

    Where there are more than `most`, the threshold is lowered until they are fewer.
    """
    cost = stretch.own_cost - prices[:, stretch.shifts]
    found = np.empty((most, stretch.n_days), np.int64)
    togo = _fill(stretch, cost)
    least = float(togo[0, stretch.first_state, 0])
    n_found, is_whole = most + 1, True
    while np.isfinite(least) and least <= threshold:
        n_found = lines_within(togo, cost, *_rules(stretch), stretch.first_state, threshold, found)
        if n_found <= most:
            break
        is_whole = False
        threshold = least + (threshold - least) * LOWERING
        if threshold - least < LEAST_WIDTH:
            n_found = most
            break
    else:
        n_found = 0
    lines = found[:n_found]
    for shift, limit in enumerate(stretch.most.tolist()):
        lines = lines[(lines == shift).sum(axis=1) <= limit]
    return _named(stretch, lines), is_whole


def _rules(stretch: Stretch) -> tuple[Whole, Flags, Whole, Whole, Whole, Whole, Whole, Whole]:
    counters = stretch.counters
    return (
        stretch.class_of,
        stretch.follows,
        stretch.units,
        counters.first_kind,
        counters.second_kind,
        counters.sizes,
        stretch.runs,
        stretch.weekend,
    )


def _fill(stretch: Stretch, cost: Floats) -> Floats:
    togo = stretch.scratch.take((stretch.n_days + 1, *stretch.end.shape))
    fill_cost_to_go(togo, stretch.end, cost, *_rules(stretch), stretch.bands)
    return togo


def _solve(stretch: Stretch, cost: Floats) -> tuple[float, Whole | None]:
    togo = _fill(stretch, cost)
    line = np.empty(stretch.n_days, np.int64)
    total = trace(togo, cost, *_rules(stretch), stretch.first_state, line)
    return (float(total), line) if np.isfinite(total) else (NO_LINE, None)


def _excess(stretch: Stretch, line: Whole) -> int | None:
    if not len(stretch.shifts):
        return None
    counts = np.bincount(line[line >= 0], minlength=len(stretch.shifts))
    over = counts - stretch.most
    worst = int(over.argmax())
    return worst if over[worst] > 0 else None


def _named(stretch: Stretch, line: Whole) -> Whole:
    return np.append(stretch.shifts, OFF)[line]  # OFF is −1: the last one
