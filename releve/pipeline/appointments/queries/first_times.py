"""The first free times of offices: their shifts in order, until enough times are found."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import datetime
from itertools import islice
from typing import Any

from releve.pipeline.appointments.queries.shift_rows import (
    LONGEST_SHIFT,
    SHIFT_COLUMNS,
    TAKEN,
    as_worked_shift,
    shift_start,
)
from releve.pipeline.slots.handover import Slot, Visit
from releve.pipeline.slots.rules import Audience, cut_slot_by_slot, one_for_each_instant, window_for
from releve.shared.rows import rows

# The shifts of the first n starts of each office. Full shifts are passed over inside PostgreSQL. The window keeps the
# innermost SELECT apart: the index `published_shift_of_office` then gives the shifts in their order, one by one, and
# PostgreSQL stops at the first one too many.
FIRST_SHIFTS = f"""
    SELECT near.* FROM unnest(%(office_ids)s::bigint[], %(after)s::timestamptz[]) AS wanted (office_id, after)
    JOIN offices_office office ON office.id = wanted.office_id AND office.id = ANY(%(office_ids)s)
    CROSS JOIN LATERAL (
        SELECT {SHIFT_COLUMNS}, date_part('epoch', shift.next_start)::bigint,
               dense_rank() OVER (ORDER BY shift.starts_at) AS n_start
        FROM (
            SELECT shift.id, shift.office_id, shift.doctor_id, shift.room_id, shift.starts_at, shift.ends_at,
                   first_value(shift.starts_at) OVER (
                       ORDER BY shift.starts_at GROUPS BETWEEN 1 FOLLOWING AND 1 FOLLOWING
                   ) AS next_start
            FROM rota_shift shift
            WHERE shift.office_id = wanted.office_id AND shift.status = 'published'
              AND shift.starts_at > wanted.after AND shift.starts_at <= %(last)s AND shift.ends_at > %(first)s
              AND (%(doctor_id)s::bigint IS NULL OR shift.doctor_id = %(doctor_id)s)
        ) shift {TAKEN}
        WHERE taken.ranges IS NULL OR NOT taken.ranges @> tstzrange(shift.starts_at, shift.ends_at)
    ) near
    WHERE near.n_start <= %(n_starts)s
"""
START_S, NEXT_START = 4, -2  # columns; nothing in the last when all shifts were read
# How many starts of shifts are read for each office, pass after pass, until enough times are found.
STARTS_A_PASS = (2, 12, 2000)


def first_times(
    office_ids: Sequence[int],
    reason: Visit,
    now: datetime,
    n_times: int,
    *,
    after: datetime | None = None,
    doctor_id: int | None = None,
    audience: Audience = Audience.ONLINE,
) -> dict[int, list[Slot]]:
    """Return the n first free instants of each office, from now or from `after` on (1 statement, seldom 2 or 3)."""
    first, last = window_for(reason, now, audience)
    first = max(first, after) if after else first
    found: dict[int, list[Slot]] = {office_id: [] for office_id in office_ids}
    read_until = dict.fromkeys(office_ids, first - LONGEST_SHIFT)
    for n_starts in STARTS_A_PASS:
        if not read_until:
            break
        parameters = {
            "office_ids": list(read_until),
            "after": list(read_until.values()),
            "first": first,
            "last": last,
            "doctor_id": doctor_id,
            "now": now,
            "n_starts": n_starts,
        }
        shifts: dict[int, list[tuple[Any, ...]]] = defaultdict(list)
        for row in rows(FIRST_SHIFTS, parameters):
            shifts[row[1]].append(row)
        still_wanted = {}
        for office_id in read_until:
            for row in shifts[office_id]:
                if not _are_certain(found[office_id], row[START_S], n_times):
                    found[office_id] = _with(found[office_id], _times_of(row, reason, now, audience, first), n_times)
            next_start = shifts[office_id][-1][NEXT_START] if shifts[office_id] else None
            if next_start and not _are_certain(found[office_id], next_start, n_times):
                still_wanted[office_id] = shift_start(shifts[office_id][-1])
        read_until = still_wanted
    return found


def _times_of(row: Sequence[Any], reason: Visit, now: datetime, audience: Audience, first: datetime) -> Iterable[Slot]:
    shift, kept = as_worked_shift(row)
    slots = cut_slot_by_slot(shift, reason, kept, now=now, audience=audience)
    return (slot for slot in slots if slot.starts_at >= first)


def _with(found: list[Slot], more: Iterable[Slot], n_times: int) -> list[Slot]:
    """Return the n first distinct instants of both; those of one shift are distinct and in order."""
    if not found:
        return list(islice(more, n_times))
    return one_for_each_instant(sorted([*found, *islice(more, n_times)], key=lambda slot: slot.starts_at))[:n_times]


def _are_certain(found: Sequence[Slot], next_start_s: int, n_times: int) -> bool:
    """No shift that starts later can beat the times found before."""
    return len(found) >= n_times and found[n_times - 1].starts_at.timestamp() <= next_start_s
