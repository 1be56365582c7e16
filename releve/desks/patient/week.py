"""A week of free times, by day, as the pages of times show it."""

import re
from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any

from django.utils.translation import gettext as _

from releve.pipeline.slots.handover import Slot
from releve.shared.half_days import instant, local_day, monday_of
from releve.shared.words import clock, day_words, local, near_day_words, time_value

ONE_WEEK = timedelta(days=7)
ISO_WEEK = re.compile(r"(\d{4})-W(\d{2})", re.ASCII)
# Weeks are asked within this many years of today; any other is a typing error.
FARTHEST_YEARS = 5
NOON = 12


@dataclass(frozen=True, slots=True)
class Week:
    """An ISO week on the calendar of an office."""

    monday: date
    zone: str

    @property
    def first(self) -> datetime:
        return instant(self.monday, time.min, self.zone)

    @property
    def until(self) -> datetime:
        return instant(self.monday + ONE_WEEK, time.min, self.zone)

    @property
    def code(self) -> str:
        year, week, _weekday = self.monday.isocalendar()
        return f"{year}-W{week:02}"

    @property
    def sunday(self) -> date:
        return self.monday + ONE_WEEK - timedelta(days=1)

    def beside(self, n_weeks: int) -> "Week":
        return Week(self.monday + n_weeks * ONE_WEEK, self.zone)

    def is_past(self, now: datetime) -> bool:
        return self.until <= now

    def holds(self, moment: datetime) -> bool:
        return self.first <= moment < self.until


def week_of(moment: datetime, zone: str) -> Week:
    """Return the week in which an instant lies."""
    return Week(monday_of(local_day(moment, zone)), zone)


def week_asked(text: str, now: datetime, zone: str) -> Week:
    """Return the week written « 2026-W48 »; this week for anything else."""
    match = ISO_WEEK.fullmatch(text)
    if match and abs(int(match[1]) - now.year) <= FARTHEST_YEARS:
        try:
            return Week(date.fromisocalendar(int(match[1]), int(match[2]), 1), zone)
        except ValueError:
            pass  # a year of 52 weeks
    return week_of(now, zone)


def days_of_times(slots: Iterable[Slot], zone: str, doctors: dict[int, str]) -> list[dict[str, Any]]:
    """Return the times by day and half of the day. A time at which several doctors are free is shown once.

    It goes to the doctor who has most free times on that day: the load is shared, and nothing is left to chance.
    """
    by_day: dict[date, dict[datetime, list[Slot]]] = defaultdict(lambda: defaultdict(list))
    for slot in slots:
        by_day[local(slot.starts_at, zone).date()][slot.starts_at].append(slot)
    return [_day(day, times, zone, doctors) for day, times in sorted(by_day.items())]


def _day(day: date, times: dict[datetime, list[Slot]], zone: str, doctors: dict[int, str]) -> dict[str, Any]:
    n_free = Counter(slot.doctor_id for same in times.values() for slot in same)
    chosen = [
        min(same, key=lambda slot: (-n_free[slot.doctor_id], slot.doctor_id)) for _start, same in sorted(times.items())
    ]
    alone = {slot.doctor_id for slot in chosen}
    halves: dict[str, list[dict[str, str]]] = {_("Matin"): [], _("Après-midi"): []}
    for slot in chosen:
        name = _("Matin") if local(slot.starts_at, zone).hour < NOON else _("Après-midi")
        halves[name].append(
            {
                "value": time_value(slot.shift_id, slot.starts_at),
                "clock": clock(slot.starts_at, zone),
                "doctor": "" if len(alone) == 1 else doctors.get(slot.doctor_id, ""),
            }
        )
    return {
        "name": day_words(day),
        "anchor": f"jour-{day:%m-%d}",
        "short": near_day_words(day, day.min),
        "doctor": doctors.get(min(alone), "") if len(alone) == 1 else "",
        "halves": [{"name": name, "times": found} for name, found in halves.items() if found],
    }
