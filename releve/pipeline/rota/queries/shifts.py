"""Reads of the shifts."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import Q, QuerySet

from releve.pipeline.commitments.queries import promises
from releve.pipeline.offices.handover import ClosedHalfDay, OfficeCalendar, OpenHalfDay
from releve.pipeline.offices.queries import calendars
from releve.pipeline.offices.rules import half_days_between
from releve.pipeline.rota.handover import Conflict, ExistingShift, Gap
from releve.pipeline.rota.models import Shift
from releve.pipeline.rota.rules import find_conflicts, find_gaps
from releve.shared.half_days import HALVES, Half, monday_of

# What stands on a doctor's plate may be read by all (ORD-20); the rest of her row may not.
DOCTOR_ALONE = ("doctor__user", "doctor__rpps", "doctor__email", "doctor__phone")


@dataclass(frozen=True, slots=True)
class TableHalf:
    """One half-day of an office: open with its shifts, closed with its reason, or neither."""

    day: date
    half: Half
    opening: OpenHalfDay | None
    closed: ClosedHalfDay | None
    shifts: tuple[Shift, ...]

    @property
    def is_gap(self) -> bool:
        """The office opens and no doctor works, not even in a draft."""
        return self.opening is not None and not any(s.status != Shift.Status.CANCELLED for s in self.shifts)


@dataclass(frozen=True, slots=True)
class TableDay:
    day: date
    morning: TableHalf
    afternoon: TableHalf


@dataclass(frozen=True, slots=True)
class TableWeek:
    monday: date
    number: int  # ISO
    days: tuple[TableDay, ...]  # Monday first


def shifts_between(
    office_ids: Iterable[int], first: date, last: date, *, with_cancelled: bool = False
) -> QuerySet[Shift]:
    """Return the shifts of offices between two days (both included) with doctor and room, in the order of time."""
    found = Shift.objects.filter(office_id__in=sorted(set(office_ids)), day__range=(first, last))
    return _shown(found, with_cancelled).order_by("starts_at", "room__position", "id")


def shifts_of_doctor(doctor_id: int, first: date, last: date, *, with_cancelled: bool = False) -> QuerySet[Shift]:
    """Return a doctor's shifts in every office between two days (both included), in the order of time."""
    found = Shift.objects.filter(doctor_id=doctor_id, day__range=(first, last)).select_related("office")
    return _shown(found, with_cancelled).order_by("starts_at", "id")


def existing_shifts(
    *, office_ids: Iterable[int], first: date, last: date, doctor_ids: Iterable[int] = ()
) -> list[ExistingShift]:
    """Return the shifts of these offices, and of these doctors anywhere, as the rules need them: 1 query."""
    return [existing_of(shift) for shift in shifts_of_window(office_ids, doctor_ids, first, last)]


def shifts_of_window(office_ids: Iterable[int], doctor_ids: Iterable[int], first: date, last: date) -> QuerySet[Shift]:
    """Return the shifts of these offices, and of these doctors anywhere, cancelled ones too, in the order of time."""
    found = Shift.objects.filter(
        Q(office_id__in=sorted(set(office_ids))) | Q(doctor_id__in=sorted(set(doctor_ids))), day__range=(first, last)
    )
    return _shown(found, True).select_related("office").order_by("starts_at", "id")


def gaps(office_ids: Iterable[int], first: date, last: date, *, with_drafts: bool = True) -> list[Gap]:
    """Return the open half-days without any doctor: 6 queries, however many offices.

    Without drafts: the gaps that patients meet.
    """
    ids = set(office_ids)
    shifts = Shift.objects.filter(office_id__in=sorted(ids), day__range=(first, last)).exclude(
        status__in=[Shift.Status.CANCELLED] if with_drafts else [Shift.Status.CANCELLED, Shift.Status.DRAFT]
    )
    standing = [existing_of(shift) for shift in _shown(shifts, True).select_related("office").order_by("id")]
    return find_gaps(calendars(ids, first, last), standing, first, last)


def conflicts(office_ids: Iterable[int], first: date, last: date) -> list[Conflict]:
    """Return the shifts that no longer hold (closure, absence, end of a commitment…): 9 queries for any offices."""
    ids = set(office_ids)
    standing = existing_shifts(office_ids=ids, first=first, last=last)
    return find_conflicts(calendars(ids, first, last), promises(ids, first, last), standing) if standing else []


def week_table(office_id: int, first: date, n_weeks: int) -> list[TableWeek]:
    """Return the weeks of an office from the week of `first` on, half-day by half-day: 6 queries."""
    monday = monday_of(first)
    last = monday + timedelta(days=7 * n_weeks - 1)
    calendar = calendars([office_id], monday, last).get(office_id)
    return table_of(calendar, shifts_between([office_id], monday, last, with_cancelled=True), monday, n_weeks)


def table_of(calendar: OfficeCalendar | None, shifts: Iterable[Shift], monday: date, n_weeks: int) -> list[TableWeek]:
    """Return weeks half-day by half-day, with these shifts of one office in them."""
    opened, closed = (
        half_days_between(calendar, monday, monday + timedelta(days=7 * n_weeks - 1)) if calendar else ([], [])
    )
    openings = {(half_day.day, half_day.half): half_day for half_day in opened}
    closings = {(half_day.day, half_day.half): half_day for half_day in closed}
    on: dict[tuple[date, Half], list[Shift]] = defaultdict(list)
    for shift in shifts:
        on[shift.day, Half(shift.half)].append(shift)

    def half_of(day: date, half: Half) -> TableHalf:
        place = (day, half)
        return TableHalf(day, half, openings.get(place), closings.get(place), tuple(on[place]))

    weeks = []
    for start in (monday + timedelta(days=7 * n) for n in range(n_weeks)):
        days = (start + timedelta(days=n) for n in range(7))
        table = tuple(TableDay(day, *(half_of(day, half) for half in HALVES)) for day in days)
        weeks.append(TableWeek(start, start.isocalendar().week, table))
    return weeks


def _shown(shifts: QuerySet[Shift], with_cancelled: bool) -> QuerySet[Shift]:
    standing = shifts if with_cancelled else shifts.exclude(status=Shift.Status.CANCELLED)
    return standing.select_related("doctor", "room").defer(*DOCTOR_ALONE)


def existing_of(shift: Shift) -> ExistingShift:
    """Return a shift as the rules need it."""
    return ExistingShift(
        doctor_id=shift.doctor_id,
        room_id=shift.room_id,
        office_id=shift.office_id,
        day=shift.day,
        half=Half(shift.half),
        starts_at=shift.starts_at,
        ends_at=shift.ends_at,
        is_cancelled=shift.status == Shift.Status.CANCELLED,
        doctor_name=str(shift.doctor),
        office_name=shift.office.name,
        shift_id=shift.id,
    )
