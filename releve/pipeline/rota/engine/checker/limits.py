"""Rules that several assignments break together."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from math import hypot

from releve.pipeline.rota.engine.checker.report import Rule, Violation
from releve.pipeline.rota.engine.problem import Assignment, Cell, Place, Problem, Roster, Worker

SATURDAY = 5
DAYS_PER_WEEK = 7


def beyond_limits(problem: Problem, roster: Roster) -> Iterator[Violation]:
    """Give every limit of a place or of a worker that the rota goes beyond."""
    of_worker: dict[str, list[Assignment]] = defaultdict(list)
    of_room: dict[tuple[str, Cell], int] = defaultdict(int)
    for found in roster.assignments:
        of_worker[found.worker].append(found)
        of_room[found.place, found.cell] += 1
    places = {place.id: place for place in problem.places}
    for (place_id, cell), n in sorted(of_room.items()):
        rooms = places[place_id].rooms_at(cell)
        if n > rooms:
            yield Violation(Rule.ROOMS, "", (place_id,), (cell,), n, rooms)
    for worker in problem.workers:
        hers = sorted(of_worker[worker.id], key=lambda one: (one.week, one.slot, one.place))
        yield from _two_at_once(worker, hers)
        yield from _weeks(worker, hers)
        yield from _saturdays(worker, hers)
        yield from _consecutive(worker, hers)
        yield from _travel(problem, places, worker, hers)


def _two_at_once(worker: Worker, hers: list[Assignment]) -> Iterator[Violation]:
    at: dict[Cell, list[str]] = defaultdict(list)
    for found in hers:
        at[found.cell].append(found.place)
    for cell, places in at.items():
        if len(places) > 1:
            yield Violation(Rule.ONE_PLACE_A_CELL, worker.id, tuple(places), (cell,), len(places), 1)


def _weeks(worker: Worker, hers: list[Assignment]) -> Iterator[Violation]:
    slots: dict[int, list[int]] = defaultdict(list)
    for found in hers:
        slots[found.week].append(found.slot)
    for week, worked in slots.items():
        cells = tuple(Cell(week, slot) for slot in sorted(set(worked)))
        n_days = len({slot // 2 for slot in worked})
        most = worker.max_half_days_in.get(week, worker.max_half_days_per_week)
        if len(worked) > most:
            yield Violation(Rule.HALF_DAYS_A_WEEK, worker.id, (), cells, len(worked), most)
        if n_days > worker.max_days_per_week:
            yield Violation(Rule.DAYS_A_WEEK, worker.id, (), cells, n_days, worker.max_days_per_week)


def _saturdays(worker: Worker, hers: list[Assignment]) -> Iterator[Violation]:
    cells = tuple(found.cell for found in hers if found.slot // 2 == SATURDAY)
    n = len({cell.week for cell in cells})
    if worker.max_saturdays is not None and n > worker.max_saturdays:
        yield Violation(Rule.SATURDAYS, worker.id, (), cells, n, worker.max_saturdays)


def _consecutive(worker: Worker, hers: list[Assignment]) -> Iterator[Violation]:
    if worker.max_consecutive_days is None:
        return
    for run in _runs({found.week * DAYS_PER_WEEK + found.slot // 2 for found in hers}):
        n = len(run) + (worker.worked_days_before if run[0] == 0 else 0)
        if n > worker.max_consecutive_days:
            cells = tuple(
                found.cell for found in hers if run[0] <= found.week * DAYS_PER_WEEK + found.slot // 2 <= run[-1]
            )
            yield Violation(Rule.CONSECUTIVE_DAYS, worker.id, (), cells, n, worker.max_consecutive_days)


def _runs(days: Iterable[int]) -> Iterator[list[int]]:
    """Give the longest runs of days that follow each other."""
    run: list[int] = []
    for day in sorted(days):
        if run and day != run[-1] + 1:
            yield run
            run = []
        run.append(day)
    if run:
        yield run


def _travel(problem: Problem, places: dict[str, Place], worker: Worker, hers: list[Assignment]) -> Iterator[Violation]:
    on_day: dict[tuple[int, int], dict[str, Cell]] = defaultdict(dict)
    for found in hers:
        on_day[found.week, found.slot // 2].setdefault(found.place, found.cell)
    for at in on_day.values():
        ids = sorted(at)
        for index, one in enumerate(ids):
            for other in ids[index + 1 :]:
                a, b = places[one], places[other]
                if hypot(a.x_km - b.x_km, a.y_km - b.y_km) > problem.max_travel_km:
                    yield Violation(Rule.TRAVEL, worker.id, (one, other), (at[one], at[other]))
