"""What is taken already: the times of doctors and rooms, and the half-days worked in a week."""

from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from math import ceil, floor

from releve.pipeline.commitments.handover import Promise, Weeks
from releve.pipeline.rota.handover import ExistingShift
from releve.shared.half_days import monday_of

ONE_DAY = timedelta(days=1)
ONE_WEEK = timedelta(days=7)


class TakenTimes:
    """The times in which a doctor, or a room, is not free, each with a word about who or where."""

    def __init__(self) -> None:
        self._by_day: dict[tuple[int, date], list[tuple[datetime, datetime, str]]] = defaultdict(list)

    def take(self, owner_id: int, starts_at: datetime, ends_at: datetime, word: str = "") -> None:
        """Write down that `owner_id` is taken from `starts_at` to `ends_at`."""
        self._by_day[owner_id, starts_at.date()].append((starts_at, ends_at, word))

    def taken_by(self, owner_id: int, starts_at: datetime, ends_at: datetime) -> str | None:
        """Return the word about what takes this time, or None when it is free."""
        # A shift is shorter than a day: one that overlaps starts at most a day earlier.
        for day in (starts_at.date() - ONE_DAY, starts_at.date(), ends_at.date()):
            for other_start, other_end, word in self._by_day.get((owner_id, day), ()):
                if other_start < ends_at and starts_at < other_end:
                    return word
        return None


@dataclass(frozen=True, slots=True)
class Limits:
    """The most half-days of a promise in odd weeks, in even weeks, and in two weeks that follow each other."""

    odd: int
    even: int
    two_weeks: int

    def of_week(self, monday: date) -> int:
        """Return the most half-days in the week of a Monday."""
        return self.odd if monday.isocalendar().week % 2 else self.even


class WorkedWeeks:
    """Counts a doctor's half-days in an office by ISO week, and says when the promise is reached.

    A promise of 4.5 half-days means at most 5 in a week and 9 in any two weeks that follow each other. A pattern
    that alternates by itself (5 in odd weeks, 3 in even ones, for a promise of 4) is followed as it is.
    """

    def __init__(self, existing: Iterable[ExistingShift]) -> None:
        self._limits: dict[tuple[int, date], Limits] = {}
        self._n: Counter[tuple[int, int, date]] = Counter()
        for shift in existing:
            if not shift.is_cancelled:
                self.add(shift.doctor_id, shift.office_id, shift.day)

    def add(self, doctor_id: int, office_id: int, day: date) -> None:
        """Count one more half-day."""
        self._n[doctor_id, office_id, monday_of(day)] += 1

    def has_reached(self, promise: Promise, day: date) -> bool:
        """Say whether one more half-day in the week of `day` would be more than promised."""
        limits, monday = self._limits_of(promise), monday_of(day)
        n_this_week = self._n[promise.doctor_id, promise.office_id, monday] + 1
        if n_this_week > limits.of_week(monday):
            return True
        if 2 * max(limits.odd, limits.even) <= limits.two_weeks:
            return False
        return any(
            n_this_week + self._n_within_limit(promise, monday + weeks) > limits.two_weeks
            for weeks in (-ONE_WEEK, ONE_WEEK)
        )

    def _n_within_limit(self, promise: Promise, monday: date) -> int:
        # A half-day added by hand above the promise is a gift of that week: the next week does not pay for it.
        n = self._n[promise.doctor_id, promise.office_id, monday]
        return min(n, self._limits_of(promise).of_week(monday))

    def _limits_of(self, promise: Promise) -> Limits:
        # An amendment cuts a commitment in two promises, each with its limits.
        key = promise.commitment_id, promise.starts_on
        if key not in self._limits:
            self._limits[key] = limits_of(promise)
        return self._limits[key]


def limits_of(promise: Promise) -> Limits:
    """Return how many half-days a week the promise lets lay."""
    two_weeks = floor(round(2 * promise.half_days_per_week, 6))
    rounded_up = ceil(promise.half_days_per_week)
    n_odd, n_even = n_in_pattern(promise, Weeks.ODD), n_in_pattern(promise, Weeks.EVEN)
    if n_odd + n_even <= two_weeks:
        return Limits(max(rounded_up, n_odd), max(rounded_up, n_even), two_weeks)
    return Limits(rounded_up, rounded_up, two_weeks)


def n_in_pattern(promise: Promise, weeks: Weeks) -> int:
    """Return how many half-days the pattern names in odd, or in even, weeks."""
    return len({(part.weekday, part.half) for part in promise.pattern if part.weeks in (Weeks.EVERY, weeks)})
