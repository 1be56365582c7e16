"""How many people come on a day: the seasons and weekdays of domain.md §8."""

from collections.abc import Mapping
from datetime import date

# Winter +25 to 35 %, August -35 % (domain.md §8, C); the months between are ours.
MONTHS = (1.32, 1.28, 1.10, 1.00, 0.95, 0.95, 0.85, 0.65, 1.00, 1.05, 1.12, 1.27)
MONDAY = 1.20
# Of the minutes of a shift at most this part is booked: visits of 20 minutes do not fill every gap.
FULL_SHARE = 0.95


def weight(day: date) -> float:
    """Return how much care is asked on a day, compared with an ordinary Tuesday of April."""
    return MONTHS[day.month - 1] * (MONDAY if day.weekday() == 0 else 1.0)


def visits_by_day(places: Mapping[date, float], n_visits: int, since: date) -> dict[date, int]:
    """Share visits among days by their weights, `n_visits` of them from `since` on; no day takes more than its places.

    What a full day cannot take goes to the others, as patients do.
    """
    days = sorted(places)
    counted = [day for day in days if day >= since]
    low, high = 0.0, 10.0 * n_visits
    for _ in range(60):
        level = (low + high) / 2
        if sum(min(level * weight(day), places[day]) for day in counted) < n_visits:
            low = level
        else:
            high = level
    shared, owed = {}, 0.0
    for day in days:
        owed += min(high * weight(day), places[day])
        shared[day] = round(owed)
        owed -= shared[day]
    return shared
