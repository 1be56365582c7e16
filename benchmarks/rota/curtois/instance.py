"""An instance as arrays: what the solver reads. Days, shifts and employees are numbered in the order of the file."""

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

OFF = -1
DAYS_A_WEEK = 7
SATURDAY, SUNDAY = 5, 6

Lines = NDArray[np.int64]  # [employee, day]: a shift, or OFF


@dataclass(frozen=True, slots=True)
class Employee:
    """The contract of one employee."""

    id: str
    most_of_shift: tuple[int, ...]  # of each shift
    max_minutes: int
    min_minutes: int
    max_run: int
    min_run: int
    min_days_off: int
    max_weekends: int


@dataclass(frozen=True, slots=True)
class Instance:
    """Everything a rota is judged by."""

    n_days: int
    shifts: tuple[str, ...]
    minutes: NDArray[np.int64]  # of each shift
    may_follow: NDArray[np.bool_]  # [shift, next day's shift]
    employees: tuple[Employee, ...]
    is_free: NDArray[np.bool_]  # [employee, day]: no day off asked
    wish_base: NDArray[np.int64]  # of each employee: all shifts asked for, as if none were given
    wish_cost: NDArray[np.int64]  # [employee, day, shift]: what giving it adds
    need: NDArray[np.int64]  # [day, shift]
    under: NDArray[np.int64]  # [day, shift]: cost of each one missing
    over: NDArray[np.int64]  # [day, shift]: cost of each one too many

    @property
    def n_shifts(self) -> int:
        return len(self.shifts)

    @property
    def n_employees(self) -> int:
        return len(self.employees)

    @property
    def n_weeks(self) -> int:
        return -(-self.n_days // DAYS_A_WEEK)

    def weekend_marks(self) -> NDArray[np.int64]:
        """Return 1 for a Saturday, 2 for a Sunday, 0 for the others; every horizon starts on a Monday."""
        days = np.arange(self.n_days) % DAYS_A_WEEK
        return np.where(days == SATURDAY, 1, np.where(days == SUNDAY, 2, 0)).astype(np.int64)

    def line_cost(self, employee: int, line: Lines, first_day: int = 0) -> int:
        """Return what the wishes of one employee cost under this (part of a) line, without the base."""
        days = np.flatnonzero(line >= 0)
        return int(self.wish_cost[employee, days + first_day, line[days]].sum())

    def cover(self, lines: Lines) -> NDArray[np.int64]:
        """Return how many work each shift of each day."""
        found = np.zeros((self.n_days, self.n_shifts), np.int64)
        for shift in range(self.n_shifts):
            found[:, shift] = (lines == shift).sum(axis=0)
        return found

    def cover_cost(self, cover: NDArray[Any]) -> int:
        missing = self.need - cover
        return int((np.maximum(missing, 0) * self.under + np.maximum(-missing, 0) * self.over).sum())

    def cost(self, lines: Lines) -> int:
        """Return the whole penalty; the lines are taken to be lawful."""
        wishes = sum(self.line_cost(employee, line) for employee, line in enumerate(lines))
        return int(self.wish_base.sum()) + wishes + self.cover_cost(self.cover(lines))
