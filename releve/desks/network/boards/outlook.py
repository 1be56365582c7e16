"""What the coming weeks of the offices look like, and what is left to do: the same rule as the laying itself."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

from releve.desks.network.words import half_day_words, most_often
from releve.pipeline.commitments.queries import promises
from releve.pipeline.offices.handover import OfficeCalendar
from releve.pipeline.offices.models import Office
from releve.pipeline.offices.queries import calendars, offices_of
from releve.pipeline.offices.rules import half_days_between
from releve.pipeline.rota.errors import reason_in_words
from releve.pipeline.rota.handover import Conflict, ExistingShift, Rota
from releve.pipeline.rota.models import Shift
from releve.pipeline.rota.queries import existing_shifts, shifts_between
from releve.pipeline.rota.rules import find_conflicts, find_gaps, lay_shifts
from releve.shared.half_days import Half, monday_of

ONE_WEEK = timedelta(weeks=1)
WEEKEND = timedelta(days=2)
N_WEEKS_AHEAD = 8


@dataclass(frozen=True, slots=True)
class Moment:
    """One half-day, in words."""

    day: date
    half: Half

    @property
    def words(self) -> str:
        return half_day_words(self.day, self.half)

    @property
    def monday(self) -> date:
        return monday_of(self.day)


@dataclass(frozen=True, slots=True)
class Doubt:
    """A shift that stands though something speaks against it, with the reason in words."""

    shift: ExistingShift
    because: str


@dataclass(frozen=True, slots=True)
class OfficeLine:
    """An office and what it waits for."""

    slug: str
    name: str
    town_name: str
    open_until: date | None = None
    weeks_to_open: list[date] = field(default_factory=list)
    gaps: list[Moment] = field(default_factory=list)
    without_reception: list[Moment] = field(default_factory=list)
    conflicts: list[Doubt] = field(default_factory=list)
    is_closed: bool = False

    @property
    def gap_habits(self) -> str:
        return most_often((gap.day, gap.half) for gap in self.gaps)


@dataclass(frozen=True, slots=True)
class Plan:
    """What the rule says over some days: what it would lay, what stands, what no longer holds."""

    calendars: dict[int, OfficeCalendar]
    existing: list[ExistingShift]
    rota: Rota
    conflicts: list[Conflict]
    doctor_names: dict[int, str] = field(default_factory=dict)


NO_PLAN = Plan({}, [], Rota((), ()), [])


def plan_of(office_ids: Sequence[int], first: date, last: date) -> Plan:
    """Return what would be laid if it were laid now, without laying it: 9 queries, however many offices."""
    opened = calendars(office_ids, first, last)
    promised = promises(office_ids, first, last)
    # The weeks around the window count against the promises, the doctors' other offices too.
    existing = existing_shifts(
        office_ids=office_ids,
        doctor_ids={promise.doctor_id for promise in promised},
        first=first - ONE_WEEK,
        last=last + ONE_WEEK,
    )
    rota = lay_shifts(opened, promised, existing, first, last)
    standing = [shift for shift in existing if first <= shift.day <= last]
    names = {promise.doctor_id: promise.doctor_name for promise in promised}
    return Plan(opened, existing, rota, find_conflicts(opened, promised, standing), names)


def last_day_ahead(today: date) -> date:
    """Return the Sunday of the eighth week."""
    return current_monday(today) + N_WEEKS_AHEAD * ONE_WEEK - timedelta(days=1)


def current_monday(today: date) -> date:
    """Return the Monday of the week to look at: at the weekend it is the next one."""
    return monday_of(today + WEEKEND)


def office_lines(network_id: int, today: date, now: datetime) -> list[OfficeLine]:
    """Return every office of a network with what it waits for in the eight weeks from this one on."""
    offices = list(offices_of(network_id))
    ids = [office.id for office in offices]
    last = last_day_ahead(today)
    plan = plan_of(ids, today, last)
    statuses = shifts_between(ids, today, last).values_list("office_id", "day", "status", "id", "ends_at")
    held_back = {conflict.shift.shift_id for conflict in plan.conflicts}
    to_open: dict[int, set[date]] = defaultdict(set)
    open_until: dict[int, date] = {}
    for office_id, day, status, shift_id, ends_at in statuses:
        if status == Shift.Status.PUBLISHED:
            open_until[office_id] = max(day, open_until.get(office_id, day))
        elif shift_id not in held_back and ends_at > now:
            to_open[office_id].add(monday_of(day))
    for laid in plan.rota.shifts:
        if laid.ends_at > now:
            to_open[laid.office_id].add(monday_of(laid.day))
    gaps: dict[int, list[Moment]] = defaultdict(list)
    for gap in find_gaps(plan.calendars, [*plan.existing, *plan.rota.shifts], today, last):
        gaps[gap.office_id].append(Moment(gap.day, gap.half))
    return [
        OfficeLine(
            slug=office.slug,
            name=office.name,
            town_name=office.town.name,
            open_until=open_until.get(office.id),
            weeks_to_open=sorted(to_open[office.id]),
            gaps=gaps[office.id],
            without_reception=_without_reception(plan.calendars, office, today, last),
            conflicts=doubts_of(plan, office.id),
            is_closed=office.closed_on is not None and office.closed_on <= today,
        )
        for office in offices
    ]


def doubts_of(plan: Plan, office_id: int) -> list[Doubt]:
    """Return an office's shifts that no longer hold, in words."""
    return [
        Doubt(conflict.shift, reason_in_words(conflict))
        for conflict in plan.conflicts
        if conflict.shift.office_id == office_id
    ]


def _without_reception(opened: dict[int, OfficeCalendar], office: Office, first: date, last: date) -> list[Moment]:
    if office.id not in opened:
        return []
    return [
        Moment(half_day.day, half_day.half)
        for half_day in half_days_between(opened[office.id], first, last)[0]
        if not half_day.has_reception
    ]
