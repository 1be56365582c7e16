"""The hard rules as rows over an area, each under the fact it states. One small class a rule."""

from collections import defaultdict
from collections.abc import Iterator
from itertools import combinations
from typing import Protocol

from releve.pipeline.rota.engine.area.area import Area, Row
from releve.pipeline.rota.engine.area.facts import Fact, FactKind
from releve.pipeline.rota.engine.area.landscape import SATURDAY, day_number
from releve.pipeline.rota.engine.problem import Assignment, Cell


class AreaRule(Protocol):
    """A rule gives its rows."""

    def rows(self, area: Area) -> Iterator[Row]: ...


class Possible:
    """Window, leave, absence, wish « cannot », forbidden half-days."""

    def rows(self, area: Area) -> Iterator[Row]:
        found: dict[Fact, list[int]] = defaultdict(list)
        land = area.land
        for number, one in enumerate(area.assignments):
            for fact in land.against(land.workers[one.worker], land.places[one.place], one.cell):
                found[fact].append(number)
        for fact, numbers in found.items():
            yield Row(fact, tuple(numbers), most=0)


class OnePlaceACell:
    """Nobody is in two places at once: no fact, it always holds."""

    def rows(self, area: Area) -> Iterator[Row]:
        for worker in area.of_worker:
            for numbers in area.by_cell(worker).values():
                if len(numbers) > 1:
                    yield Row(None, tuple(numbers), most=1)


class Rooms:
    def rows(self, area: Area) -> Iterator[Row]:
        for (place, cell), numbers in area.at.items():
            rooms = area.land.rooms(place, cell)
            if place in area.places and len(numbers) > rooms:
                fact = area.land.fact(
                    FactKind.ROOMS, "", place, cell=cell, limit=rooms, count=area.land.present(place, cell)
                )
                yield Row(fact, tuple(numbers), most=rooms)


class HalfDaysAWeek:
    def rows(self, area: Area) -> Iterator[Row]:
        for name, numbers in area.of_worker.items():
            for week, hers in _by_week(area, numbers).items():
                most = area.land.workers[name].most_in(week)
                if len({area.assignments[number].slot for number in hers}) > most:
                    count = sum(map(area.is_current, hers))
                    fact = area.land.fact(FactKind.HALF_DAYS_A_WEEK, name, week=week, limit=most, count=count)
                    yield Row(fact, tuple(hers), most=most)


class DaysAWeek:
    def rows(self, area: Area) -> Iterator[Row]:
        for name, numbers in area.of_worker.items():
            most = area.land.workers[name].max_days_per_week
            for week, hers in _by_week(area, numbers).items():
                days = sorted({area.days[name, _day(area, number)] for number in hers})
                if len(days) > most:
                    count = len({_day(area, number) for number in hers if area.is_current(number)})
                    fact = area.land.fact(FactKind.DAYS_A_WEEK, name, week=week, limit=most, count=count)
                    yield Row(fact, tuple(days), most=most)


