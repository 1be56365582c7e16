"""A town's real case: two offices, seven doctors, 26 weeks; drawn, with leave, absences, wishes and a newcomer.

`python -m benchmarks.rota.town [--cases 1 2 3] [--seeds 1 2 3]` prints a line of JSON for each case and seed.
"""

import argparse
import json
from datetime import date
from typing import Any

import numpy as np

from benchmarks.rota.network import short
from releve.pipeline.rota.engine.checker import check
from releve.pipeline.rota.engine.problem import Cell, Demand, Place, Problem, Wish, Worker
from releve.pipeline.rota.engine.search import CpuSeconds, Iterations, Progress
from releve.pipeline.rota.engine.solver import solve

CPU_SECONDS, GAP = 30, 0.01
N_WEEKS, N_DOCTORS, N_SLOTS = 26, 7, 10
OFFICES = (("mazingarbe", 2, 10, 2, 0.0), ("bully", 1, 8, 1, 9.0))  # id, rooms, slots, wanted, km
PROMISES = (2.0, 3.0, 4.0, 4.5)
WISHES = (Wish.AVOID, Wish.PREFER, Wish.CANNOT)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--cases", type=int, nargs="+", default=[1])
    parser.add_argument("--seeds", type=int, nargs="+", default=[1, 2, 3])
    arguments = parser.parse_args()
    solve(town(), Iterations(1))  # what is compiled once, or loaded, is not measured
    for case in arguments.cases:
        for seed in arguments.seeds:
            print(json.dumps({"case": case, "seed": seed} | measured(town(case), seed)), flush=True)


def measured(problem: Problem, seed: int) -> dict[str, Any]:
    """Return when there was a first rota, when one was proven near enough, and what there is in the end."""
    told: list[Progress] = []
    found = solve(problem, CpuSeconds(CPU_SECONDS), seed=seed, on_progress=told.append)
    near = [now.cpu_seconds for now in told if now.gap is not None and now.gap <= GAP]
    report = check(problem, found.roster)
    return {
        "first_cpu_seconds": round(told[0].cpu_seconds, 2),
        "first_cost": told[0].cost,
        "near_cpu_seconds": round(near[0], 1) if near else None,
        "cost": report.total,
        "bound": found.bound,
        "gap": None if found.gap is None else round(found.gap, 4),
        "cpu_seconds": round(found.cpu_seconds, 1),
        "violations": len(report.violations),
        "short_though_coverable": short(problem, found.roster),
    }


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


if __name__ == "__main__":
    main()
