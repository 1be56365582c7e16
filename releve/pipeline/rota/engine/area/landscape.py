"""A problem and a rota, looked up by worker, by place and by cell; and the facts about them."""

from collections import defaultdict
from collections.abc import Collection, Iterator
from copy import copy
from datetime import timedelta
from functools import cached_property
from math import hypot

from releve.pipeline.rota.engine.area.facts import Fact, FactKind
from releve.pipeline.rota.engine.problem import Assignment, Cell, Demand, Place, Problem, Roster, Wish, Worker

DAYS_PER_WEEK = 7
SATURDAY = 5


def day_number(week: int, slot: int) -> int:
    """Return the days since the first Monday."""
    return week * DAYS_PER_WEEK + slot // 2


class Landscape:
    """Built once for many questions about the same rota."""

    def __init__(self, problem: Problem, roster: Roster) -> None:
        self.problem = problem
        self.workers = {worker.id: worker for worker in problem.workers}
        self.places = {place.id: place for place in problem.places}
        self.chosen = frozenset(roster.assignments)
        self.of_worker: dict[str, list[Assignment]] = defaultdict(list)
        self.at: dict[tuple[str, int, int], list[str]] = defaultdict(list)
        for found in sorted(roster.assignments):
            self.of_worker[found.worker].append(found)
            self.at[found.place, found.week, found.slot].append(found.worker)

    @property
    def roster(self) -> Roster:
        return Roster(tuple(sorted(self.chosen)))

    @cached_property
    def workers_of(self) -> dict[str, list[str]]:
        found: dict[str, list[str]] = {place.id: [] for place in self.problem.places}
        for worker in self.problem.workers:
            for place in dict.fromkeys(worker.places):
                found[place].append(worker.id)
        return found

    def changed(self, taken: Collection[Assignment], added: Collection[Assignment]) -> "Landscape":
        """Return the landscape after a change."""
        after = copy(self)
        after.chosen = (self.chosen - set(taken)) | set(added)
        after.of_worker, after.at = self.of_worker.copy(), self.at.copy()
        for one in {*taken, *added}:
            hers = {found for found in self.of_worker[one.worker] if found not in taken}
            after.of_worker[one.worker] = sorted(hers | {found for found in added if found.worker == one.worker})
            key = (one.place, one.week, one.slot)
            present = {name for name in self.at[key] if Assignment(name, *key) not in taken}
            after.at[key] = sorted(present | {found.worker for found in added if found[1:] == key})
        return after

    def present(self, place: str, cell: Cell) -> int:
        return len(self.at.get((place, *cell), ()))

    def demand(self, place: str, cell: Cell) -> Demand:
        return self.places[place].demand_at(cell)

    def is_open(self, place: str, cell: Cell) -> bool:
        return cell.slot in self.places[place].open_slots and cell not in self.places[place].closed

    def rooms(self, place: str, cell: Cell) -> int:
        return self.places[place].rooms_at(cell)

    def is_frozen(self, week: int, slot: int) -> bool:
        return Cell(week, slot) < self.problem.frozen_before

    def are_far(self, one: str, other: str) -> bool:
        a, b = self.places[one], self.places[other]
        return hypot(a.x_km - b.x_km, a.y_km - b.y_km) > self.problem.max_travel_km

    def short_cells(self, places: Collection[str] | None = None) -> Iterator[tuple[str, Cell]]:
        """Give the open cells below their minimum, by week, slot and place; of some places, or of all."""
        found = [
            (cell, place.id)
            for place in self.problem.places
            if places is None or place.id in places
            for week in range(self.problem.n_weeks)
            for cell in (Cell(week, slot) for slot in place.open_slots)
            if cell not in place.closed and self.present(place.id, cell) < self.demand(place.id, cell).minimum
        ]
        for cell, name in sorted(found):
            yield name, cell

    def against(self, worker: Worker, place: Place, cell: Cell) -> Iterator[Fact]:
        """Give each fact by which this worker could never be at this place in this cell."""
        if not worker.first_week <= cell.week < worker.end_week:
            yield self.fact(FactKind.OUTSIDE_WINDOW, worker.id)
        if cell.week in worker.leave_weeks:
            yield self.fact(FactKind.ON_LEAVE, worker.id, week=cell.week)
        if cell in worker.absences:
            yield self.fact(FactKind.ABSENT, worker.id, cell=cell)
        if worker.wish_at(cell) is Wish.CANNOT:
            yield self.fact(FactKind.CANNOT, worker.id, cell=cell)
        if self.problem.forbidden and Assignment(worker.id, place.id, *cell) in self.problem.forbidden:
            yield self.fact(FactKind.FORBIDDEN, worker.id, place.id, cell=cell)

    def fact(
        self,
        kind: FactKind,
        worker: str = "",
        place: str = "",
        other_place: str = "",
        *,
        cell: Cell | None = None,
        week: int | None = None,
        limit: int | None = None,
        count: int | None = None,
    ) -> Fact:
        """Return a fact with its names and its date."""
        day = None
        if cell is not None:
            day = self.problem.first_monday + timedelta(days=day_number(*cell))
        elif week is not None:
            day = self.problem.first_monday + timedelta(weeks=week)
        return Fact(
            kind,
            worker,
            place,
            other_place,
            cell,
            week,
            limit,
            count,
            self.workers[worker].name if worker else "",
            self.places[place].name if place else "",
            self.places[other_place].name if other_place else "",
            day,
        )
