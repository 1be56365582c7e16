"""Times, days and telephone numbers as people say them, in the time zone that the page is drawn in."""

from datetime import date, datetime, time

from django import template
from django.utils import timezone

from releve.shared import typed, words

register = template.Library()


def _zone() -> str:
    return timezone.get_current_timezone_name()


@register.filter
def clock(moment: datetime) -> str:
    """`{{ visit.starts_at|clock }}`: « 9 h 10 »."""
    return words.clock(moment, _zone())


@register.filter
def moment(moment: datetime) -> str:
    """`{{ visit.starts_at|moment }}`: « mardi 24 novembre à 9 h 10 », with the year unless it is this one."""
    return words.moment_words(moment, _zone(), now=timezone.now())


@register.filter
def day(day: date | datetime) -> str:
    """`{{ shift.day|day }}`: « mardi 24 novembre »."""
    return words.day_words(_as_day(day))


@register.filter
def full_day(day: date | datetime) -> str:
    """`{{ shift.day|full_day }}`: « mardi 24 novembre 2026 »."""
    return words.day_words(_as_day(day), with_year=True)


@register.filter
def long_date(day: date | datetime) -> str:
    """`{{ promise.starts_on|long_date }}`: « 1er janvier 2026 »."""
    return words.date_words(_as_day(day))


@register.filter
def near_day(day: date | datetime) -> str:
    """`{{ slot.starts_at|near_day }}`: « aujourd’hui », « demain », else « mar. 24 nov. »."""
    return words.near_day_words(_as_day(day), timezone.localdate())


@register.filter
def date_words(day: date | datetime) -> str:
    """`{{ promise.last_on|date_words }}`: « 24 novembre 2026 »."""
    return words.date_words(_as_day(day))


@register.filter
def day_in_month(day: date | datetime) -> str:
    """`{{ closure.first_on|day_in_month }}`: « 24 novembre »."""
    return words.day_in_month(_as_day(day))


@register.filter
def hour(hour: time) -> str:
    """`{{ opening.opens_at|hour }}`: « 8 h 30 »."""
    return words.hour_words(hour)


@register.filter
def phone(number: str) -> str:
    """`{{ patient.phone|phone }}`: « 03 21 00 00 00 »."""
    return typed.shown_phone(number) if number else ""


@register.filter
def age(birth_date: date) -> int:
    """`{{ patient.birth_date|age }}`: in whole years, today."""
    today = timezone.localdate()
    return today.year - birth_date.year - ((today.month, today.day) < (birth_date.month, birth_date.day))


@register.filter
def time_value(slot: object) -> str:
    """`{{ slot|time_value }}`: what a time's button sends, « 812-1796112600 »."""
    return words.time_value(slot.shift_id, slot.starts_at)  # type: ignore[attr-defined]


def _as_day(day: date | datetime) -> date:
    return timezone.localdate(day) if isinstance(day, datetime) else day
