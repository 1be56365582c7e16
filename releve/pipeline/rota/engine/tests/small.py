"""Small problems that tests change in one place."""

from dataclasses import replace
from datetime import date
from typing import Any

from releve.pipeline.rota.engine.problem import Assignment, Cell, Demand, Place, Problem, Roster, Worker

MONDAY = date(2026, 1, 5)
WEEKDAYS = tuple(range(10))  # Monday morning to Friday afternoon


def a_place(name: str = "Mazingarbe", **changes: Any) -> Place:
    """Open from Monday to Friday, two rooms, one doctor needed."""
    place = Place(id=name, name=name, rooms=2, open_slots=WEEKDAYS, demand=Demand(1, 1))
    return replace(place, **changes)


def a_worker(name: str = "Benali", **changes: Any) -> Worker:
    """Four half-days a week at Mazingarbe, six at most."""
    worker = Worker(id=name, name=f"Dr {name}", places=("Mazingarbe",), half_days_per_week=4, max_half_days_per_week=6)
    return replace(worker, **changes)


def a_problem(*parts: Place | Worker, **changes: Any) -> Problem:
    """Four weeks of these places and workers; without any, one of each."""
    places = tuple(part for part in parts if isinstance(part, Place)) or (a_place(),)
    workers = tuple(part for part in parts if isinstance(part, Worker)) or (a_worker(),)
    return replace(Problem(first_monday=MONDAY, n_weeks=4, places=places, workers=workers), **changes)


def at(week: int, slot: int, worker: str = "Benali", place: str = "Mazingarbe") -> Assignment:
    return Assignment(worker, place, week, slot)


def a_roster(*assignments: Assignment) -> Roster:
    return Roster(tuple(sorted(assignments)))


def cells(*pairs: tuple[int, int]) -> frozenset[Cell]:
    return frozenset(Cell(*pair) for pair in pairs)
