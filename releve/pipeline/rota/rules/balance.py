"""What lies behind a rota when it begins: half-days owed, days worked in a row."""

from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from releve.pipeline.commitments.handover import Promise
from releve.pipeline.rota.rules.plans import is_away_all_week
from releve.pipeline.rota.rules.promised_weeks import half_days_in_week, terms_in_week

ONE_DAY = timedelta(days=1)
# At most what is promised in one block of the engine is made good at once.
MOST_OWED_WEEKS = 4


@dataclass(frozen=True, slots=True)
class WorkedWeek:
    """How many half-days of one week a doctor worked in an office, or will, as published."""

    doctor_id: int
    office_id: int
    monday: date
    n_half_days: int


def half_days_owed(
    promises: Iterable[Promise], worked: Collection[WorkedWeek], unfinished: Collection[tuple[int, date]] = ()
) -> dict[int, float]:
    """Return {doctor: half-days promised − worked}; below zero for who worked too many.

    Counted as the engine counts its blocks (docs/models/rota.md): each week that her promise touches asks for its
    number, but for those in which she is away throughout. A week speaks for an office where something is published
    and nothing waits as a draft (`unfinished`: office and Monday).
    """
    told = {(week.office_id, week.monday) for week in worked} - set(unfinished)
    by_office: dict[int, list[Promise]] = defaultdict(list)
    for promise in promises:
        by_office[promise.office_id].append(promise)
    owed: dict[int, float] = defaultdict(float)
    for office_id, monday in told:
        for terms in terms_in_week(by_office[office_id], monday):
            if not is_away_all_week(terms[0], monday):
                owed[terms[0].doctor_id] += half_days_in_week(terms, monday)
    for week in worked:
        if (week.office_id, week.monday) in told:
            owed[week.doctor_id] -= week.n_half_days
    return dict(owed)


def within_a_block(owed: float, half_days_per_week: float) -> float:
    """Return what of a balance is made good at once, in half or whole half-days."""
    most = MOST_OWED_WEEKS * half_days_per_week
    return round(2 * max(-most, min(owed, most))) / 2


def days_in_a_row(days: Collection[date], first: date) -> int:
    """Return on how many days in a row, of those given, somebody worked just before a day."""
    day = first - ONE_DAY
    while day in days:
        day -= ONE_DAY
    return (first - day).days - 1
