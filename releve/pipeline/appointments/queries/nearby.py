"""The nearest offices with their first free times."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import islice
from math import cos, radians
from typing import Any

from releve.pipeline.appointments.queries.free_times import (
    LONGEST_SHIFT,
    SHIFT_COLUMNS,
    TAKEN,
    as_worked_shift,
    instant_of,
    one_for_each_instant,
    shift_start,
)
from releve.pipeline.slots.handover import Slot, Visit
from releve.pipeline.slots.rules import Audience, cut_slot_by_slot, window_for
from releve.shared.geography import EARTH_RADIUS_KM, travel_min
from releve.shared.rows import rows


@dataclass(frozen=True, slots=True)
class OfficeTimes:
    """An office near a person, with its first free times."""

    office_id: int
    network_id: int
    slug: str
    name: str
    town: str
    address: str
    postal_code: str
    phone: str
    time_zone: str
    km: float  # as the crow flies
    minutes: float  # by car
    slots: list[Slot]


# Degrees of latitude around a person within which offices are looked for: 111 km, about two and a half hours.
REACH_DEGREES = 1.0
NEAREST = f"""
    SELECT near.id, near.network_id, near.slug, near.name, town.name, near.address, near.postal_code, near.phone,
           near.time_zone, near.km
    FROM (
        SELECT office.*, 2 * {EARTH_RADIUS_KM} * asin(least(1, sqrt(
                   sin(radians(office.latitude - %(latitude)s) / 2) ^ 2
                   + cos(radians(%(latitude)s)) * cos(radians(office.latitude))
                     * sin(radians(office.longitude - %(longitude)s) / 2) ^ 2))) AS km
        FROM offices_office office
        WHERE office.latitude BETWEEN %(latitude)s - {REACH_DEGREES} AND %(latitude)s + {REACH_DEGREES}
          AND office.longitude BETWEEN %(longitude)s - %(reach_longitude)s AND %(longitude)s + %(reach_longitude)s
          AND (office.closed_on IS NULL OR office.closed_on > %(today)s)
          AND (%(network_id)s::bigint IS NULL OR office.network_id = %(network_id)s)
        ORDER BY km, office.id LIMIT %(n_offices)s
    ) near
    JOIN offices_town town ON town.insee = near.town_id
    ORDER BY near.km, near.id
"""
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
        ) shift {TAKEN}
        WHERE taken.ranges IS NULL OR NOT taken.ranges @> tstzrange(shift.starts_at, shift.ends_at)
    ) near
    WHERE near.n_start <= %(n_starts)s
"""
NEXT_START = -2  # its column; nothing when all shifts were read
# How many starts of shifts are read for each office, pass after pass, until enough times are found.
STARTS_A_PASS = (2, 12, 2000)


def first_times_near(
    *,
    latitude: float,
    longitude: float,
    reason: Visit,
    now: datetime,
    n_offices: int = 50,
    n_times: int = 3,
    network_id: int | None = None,
) -> list[OfficeTimes]:
    """Return the nearest open offices, by distance, each with its first free times (2 statements, seldom 3 or 4)."""
    near = nearest_offices(latitude, longitude, now, n_offices, network_id)
    times = first_times([row[0] for row in near], reason, now, n_times)
    return [OfficeTimes(*row, minutes=travel_min(row[-1]), slots=times.get(row[0], [])) for row in near]


def nearest_offices(
    latitude: float, longitude: float, now: datetime, n_offices: int, network_id: int | None
) -> list[tuple[Any, ...]]:
    """Return the rows of NEAREST around a point given in degrees."""
    return rows(
        NEAREST,
        {
            "latitude": latitude,
            "longitude": longitude,
            "reach_longitude": REACH_DEGREES / max(0.1, cos(radians(latitude))),
            "today": now.date(),
            "network_id": network_id,
            "n_offices": n_offices,
        },
    )


def first_times(office_ids: Sequence[int], reason: Visit, now: datetime, n_times: int) -> dict[int, list[Slot]]:
    """Return the n first free instants of each office, for a visit that is booked online."""
    first, last = window_for(reason, now, Audience.ONLINE)
    found: dict[int, list[Slot]] = {office_id: [] for office_id in office_ids}
    after = dict.fromkeys(office_ids, first - LONGEST_SHIFT)
    for n_starts in STARTS_A_PASS:
        if not after:
            break
        parameters = {
            "office_ids": list(after),
            "after": list(after.values()),
            "first": first,
            "last": last,
            "now": now,
            "n_starts": n_starts,
        }
        shifts: dict[int, list[Sequence[Any]]] = defaultdict(list)
        for row in rows(FIRST_SHIFTS, parameters):
            shifts[row[1]].append(row)
        still_wanted = {}
        for office_id in after:
            found[office_id] = add_first_times(found[office_id], shifts[office_id], reason, now, n_times)
            next_start = shifts[office_id][-1][NEXT_START] if shifts[office_id] else None
            if next_start and not _are_certain(found[office_id], instant_of(next_start), n_times):
                still_wanted[office_id] = shift_start(shifts[office_id][-1])
        after = still_wanted
    return {office_id: slots[:n_times] for office_id, slots in found.items()}


def add_first_times(
    found: list[Slot], shifts: Sequence[Sequence[Any]], reason: Visit, now: datetime, n_times: int
) -> list[Slot]:
    """Add the times of these rows (by start) as long as they can be among the first; return the distinct instants."""
    for row in shifts:
        if _are_certain(found, shift_start(row), n_times):
            break
        shift, kept = as_worked_shift(row)
        first_ones = islice(cut_slot_by_slot(shift, reason, kept, now=now), n_times)
        found = one_for_each_instant(sorted([*found, *first_ones], key=lambda slot: slot.starts_at))
    return found


def _are_certain(found: Sequence[Slot], next_start: datetime, n_times: int) -> bool:
    """No shift that starts later can beat the times found before."""
    return len(found) >= n_times and found[n_times - 1].starts_at <= next_start
