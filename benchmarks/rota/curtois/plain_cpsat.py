"""The peer inside OR-Tools: one Boolean model of the whole, solved by CP-SAT as it comes.

`python -m benchmarks.rota.curtois.plain_cpsat instance.txt cpu_seconds seed` prints the rota.
"""

import sys
import threading
import time
from collections.abc import Sequence
from itertools import product
from pathlib import Path

import numpy as np
from ortools.sat.python import cp_model

from benchmarks.rota.curtois.instance import DAYS_A_WEEK, OFF, SATURDAY, Employee, Instance, Lines
from benchmarks.rota.curtois.reading import read
from benchmarks.rota.curtois.writing import write

N_WORKERS = 2
TICK_S = 0.25


class Plain:
    """x[employee, day, shift] and the rules of the format, sum by sum."""

    def __init__(self, instance: Instance) -> None:
        self.instance = instance
        self.model = cp_model.CpModel()
        n_employees, n_days, n_shifts = instance.n_employees, instance.n_days, instance.n_shifts
        self.cost: list[cp_model.LinearExprT] = [int(instance.wish_base.sum())]
        self.x = {
            key: self.model.new_bool_var("") for key in product(range(n_employees), range(n_days), range(n_shifts))
        }
        for place, employee in enumerate(instance.employees):
            self.contract(place, employee)
        for day, shift in np.argwhere((instance.under > 0) | (instance.over > 0)).tolist():
            self.cover(day, shift)
        for place, day, shift in np.argwhere(instance.wish_cost != 0).tolist():
            self.cost.append(int(instance.wish_cost[place, day, shift]) * self.x[place, day, shift])
        self.model.minimize(sum(self.cost))

    def contract(self, place: int, employee: Employee) -> None:
        instance, model, x = self.instance, self.model, self.x
        days, shifts = range(instance.n_days), range(instance.n_shifts)
        for day in days:
            model.add_at_most_one(x[place, day, shift] for shift in shifts)
            if not instance.is_free[place, day]:
                model.add(sum(x[place, day, shift] for shift in shifts) == 0)
        for shift in shifts:
            model.add(sum(x[place, day, shift] for day in days) <= employee.most_of_shift[shift])
        minutes = sum(int(instance.minutes[shift]) * x[place, day, shift] for day in days for shift in shifts)
        model.add_linear_constraint(minutes, employee.min_minutes, employee.max_minutes)
        for first, then in np.argwhere(~instance.may_follow).tolist():
            for day in days[:-1]:
                model.add_bool_or(~x[place, day, first], ~x[place, day + 1, then])
        works = [model.new_bool_var("") for _ in days]
        for day in days:
            model.add(sum(x[place, day, shift] for shift in shifts) == works[day])
        self.runs(works, employee)

    def runs(self, works: Sequence[cp_model.IntVar], employee: Employee) -> None:
        model, n_days = self.model, len(works)
        for start in range(n_days - employee.max_run):
            model.add(sum(works[start : start + employee.max_run + 1]) <= employee.max_run)
        for length in range(1, employee.min_run):
            for start in range(n_days - length - 1):
                inside = [~day for day in works[start + 1 : start + length + 1]]
                model.add_bool_or(works[start], *inside, works[start + length + 1])
        for length in range(1, employee.min_days_off):
            for start in range(n_days - length - 1):
                model.add_bool_or(~works[start], *works[start + 1 : start + length + 1], ~works[start + length + 1])
        weekends = []
        for saturday in range(SATURDAY, n_days, DAYS_A_WEEK):
            weekends.append(model.new_bool_var(""))
            for day in works[saturday : saturday + 2]:
                model.add_implication(day, weekends[-1])
        model.add(sum(weekends) <= employee.max_weekends)

    def cover(self, day: int, shift: int) -> None:
        instance = self.instance
        need = int(instance.need[day, shift])
        missing = self.model.new_int_var(0, need, "")
        excess = self.model.new_int_var(0, instance.n_employees, "")
        present = sum(self.x[place, day, shift] for place in range(instance.n_employees))
        self.model.add(present + missing - excess == need)
        self.cost += [int(instance.under[day, shift]) * missing, int(instance.over[day, shift]) * excess]

    def solve(self, cpu_seconds: float, seed: int) -> Lines | None:
        """Stop at this process time, whatever the load of the machine."""
        solver = cp_model.CpSolver()
        solver.parameters.num_workers = N_WORKERS
        solver.parameters.random_seed = seed

        is_done = threading.Event()

        def watch() -> None:
            # Told again and again: what is asked before the solver has begun is forgotten.
            while not is_done.wait(TICK_S):
                if time.process_time() >= cpu_seconds:
                    solver.stop_search()

        threading.Thread(target=watch, daemon=True).start()
        status = solver.solve(self.model)
        is_done.set()
        if status not in (cp_model.OPTIMAL, cp_model.FEASIBLE):
            return None
        lines = np.full((self.instance.n_employees, self.instance.n_days), OFF, np.int64)
        for (place, day, shift), variable in self.x.items():
            if solver.value(variable):
                lines[place, day] = shift
        return lines


def main(path: str, cpu_seconds: str, seed: str) -> int:
    instance = read(Path(path).read_text(encoding="utf-8-sig"))
    lines = Plain(instance).solve(float(cpu_seconds), int(seed))
    if lines is None:
        return 1
    sys.stdout.write(write(instance, lines))
    return 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
