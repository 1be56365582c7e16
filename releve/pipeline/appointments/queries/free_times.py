"""Free times: a shift's time less what is taken in it, in one statement; the cut is `slots.rules`'s."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from releve.pipeline.slots.handover import KeptTime, Slot, Visit, WorkedShift
from releve.pipeline.slots.rules import Audience, cut_shift_into_slots
from releve.shared.rows import rows

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
FREE_TIMES = f"""
    SELECT {SHIFT_COLUMNS}
    FROM rota_shift shift JOIN offices_office office ON office.id = shift.office_id {TAKEN}
    WHERE shift.office_id = ANY(%(office_ids)s) AND shift.status = 'published'
      AND shift.starts_at >= %(shifts_from)s AND shift.starts_at < %(until)s AND shift.ends_at > %(first)s
      AND (%(doctor_id)s::bigint IS NULL OR shift.doctor_id = %(doctor_id)s)
    ORDER BY shift.starts_at, shift.id
"""
# A visit that is being moved does not stand in its own way.
TAKEN_BY_OTHERS = TAKEN.replace("WHERE ", "WHERE visit.id <> %(but_id)s AND ")
PLACE = f"""
    SELECT {SHIFT_COLUMNS}, shift.network_id, office.hold_min,
           reason.id, reason.minutes, reason.booked_by = 'everyone', reason.earliest_days_ahead,
           reason.latest_min_ahead, reason.is_unscheduled
    FROM rota_shift shift
    JOIN offices_office office ON office.id = shift.office_id
    JOIN slots_visitreason reason
        ON reason.id = %(reason_id)s AND reason.network_id = shift.network_id AND reason.is_active
    {TAKEN_BY_OTHERS}
    WHERE shift.id = %(shift_id)s AND shift.status = 'published'
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


def free_times(
    *,
    office_ids: Sequence[int],
    reason: Visit,
    first: datetime,
    until: datetime,
    now: datetime,
    doctor_id: int | None = None,
    audience: Audience = Audience.ONLINE,
) -> list[Slot]:
    """Return the free times that start in [first, until), by start, of these offices (1 statement)."""
    found: list[Slot] = []
    parameters = {
        "office_ids": list(office_ids),
        "doctor_id": doctor_id,
        "shifts_from": first - LONGEST_SHIFT,
        "first": first,
        "until": until,
        "now": now,
    }
    for row in rows(FREE_TIMES, parameters):
        shift, kept = as_worked_shift(row)
        found += cut_shift_into_slots(shift, reason, kept, now=now, audience=audience)
    return sorted((slot for slot in found if first <= slot.starts_at < until), key=lambda slot: slot.starts_at)


@dataclass(frozen=True, slots=True)
class Place:
    """All that decides whether a visit can take a time of a shift."""

    shift: WorkedShift
    kept: KeptTime
    network_id: int
    hold_min: int
    visit: Visit


def place_in(shift_id: int, reason_id: int, now: datetime, *, but_id: int = 0) -> Place | None:
    """Return a published shift with a reason of its own network and the times taken in it (1 statement).

    `but_id` is an appointment whose own time is left out.
    """
    found = rows(PLACE, {"shift_id": shift_id, "reason_id": reason_id, "now": now, "but_id": but_id})
    if not found:
        return None
    row = found[0]
    return Place(*as_worked_shift(row), row[13], row[14], Visit(*row[15:21]))


def next_times_after(
    *,
    office_id: int,
    reason: Visit,
    after: datetime,
    now: datetime,
    doctor_id: int | None = None,
    n: int = 3,
    audience: Audience = Audience.ONLINE,
) -> list[Slot]:
    """Return the n first free times of an office from `after` on, one for each instant, looking ever further ahead."""
    start, days = after, 2
    found: list[Slot] = []
    while len(found) < n and days < 400:
        until = start + timedelta(days=days)
        slots = free_times(
            office_ids=[office_id],
            reason=reason,
            first=start,
            until=until,
            now=now,
            doctor_id=doctor_id,
            audience=audience,
        )
        found += one_for_each_instant(slots)
        if audience is Audience.ONLINE and until > now + timedelta(days=reason.earliest_days_ahead):
            break
        start, days = until, days * 4
    return found[:n]


def one_for_each_instant(slots: Iterable[Slot]) -> list[Slot]:
    """Keep the first slot of each starting instant: two free doctors are one choice of a time."""
    seen: dict[datetime, Slot] = {}
    for slot in slots:
        seen.setdefault(slot.starts_at, slot)
    return list(seen.values())
