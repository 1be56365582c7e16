"""The compiled part: cost to go from every state of a line, and the cheapest line read from it.

State after k days: off for o days in a row (1…min_off; more counts as min_off), or at work for r days in a row, the
last shift being of a class (shifts that the same shifts may follow). Beside the state run four counters, flattened with
the last one fastest: two kinds of shift counted on their own, weekends, units of time.
`runs` holds min_run, max_run, min_off, run_before (days in a row before the stretch) and is_free (1: the run that
began before the stretch may be shorter than min_run). Weekend marks: 1 Saturday, 2 Sunday, 0 otherwise.
"""

import numpy as np
from numba import njit
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Whole = NDArray[np.int64]
Flags = NDArray[np.bool_]
INFINITE = np.inf


@njit(cache=True, nogil=True)
def fill_cost_to_go(  # noqa: C901
    togo: Floats,
    end: Floats,
    cost: Floats,
    class_of: Whole,
    follows: Flags,
    units: Whole,
    first_kind: Whole,
    second_kind: Whole,
    sizes: Whole,
    runs: Whole,
    weekend: Whole,
    bands: Whole,
) -> None:
    """Fill togo[day, state, counters] from the last day back; `end` is its last layer.

    `bands[day]` holds the least and the greatest units of time and the most weekends worth looking at on that day
    (others cannot be reached, or cannot reach the end), then the units that the day before may ask about.
    """
    n_days, n_shifts = cost.shape
    n_classes = follows.shape[0]
    size_a, size_b, size_w, size_m = sizes[0], sizes[1], sizes[2], sizes[3]
    min_run, max_run, min_off, run_before, is_free = runs[0], runs[1], runs[2], runs[3], runs[4]
    block = size_w * size_m
    togo[n_days, :, :] = end
    for k in range(n_days - 1, -1, -1):
        low, high, weekends = bands[k, 0], bands[k, 1] + 1, bands[k, 2] + 1
        for o in range(min_off):
            _close(togo[k, o], sizes, bands[k])
            _copy(togo[k, o], togo[k + 1, min(o + 1, min_off - 1)], sizes, low, high, weekends)
        for c in range(n_classes):
            for r in range(1, max_run + 1):
                now = togo[k, min_off + c * max_run + r - 1]
                _close(now, sizes, bands[k])
                if r >= min_run or (is_free == 1 and r == run_before + k):
                    _copy(now, togo[k + 1, 0], sizes, low, high, weekends)
        for r in range(min(max_run - 1, run_before + k) + 1):
            starts = 1 if weekend[k] == 1 or (weekend[k] == 2 and r == 0) else 0
            for s in range(n_shifts):
                price = cost[k, s]
                if price == INFINITE:
                    continue
                then = togo[k + 1, min_off + class_of[s] * max_run + r]
                da, db, dm = first_kind[s], second_kind[s], units[s]
                for c in range(n_classes if r else 1):
                    if r and not follows[c, s]:
                        continue
                    now = togo[k, min_off - 1] if r == 0 else togo[k, min_off + c * max_run + r - 1]
                    for a in range(size_a - da):
                        for b in range(size_b - db):
                            for w in range(min(size_w - starts, weekends)):
                                at = (a * size_b + b) * block + w * size_m
                                to = ((a + da) * size_b + b + db) * block + (w + starts) * size_m + dm
                                for m in range(low, min(size_m - dm, high)):
                                    found = price + then[to + m]
                                    if found < now[at + m]:
                                        now[at + m] = found


@njit(cache=True, nogil=True)
def _copy(now: Floats, then: Floats, sizes: Whole, low: int, high: int, weekends: int) -> None:
    for ab in range(sizes[0] * sizes[1]):
        for w in range(weekends):
            at = (ab * sizes[2] + w) * sizes[3]
            now[at + low : at + high] = then[at + low : at + high]


@njit(cache=True, nogil=True)
def _close(now: Floats, sizes: Whole, band: Whole) -> None:
    for ab in range(sizes[0] * sizes[1]):
        for w in range(band[2] + 1):
            at = (ab * sizes[2] + w) * sizes[3]
            now[at + band[3] : at + band[4] + 1] = INFINITE


