"""The half-days of a week in words."""

from collections.abc import Iterable

from django.utils.dates import WEEKDAYS
from django.utils.translation import gettext as _

from releve.pipeline.commitments.handover import PatternHalfDay, Weeks
from releve.pipeline.offices.models import HalfDay
from releve.shared.half_days import HALVES, Half


def habit_words(weekday: int, half: Half) -> str:
    """Return « jeudi matin »."""
    return _("%(weekday)s %(half)s") % {"weekday": WEEKDAYS[weekday], "half": HalfDay(half).label}


def pattern_words(pattern: Iterable[PatternHalfDay]) -> str:
    """Return « lundi matin, mardi après-midi (semaines paires) »."""
    ordered = sorted(pattern, key=lambda part: (part.weekday, HALVES.index(part.half)))
    return ", ".join(_part_words(part) for part in ordered)


def _part_words(part: PatternHalfDay) -> str:
    half_day = habit_words(part.weekday, part.half)
    match part.weeks:
        case Weeks.ODD:
            return _("%(half_day)s (semaines impaires)") % {"half_day": half_day}
        case Weeks.EVEN:
            return _("%(half_day)s (semaines paires)") % {"half_day": half_day}
        case Weeks.EVERY:
            return half_day
