"""The variables of an area: who could be where, and who is elsewhere now."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property

from releve.pipeline.rota.engine.area.facts import Fact
from releve.pipeline.rota.engine.area.landscape import SATURDAY, Landscape, day_number
from releve.pipeline.rota.engine.problem import Assignment, Cell


@dataclass(frozen=True, slots=True)
class Row:
    """Variables whose sum lies between two numbers as long as a fact holds (always, without one)."""

    fact: Fact | None
    variables: tuple[int, ...]
    least: int | None = None
    most: int | None = None


class Area:
    """Some places in some weeks. Variables: assignments first, then the days that workers work."""

    def __init__(self, land: Landscape, places: Iterable[str], weeks: Iterable[int]) -> None:
        self.land = land
        self.places = tuple(sorted(set(places)))
        self.weeks = tuple(sorted(set(weeks)))
        self.assignments = self._assignments()
        self.index = {found: number for number, found in enumerate(self.assignments)}
        self.n_inside = sum(found.place in self.places for found in self.assignments)
        self.of_worker: dict[str, list[int]] = defaultdict(list)
        self.at: dict[tuple[str, Cell], list[int]] = defaultdict(list)
        for number, found in enumerate(self.assignments):
            self.of_worker[found.worker].append(number)
            self.at[found.place, found.cell].append(number)

    def _assignments(self) -> list[Assignment]:
        land, found = self.land, set()
        workers = set()
        for place in self.places:
            workers.update(land.workers_of[place])
            cells = [
                cell
                for week in self.weeks
                for cell in (Cell(week, slot) for slot in land.places[place].open_slots)
                if land.is_open(place, cell)
            ]
            found |= {Assignment(worker, place, *cell) for worker in land.workers_of[place] for cell in cells}
        weeks = set(self.weeks)
        for worker in workers:
            found |= {one for one in land.of_worker[worker] if one.week in weeks}
        return sorted(found)

    @cached_property
    def days(self) -> dict[tuple[str, int], int]:
        """Return the variable of each worker's day that could be worked."""
        keys = dict.fromkeys((found.worker, day_number(found.week, found.slot)) for found in self.assignments)
        return {key: len(self.assignments) + number for number, key in enumerate(keys)}

    @cached_property
    def fixed_days(self) -> dict[str, set[int]]:
        """Return the days that the workers work outside the weeks of the area."""
        weeks = set(self.weeks)
        return {
            worker: {day_number(one.week, one.slot) for one in self.land.of_worker[worker] if one.week not in weeks}
            for worker in self.of_worker
        }

    def fixed_saturdays(self, worker: str) -> list[int]:
        """Return the weeks outside the area in which she works on Saturday."""
        return sorted(day // 7 for day in self.fixed_days[worker] if day % 7 == SATURDAY)

    def by_cell(self, worker: str) -> dict[Cell, list[int]]:
        found: dict[Cell, list[int]] = defaultdict(list)
        for number in self.of_worker[worker]:
            found[Cell(self.assignments[number].week, self.assignments[number].slot)].append(number)
        return found

    def is_current(self, number: int) -> bool:
        return self.assignments[number] in self.land.chosen
