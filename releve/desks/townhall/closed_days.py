"""The next days on which the office stays closed though it would open."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from django.utils.translation import gettext as _

from releve.pipeline.offices.handover import ClosedHalfDay
from releve.shared.holiday_words import closure_words
from releve.shared.words import date_words, day_words


@dataclass(frozen=True, slots=True)
class ClosedDays:
    first_on: date
    last_on: date
    label: str

    @property
    def words(self) -> str:
        if self.first_on == self.last_on:
            return day_words(self.first_on, with_year=True)
        return _("du %(first)s au %(last)s") % {"first": date_words(self.first_on), "last": date_words(self.last_on)}


def closed_days(half_days: Iterable[ClosedHalfDay], gap: timedelta = timedelta(days=7)) -> list[ClosedDays]:
    """Return closed half-days as days that follow each other; days of one label within a week belong together."""
    found: list[ClosedDays] = []
    for half_day in half_days:
        last = found[-1] if found else None
        label = closure_words(half_day.label)
        if last and last.label == label and half_day.day - last.last_on <= gap:
            found[-1] = ClosedDays(last.first_on, half_day.day, last.label)
        else:
            found.append(ClosedDays(half_day.day, half_day.day, label))
    return found
