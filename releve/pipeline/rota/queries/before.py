"""What doctors worked before a rota begins: their balance, their days in a row, since when they are here."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta

from django.db.models import Count
from django.db.models.functions import TruncWeek

from releve.pipeline.commitments.queries import promises
from releve.pipeline.rota.models import Shift
from releve.pipeline.rota.rules.balance import ONE_DAY, WorkedWeek, days_in_a_row, half_days_owed

# A whole year: every holiday has come once. A balance of a few weeks would swing, since what is made good in one
# rota would be taken back in the next.
BALANCE_WEEKS = 52


@dataclass(frozen=True, slots=True)
class Before:
    """By doctor; who is not named owes nothing, did not work and was not here."""

    owed: Mapping[int, float] = field(default_factory=dict)  # half-days promised − published
    days_in_a_row: Mapping[int, int] = field(default_factory=dict)  # worked just before
    here_since: Mapping[int, date] = field(default_factory=dict)


def before(office_ids: Collection[int], shifts: Iterable[Shift], first_monday: date) -> Before:
    """Return what was before a Monday in these offices: 4 queries. `shifts` are those of the last weeks, anywhere."""
    first = first_monday - timedelta(weeks=BALANCE_WEEKS)
    promised = promises(office_ids, first, first_monday - ONE_DAY)
    here_since: dict[int, date] = {}
    for promise in promised:
        here_since[promise.doctor_id] = min(promise.starts_on, here_since.get(promise.doctor_id, promise.starts_on))
    return Before(
        owed=half_days_owed(promised, *_weeks(office_ids, first, first_monday)),
        days_in_a_row=_days_in_a_row(shifts, first_monday),
        here_since=here_since,
    )


def _weeks(office_ids: Collection[int], first: date, end: date) -> tuple[list[WorkedWeek], set[tuple[int, date]]]:
    """Return the weeks that were published, and the office and Monday of those that still hold drafts."""
    counted = (
        Shift.objects.filter(office_id__in=sorted(office_ids), day__gte=first, day__lt=end)
        .exclude(status=Shift.Status.CANCELLED)
        .annotate(monday=TruncWeek("day"))
        .values_list("doctor_id", "office_id", "monday", "status")
        .annotate(n=Count("id"))
        .order_by("doctor_id", "office_id", "monday", "status")
    )
    worked, unfinished = [], set()
    for doctor_id, office_id, monday, status, n in counted:
        if status == Shift.Status.PUBLISHED:
            worked.append(WorkedWeek(doctor_id, office_id, monday, n))
        else:
            unfinished.add((office_id, monday))
    return worked, unfinished


def _days_in_a_row(shifts: Iterable[Shift], first_monday: date) -> dict[int, int]:
    days: dict[int, set[date]] = defaultdict(set)
    for shift in shifts:
        if shift.status == Shift.Status.PUBLISHED:
            days[shift.doctor_id].add(shift.day)
    return {doctor_id: days_in_a_row(worked, first_monday) for doctor_id, worked in days.items()}
