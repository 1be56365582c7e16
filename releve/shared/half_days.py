"""The half-day: the unit in which doctors promise and offices open; and local times across both changes of clock."""

from datetime import UTC, date, datetime, time, timedelta
from enum import StrEnum
from functools import lru_cache
from zoneinfo import ZoneInfo


class Half(StrEnum):
    """Morning or afternoon."""

    MORNING = "am"
    AFTERNOON = "pm"


HALVES = (Half.MORNING, Half.AFTERNOON)


@lru_cache(maxsize=4096)
def instant(day: date, at: time, zone: str) -> datetime:
    """Return the UTC instant of a local time.

    A time that the spring change skips is moved on by the hour skipped; of a time that the autumn change
    repeats, the first is meant (PEP 495, fold 0).
    """
    return datetime.combine(day, at, ZoneInfo(zone)).astimezone(UTC)


def local_day(moment: datetime, zone: str) -> date:
    """Return the calendar day of an instant in an office's own time zone."""
    return moment.astimezone(ZoneInfo(zone)).date()


def monday_of(day: date) -> date:
    """Return the first day of the ISO week."""
    return day - timedelta(days=day.weekday())
