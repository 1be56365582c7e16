"""The season for which doctors say when they can work: the whole weeks of a quarter of the year.

A quarter is the same all over France and overseas (school years are not), and its thirteen weeks (twelve or fourteen at
times) are about the period over which the engine counts regularity.
"""

from collections.abc import Mapping
from datetime import date, timedelta
from typing import TypeVar

from releve.shared.half_days import HALVES, Half, monday_of

MONTHS_PER_QUARTER = 3
ONE_WEEK = timedelta(weeks=1)
LONGEST_SEASON = timedelta(weeks=14)
W = TypeVar("W")


def season_of(day: date) -> date:
    """Return the first Monday of the season in which a day lies: the quarter of its week's Monday."""
    monday = monday_of(day)
    first_month = MONTHS_PER_QUARTER * ((monday.month - 1) // MONTHS_PER_QUARTER) + 1
    return monday_of(date(monday.year, first_month, 1) + timedelta(days=6))


def season_after(season: date) -> date:
    """Return the first Monday of the next season."""
    return season_of(season + LONGEST_SEASON)


def season_before(season: date) -> date:
    """Return the first Monday of the season before."""
    return season_of(season - ONE_WEEK)


def last_day_of(season: date) -> date:
    """Return the Sunday that ends a season."""
    return season_after(season) - timedelta(days=1)


def slot_of(weekday: int, half: Half) -> int:
    """Return a half-day of the week as the engine counts it: Monday morning 0, Saturday morning 10."""
    return 2 * weekday + HALVES.index(half)


def half_day_of(slot: int) -> tuple[int, Half]:
    """Return the weekday and the half of a slot."""
    return slot // 2, HALVES[slot % 2]


def wishes_over(
    weekly: Mapping[date, Mapping[int, W]],
    dated: Mapping[tuple[date, Half], W],
    first_monday: date,
    n_weeks: int,
    unsaid: W,
) -> tuple[dict[int, W], dict[tuple[int, int], W]]:
    """Return what holds every week, by slot, and what differs from it, by (week, slot).

    `weekly` holds the answers by season. A season without any answer keeps those of the last season that has one:
    a doctor who has not answered yet is asked again, and is meanwhile supposed to go on as before.
    """
    every_week = dict(_answers_in_force(weekly, first_monday))
    cells: dict[tuple[int, int], W] = {}
    for week in range(n_weeks):
        said = _answers_in_force(weekly, first_monday + week * ONE_WEEK)
        for slot in every_week.keys() | said.keys():
            if said.get(slot, unsaid) != every_week.get(slot, unsaid):
                cells[week, slot] = said.get(slot, unsaid)
    for (day, half), wish in dated.items():
        week, weekday = divmod((day - first_monday).days, 7)
        if 0 <= week < n_weeks:
            cells[week, slot_of(weekday, half)] = wish
    return every_week, cells


def _answers_in_force(weekly: Mapping[date, Mapping[int, W]], monday: date) -> Mapping[int, W]:
    answered = [season for season in weekly if season <= season_of(monday)]
    return weekly[max(answered)] if answered else {}