@njit(cache=True, nogil=True)
def trace(  # noqa: C901
    togo: Floats,
    cost: Floats,
    class_of: Whole,
    follows: Flags,
    units: Whole,
    first_kind: Whole,
    second_kind: Whole,
    sizes: Whole,
    runs: Whole,
    weekend: Whole,
    state: int,
    line: Whole,
) -> float:
    """Follow the cheapest way from a state; fill `line` (-1: off) and return its cost, infinite where there is none."""
    n_days, n_shifts = cost.shape
    size_a, size_b, size_w, size_m = sizes[0], sizes[1], sizes[2], sizes[3]
    min_run, max_run, min_off, run_before, is_free = runs[0], runs[1], runs[2], runs[3], runs[4]
    a = b = w = m = 0
    total = togo[0, state, 0]
    if total == INFINITE:
        return total
    for k in range(n_days):
        is_off = state < min_off
        r = 0 if is_off else (state - min_off) % max_run + 1
        c = 0 if is_off else (state - min_off) // max_run
        starts = 1 if weekend[k] == 1 or (weekend[k] == 2 and r == 0) else 0
        here = ((a * size_b + b) * size_w + w) * size_m + m
        best, chosen = INFINITE, -1
        if is_off:
            best = togo[k + 1, min(state + 1, min_off - 1), here]
        elif r >= min_run or (is_free == 1 and r == run_before + k):
            best = togo[k + 1, 0, here]
        if r < max_run and (not is_off or state == min_off - 1) and w + starts < size_w:
            for s in range(n_shifts):
                if cost[k, s] == INFINITE or (not is_off and not follows[c, s]):
                    continue
                ta, tb, tm = a + first_kind[s], b + second_kind[s], m + units[s]
                if ta >= size_a or tb >= size_b or tm >= size_m:
                    continue
                to = ((ta * size_b + tb) * size_w + w + starts) * size_m + tm
                found = cost[k, s] + togo[k + 1, min_off + class_of[s] * max_run + r, to]
                if found < best:
                    best, chosen = found, s
        line[k] = chosen
        if chosen < 0:
            state = min(state + 1, min_off - 1) if is_off else 0
        else:
            a, b, m, w = a + first_kind[chosen], b + second_kind[chosen], m + units[chosen], w + starts
            state = min_off + class_of[chosen] * max_run + r
    return total


@njit(cache=True, nogil=True)
def lines_within(  # noqa: C901
    togo: Floats,
    cost: Floats,
    class_of: Whole,
    follows: Flags,
    units: Whole,
    first_kind: Whole,
    second_kind: Whole,
    sizes: Whole,
    runs: Whole,
    weekend: Whole,
    state: int,
    threshold: float,
    found: Whole,
) -> int:
    """Fill `found` with lines that cost at most the threshold; return how many there are, at most its length + 1.

    The cost to go is exact: a way is entered only where it ends in such a line.
    """
    n_days, n_shifts = cost.shape
    size_a, size_b, size_w, size_m = sizes[0], sizes[1], sizes[2], sizes[3]
    min_run, max_run, min_off, run_before, is_free = runs[0], runs[1], runs[2], runs[3], runs[4]
    states = np.empty(n_days + 1, np.int64)
    counts = np.zeros((n_days + 1, 4), np.int64)
    spent = np.zeros(n_days + 1)
    choice = np.full(n_days + 1, -2, np.int64)  # −2: nothing tried yet, −1: off, then the shifts
    states[0] = state
    n_found, k = 0, 0
    if togo[0, state, 0] > threshold:
        return 0
    while k >= 0:
        if k == n_days:
            if n_found == found.shape[0]:
                return n_found + 1
            for day in range(n_days):
                found[n_found, day] = choice[day]
            n_found += 1
            k -= 1
            continue
        choice[k] += 1
        s = choice[k]
        if s >= n_shifts:
            choice[k] = -2
            k -= 1
            continue
        now = states[k]
        is_off = now < min_off
        r = 0 if is_off else (now - min_off) % max_run + 1
        a, b, w, m = counts[k, 0], counts[k, 1], counts[k, 2], counts[k, 3]
        price = 0.0
        if s < 0:
            if is_off:
                then = min(now + 1, min_off - 1)
            elif r >= min_run or (is_free == 1 and r == run_before + k):
                then = 0
            else:
                continue
        else:
            if r >= max_run or (is_off and now != min_off - 1) or cost[k, s] == INFINITE:
                continue
            if not is_off and not follows[(now - min_off) // max_run, s]:
                continue
            a, b, m = a + first_kind[s], b + second_kind[s], m + units[s]
            w += 1 if weekend[k] == 1 or (weekend[k] == 2 and r == 0) else 0
            if a >= size_a or b >= size_b or w >= size_w or m >= size_m:
                continue
            price = cost[k, s]
            then = min_off + class_of[s] * max_run + r
        at = ((a * size_b + b) * size_w + w) * size_m + m
        if spent[k] + price + togo[k + 1, then, at] > threshold:
            continue
        k += 1
        states[k], spent[k] = then, spent[k - 1] + price
        counts[k, 0], counts[k, 1], counts[k, 2], counts[k, 3] = a, b, w, m
        choice[k] = -2
    return n_found