class Saturdays:
    def rows(self, area: Area) -> Iterator[Row]:
        for name, numbers in area.of_worker.items():
            most = area.land.workers[name].max_saturdays
            saturdays = {_day(area, number) for number in numbers if _day(area, number) % 7 == SATURDAY}
            n_fixed = len(area.fixed_saturdays(name)) if saturdays else 0
            if most is not None and len(saturdays) + n_fixed > most:
                count = len({one.week for one in area.land.of_worker[name] if one.slot // 2 == SATURDAY})
                fact = area.land.fact(FactKind.SATURDAYS, name, limit=most, count=count)
                days = tuple(area.days[name, day] for day in sorted(saturdays))
                yield Row(fact, days, most=max(0, most - n_fixed))


class ConsecutiveDays:
    def rows(self, area: Area) -> Iterator[Row]:
        for name, numbers in area.of_worker.items():
            worker = area.land.workers[name]
            most = worker.max_consecutive_days
            if most is None:
                continue
            fact = area.land.fact(FactKind.CONSECUTIVE_DAYS, name, limit=most)
            hers = {_day(area, number) for number in numbers}
            fixed = area.fixed_days[name] | set(range(-worker.worked_days_before, 0))
            starts = sorted({day - back for day in hers for back in range(most + 1)})
            for first in starts:
                window = range(first, first + most + 1)
                free = tuple(area.days[name, day] for day in window if day in hers)
                n_fixed = sum(day in fixed for day in window)
                if len(free) + n_fixed > most:
                    yield Row(fact, free, most=max(0, most - n_fixed))


class Travel:
    def rows(self, area: Area) -> Iterator[Row]:
        for name, numbers in area.of_worker.items():
            on_day: dict[int, dict[str, list[int]]] = defaultdict(lambda: defaultdict(list))
            for number in numbers:
                on_day[_day(area, number)][area.assignments[number].place].append(number)
            for day, at in on_day.items():
                for one, other in combinations(sorted(at), 2):
                    if area.land.are_far(one, other):
                        yield from _apart(area, name, (one, other), day, (at[one], at[other]))


def _apart(
    area: Area, worker: str, places: tuple[str, str], day: int, numbers: tuple[list[int], list[int]]
) -> Iterator[Row]:
    fact = area.land.fact(FactKind.TRAVEL, worker, *places, cell=Cell(day // 7, day % 7 * 2))
    for one in numbers[0]:
        for other in numbers[1]:
            if area.assignments[one].slot != area.assignments[other].slot:
                yield Row(fact, (one, other), most=1)


class Locked:
    def rows(self, area: Area) -> Iterator[Row]:
        for found in sorted(area.land.problem.locked & area.index.keys()):
            fact = area.land.fact(FactKind.LOCKED, found.worker, found.place, cell=found.cell)
            yield Row(fact, (area.index[found],), least=1)


class Frozen:
    """Inside the notice of published weeks all stays as it is. One fact for all of it: it is one decision."""

    def rows(self, area: Area) -> Iterator[Row]:
        land = area.land
        if land.problem.frozen_before.week <= area.weeks[0] and not land.is_frozen(area.weeks[0], 0):
            return
        fact = land.fact(FactKind.FROZEN, cell=land.problem.frozen_before)
        for number, one in enumerate(area.assignments):
            if land.is_frozen(one.week, one.slot):
                stays = area.is_current(number)
                yield Row(fact, (number,), least=1 if stays else None, most=None if stays else 0)


class Needed:
    """No other cell may get shorter than it is (below its minimum)."""

    def __init__(self, but: tuple[str, Cell] | None = None) -> None:
        self._but = but

    def rows(self, area: Area) -> Iterator[Row]:
        land = area.land
        for (place, cell), numbers in area.at.items():
            need = min(land.demand(place, cell).minimum, land.present(place, cell))
            if place in area.places and need and (place, cell) != self._but:
                fact = land.fact(FactKind.NEEDED, "", place, cell=cell, limit=need)
                yield Row(fact, tuple(numbers), least=need)


ALWAYS: tuple[AreaRule, ...] = (
    Possible(),
    OnePlaceACell(),
    Rooms(),
    HalfDaysAWeek(),
    DaysAWeek(),
    Saturdays(),
    ConsecutiveDays(),
    Travel(),
    Locked(),
    Frozen(),
)


def rows_of(area: Area, *more: AreaRule) -> list[Row]:
    """Return the rows of every rule, in an order that only depends on the area."""
    return [row for rule in (*ALWAYS, *more) for row in rule.rows(area)]


def _by_week(area: Area, numbers: list[int]) -> dict[int, list[int]]:
    found: dict[int, list[int]] = defaultdict(list)
    for number in numbers:
        found[area.assignments[number].week].append(number)
    return found


def _day(area: Area, number: int) -> int:
    found: Assignment = area.assignments[number]
    return day_number(found.week, found.slot)
