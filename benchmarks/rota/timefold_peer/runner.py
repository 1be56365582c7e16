"""Hands an instance to Timefold and brings its rota back as text."""

import json
import subprocess
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import numpy as np

from benchmarks.rota.curtois.instance import Instance

PROGRAM = Path(__file__).with_name("peer_process.py")


def as_data(instance: Instance) -> dict[str, Any]:
    """Return the instance in the plain form the peer reads."""
    ids = [employee.id for employee in instance.employees]
    return {
        "days": instance.n_days,
        "shifts": [
            {
                "id": name,
                "minutes": int(instance.minutes[place]),
                "not_before": [instance.shifts[then] for then in np.flatnonzero(~instance.may_follow[place])],
            }
            for place, name in enumerate(instance.shifts)
        ],
        "employees": [
            {
                "id": employee.id,
                "most": dict(zip(instance.shifts, employee.most_of_shift, strict=True)),
                "max_minutes": employee.max_minutes,
                "min_minutes": employee.min_minutes,
                "max_run": employee.max_run,
                "min_run": employee.min_run,
                "min_off": employee.min_days_off,
                "max_weekends": employee.max_weekends,
            }
            for employee in instance.employees
        ],
        "days_off": [[ids[employee], int(day)] for employee, day in np.argwhere(~instance.is_free)],
        "requests": [
            {
                "employee": ids[employee],
                "day": int(day),
                "shift": instance.shifts[shift],
                "weight": abs(int(instance.wish_cost[employee, day, shift])),
                "is_on": bool(instance.wish_cost[employee, day, shift] < 0),
            }
            for employee, day, shift in np.argwhere(instance.wish_cost != 0)
        ],
        "demands": [
            {
                "day": int(day),
                "shift": instance.shifts[shift],
                "need": int(instance.need[day, shift]),
                "under": int(instance.under[day, shift]),
                "over": int(instance.over[day, shift]),
            }
            for day, shift in np.argwhere((instance.under > 0) | (instance.over > 0))
        ],
    }


def solve_with_timefold(python: Path, instance: Instance, cpu_seconds: float, seed: int) -> str:
    """Return Timefold's rota as text, after so much processor time of its process (Java included)."""
    with TemporaryDirectory() as folder:
        problem, rota = Path(folder) / "problem.json", Path(folder) / "rota.txt"
        problem.write_text(json.dumps(as_data(instance)), encoding="utf-8")
        command = [str(python), str(PROGRAM), str(problem), str(rota), str(cpu_seconds), str(seed)]
        # What Timefold says of an error goes to ours.
        subprocess.run(command, check=True, stdout=subprocess.DEVNULL, cwd=PROGRAM.parent)
        return rota.read_text(encoding="utf-8")
