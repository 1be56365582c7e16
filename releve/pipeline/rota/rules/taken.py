"""What is taken already: the times of doctors and rooms, and the half-days worked in a week."""

from collections import Counter, defaultdict
from collections.abc import Iterable
from datetime import date, datetime, timedelta
from math import ceil, floor

from releve.pipeline.commitments.handover import Promise
from releve.pipeline.commitments.rules import is_worked_in_week
from releve.pipeline.rota.handover import ExistingShift

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


class WorkedWeeks:
    """Counts a doctor's half-days in an office by ISO week, and says when the promise is reached.

    A promise of 4.5 half-days means at most 5 in a week and 9 in any two weeks that follow each other. A pattern
    that alternates by itself (5 in odd weeks, 3 in even ones, for a promise of 4) is followed as it is.
    """

    def __init__(self, existing: Iterable[ExistingShift]) -> None:
        self._n: Counter[tuple[int, int, date]] = Counter()
        for shift in existing:
            if not shift.is_cancelled:
                self.add(shift.doctor_id, shift.office_id, shift.day)

    def add(self, doctor_id: int, office_id: int, day: date) -> None:
        """Count one more half-day."""
        self._n[doctor_id, office_id, monday_of(day)] += 1

    def has_reached(self, promise: Promise, day: date) -> bool:
        """Say whether one more half-day in the week of `day` would be more than promised."""
        monday = monday_of(day)
        n_this_week = self._n[promise.doctor_id, promise.office_id, monday] + 1
        if n_this_week > weekly_limit(promise, monday):
            return True
        n_beside = max(self._n_within_limit(promise, monday + weeks) for weeks in (-ONE_WEEK, ONE_WEEK))
        return n_this_week + n_beside > two_weeks_limit(promise)

    def _n_within_limit(self, promise: Promise, monday: date) -> int:
        # A half-day added by hand above the promise is a gift of that week: the next week does not pay for it.
        return min(self._n[promise.doctor_id, promise.office_id, monday], weekly_limit(promise, monday))


def monday_of(day: date) -> date:
    """Return the first day of the ISO week."""
    return day - timedelta(days=day.weekday())


def two_weeks_limit(promise: Promise) -> int:
    """Return the half-days promised for two weeks together."""
    return floor(round(2 * promise.half_days_per_week, 6))


def weekly_limit(promise: Promise, monday: date) -> int:
    """Return the most half-days that the doctor works in this week."""
    rounded_up = ceil(promise.half_days_per_week)
    n_here, n_next = (n_in_pattern(promise, monday), n_in_pattern(promise, monday + ONE_WEEK))
    return max(rounded_up, n_here) if n_here + n_next <= two_weeks_limit(promise) else rounded_up


def n_in_pattern(promise: Promise, monday: date) -> int:
    """Return how many half-days the pattern names in this week."""
    return len({(part.weekday, part.half) for part in promise.pattern if is_worked_in_week(part, monday)})
