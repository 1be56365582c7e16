"""Seasons and half-days, as doctors and coordinators read them."""

from datetime import date

from django.utils.dates import MONTHS, WEEKDAYS
from django.utils.translation import gettext as _

from releve.pipeline.offices.models import HalfDay
from releve.pipeline.rota.rules.seasons import half_day_of
from releve.shared.half_days import Half
from releve.shared.words import day_words


def season_words(season: date) -> str:
    """Return « janvier – mars 2027 »."""
    # The last week may reach into the next quarter: the months are those of the Mondays.
    first = (season.month - 1) // 3 * 3 + 1
    return _("%(first)s – %(last)s %(year)d") % {
        "first": MONTHS[first],
        "last": MONTHS[first + 2],
        "year": season.year,
    }


def slot_words(slot: int) -> str:
    """Return « samedi matin »."""
    weekday, half = half_day_of(slot)
    return _("%(weekday)s %(half)s") % {"weekday": WEEKDAYS[weekday], "half": HalfDay(half).label}


def half_day_words(day: date, half: Half | str) -> str:
    """Return « jeudi 26 novembre, matin »."""
    return _("%(day)s, %(half)s") % {"day": day_words(day), "half": HalfDay(half).label}
