"""A doctor's weeks as a grid: how full each half-day is, and whether somebody receives her patients."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from django.utils.dates import WEEKDAYS

from releve.pipeline.appointments.queries.desk import WorkedHalfDay, weeks_of_doctor
from releve.pipeline.offices.models import Office
from releve.pipeline.offices.queries import calendars
from releve.pipeline.offices.rules import half_days_between
from releve.pipeline.rota.models import Shift

ONE_DAY = timedelta(days=1)
ONE_WEEK = timedelta(days=7)
N_WEEKS = 8
SUNDAY = 6


@dataclass(frozen=True, slots=True)
class HalfDayCell:
    shift: Shift
    town: str
    n_booked: int
    free_min: int
    has_reception: bool


@dataclass(frozen=True, slots=True)
class DayCell:
    day: date
    is_today: bool
    half_days: tuple[HalfDayCell, ...]


@dataclass(frozen=True, slots=True)
class WeekRow:
    monday: date
    days: tuple[DayCell, ...]

    @property
    def number(self) -> int:
        return self.monday.isocalendar().week

    @property
    def last(self) -> date:
        return self.monday + 6 * ONE_DAY

    @property
    def n_half_days(self) -> int:
        return sum(len(day.half_days) for day in self.days)


@dataclass(frozen=True, slots=True)
class Weeks:
    weekdays: tuple[str, ...]  # Sunday only where she works on one
    rows: tuple[WeekRow, ...]


def weeks_from(doctor_id: int, monday: date, today: date, n_weeks: int = N_WEEKS) -> Weeks:
    """Return the weeks of a doctor from a Monday on."""
    last = monday + n_weeks * ONE_WEEK - ONE_DAY
    worked = weeks_of_doctor(doctor_id, monday, last)
    received = _received(worked, monday, last)
    offices = Office.objects.select_related("town").in_bulk({half_day.shift.office_id for half_day in worked})
    by_day: dict[date, list[HalfDayCell]] = {}
    for half_day in worked:
        by_day.setdefault(half_day.shift.day, []).append(
            _cell(half_day, offices[half_day.shift.office_id].town.name, received)
        )
    n_days = 7 if any(day.weekday() == SUNDAY for day in by_day) else 6
    rows = [
        WeekRow(
            first,
            tuple(
                DayCell(day, day == today, tuple(by_day.get(day, ())))
                for day in (first + n * ONE_DAY for n in range(n_days))
            ),
        )
        for first in (monday + n * ONE_WEEK for n in range(n_weeks))
    ]
    return Weeks(tuple(str(WEEKDAYS[n]) for n in range(n_days)), tuple(rows))


def _cell(worked: WorkedHalfDay, town: str, received: set[tuple[int, date, str]]) -> HalfDayCell:
    shift = worked.shift
    length_min = int((shift.ends_at - shift.starts_at).total_seconds() // 60)
    return HalfDayCell(
        shift=shift,
        town=town,
        n_booked=worked.n_booked,
        free_min=max(0, length_min - worked.busy_min),
        has_reception=(shift.office_id, shift.day, shift.half) in received,
    )


def _received(worked: Sequence[WorkedHalfDay], first: date, last: date) -> set[tuple[int, date, str]]:
    """Return the half-days with reception of the offices where she works."""
    offices = calendars({half_day.shift.office_id for half_day in worked}, first, last)
    return {
        (office_id, half_day.day, half_day.half)
        for office_id, office in offices.items()
        for half_day in half_days_between(office, first, last)[0]
        if half_day.has_reception
    }
