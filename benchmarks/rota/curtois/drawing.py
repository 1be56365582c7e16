"""Which part of a rota to set free next."""

import numpy as np

from benchmarks.rota.curtois.instance import DAYS_A_WEEK, Instance, Lines
from benchmarks.rota.curtois.master import Mix
from benchmarks.rota.curtois.parts import DIVING, EXACT, SWEEPING, Freed
from releve.pipeline.rota.engine.search import Neighbourhood

WHOLE_WEEKS = 8  # up to this horizon a part may hold all days
WINDOWS = (2, 3, 4, 6)  # weeks of a part in longer horizons
GROUP = 30  # employees, at most, of a part of the opening
MONTH = 4  # weeks
START, MOST_AT_START, LEAST = 48.0, 96.0, 24.0  # employee-weeks
SHARE_AT_START = 0.4  # of everybody over a month, where that is more


class Drawer:
    """Draws parts of a given size, in employee-weeks."""

    def __init__(self, instance: Instance, mix: Mix | None = None) -> None:
        self.instance, self.mix = instance, mix
        self.may_work = np.array(
            [[limit > 0 for limit in employee.most_of_shift] for employee in instance.employees], np.bool_
        )
        largest = float(instance.n_employees * min(instance.n_weeks, WHOLE_WEEKS))
        start = min(max(START, min(MOST_AT_START, SHARE_AT_START * instance.n_employees * MONTH)), largest)
        swept_at_start = largest if mix else min(float(GROUP * MONTH), largest)
        parts = tuple(
            Neighbourhood(f"{who} {how}", size=start, smallest=min(LEAST, largest), largest=largest, weight=weight)
            for who in ("anybody", "trouble", "alike", *(("dear",) if mix else ()))
            for how, weight in ((DIVING, 1.0), (EXACT, 2.0))
        )
        swept = Neighbourhood(
            f"anybody {SWEEPING}", swept_at_start, min(LEAST, largest), largest, weight=2.0, patience=8.0
        )
        self.neighbourhoods = (*parts, swept)

    def months(self) -> list[Freed]:
        """Return parts to be swept that hold everybody and every day once: groups of employees, month after month."""
        instance = self.instance
        n_groups = -(-instance.n_employees // GROUP)
        groups = [tuple(range(group, instance.n_employees, n_groups)) for group in range(n_groups)]
        starts = range(0, instance.n_days, MONTH * DAYS_A_WEEK)
        return [
            Freed(group, first, min(instance.n_days, first + MONTH * DAYS_A_WEEK), SWEEPING)
            for first in starts
            for group in groups
        ]

    def draw(self, lines: Lines, neighbourhood: str, size: float, generator: np.random.Generator) -> Freed | None:
        instance = self.instance
        days = np.arange(instance.n_days)
        who, how = neighbourhood.split()
        trouble = self._trouble(lines, generator) if who == "trouble" else None
        first, end = self._window(trouble, size, generator)
        n_freed = int(np.clip(round(size * DAYS_A_WEEK / (end - first)), 2, instance.n_employees))
        worth = generator.random(instance.n_employees)
        if who == "alike":
            model = int(generator.integers(instance.n_employees))
            worth += 1.5 * (self.may_work == self.may_work[model]).mean(axis=1)
        elif who == "dear" and self.mix is not None:
            worth *= 0.2 + np.sqrt(self._dearness(lines, self.mix))
        elif trouble is not None:
            day, shift = trouble
            worth += 0.5 * (self.may_work[:, shift] & instance.is_free[:, days[day]])
        employees = np.argsort(-worth, kind="stable")[:n_freed]
        return Freed(tuple(sorted(int(employee) for employee in employees)), first, end, how)

    def _dearness(self, lines: Lines, mix: Mix) -> np.ndarray:
        """Return what each line costs above the mix of the whole, as a share of the dearest."""
        found = np.zeros(len(lines))
        for employee, line in enumerate(lines):
            days = np.flatnonzero(line >= 0)
            own = self.instance.line_cost(employee, line) - float(mix.prices[days, line[days]].sum())
            found[employee] = max(0.0, own - mix.wages.get(employee, own))
        return found / max(1e-9, float(found.max()))

    def _trouble(self, lines: Lines, generator: np.random.Generator) -> tuple[int, int] | None:
        """Return a cell of the cover that costs something, the dearer the likelier."""
        missing = self.instance.need - self.instance.cover(lines)
        cost = np.maximum(missing, 0) * self.instance.under + np.maximum(-missing, 0) * self.instance.over
        if not cost.any():
            return None
        chances = np.sqrt(cost.reshape(-1))
        at = int(generator.choice(chances.size, p=chances / chances.sum()))
        return at // self.instance.n_shifts, at % self.instance.n_shifts

    def _window(self, trouble: tuple[int, int] | None, size: float, generator: np.random.Generator) -> tuple[int, int]:
        n_weeks = self.instance.n_weeks
        if n_weeks <= 4 or (n_weeks <= WHOLE_WEEKS and generator.random() < 0.5):
            return 0, self.instance.n_days
        weeks = min(n_weeks, int(generator.choice(WINDOWS)))
        week = int(generator.integers(n_weeks - weeks + 1))
        if trouble is not None:
            around = trouble[0] // DAYS_A_WEEK - int(generator.integers(weeks))
            week = int(np.clip(around, 0, n_weeks - weeks))
        return week * DAYS_A_WEEK, min(self.instance.n_days, (week + weeks) * DAYS_A_WEEK)
