"""Limits on working days: in a week, in a row, on saturdays."""

from collections import defaultdict

import numpy as np

from releve.pipeline.rota.engine.solver.part import Part
from releve.pipeline.rota.engine.solver.rules.rule import Plain
from releve.pipeline.rota.engine.solver.table import DAYS_PER_WEEK, Ints, Table

SATURDAY = 5


class OfDays(Plain):
    """What the rules on days have in common."""

    def __init__(self, table: Table) -> None:
        self.table = table

    def fixed_days(self, part: Part) -> set[int]:
        """Return keys (worker × days + day) of the freed workers' days that are worked whatever the free part."""
        table = self.table
        return set((table.worker[part.fixed_beside] * table.n_days + table.day[part.fixed_beside]).tolist())

    def keys(self, rows: Ints) -> Ints:
        """Return the worked days, as worker × days + day."""
        return np.unique(self.table.worker[rows] * self.table.n_days + self.table.day[rows])

    def is_within(self, groups: Ints, settled: Ints, limits: Ints) -> bool:
        """Return whether no group is met more often than its limit, or than what is settled."""
        counts, before = np.bincount(groups, minlength=len(limits)), np.bincount(settled, minlength=len(limits))
        return not ((counts > limits) & (counts > before)).any()


class DaysAWeek(OfDays):
    """At most so many days in a week."""

    def __init__(self, table: Table) -> None:
        super().__init__(table)
        self.is_needed = any(worker.max_days_per_week < DAYS_PER_WEEK for worker in table.problem.workers)

    def is_kept(self, chosen: Ints, settled: Ints) -> bool:
        limits = np.array([worker.max_days_per_week for worker in self.table.problem.workers])
        weeks, before = (self.keys(rows) // DAYS_PER_WEEK for rows in (chosen, settled))
        return self.is_within(weeks, before, np.repeat(limits, self.table.problem.n_weeks))

    def add(self, part: Part) -> None:
        table, fixed = self.table, self.fixed_days(part)
        open_days: dict[tuple[int, int], list[int]] = defaultdict(list)
        for row, works in part.days().values():
            if works is not None:
                open_days[int(table.worker[row]), int(table.week[row])].append(works)
        for (worker, week), days in open_days.items():
            first = worker * table.n_days + week * DAYS_PER_WEEK
            n_fixed = sum(first + day in fixed for day in range(DAYS_PER_WEEK))
            limit = max(0, table.problem.workers[worker].max_days_per_week - n_fixed)
            part.model.at_most(days, limit)


class Saturdays(OfDays):
    """At most so many saturdays in the whole horizon."""

    def __init__(self, table: Table) -> None:
        super().__init__(table)
        self.is_needed = any(worker.max_saturdays is not None for worker in table.problem.workers)

    def is_kept(self, chosen: Ints, settled: Ints) -> bool:
        most = (worker.max_saturdays for worker in self.table.problem.workers)
        limits = np.array([self.table.n_days if n is None else n for n in most])
        keys = (self.keys(rows) for rows in (chosen, settled))
        of, before = (k[k % self.table.n_days % DAYS_PER_WEEK == SATURDAY] // self.table.n_days for k in keys)
        return self.is_within(of, before, limits)

    def add(self, part: Part) -> None:
        table = self.table
        n_fixed: dict[int, int] = defaultdict(int)
        n_days = table.n_days
        for key in self.fixed_days(part):
            n_fixed[key // n_days] += key % n_days % DAYS_PER_WEEK == SATURDAY
        open_days: dict[int, list[int]] = defaultdict(list)
        for row, works in part.days().values():
            if works is not None and table.day[row] % DAYS_PER_WEEK == SATURDAY:
                open_days[int(table.worker[row])].append(works)
        for worker, days in open_days.items():
            most = table.problem.workers[worker].max_saturdays
            if most is not None:
                part.model.at_most(days, max(0, most - n_fixed[worker]))


class ConsecutiveDays(OfDays):
    """At most so many days in a row, those worked just before the horizon included."""

    def __init__(self, table: Table) -> None:
        super().__init__(table)
        self.is_needed = any(worker.max_consecutive_days is not None for worker in table.problem.workers)

    def is_kept(self, chosen: Ints, settled: Ints) -> bool:
        n_days = self.table.n_days
        worked, before = (set(self.keys(rows).tolist()) for rows in (chosen, settled))
        for key in worked - before:
            w, day = divmod(key, n_days)
            worker = self.table.problem.workers[w]
            if worker.max_consecutive_days is not None:
                first, last = day, day
                while first > 0 and w * n_days + first - 1 in worked:
                    first -= 1
                while last + 1 < n_days and w * n_days + last + 1 in worked:
                    last += 1
                n = last - first + 1 + (worker.worked_days_before if first == 0 else 0)
                if n > worker.max_consecutive_days:
                    return False
        return True

    def add(self, part: Part) -> None:
        table, fixed = self.table, self.fixed_days(part)
        open_days: dict[int, dict[int, int]] = defaultdict(dict)
        for row, works in part.days().values():
            if works is not None:
                open_days[int(table.worker[row])][int(table.day[row])] = works
        for w, days in open_days.items():
            worker = table.problem.workers[w]
            if worker.max_consecutive_days is not None:
                before = min(worker.worked_days_before, worker.max_consecutive_days)
                worked = {key - w * table.n_days for key in fixed if key // table.n_days == w}
                self._windows(part, days, worked | set(range(-before, 0)), worker.max_consecutive_days)

    def _windows(self, part: Part, days: dict[int, int], worked: set[int], most: int) -> None:
        firsts = sorted({first for day in days for first in range(day - most, day + 1)})
        for first in firsts:
            window = range(first, first + most + 1)
            if all(day in worked or day in days for day in window):
                variables = [days[day] for day in window if day in days]
                n_fixed = len(window) - len(variables)
                limit = max(0, most - n_fixed)
                part.model.at_most(variables, limit)
