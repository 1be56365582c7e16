"""Reading a day from an address."""

from datetime import date, timedelta

FIRST_DAY, LAST_DAY = date(2000, 1, 3), date(2100, 12, 31)


def read_day(text: str, today: date) -> date:
    """Return the day that an address asks for; today for anything else."""
    try:
        day = date.fromisoformat(text) if text else today
    except ValueError:
        return today
    return day if FIRST_DAY <= day <= LAST_DAY else today


def monday_of(day: date) -> date:
    return day - timedelta(days=day.weekday())
