"""Free times: a shift's time less what is taken in it, in one statement; the cut is `slots.rules`'s."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from releve.pipeline.appointments.queries.first_times import first_times
from releve.pipeline.appointments.queries.shift_rows import LONGEST_SHIFT, SHIFT_COLUMNS, TAKEN, as_worked_shift
from releve.pipeline.slots.handover import KeptTime, Slot, Visit, WorkedShift
from releve.pipeline.slots.rules import Audience, cut_shift_into_slots
from releve.shared.rows import Rows, rows

FREE_TIMES = f"""
    SELECT {SHIFT_COLUMNS}
    FROM rota_shift shift JOIN offices_office office ON office.id = shift.office_id {TAKEN}
    WHERE shift.office_id = ANY(%(office_ids)s) AND shift.status = 'published'
      AND shift.starts_at >= %(shifts_from)s AND shift.starts_at < %(until)s AND shift.ends_at > %(first)s
      AND (%(doctor_id)s::bigint IS NULL OR shift.doctor_id = %(doctor_id)s)
    ORDER BY shift.starts_at, shift.id
"""
PLACE = f"""
    SELECT {SHIFT_COLUMNS}, shift.network_id, office.hold_min,
           reason.id, reason.minutes, reason.booked_by = 'everyone', reason.earliest_days_ahead,
           reason.latest_min_ahead, reason.is_unscheduled
    FROM rota_shift shift
    JOIN offices_office office ON office.id = shift.office_id
    JOIN slots_visitreason reason
        ON reason.id = %(reason_id)s AND reason.network_id = shift.network_id AND reason.is_active
    {TAKEN}
    WHERE shift.id = %(shift_id)s AND shift.status = 'published'
"""
# Gives back the times of the shift's doctor that were held too long: no constraint can read the clock.
# A visit that is being moved does not stand in its own way.
PLACE_TO_TAKE = f"""
    WITH given_back AS (
        UPDATE appointments_appointment
        SET status = 'cancelled', changed_at = %(now)s, changed_as = 'clock', changed_by_id = NULL
        WHERE doctor_id = (SELECT doctor_id FROM rota_shift WHERE id = %(shift_id)s)
          AND status = 'held' AND held_until <= %(now)s
    )
    {PLACE.replace("WHERE visit.shift_id", "WHERE visit.id <> %(but_id)s AND visit.shift_id")}
"""


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


def place_in(shift_id: int, reason_id: int, now: datetime) -> Place | None:
    """Return a published shift with a reason of its own network and the times taken in it (1 statement)."""
    return place_told(rows(PLACE, {"shift_id": shift_id, "reason_id": reason_id, "now": now}))


def place_told(found: Rows) -> Place | None:
    """Return the place that PostgreSQL told of, if there is one."""
    for row in found:
        return Place(*as_worked_shift(row), row[13], row[14], Visit(*row[15:21]))
    return None


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
    """Return the n first free times of an office from `after` on, one for each instant (1 statement, seldom 2 or 3)."""
    return first_times([office_id], reason, now, n, after=after, doctor_id=doctor_id, audience=audience)[office_id]
