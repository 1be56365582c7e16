"""Finds the shifts that no longer hold, because something changed after they were laid."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence

from releve.pipeline.commitments.handover import Promise
from releve.pipeline.commitments.rules import is_absent
from releve.pipeline.offices.handover import OfficeCalendar
from releve.pipeline.offices.rules import half_days_between
from releve.pipeline.rota.handover import Conflict, ExistingShift, Refusal
from releve.shared.half_days import instant


def find_conflicts(
    calendars: Mapping[int, OfficeCalendar], promises: Iterable[Promise], shifts: Iterable[ExistingShift]
) -> list[Conflict]:
    """Return the shifts against which something speaks, each with one reason, in the order given.

    `promises` and `calendars` reach over the days of the shifts; shifts of other offices are passed over.
    """
    terms: dict[tuple[int, int], list[Promise]] = defaultdict(list)
    for promise in promises:
        terms[promise.doctor_id, promise.office_id].append(promise)
    conflicts: list[Conflict] = []
    for shift in shifts:
        if shift.is_cancelled or shift.office_id not in calendars:
            continue
        refusal, detail = _against(shift, calendars[shift.office_id], terms[shift.doctor_id, shift.office_id])
        if refusal:
            conflicts.append(Conflict(shift, refusal, detail))
    return conflicts


def _against(shift: ExistingShift, calendar: OfficeCalendar, promises: Sequence[Promise]) -> tuple[Refusal | None, str]:
    running = [promise for promise in promises if promise.starts_on <= shift.day <= promise.last_on]
    if not running:
        is_early = bool(promises) and all(shift.day < promise.starts_on for promise in promises)
        return (Refusal.BEFORE_COMMITMENT if is_early else Refusal.AFTER_COMMITMENT), ""
    opened, closed = half_days_between(calendar, shift.day, shift.day)
    for half_day in closed:
        if half_day.half == shift.half:
            return (Refusal.PUBLIC_HOLIDAY if half_day.is_public_holiday else Refusal.CLOSURE), half_day.label
    if not any(
        half_day.half == shift.half
        and instant(shift.day, half_day.opens_at, calendar.time_zone) <= shift.starts_at
        and shift.ends_at <= instant(shift.day, half_day.closes_at, calendar.time_zone)
        for half_day in opened
    ):
        return Refusal.OFFICE_CLOSED, ""
    if any(is_absent(promise.absences, shift.day, shift.half) for promise in running):
        return Refusal.DOCTOR_ABSENT, ""
    if shift.room_id not in {room.id for room in calendar.rooms}:
        return Refusal.ROOM_OUT_OF_SERVICE, ""
    return None, ""
