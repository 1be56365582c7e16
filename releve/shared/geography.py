"""Distances and travel times."""

from math import asin, cos, radians, sin, sqrt

EARTH_RADIUS_KM = 6371.0088
# t = 2.02 + 1.32 x km as the crow flies: INSEE Metric-OSRM car times in the Nord and the Pas-de-Calais, R2 0.93.
TRAVEL_START_MIN = 2.02
TRAVEL_MIN_PER_KM = 1.32


def distance_km(latitude_a: float, longitude_a: float, latitude_b: float, longitude_b: float) -> float:
    """Return the great-circle distance between two points given in degrees."""
    lat_a, lat_b = radians(latitude_a), radians(latitude_b)
    half_chord = (
        sin((lat_b - lat_a) / 2) ** 2 + cos(lat_a) * cos(lat_b) * sin(radians(longitude_b - longitude_a) / 2) ** 2
    )
    return 2 * EARTH_RADIUS_KM * asin(min(1.0, sqrt(half_chord)))


def travel_min(km: float) -> float:
    """Return the minutes by car over `km` as the crow flies."""
    if km < 0:
        raise ValueError(f"km={km!r} is negative; give a distance of 0 or more.")
    return TRAVEL_START_MIN + TRAVEL_MIN_PER_KM * km
