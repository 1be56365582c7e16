"""The first thing against each worker of a place, as the rota stands: what one sees without any proof."""

from collections.abc import Iterator
from itertools import chain

from releve.pipeline.rota.engine.area.facts import Fact, FactKind
from releve.pipeline.rota.engine.area.landscape import SATURDAY, Landscape, day_number
from releve.pipeline.rota.engine.problem import Assignment, Cell, Worker


def first_against(land: Landscape, name: str, place: str, cell: Cell) -> Fact | None:
    """Return why she is not there; None when nothing in the rota as it stands speaks against it."""
    worker = land.workers[name]
    hers = land.of_worker[name]
    found = chain(
        land.against(worker, land.places[place], cell),
        _frozen(land, cell),
        _elsewhere(land, hers, cell),
        _week(land, worker, hers, cell),
        _days(land, worker, hers, cell),
        _travel(land, hers, name, place, cell),
        _rooms(land, place, cell),
    )
    return next(found, None)


def _frozen(land: Landscape, cell: Cell) -> Iterator[Fact]:
    if land.is_frozen(*cell):
        yield land.fact(FactKind.FROZEN, cell=land.problem.frozen_before)


def _elsewhere(land: Landscape, hers: list[Assignment], cell: Cell) -> Iterator[Fact]:
    for one in hers:
        if (one.week, one.slot) == cell:
            kind = FactKind.LOCKED if one in land.problem.locked else FactKind.ELSEWHERE
            yield land.fact(kind, one.worker, one.place, cell=cell)


def _week(land: Landscape, worker: Worker, hers: list[Assignment], cell: Cell) -> Iterator[Fact]:
    slots = [one.slot for one in hers if one.week == cell.week]
    most = worker.most_in(cell.week)
    if len(slots) >= most:
        yield land.fact(FactKind.HALF_DAYS_A_WEEK, worker.id, week=cell.week, limit=most, count=len(slots))
    days = {slot // 2 for slot in slots}
    if cell.slot // 2 not in days and len(days) >= worker.max_days_per_week:
        yield land.fact(
            FactKind.DAYS_A_WEEK, worker.id, week=cell.week, limit=worker.max_days_per_week, count=len(days)
        )


def _days(land: Landscape, worker: Worker, hers: list[Assignment], cell: Cell) -> Iterator[Fact]:
    day = day_number(*cell)
    worked = {day_number(one.week, one.slot) for one in hers}
    saturdays = {one for one in worked if one % 7 == SATURDAY}
    most = worker.max_saturdays
    if most is not None and day % 7 == SATURDAY and day not in saturdays and len(saturdays) >= most:
        yield land.fact(FactKind.SATURDAYS, worker.id, limit=most, count=len(saturdays))
    in_a_row = worker.max_consecutive_days
    if in_a_row is not None and day not in worked:
        worked |= set(range(-worker.worked_days_before, 0))
        first, last = day, day
        while first - 1 in worked:
            first -= 1
        while last + 1 in worked:
            last += 1
        if last - first + 1 > in_a_row:
            yield land.fact(FactKind.CONSECUTIVE_DAYS, worker.id, limit=in_a_row)


def _travel(land: Landscape, hers: list[Assignment], name: str, place: str, cell: Cell) -> Iterator[Fact]:
    for one in hers:
        is_same_day = day_number(one.week, one.slot) == day_number(*cell)
        if is_same_day and one.place != place and land.are_far(one.place, place):
            there = one.cell
            yield land.fact(FactKind.TRAVEL, name, *sorted((one.place, place)), cell=there)


def _rooms(land: Landscape, place: str, cell: Cell) -> Iterator[Fact]:
    rooms, present = land.rooms(place, cell), land.present(place, cell)
    if present >= rooms:
        yield land.fact(FactKind.ROOMS, "", place, cell=cell, limit=rooms, count=present)
