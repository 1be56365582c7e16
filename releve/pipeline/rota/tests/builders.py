"""Offices, promises and shifts for the pure rules, without a database."""

from datetime import date, time

from releve.pipeline.commitments.handover import PatternHalfDay, Promise, Weeks
from releve.pipeline.offices.handover import OfficeCalendar, Opening, Room
from releve.pipeline.rota.handover import ExistingShift
from releve.shared.half_days import HALVES, Half, instant

DAYS = {"mon": 0, "tue": 1, "wed": 2, "thu": 3, "fri": 4, "sat": 5, "sun": 6}
HOURS = {Half.MORNING: (time(8, 30), time(12)), Half.AFTERNOON: (time(13, 30), time(18))}


def a_calendar(office_id=1, *, n_rooms=4, weekdays=(0, 1, 2, 4), hours=None, **facts):
    """An office like Mazingarbe's; its rooms are numbered 11, 12… in the first office, 21, 22… in the second."""
    openings = tuple(
        Opening(weekday, half, *(hours or HOURS)[half], has_reception=True, valid_from=date(2022, 1, 3))
        for weekday in weekdays
        for half in HALVES
    )
    given = {
        "time_zone": "Europe/Paris",
        "holiday_region": "",
        "opened_on": date(2022, 1, 3),
        "closed_on": None,
        "rooms": tuple(Room(10 * office_id + n, f"Salle {n}") for n in range(1, n_rooms + 1)),
        "openings": openings,
        "name": f"Cabinet {office_id}",
    } | facts
    return OfficeCalendar(office_id=office_id, **given)


def by_office(*calendars):
    return {calendar.office_id: calendar for calendar in calendars}


def a_pattern(words):
    """Read « mon-am tue-pm/odd »."""
    parts = []
    for word in words.split():
        place, _, weeks = word.partition("/")
        day, half = place.split("-")
        parts.append(PatternHalfDay(DAYS[day], Half(half), Weeks(weeks or "every")))
    return tuple(parts)


def a_promise(doctor_id=1, pattern="mon-am", *, n=None, office_id=1, **facts):
    """Doctor 1 is Dr Benali; the promise is as long as the pattern unless `n` half-days a week are given."""
    parts = a_pattern(pattern) if isinstance(pattern, str) else tuple(pattern)
    per_week = sum(1 if part.weeks == Weeks.EVERY else 0.5 for part in parts)
    given = {
        "commitment_id": 100 * office_id + doctor_id,
        "doctor_name": {1: "Dr Benali", 2: "Dr Roy", 3: "Dr Petit-Jean"}.get(doctor_id, f"Dr {doctor_id}"),
        "starts_on": date(2026, 1, 1),
        "last_on": date(2027, 12, 31),
        "half_days_per_week": float(n or per_week or 1),
    } | facts
    return Promise(doctor_id=doctor_id, office_id=office_id, pattern=parts, **given)


def a_shift(day, half=Half.MORNING, *, doctor_id=1, room_id=11, office_id=1, hours=None, zone="Europe/Paris", **facts):
    opens_at, closes_at = hours or HOURS[half]
    given = {"doctor_name": f"Dr {doctor_id}", "office_name": f"Cabinet {office_id}"} | facts
    return ExistingShift(
        doctor_id=doctor_id,
        room_id=room_id,
        office_id=office_id,
        day=day,
        half=half,
        starts_at=instant(day, opens_at, zone),
        ends_at=instant(day, closes_at, zone),
        **given,
    )
