"""Reading a day from an address, and the days around it."""

from datetime import date, timedelta
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from releve.shared.words import near_day_words

# Far enough for every agenda, near enough for every calendar.
FIRST_DAY, LAST_DAY = date(2000, 1, 3), date(2100, 12, 31)
ONE_DAY = timedelta(days=1)
ONE_WEEK = timedelta(days=7)


def read_day(text: str, today: date) -> tuple[date, bool]:
    """Return the day that an address asks for and whether it was understood; today for anything else."""
    if not text:
        return today, True
    try:
        day = date.fromisoformat(text)
    except ValueError:
        return today, False
    return (day, True) if FIRST_DAY <= day <= LAST_DAY else (today, False)


def monday_of(day: date) -> date:
    return day - timedelta(days=day.weekday())


def week_tabs(chosen: date, today: date) -> list[dict[str, Any]]:
    """Return the seven days of a week as tabs."""
    monday = monday_of(chosen)
    days = [monday + timedelta(days=n) for n in range(7)]
    return [
        {
            "label": _("aujourd’hui") if day == today else near_day_words(day, date.min),
            "url": day_url(day),
            "is_current": day == chosen,
            "count": None,
        }
        for day in days
    ]


def day_url(day: date) -> str:
    return f"{reverse('secretary:day')}?jour={day.isoformat()}"
