"""Priced sweeps: one employee after the other answers prices that move until the answers fit together.

The prices are those of a method of multipliers (M. R. Hestenes, 1969), made to agree on whole lines by a pull that
grows, in the spirit of D. Wedelin's algorithm for crew scheduling (Annals of Operations Research 57, 1995): no simplex,
one dynamic programme an employee and sweep.
"""

from collections.abc import Callable, Iterator

import numpy as np

from benchmarks.rota.curtois.instance import Instance, Lines
from benchmarks.rota.curtois.master import Demand
from benchmarks.rota.curtois.parts import Part, own_cost
from releve.pipeline.rota.engine.lines import cheapest_line
from releve.pipeline.rota.engine.lines.kernel import Floats

FEWEST, MOST = 60, 1500  # sweeps of one attempt
SHORTEST = 80  # sweeps of one attempt at the whole, times a number of `luby`
FIRST_PULL, LAST_PULL = 0.1, 10.0  # units of cost for each one missing or too many
LEAST_STEP, LARGEST_STEP = 0.5, 1.0  # of the prices after a sweep, as a share of the pull
QUIET = 3  # sweeps without a change: the answers agree


def sweep(
    instance: Instance,
    part: Part,
    lines: Lines,
    prices: Floats,
    generator: np.random.Generator,
    is_over: Callable[[], bool],
    n_sweeps: int,
) -> Lines:
    """Return the best lines met, brought down to where no employee alone can do better.

    `lines` are lawful ones to begin from, [place in freed.employees, day of the part]; `prices` is [day, shift], best
    those of the mix. The more sweeps, the slower the pull grows, and the better the answers fit together.
    """
    crowd = Crowd(instance, part, lines.copy(), generator)
    best, least = lines, crowd.cost()
    step = generator.uniform(LEAST_STEP, LARGEST_STEP)
    n_quiet = 0
    for pull in np.geomspace(FIRST_PULL, LAST_PULL, n_sweeps).tolist():
        n_changed = crowd.ask(lambda missing, p=prices, pull=pull: p + pull * (missing - 0.5))
        prices = part.master.lawful(prices + step * pull * crowd.missing)
        if (cost := crowd.cost()) <= least:
            best, least = crowd.lines.copy(), cost
        n_quiet = 0 if n_changed else n_quiet + 1
        if n_quiet >= QUIET or is_over():
            break
    crowd = Crowd(instance, part, best.copy(), generator)
    while crowd.ask(lambda missing: np.where(missing > 0, np.inf, -np.inf)) and crowd.cost() < least and not is_over():
        best, least = crowd.lines.copy(), crowd.cost()
    return best


def luby() -> Iterator[int]:
    """Give 1, 1, 2, 1, 1, 2, 4, 1, …: as much time on attempts of each length, whichever suits the instance.

    M. Luby, A. Sinclair, D. Zuckerman: Optimal speedup of Las Vegas algorithms (Inf. Process. Lett. 47, 1993).
    """
    turn, length = 1, 1
    while True:
        yield length
        turn, length = (turn + 1, 1) if turn & -turn == length else (turn, 2 * length)


class Crowd:
    """The employees of a part, their lines now, and what these leave uncovered."""

    def __init__(self, instance: Instance, part: Part, lines: Lines, generator: np.random.Generator) -> None:
        self.instance, self.part, self.lines, self.generator = instance, part, lines, generator
        self.missing = part.master.demand.after(list(lines)).need

    def cost(self) -> int:
        """Return the part's cost as it stands."""
        demand = self.part.master.demand
        left = Demand(self.missing, demand.under, demand.over).cost()
        return left + own_cost(self.instance, self.part.freed, self.lines)

    def ask(self, prices_of: Callable[[Floats], Floats]) -> int:
        """Let everybody answer once, in a random order; return how many lines changed.

        `prices_of` gives the prices from what is missing while the one who is asked is away.
        """
        n_changed = 0
        employees, master = self.part.freed.employees, self.part.master
        for place in self.generator.permutation(len(employees)).tolist():
            self._count(place, 1)
            stretch = self.part.stretches[employees[place]]
            master.effort += stretch.effort
            _, _, line = cheapest_line(stretch, master.lawful(prices_of(self.missing)))
            if line is not None and (line != self.lines[place]).any():
                self.lines[place] = line
                n_changed += 1
            self._count(place, -1)
        return n_changed

    def _count(self, place: int, step: int) -> None:
        days = np.flatnonzero(self.lines[place] >= 0)
        self.missing[days, self.lines[place, days]] += step
