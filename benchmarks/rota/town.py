"""A town's real case: two offices, seven doctors, 26 weeks; drawn, with leave, absences, wishes and a newcomer."""

from datetime import date

import numpy as np

from releve.pipeline.rota.engine.problem import Cell, Demand, Place, Problem, Wish, Worker

N_WEEKS, N_DOCTORS, N_SLOTS = 26, 7, 10
OFFICES = (("mazingarbe", 2, 10, 2, 0.0), ("bully", 1, 8, 1, 9.0))  # id, rooms, slots, wanted, km
PROMISES = (2.0, 3.0, 4.0, 4.5)
WISHES = (Wish.AVOID, Wish.PREFER, Wish.CANNOT)


def town(seed: int = 1) -> Problem:
    """Return the case of a seed."""
    generator = np.random.default_rng(seed)
    places = tuple(_place(generator, *office) for office in OFFICES)
    workers = tuple(_doctor(generator, number) for number in range(N_DOCTORS))
    return Problem(date(2026, 1, 5), N_WEEKS, places, workers, unloved_slots=frozenset({8, 9}))


def _place(generator: np.random.Generator, name: str, rooms: int, n_slots: int, wanted: int, x_km: float) -> Place:
    days = generator.integers(0, 5, 2)
    closed = frozenset(Cell(int(generator.integers(N_WEEKS)), 2 * int(day) + half) for day in days for half in (0, 1))
    return Place(name, name, rooms, tuple(range(n_slots)), Demand(1, wanted), closed=closed, x_km=x_km)


def _doctor(generator: np.random.Generator, number: int) -> Worker:
    is_new = number == N_DOCTORS - 1
    names = [office[0] for office in OFFICES]
    promised = float(generator.choice(PROMISES))
    absences = {Cell(int(generator.integers(N_WEEKS)), int(generator.integers(N_SLOTS))) for _ in range(4)}
    asked = generator.choice(N_SLOTS, 3, replace=False)
    return Worker(
        id=f"d{number}",
        name=f"d{number}",
        places=tuple(names) if number % 3 else (names[number // 3 % 2],),
        half_days_per_week=promised,
        max_half_days_per_week=int(promised) + 2,
        max_days_per_week=int(generator.integers(3, 6)),
        max_consecutive_days=5,
        max_saturdays=3,
        leave_weeks=frozenset(int(week) for week in generator.integers(0, N_WEEKS, 3)),
        absences=frozenset(absences),
        wishes={int(slot): WISHES[int(generator.integers(3))] for slot in asked},
        slot_cost={slot: int(generator.integers(3)) for slot in range(N_SLOTS)},
        newcomer_until_week=6 if is_new else 0,
        follows="d0" if is_new else None,
        overlap_half_days=4 if is_new else 0,
        past_unloved=int(generator.integers(5)),
    )
