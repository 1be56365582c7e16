"""Finds the half-days on which the office opens and no doctor works."""

from collections.abc import Iterable, Mapping
from datetime import date

from releve.pipeline.offices.handover import OfficeCalendar
from releve.pipeline.offices.rules import half_days_between
from releve.pipeline.rota.handover import ExistingShift, Gap, LaidShift


def find_gaps(
    calendars: Mapping[int, OfficeCalendar], shifts: Iterable[ExistingShift | LaidShift], first: date, last: date
) -> list[Gap]:
    """Return the open half-days between two days (both included) without any doctor, by day, half and office.

    Whoever calls decides which shifts count: drafts too, or published ones only. Cancelled ones never do.
    """
    covered = {
        (shift.office_id, shift.day, shift.half)
        for shift in shifts
        if isinstance(shift, LaidShift) or not shift.is_cancelled
    }
    gaps = [
        Gap(office_id, half_day.day, half_day.half, half_day.has_reception)
        for office_id, calendar in calendars.items()
        for half_day in half_days_between(calendar, first, last)[0]
        if (office_id, half_day.day, half_day.half) not in covered
    ]
    return sorted(gaps, key=lambda gap: (gap.day, gap.half, gap.office_id))
