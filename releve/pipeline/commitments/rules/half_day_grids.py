"""Half-days as arrays (day, half): which are open, which are promised, and how surely. Twenty offices in one page."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache

import numpy as np
import numpy.typing as npt

from releve.pipeline.commitments.handover import AbsentDays, PatternHalfDay, Weeks
from releve.pipeline.commitments.rules.terms import add_months
from releve.pipeline.offices.handover import OfficeCalendar
from releve.pipeline.offices.rules import public_holidays
from releve.shared.half_days import HALVES, monday_of

Flags = npt.NDArray[np.bool_]
Numbers = npt.NDArray[np.float64]
DAYS_A_WEEK = 7


@dataclass(frozen=True, slots=True)
class Window:
    """Whole weeks from the Monday before `today`; the days before `today` count for nothing."""

    today: date
    first: date
    n_weeks: int

    @property
    def n_days(self) -> int:
        return self.n_weeks * DAYS_A_WEEK

    @property
    def last(self) -> date:
        return self.first + timedelta(days=self.n_days - 1)

    def index(self, day: date) -> int:
        """Return the rank of a day, cut to the window: never below 0, never above its length."""
        return min(max((day - self.first).days, 0), self.n_days)

    def between(self, first: date, last: date | None) -> slice:
        """Return the ranks of the days from one to another, both included."""
        return slice(self.index(first), self.n_days if last is None else self.index(last + timedelta(days=1)))

    def by_week(self, grid: npt.NDArray[np.floating | np.bool_]) -> Numbers:
        """Add up the half-days of each week."""
        return grid.reshape(self.n_weeks, -1).sum(axis=1, dtype=np.float64)


def window_of(today: date, n_months: int) -> Window:
    """Return the weeks that reach `n_months` calendar months ahead."""
    last = add_months(today, n_months) - timedelta(days=1)
    return Window(today, monday_of(today), (monday_of(last) - monday_of(today)).days // DAYS_A_WEEK + 1)


@dataclass(frozen=True, slots=True)
class OpenGrid:
    """The half-days of an office: those of its usual week, and those on which it does open."""

    usual: Flags
    opened: Flags


def open_grid(calendar: OfficeCalendar, window: Window) -> OpenGrid:
    """Return when an office opens: the same answer as `offices.rules.half_days_between`, all days at once."""
    usual = np.zeros((window.n_days, len(HALVES)), dtype=bool)
    for opening in calendar.openings:
        valid = window.between(opening.valid_from, opening.valid_to)
        on_weekday = slice(valid.start + (opening.weekday - valid.start) % DAYS_A_WEEK, valid.stop, DAYS_A_WEEK)
        usual[on_weekday, HALVES.index(opening.half)] = True
    usual[: window.index(calendar.opened_on)] = False
    if calendar.closed_on is not None:
        usual[window.index(calendar.closed_on) :] = False
    opened = usual.copy()
    for closure in calendar.closures:
        opened[window.between(closure.first_on, closure.last_on)] = False
    for day in public_holidays(calendar.holiday_region, window.first, window.last):
        opened[window.index(day)] = False
    opened[: window.index(window.today)] = False
    return OpenGrid(usual, opened)


def promised_grid(
    grid: OpenGrid, window: Window, pattern: Sequence[PatternHalfDay], half_days_per_week: float
) -> Numbers:
    """Return the share of each open half-day that a promise fills: its pattern, then the rest spread over the others.

    A pattern larger than the promise is worked in part. Nobody works more than the whole of a half-day.
    """
    worked = _pattern_flags(tuple(pattern), window.first, window.n_weeks)
    in_pattern = sum(1.0 if part.weeks == Weeks.EVERY else 0.5 for part in dict.fromkeys(pattern))
    share = min(1.0, half_days_per_week / in_pattern) if in_pattern else 0.0
    others = grid.usual & ~worked
    n_others = window.by_week(others)
    rest = max(0.0, half_days_per_week - in_pattern)
    spread = np.minimum(1.0, np.divide(rest, n_others, out=np.zeros_like(n_others), where=n_others > 0))
    by_day = np.repeat(spread, DAYS_A_WEEK)[:, None]
    found: Numbers = np.where(worked, share, by_day) * grid.opened
    return found


def present_flags(window: Window, first: date, last: date, absences: Iterable[AbsentDays] = ()) -> Flags:
    """Return the half-days between two days on which the doctor is not away."""
    present = np.zeros((window.n_days, len(HALVES)), dtype=bool)
    present[window.between(first, last)] = True
    for absence in absences:
        start = 2 * (absence.first_on - window.first).days + HALVES.index(absence.first_half)
        stop = 2 * (absence.last_on - window.first).days + HALVES.index(absence.last_half) + 1
        present.reshape(-1)[max(start, 0) : max(stop, 0)] = False
    return present


def stay_chances(window: Window, safe_until: date, notice_chance: float) -> Numbers:
    """Return the chance, each day, that no notice has taken effect: 1 until `safe_until`.

    A notice given in the n-th month from now ends n - 1 calendar months after `safe_until`.
    """
    chances: Numbers = (1.0 - notice_chance) ** _months_exposed(window.first, window.n_weeks, safe_until)
    return chances


@lru_cache(maxsize=2048)
def _months_exposed(first: date, n_weeks: int, safe_until: date) -> Numbers:
    """Return, for each day, how many ends of a notice lie before it: most promises of a network share this."""
    n_days = n_weeks * DAYS_A_WEEK
    exposed = np.zeros(n_days)
    n_months = 0
    while (left_from := (add_months(safe_until, n_months) - first).days + 1) < n_days:
        exposed[max(left_from, 0) :] += 1.0
        n_months += 1
    exposed.flags.writeable = False
    return exposed


@lru_cache(maxsize=512)
def _pattern_flags(pattern: tuple[PatternHalfDay, ...], first: date, n_weeks: int) -> Flags:
    weeks = (first + timedelta(weeks=n) for n in range(n_weeks))
    is_odd = np.array([monday.isocalendar().week % 2 == 1 for monday in weeks])
    flags = np.zeros((n_weeks, DAYS_A_WEEK, len(HALVES)), dtype=bool)
    for part in pattern:
        of_week = np.ones(n_weeks, dtype=bool) if part.weeks == Weeks.EVERY else is_odd == (part.weeks == Weeks.ODD)
        flags[:, part.weekday, HALVES.index(part.half)] |= of_week
    flags.flags.writeable = False
    return flags.reshape(n_weeks * DAYS_A_WEEK, len(HALVES))
