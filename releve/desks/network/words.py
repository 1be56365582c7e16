"""How long a promise still runs, and the half-days of a week in words."""

from collections import Counter
from collections.abc import Iterable
from datetime import date, timedelta

from dateutil.relativedelta import relativedelta
from django.utils.dates import MONTHS_AP, WEEKDAYS
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from releve.pipeline.commitments.words.patterns import habit_words
from releve.pipeline.offices.models import HalfDay
from releve.shared.half_days import Half
from releve.shared.words import date_words, day_in_month, day_number, day_words


def time_left(until: date, today: date) -> str:
    """Return « dans 5 mois », « dans 12 jours », « aujourd’hui » or « passé »."""
    if until < today:
        return _("passé")
    if until == today:
        return _("aujourd’hui")
    gap = relativedelta(until, today)
    n_months = gap.years * 12 + gap.months
    if n_months:
        return ngettext("dans %(n)d mois", "dans %(n)d mois", n_months) % {"n": n_months}
    return ngettext("dans %(n)d jour", "dans %(n)d jours", gap.days) % {"n": gap.days}


def half_day_words(day: date, half: Half) -> str:
    """Return « jeudi 26 novembre, matin »."""
    return _("%(day)s, %(half)s") % {"day": day_words(day), "half": HalfDay(half).label}


def most_often(half_days: Iterable[tuple[date, Half]], n_most: int = 3) -> str:
    """Return « Le plus souvent : jeudi matin (8), vendredi matin (3). », or nothing where none comes back."""
    counts = Counter((day.weekday(), half) for day, half in half_days)
    found = [(place, n) for place, n in counts.most_common(n_most) if n > 1]
    if not found:
        return ""
    words = ", ".join(f"{habit_words(*place)} ({n})" for place, n in found)
    return _("Le plus souvent : %(half_days)s.") % {"half_days": words}


def days_in_words(half_days: Iterable[tuple[date, Half]]) -> str:
    """Return « lundi 23 novembre matin, mardi 24 novembre après-midi »."""
    return ", ".join(f"{day_words(day)} {HalfDay(half).label}" for day, half in half_days)


def week_title(monday: date, number: int) -> str:
    """Return « Semaine 48 · du 23 novembre au 29 novembre 2026 »."""
    return _("Semaine %(number)d · du %(first)s au %(last)s") % {
        "number": number,
        "first": day_in_month(monday),
        "last": date_words(monday + timedelta(days=6)),
    }


def short_day(day: date) -> str:
    """Return « lundi 23 »."""
    return _("%(weekday)s %(day)s") % {"weekday": WEEKDAYS[day.weekday()], "day": day_number(day)}


def short_date(day: date) -> str:
    """Return « 23 nov. »."""
    return _("%(day)s %(month)s") % {"day": day_number(day), "month": MONTHS_AP[day.month]}


def week_note(today: date) -> str:
    """Say whether this week is odd or even, for who chooses weeks of a pattern."""
    number = today.isocalendar().week
    if number % 2:
        return _("Cette semaine, la %(number)d, est impaire.") % {"number": number}
    return _("Cette semaine, la %(number)d, est paire.") % {"number": number}
