"""A shift with the times taken in it: how both travel from PostgreSQL to the rules."""

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from typing import Any

from releve.pipeline.slots.handover import KeptTime, WorkedShift

# Times travel as seconds, those taken as seconds after the shift's start: Python reads whole numbers many times faster
# than instants.
SHIFT_COLUMNS = """
    shift.id, shift.office_id, shift.doctor_id, shift.room_id,
    date_part('epoch', shift.starts_at)::bigint, date_part('epoch', shift.ends_at)::bigint,
    office.time_zone, office.kept_share, office.released_day_before_share, office.released_day_before_at,
    office.released_same_day_at, taken.starts, taken.ends
"""
# Reads the index `taken_times_of_shift` alone.
TAKEN = """
    LEFT JOIN LATERAL (
        SELECT array_agg(date_part('epoch', visit.starts_at - shift.starts_at)::int) AS starts,
               array_agg(date_part('epoch', visit.ends_at - shift.starts_at)::int) AS ends,
               range_agg(tstzrange(visit.starts_at, visit.ends_at)) AS ranges
        FROM appointments_appointment visit
        WHERE visit.shift_id = shift.id AND visit.status IN ('held', 'booked', 'arrived', 'in_consultation', 'seen')
          AND (visit.status <> 'held' OR visit.held_until > %(now)s)
    ) taken ON true
"""
# A shift lasts less than a day: shifts that are running began within this time.
LONGEST_SHIFT = timedelta(days=1)


def instant_of(seconds: int) -> datetime:
    """Return an instant as it travels."""
    return datetime.fromtimestamp(seconds, UTC)


def shift_start(row: Sequence[Any]) -> datetime:
    """Return the start of a row of SHIFT_COLUMNS."""
    return instant_of(row[4])


def as_worked_shift(row: Sequence[Any]) -> tuple[WorkedShift, KeptTime]:
    """Return a row of SHIFT_COLUMNS as the rules need it."""
    start, end = shift_start(row), instant_of(row[5])
    taken = zip(row[11] or (), row[12] or (), strict=True)
    busy = tuple([(start + timedelta(0, from_s), start + timedelta(0, to_s)) for from_s, to_s in taken])
    return (
        WorkedShift(row[0], row[1], row[2], row[3], start, end, row[6], busy),
        KeptTime(row[7], row[8], row[9], row[10]),
    )
