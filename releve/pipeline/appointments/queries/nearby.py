"""The nearest offices with their first free times."""

from dataclasses import dataclass
from datetime import datetime
from math import cos, radians
from typing import Any

from releve.pipeline.appointments.queries.first_times import first_times
from releve.pipeline.slots.handover import Slot, Visit
from releve.shared.geography import EARTH_RADIUS_KM, travel_min
from releve.shared.rows import rows

__all__ = ["OfficeTimes", "first_times", "first_times_near", "nearest_offices"]


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
    return [OfficeTimes(*(*row, travel_min(row[-1]), times[row[0]])) for row in near]


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
