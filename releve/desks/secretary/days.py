"""The days around a day of the agenda, and the address of each."""

from datetime import date, timedelta
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from releve.shared.half_days import monday_of
from releve.shared.words import near_day_words

ONE_DAY = timedelta(days=1)
ONE_WEEK = timedelta(days=7)


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
