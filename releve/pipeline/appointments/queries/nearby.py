"""The nearest offices with their first free times."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from math import cos, radians
from typing import Any

from releve.pipeline.appointments.queries.free_times import (
    LONGEST_SHIFT,
    SHIFT_COLUMNS,
    TAKEN,
    as_worked_shift,
    one_for_each_instant,
)
from releve.pipeline.slots.handover import KeptTime, Slot, Visit, WorkedShift
from releve.pipeline.slots.rules import Audience, cut_shift_into_slots, window_for
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
    SELECT office.id, office.network_id, office.slug, office.name, town.name, office.address, office.postal_code,
           office.phone, office.time_zone,
           2 * {EARTH_RADIUS_KM} * asin(least(1, sqrt(
               sin(radians(office.latitude - %(latitude)s) / 2) ^ 2
               + cos(radians(%(latitude)s)) * cos(radians(office.latitude))
                 * sin(radians(office.longitude - %(longitude)s) / 2) ^ 2))) AS km
    FROM offices_office office JOIN offices_town town ON town.insee = office.town_id
    WHERE office.latitude BETWEEN %(latitude)s - {REACH_DEGREES} AND %(latitude)s + {REACH_DEGREES}
      AND office.longitude BETWEEN %(longitude)s - %(reach_longitude)s AND %(longitude)s + %(reach_longitude)s
      AND (office.closed_on IS NULL OR office.closed_on > %(today)s)
      AND (%(network_id)s::bigint IS NULL OR office.network_id = %(network_id)s)
    ORDER BY km, office.id LIMIT %(n_offices)s
"""
# Full shifts are passed over inside PostgreSQL, so that a few rows for each office are enough.
FIRST_SHIFTS = f"""
    SELECT near.* FROM unnest(%(office_ids)s::bigint[], %(after)s::timestamptz[]) AS wanted (office_id, after)
    JOIN offices_office office ON office.id = wanted.office_id
    CROSS JOIN LATERAL (
        SELECT {SHIFT_COLUMNS} FROM rota_shift shift {TAKEN}
        WHERE shift.office_id = wanted.office_id AND shift.status = 'published'
          AND shift.starts_at > wanted.after AND shift.starts_at <= %(last)s AND shift.ends_at > %(first)s
          AND shift.ends_at - shift.starts_at - coalesce(taken.length, interval '0') >= %(length)s
        ORDER BY shift.starts_at FETCH FIRST %(n_shifts)s ROWS WITH TIES
    ) near
"""
# How many shifts are read for each office, pass after pass, until enough times are found.
SHIFTS_A_PASS = (4, 24, 2000)


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
    return [OfficeTimes(*row, travel_min(row[-1]), times.get(row[0], [])) for row in near]


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
    for n_shifts in SHIFTS_A_PASS:
        if not after:
            break
        parameters = {
            "office_ids": list(after),
            "after": list(after.values()),
            "first": first,
            "last": last,
            "length": timedelta(minutes=reason.minutes),
            "now": now,
            "n_shifts": n_shifts,
        }
        shifts: dict[int, list[tuple[WorkedShift, KeptTime]]] = defaultdict(list)
        for row in rows(FIRST_SHIFTS, parameters):
            shifts[row[1]].append(as_worked_shift(row))
        still_wanted = {}
        for office_id in after:
            found[office_id], read_until = add_first_times(found[office_id], shifts[office_id], reason, now, n_times)
            is_all_read = len(shifts[office_id]) < n_shifts
            if not is_all_read and not _are_certain(found[office_id], read_until, n_times):
                still_wanted[office_id] = read_until
        after = still_wanted
    return {office_id: slots[:n_times] for office_id, slots in found.items()}


def add_first_times(
    found: list[Slot], shifts: Sequence[tuple[WorkedShift, KeptTime]], reason: Visit, now: datetime, n_times: int
) -> tuple[list[Slot], datetime]:
    """Add the times of these shifts (by start); return the distinct instants in order, and up to where they were read."""
    read_until = now
    for shift, kept in shifts:
        if _are_certain(found, shift.starts_at, n_times):
            return found, shift.starts_at
        found = one_for_each_instant(
            sorted([*found, *cut_shift_into_slots(shift, reason, kept, now=now)], key=lambda slot: slot.starts_at)
        )
        read_until = shift.starts_at
    return found, read_until


def _are_certain(found: Sequence[Slot], read_until: datetime, n_times: int) -> bool:
    """A shift that was not read starts after `read_until`: earlier times cannot be beaten."""
    return len(found) >= n_times and found[n_times - 1].starts_at <= read_until
