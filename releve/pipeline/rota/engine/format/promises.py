"""Promises that add up to more than the rooms hold: a rota exists, but somebody will not get her half-days."""

from collections import defaultdict
from dataclasses import dataclass

from releve.pipeline.rota.engine.problem import Cell, Place, Problem, Worker


@dataclass(frozen=True, slots=True)
class PromisesBeyondRooms:
    """Workers who may only work in these places were promised more half-days than the places have seats."""

    places: tuple[str, ...]
    workers: tuple[str, ...]
    promised: float  # over the horizon
    held: int


def promises_beyond_rooms(problem: Problem) -> tuple[PromisesBeyondRooms, ...]:
    """Return each smallest set of places that is promised beyond its rooms, the fewest places first.

    The sets asked are each worker's own places and all the places together.
    """
    seats = {place.id: _seats(place, problem.n_weeks) for place in problem.places}
    by_places: dict[frozenset[str], list[Worker]] = defaultdict(list)
    for worker in problem.workers:
        by_places[frozenset(worker.places)].append(worker)
    sets = sorted({*by_places, frozenset(seats)}, key=lambda places: (len(places), sorted(places)))
    found: list[PromisesBeyondRooms] = []
    for places in sets:
        if any(set(one.places) <= places for one in found):
            continue
        workers = [worker for hers, several in by_places.items() if hers <= places for worker in several]
        promised = sum(promised_half_days(worker, problem.n_weeks) for worker in workers)
        held = sum(seats[place] for place in places)
        if promised > held:
            names = tuple(sorted(worker.id for worker in workers))
            found.append(PromisesBeyondRooms(tuple(sorted(places)), names, promised, held))
    return tuple(found)


def promised_half_days(worker: Worker, n_weeks: int) -> float:
    """Return what she was promised over the horizon."""
    weeks = range(max(0, worker.first_week), min(worker.end_week, n_weeks))
    active = [week for week in weeks if week not in worker.leave_weeks]
    return sum(worker.half_days_in.get(week, worker.half_days_per_week) for week in active) + worker.owed_half_days


def _seats(place: Place, n_weeks: int) -> int:
    cells = (Cell(week, slot) for week in range(n_weeks) for slot in place.open_slots)
    return sum(place.rooms_at(cell) for cell in cells if cell not in place.closed)
