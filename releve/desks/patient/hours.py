"""An office's hours in plain words, from its calendar."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, time, timedelta

from django.utils.dates import WEEKDAYS
from django.utils.translation import gettext as _

from releve.pipeline.offices.handover import OfficeCalendar, Opening
from releve.pipeline.offices.rules import half_days_between, openings_on
from releve.shared.half_days import Half
from releve.shared.holiday_words import closure_words
from releve.shared.words import day_words

DAYS_AHEAD = 90
RECEPTION_DAYS_AHEAD = 14


@dataclass(frozen=True, slots=True)
class HalfDayHours:
    words: str
    is_without_reception: bool


@dataclass(frozen=True, slots=True)
class WeekdayHours:
    """One line of the week; no half-day means closed."""

    weekday: str
    halves: tuple[HalfDayHours, ...]


@dataclass(frozen=True, slots=True)
class Notice:
    """A day or some days that differ from the week, and why."""

    when: str
    what: str


def hour_words(at: time) -> str:
    if at.minute:
        return _("%(hour)d h %(minutes)s") % {"hour": at.hour, "minutes": f"{at:%M}"}
    return _("%(hour)d h") % {"hour": at.hour}


def week_hours(calendar: OfficeCalendar, on: date) -> list[WeekdayHours]:
    """Return the seven days from `on` ahead, Monday first: hours that ended yesterday are of no use."""
    days = sorted((on + timedelta(days=n) for n in range(7)), key=date.weekday)
    return [
        WeekdayHours(str(WEEKDAYS[day.weekday()]), tuple(_half(each) for each in openings_on(calendar, day)))
        for day in days
    ]


def next_change(calendar: OfficeCalendar, today: date) -> date | None:
    """Return the first day ahead on which the weekly hours change, if it is near."""
    starts = {each.valid_from for each in calendar.openings}
    ends = {each.valid_to + timedelta(days=1) for each in calendar.openings if each.valid_to}
    last = today + timedelta(days=DAYS_AHEAD)
    return min((day for day in starts | ends if today < day <= last and day > calendar.opened_on), default=None)


def closed_days(calendar: OfficeCalendar, today: date) -> list[Notice]:
    """Return the closures ahead as they were announced, and the public holidays on which the office would open."""
    _opened, closed = half_days_between(calendar, today, today + timedelta(days=DAYS_AHEAD))
    runs = {(each.first_on, each.last_on, each.label) for each in calendar.closures if each.last_on >= today}
    runs |= {
        (each.day, each.day, each.label)
        for each in closed
        if each.is_public_holiday and not any(first <= each.day <= last for first, last, _label in runs)
    }
    return [Notice(_days(first, last), closure_words(label)) for first, last, label in sorted(runs)]


def half_days_without_reception(calendar: OfficeCalendar, today: date) -> list[Notice]:
    """Return the half-days of the coming weeks on which the reception, usually there, is not."""
    last = today + timedelta(days=RECEPTION_DAYS_AHEAD)
    return [
        Notice(day_words(day), _("le matin") if half is Half.MORNING else _("l’après-midi"))
        for day, half in _missed(calendar, today, last)
    ]


def _missed(calendar: OfficeCalendar, first: date, last: date) -> Iterator[tuple[date, Half]]:
    opened, _closed = half_days_between(calendar, first, last)
    for half_day in opened:
        if (half_day.day, half_day.half) in calendar.reception_absences and not half_day.has_reception:
            yield half_day.day, half_day.half


def _half(opening: Opening) -> HalfDayHours:
    words = _("%(from)s – %(to)s") % {"from": hour_words(opening.opens_at), "to": hour_words(opening.closes_at)}
    return HalfDayHours(words, not opening.has_reception)


def _days(first: date, last: date) -> str:
    if first == last:
        return day_words(first)
    return _("du %(first)s au %(last)s") % {"first": day_words(first), "last": day_words(last)}
