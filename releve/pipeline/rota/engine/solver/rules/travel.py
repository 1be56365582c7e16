"""Two places on one day: too far apart is forbidden, the others cost something."""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from releve.pipeline.rota.engine.solver.part import Part
from releve.pipeline.rota.engine.solver.rules.rule import Plain
from releve.pipeline.rota.engine.solver.table import Bools, Ints, Table


def too_far(table: Table) -> Bools:
    """Return which pairs of places are too far apart for one day."""
    x, y = (np.array([getattr(place, axis) for place in table.problem.places]) for axis in ("x_km", "y_km"))
    return np.hypot(x[:, None] - x, y[:, None] - y) > table.problem.max_travel_km


@dataclass(slots=True)
class Day:
    """A worker's day: what is free and what is fixed in each half."""

    free: tuple[dict[int, list[int]], dict[int, list[int]]]  # variables by place
    fixed: tuple[set[int], set[int]]  # places


class OfTwoHalves(Plain):
    """What both rules have in common."""

    def __init__(self, table: Table) -> None:
        self.table = table
        self.far = too_far(table)

    def pairs(self, chosen: Ints) -> tuple[Ints, Ints]:
        """Return the rows of one worker on one day, two by two."""
        day = self.table.worker_days.of
        order = chosen[np.lexsort((chosen, day[chosen]))]
        is_same = day[order[1:]] == day[order[:-1]]
        return order[:-1][is_same], order[1:][is_same]

    def days(self, part: Part) -> Iterator[Day]:
        """Give each day where both halves may be worked."""
        table, found = self.table, dict[int, Day]()
        of = table.worker_days.of
        places, halves, keys = (a[part.free].tolist() for a in (table.place, table.slot % 2, of))
        for variable, (place, half, key) in enumerate(zip(places, halves, keys, strict=True)):
            day = found.setdefault(key, Day(({}, {}), (set(), set())))
            day.free[half].setdefault(place, []).append(variable)
        places, halves, keys = (a[part.fixed_beside].tolist() for a in (table.place, table.slot % 2, of))
        for place, half, key in zip(places, halves, keys, strict=True):
            if key in found:
                found[key].fixed[half].add(place)
        for key in sorted(found):
            day = found[key]
            if all(day.free[half] or day.fixed[half] for half in (0, 1)):
                yield day


class TooFar(OfTwoHalves):
    """No two places on one day that are too far apart."""

    def __init__(self, table: Table) -> None:
        super().__init__(table)
        self.is_needed = bool(self.far.any())

    def is_kept(self, chosen: Ints, settled: Ints) -> bool:
        first, second = self.pairs(chosen)
        is_new = ~(np.isin(first, settled) & np.isin(second, settled))
        return not (self.far[self.table.place[first], self.table.place[second]] & is_new).any()

    def add(self, part: Part) -> None:
        for day in self.days(part):
            for half in (0, 1):
                other, far_from = day.free[1 - half], self.far
                for place, variables in day.free[half].items():
                    if any(far_from[place, fixed] for fixed in day.fixed[1 - half]):
                        for variable in variables:
                            part.model.upper[variable] = 0
                    elif not day.fixed[1 - half]:
                        away = [v for there, found in other.items() if far_from[place, there] for v in found]
                        if away:
                            part.model.at_most_one([*variables, *away])


class TwoPlacesADay(OfTwoHalves):
    """Each day with two places."""

    def __init__(self, table: Table) -> None:
        super().__init__(table)
        self.weight = table.problem.weights.two_places_a_day

    def cost(self, chosen: Ints) -> int:
        first, second = self.pairs(chosen)
        return self.weight * int((self.table.place[first] != self.table.place[second]).sum())

    def add(self, part: Part) -> None:
        for day in self.days(part):
            if day.fixed[0] and day.fixed[1]:
                continue
            if day.fixed[0] or day.fixed[1]:
                half = 0 if day.fixed[1] else 1
                for place, variables in day.free[half].items():
                    if place not in day.fixed[1 - half]:
                        for variable in variables:
                            part.model.cost[variable] += self.weight
            else:
                self._add_free(part, day)

    def _add_free(self, part: Part, day: Day) -> None:
        mornings, afternoons = day.free
        if not any(a != b and not self.far[a, b] for a in mornings for b in afternoons):
            return
        two = part.model.variable(self.weight)
        for here, there in ((mornings, afternoons), (afternoons, mornings)):
            for place, variables in here.items():
                elsewhere = [v for other, found in there.items() if other != place for v in found]
                if elsewhere:
                    part.model.at_most([*variables, *elsewhere], 1, two)
