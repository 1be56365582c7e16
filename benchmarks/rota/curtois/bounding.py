"""A bound of horizons too long to be priced exactly: amounts are charged for instead of counted.

Lagrangian relaxation of the cover and of every limit on an amount (minutes, weekends, kinds of shift), climbed by
deflected subgradients. What is left of a contract are its runs and rests: a line of a year then
takes milliseconds. Any prices and charges prove their bound, so it may be ended at any moment.
"""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from benchmarks.rota.curtois.instance import Instance, Lines
from benchmarks.rota.curtois.stretches import Stretches
from releve.pipeline.rota.engine.lines import cheapest_line
from releve.pipeline.rota.engine.lines.kernel import Floats

MEMORY = 0.7  # weight of the directions before
FIRST_STEP, LAST_STEP = 0.2, 0.0005  # for each one missing, as a share of the dearest cell
EVEN = (0.0, 0.02, 0.05, 0.1, 0.2, 0.4, 0.6, 0.8)  # prices to begin from, as shares of the dearest cell
CHARGES_STEP = 7.0  # over the days of the horizon: amounts add up over all of them

MINUTES_MOST, MINUTES_LEAST, WEEKENDS, KINDS = 0, 1, 2, 3  # places among an employee's amounts; kinds go to the end


@dataclass(frozen=True, slots=True)
class Judged:
    """Prices and charges, the bound they prove, and what everybody's cheapest lines leave uncovered or exceed."""

    bound: float  # wishes' base included; infinite where an employee has no line
    prices: Floats  # [day, shift]
    charges: Floats  # [employee, amount]
    missing: Floats
    excess: Floats


def bound_loosely(instance: Instance, stretches: Stretches, share_spent: Callable[[], float]) -> Judged:
    """Climb from the best of some even prices, in steps that shrink as the time is spent, until all of it is."""
    relaxed = Relaxed(instance, stretches)
    dearest = float(max(instance.under.max(), instance.over.max()))
    best = max((relaxed.judged(*relaxed.even(share * dearest)) for share in EVEN), key=lambda judged: judged.bound)
    now, toward_prices, toward_charges = best, np.zeros_like(best.prices), np.zeros_like(best.charges)
    while (share := share_spent()) < 1 and np.isfinite(now.bound):
        step = dearest * FIRST_STEP * (LAST_STEP / FIRST_STEP) ** share
        toward_prices = (1 - MEMORY) * now.missing + MEMORY * toward_prices
        toward_charges = (1 - MEMORY) * now.excess + MEMORY * toward_charges
        prices = np.clip(now.prices + step * toward_prices, -instance.over, instance.under)
        charges = np.maximum(0.0, now.charges + step * CHARGES_STEP / instance.n_days * toward_charges)
        now = relaxed.judged(prices, charges)
        if now.bound > best.bound:
            best = now
    return best


class Relaxed:
    """The instance without its cover and its amounts."""

    def __init__(self, instance: Instance, stretches: Stretches) -> None:
        self.instance, self.amounts = instance, Amounts(instance)
        self.opened = [stretches.open_loose(employee) for employee in range(instance.n_employees)]

    def even(self, price: float) -> tuple[Floats, Floats]:
        """Return the same price everywhere, and minutes charged for at what they bring."""
        charges = np.zeros(self.amounts.limits.shape)
        charges[:, MINUTES_MOST] = price
        return np.minimum(price, self.instance.under.astype(np.float64)), charges

    def judged(self, prices: Floats, charges: Floats) -> Judged:
        instance, amounts = self.instance, self.amounts
        bound = float(instance.wish_base.sum() + (instance.need * prices).sum() - (charges * amounts.limits).sum())
        missing, excess = instance.need.astype(np.float64), -amounts.limits
        for employee, stretch in enumerate(self.opened):
            least, _, line = cheapest_line(stretch, prices - amounts.charged(charges[employee]))
            bound += least
            if line is not None:
                days = np.flatnonzero(line >= 0)
                missing[days, line[days]] -= 1
                excess[employee] += amounts.used(line)
        return Judged(bound, prices, charges, missing, excess)


class Amounts:
    """What a line may use of each thing that is limited over the horizon, measured in shifts or weekends."""

    def __init__(self, instance: Instance) -> None:
        self.size = instance.minutes / instance.minutes.mean()  # of each shift
        self.half_weekends = (
            instance.weekend_marks() > 0
        ) / 2  # a weekend is worked on both days, or half of it is free
        mean = instance.minutes.mean()
        self.limits = np.array(
            [
                [one.max_minutes / mean, -one.min_minutes / mean, one.max_weekends, *one.most_of_shift]
                for one in instance.employees
            ]
        )

    def used(self, line: Lines) -> Floats:
        days = np.flatnonzero(line >= 0)
        size = self.size[line[days]].sum()
        kinds = np.bincount(line[days], minlength=len(self.size))
        return np.array([size, -size, self.half_weekends[days].sum(), *kinds])

    def charged(self, charges: Floats) -> Floats:
        """Return what working a shift on a day is charged: [day, shift]."""
        of_shift = (charges[MINUTES_MOST] - charges[MINUTES_LEAST]) * self.size + charges[KINDS:]
        return charges[WEEKENDS] * self.half_weekends[:, None] + of_shift[None, :]
