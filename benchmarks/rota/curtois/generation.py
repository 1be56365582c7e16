"""Column generation: ask each employee's dynamic programme for a line that would make the mix cheaper."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

import numpy as np

from benchmarks.rota.curtois.master import TINY, Master, Mix, rounded_up
from releve.pipeline.rota.engine.lines import Stretch, cheapest_line

NEAR = 0.02  # mix − bound under which no further line is asked for


@dataclass(frozen=True, slots=True)
class Generated:
    """The mix, the bound proven for the whole part, and whether the two met."""

    mix: Mix
    bound: float
    is_closed: bool


def generate(
    master: Master,
    stretches: Mapping[int, Stretch],
    *,
    n_steps: int,
    is_over: Callable[[], bool],
    cutoff: int | None = None,
    smoothing: float = 0.0,
    known_bound: float = -np.inf,
) -> Generated:
    """Add lines of these employees until the mix cannot become cheaper, the bound reaches the cutoff, or it is time.

    `smoothing` is the weight of the best prices so far, against the jumps of the simplex' prices.
    `known_bound` is that of the part before more of its employees were fixed.
    Employees of the master that are not among the stretches keep the lines that are fixed.
    """
    best_bound = known_bound
    best_prices: np.ndarray | None = None
    mix = master.solve()
    if mix.cost - best_bound < NEAR:
        return Generated(mix, best_bound, True)
    for _ in range(n_steps):
        own = master.lawful(mix.prices)
        prices = own if best_prices is None else smoothing * best_prices + (1 - smoothing) * own
        bound, n_added = _ask(master, stretches, mix, prices)
        if bound > best_bound:
            best_bound, best_prices = bound, prices
        is_cut = cutoff is not None and rounded_up(best_bound) >= cutoff
        if is_cut or mix.cost - best_bound < NEAR or rounded_up(best_bound) >= mix.cost - TINY:
            return Generated(mix, best_bound, True)
        if is_over():
            break
        if n_added:
            mix = master.solve()
        elif np.abs(prices - own).max() < TINY:
            return Generated(mix, best_bound, True)
        else:
            best_prices = None  # the smoothed prices found nothing: ask at the simplex' own
    return Generated(mix, best_bound, False)


def _ask(master: Master, stretches: Mapping[int, Stretch], mix: Mix, prices: np.ndarray) -> tuple[float, int]:
    """Return the bound at these prices, and how many lines came in."""
    bound = master.value_of(prices)
    n_added = 0
    for employee, stretch in stretches.items():
        least, found, line = cheapest_line(stretch, prices)
        bound += least
        master.effort += stretch.effort
        if line is None:
            continue
        days = np.flatnonzero(line >= 0)
        own = found + float(prices[days, line[days]].sum())
        if own - float(mix.prices[days, line[days]].sum()) - mix.wages[employee] < -TINY:
            n_added += master.add(employee, line, round(own))
    return bound, n_added
