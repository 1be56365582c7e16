"""Slots are derived from a shift's free time, never stored (docs/decisions/0003)."""

from collections.abc import Iterable, Iterator
from datetime import datetime, timedelta
from enum import StrEnum

from releve.pipeline.slots.handover import KeptTime, Slot, Visit, WorkedShift
from releve.shared.half_days import instant, local_day

# Times are offered and accepted on this grid of the clock, in minutes.
GRID_MIN = 5
ONE_DAY = timedelta(days=1)


class Audience(StrEnum):
    """Who is choosing a time."""

    ONLINE = "online"
    DESK = "desk"


class NotFree(StrEnum):
    """Why a time cannot be booked."""

    TAKEN = "taken"
    OUTSIDE_SHIFT = "outside_shift"
    KEPT = "kept"
    TOO_EARLY = "too_early"  # booking opens later
    TOO_LATE = "too_late"  # past, or too close
    BY_PHONE_ONLY = "by_phone_only"
    OFF_GRID = "off_grid"


def kept_from(shift: WorkedShift, kept: KeptTime, now: datetime) -> datetime:
    """Return the instant from which the end of a shift is kept for unscheduled care; its end if nothing is.

    The kept share lies at the end of the shift. Its earlier part is released the day before, the rest on the day.
    """
    length_min = (shift.ends_at - shift.starts_at).total_seconds() / 60
    kept_min = float(kept.share) * length_min
    if shift.starts_at - now < 2 * ONE_DAY:
        day = local_day(shift.starts_at, shift.time_zone)
        if now >= instant(day, kept.released_same_day_at, shift.time_zone):
            kept_min = 0.0
        elif now >= instant(day - ONE_DAY, kept.released_day_before_at, shift.time_zone):
            kept_min *= 1 - float(kept.released_day_before_share)
    return shift.ends_at - timedelta(minutes=int(kept_min // GRID_MIN) * GRID_MIN)


def window_for(visit: Visit, now: datetime, audience: Audience) -> tuple[datetime, datetime]:
    """Return the first and the last instant at which this visit may start. The desk may book now, and any day ahead."""
    if audience is Audience.DESK:
        return now - timedelta(minutes=GRID_MIN), datetime.max.replace(tzinfo=now.tzinfo)
    return now + timedelta(minutes=visit.latest_min_ahead), now + timedelta(days=visit.earliest_days_ahead)


def free_pieces(
    busy: Iterable[tuple[datetime, datetime]], start: datetime, end: datetime
) -> Iterator[tuple[datetime, datetime]]:
    """Yield what `busy` (in any order, overlaps allowed) leaves free between `start` and `end`, in order."""
    cursor = start
    for taken_from, taken_to in sorted(busy):
        if taken_from >= end:
            break
        if taken_from > cursor:
            yield cursor, taken_from
        cursor = max(cursor, taken_to)
    if cursor < end:
        yield cursor, end


def cut_shift_into_slots(
    shift: WorkedShift, visit: Visit, kept: KeptTime, *, now: datetime, audience: Audience = Audience.ONLINE
) -> list[Slot]:
    """Return the times of a shift at which a visit can be booked, in order; they never overlap."""
    return list(cut_slot_by_slot(shift, visit, kept, now=now, audience=audience))


def cut_slot_by_slot(
    shift: WorkedShift, visit: Visit, kept: KeptTime, *, now: datetime, audience: Audience = Audience.ONLINE
) -> Iterator[Slot]:
    """Yield the times of a shift for whoever needs only the first ones.

    Each free piece is cut from its own start, so that no minutes are lost between two visits.
    """
    if audience is Audience.ONLINE and not visit.is_online:
        return
    length = timedelta(minutes=visit.minutes)
    first, last = window_for(visit, now, audience)
    kept_at = shift.ends_at if visit.is_unscheduled else kept_from(shift, kept, now)
    end = shift.ends_at if audience is Audience.DESK else kept_at
    for piece_from, piece_to in free_pieces(shift.busy, shift.starts_at, end):
        start = piece_from
        if start < first:
            start += -((start - first) // length) * length
        while start + length <= piece_to and start <= last:
            ends_at = start + length
            yield Slot(shift.shift_id, shift.office_id, shift.doctor_id, start, ends_at, ends_at > kept_at)
            start = ends_at


def one_for_each_instant(slots: Iterable[Slot]) -> list[Slot]:
    """Keep the first slot of each starting instant: two free doctors are one choice of a time."""
    seen: dict[datetime, Slot] = {}
    for slot in slots:
        seen.setdefault(slot.starts_at, slot)
    return list(seen.values())


def reason_not_free(
    shift: WorkedShift,
    visit: Visit,
    kept: KeptTime,
    starts_at: datetime,
    *,
    now: datetime,
    audience: Audience = Audience.ONLINE,
) -> NotFree | None:
    """Return why a visit cannot start at this instant, or None when it can.

    A time that was offered a moment ago stays good while it is free, even where the cut has changed around it.
    """
    ends_at = starts_at + timedelta(minutes=visit.minutes)
    first, last = window_for(visit, now, audience)
    if audience is Audience.ONLINE and not visit.is_online:
        return NotFree.BY_PHONE_ONLY
    if starts_at < shift.starts_at or ends_at > shift.ends_at:
        return NotFree.OUTSIDE_SHIFT
    if starts_at.second or starts_at.microsecond or starts_at.minute % GRID_MIN:
        return NotFree.OFF_GRID
    if starts_at < first:
        return NotFree.TOO_LATE
    if starts_at > last:
        return NotFree.TOO_EARLY
    if any(taken_from < ends_at and starts_at < taken_to for taken_from, taken_to in shift.busy):
        return NotFree.TAKEN
    if audience is Audience.ONLINE and not visit.is_unscheduled and ends_at > kept_from(shift, kept, now):
        return NotFree.KEPT
    return None
