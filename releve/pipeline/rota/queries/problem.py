"""From the database to the engine's problem: what the offices need, what the doctors promised, what stands."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import cached_property
from hashlib import sha256

from releve.pipeline.commitments.handover import Promise
from releve.pipeline.commitments.queries import promises
from releve.pipeline.offices.handover import OfficeCalendar
from releve.pipeline.offices.models import Office
from releve.pipeline.offices.queries import calendars
from releve.pipeline.rota.engine.problem import (
    FIRST_CELL,
    Assignment,
    Cell,
    Problem,
    Roster,
    Standing,
    Weights,
    Wish,
    Worker,
)
from releve.pipeline.rota.handover import Conflict, ExistingShift, Planned
from releve.pipeline.rota.models import Shift
from releve.pipeline.rota.queries.before import before
from releve.pipeline.rota.queries.places import Frame, opened_cells, places_of
from releve.pipeline.rota.queries.shifts import existing_of, shifts_of_window
from releve.pipeline.rota.queries.workers import Said, WorkersOf, said_by, workers_of
from releve.pipeline.rota.rules import find_conflicts
from releve.pipeline.rota.rules.plans import as_planned, half_day_at, in_time, week_and_slot
from releve.shared.geography import distance_km

# How far back the usual rooms are looked for, as in `actions/weeks.py`.
MEMORY = timedelta(weeks=8)
# Published weeks are not drawn anew before this many days: patients have booked, doctors have made their plans.
NOTICE_DAYS = 14
MAX_TRAVEL_KM = 25.0
WEIGHTS = Weights(can=3, avoid=10)


@dataclass(frozen=True)
class Ground:
    """A problem, and what its answers need to become shifts and sentences."""

    problem: Problem
    calendars: Mapping[int, OfficeCalendar]
    promises: list[Promise]
    existing: list[ExistingShift]  # weeks before and other offices too, cancelled ones as well
    standing: list[ExistingShift]  # in these offices, in these weeks, still to come
    kept: list[ExistingShift]  # of these, those that the problem locks
    conflicts: list[Conflict]
    rows: Mapping[int, Shift]  # the standing shifts by id
    doctor_names: Mapping[int, str]
    said: Said
    stood: str  # fingerprint of what stands

    @cached_property
    def workers(self) -> Mapping[str, Worker]:
        return {worker.id: worker for worker in self.problem.workers}

    @property
    def first(self) -> date:
        return self.problem.first_monday

    @property
    def last(self) -> date:
        return self.first + timedelta(weeks=self.problem.n_weeks, days=-1)


def planning_ground(
    network_id: int,
    office_ids: Iterable[int],
    first_monday: date,
    n_weeks: int,
    *,
    now: datetime,
    patients: Mapping[int, int | None] | None = None,
    is_replanning: bool = False,
    frozen_until: date | None = None,
) -> Ground:
    """Return the problem of some offices over some weeks: 26 queries, however many offices, doctors and weeks.

    Drawing anew keeps what was changed by hand, what is published within the notice, and what patients have booked.
    Replanning stays near everything that stands and keeps nothing by force after `frozen_until`.
    `patients` holds masked numbers by shift: nothing for none, None for 1 to 10.
    """
    last = first_monday + timedelta(weeks=n_weeks, days=-1)
    frame = Frame(network_id, first_monday, last, now, sorted(set(office_ids)), patients or {})
    seen = _seen(frame, is_replanning)
    doctor_ids = {promise.doctor_id for promise in seen.promises}
    said = said_by(network_id, doctor_ids, first_monday, n_weeks)
    opened, here = opened_cells(frame, seen.calendars), frozenset(seen.calendars)
    behind = before(here, seen.rows.values(), first_monday)
    workers = workers_of(
        WorkersOf(first_monday, n_weeks, seen.promises, seen.existing, seen.kept, here, said, opened, behind)
    )
    near = _near(seen.standing, doctor_ids) if is_replanning else [s for s in seen.held if seen.is_published(s)]
    problem = Problem(
        first_monday=first_monday,
        n_weeks=n_weeks,
        places=places_of(frame, seen.calendars, seen.standing),
        workers=workers.workers,
        weights=WEIGHTS,
        max_travel_km=_max_travel(frame.office_ids, seen.kept),
        unloved_slots=said.unloved_slots,
        locked=frozenset(frame.assignment(shift) for shift in seen.kept),
        forbidden=workers.forbidden | _cancelled_by_hand(frame, seen.here, seen.rows),
        standing=tuple(
            Standing(frame.assignment(shift), frame.n_patients(shift), seen.is_published(shift)) for shift in near
        ),
        frozen_before=frame.cell_of(frozen_until) if frozen_until else FIRST_CELL,
    )
    return _ground(problem, seen, said, now)


@dataclass(frozen=True, slots=True)
class _Seen:
    """What the database says of the offices, the doctors and their shifts."""

    calendars: Mapping[int, OfficeCalendar]
    promises: list[Promise]
    rows: Mapping[int, Shift]
    existing: list[ExistingShift]
    here: list[ExistingShift]  # in these offices and weeks
    standing: list[ExistingShift]  # of these, those not cancelled
    conflicts: list[Conflict]
    held: list[ExistingShift]  # standing without conflict
    kept: list[ExistingShift]  # of these, those that a new rota must keep

    def is_published(self, shift: ExistingShift) -> bool:
        return _is_published(self.rows[shift.shift_id])


def _seen(frame: Frame, is_replanning: bool) -> _Seen:
    first, last = frame.first_monday, frame.last
    opened = calendars(frame.office_ids, first, last)
    promised = [found for found in promises(frame.office_ids, first, last) if found.office_id in opened]
    doctor_ids = {promise.doctor_id for promise in promised}
    rows = {shift.id: shift for shift in shifts_of_window(frame.office_ids, doctor_ids, first - MEMORY, last)}
    existing = [existing_of(shift) for shift in rows.values()]
    here = [shift for shift in existing if shift.office_id in opened and first <= shift.day <= last]
    standing = [shift for shift in here if not shift.is_cancelled]
    conflicts = find_conflicts(opened, promised, standing)
    held = _held(frame, standing, conflicts)
    kept = [shift for shift in held if _is_kept(frame, shift, rows[shift.shift_id], is_replanning)]
    return _Seen(opened, promised, rows, existing, here, standing, conflicts, held, kept)


def _ground(problem: Problem, seen: _Seen, said: Said, now: datetime) -> Ground:
    return Ground(
        problem=problem,
        calendars=seen.calendars,
        promises=seen.promises,
        existing=seen.existing,
        standing=[shift for shift in seen.standing if shift.ends_at > now],
        kept=seen.kept,
        conflicts=seen.conflicts,
        rows=seen.rows,
        doctor_names={promise.doctor_id: promise.doctor_name for promise in seen.promises},
        said=said,
        stood=fingerprint(seen.rows[shift.shift_id] for shift in seen.standing),
    )


def fingerprint(shifts: Iterable[Shift]) -> str:
    """Return a number that changes as soon as one of these shifts is added, moved, published, cancelled or changed."""
    lines = sorted(
        f"{s.id} {s.doctor_id} {s.office_id} {s.room_id} {s.starts_at.timestamp()} {s.ends_at.timestamp()} {s.status}"
        for s in shifts
    )
    return sha256("\n".join(lines).encode()).hexdigest()


def roster_of(problem: Problem, planned: Iterable[Planned]) -> Roster:
    """Return half-days as the engine writes them."""
    return Roster(
        tuple(
            sorted(
                Assignment(str(p.doctor_id), str(p.office_id), *week_and_slot(p.day, p.half, problem.first_monday))
                for p in planned
            )
        )
    )


def planned_of(problem: Problem, roster: Roster) -> list[Planned]:
    """Return the engine's assignments as half-days of days, in the order of time."""
    return sorted(
        (
            Planned(int(a.worker), int(a.place), *half_day_at(a.week, a.slot, problem.first_monday))
            for a in roster.assignments
        ),
        key=in_time,
    )


def is_avoided(ground: Ground, planned: Planned) -> bool:
    """Say whether the doctor would rather not work on this half-day."""
    worker = ground.workers.get(str(planned.doctor_id))
    if worker is None:
        return False
    cell = Cell(*week_and_slot(planned.day, planned.half, ground.first))
    return worker.wish_at(cell) == Wish.AVOID


def standing_planned(ground: Ground) -> list[Planned]:
    """Return the rota that stands, without what no longer holds."""
    broken = {conflict.shift.shift_id for conflict in ground.conflicts}
    return [as_planned(shift) for shift in ground.standing if shift.shift_id not in broken]


def _is_published(shift: Shift) -> bool:
    return shift.status == Shift.Status.PUBLISHED


def _is_kept(frame: Frame, shift: ExistingShift, row: Shift, is_replanning: bool) -> bool:
    if shift.ends_at <= frame.now:
        return True
    if is_replanning:
        return False
    is_within_notice = _is_published(row) and shift.starts_at < frame.now + timedelta(days=NOTICE_DAYS)
    return row.is_edited or is_within_notice or frame.n_patients(shift) > 0


def _near(standing: list[ExistingShift], doctor_ids: set[int]) -> list[ExistingShift]:
    """What to stay near when replanning: what no longer holds too, since it is what must be replaced."""
    return list({as_planned(shift): shift for shift in standing if shift.doctor_id in doctor_ids}.values())


def _held(frame: Frame, standing: list[ExistingShift], conflicts: list[Conflict]) -> list[ExistingShift]:
    """Return the standing shifts that break no rule: the only ones that a rota could keep."""
    broken = {conflict.shift.shift_id for conflict in conflicts}
    seen: set[tuple[str, Cell]] = set()
    found = []
    for shift in standing:
        place = (str(shift.doctor_id), frame.cell_of(shift.day, shift.half))
        if shift.shift_id not in broken and place not in seen:
            seen.add(place)
            found.append(shift)
    return found


def _cancelled_by_hand(frame: Frame, here: list[ExistingShift], rows: Mapping[int, Shift]) -> frozenset[Assignment]:
    """A half-day that somebody cancelled is not laid again, unless somebody added it again."""
    standing = {as_planned(shift) for shift in here if not shift.is_cancelled}
    return frozenset(
        frame.assignment(shift)
        for shift in here
        if shift.is_cancelled and rows[shift.shift_id].is_edited and as_planned(shift) not in standing
    )


def _max_travel(ids: list[int], kept: list[ExistingShift]) -> float:
    """What stands by force must be possible: two offices of one day that somebody chose are near enough."""
    offices_of_day: dict[tuple[int, date], set[int]] = defaultdict(set)
    for shift in kept:
        offices_of_day[shift.doctor_id, shift.day].add(shift.office_id)
    pairs = [sorted(found) for found in offices_of_day.values() if len(found) > 1]
    if not pairs:
        return MAX_TRAVEL_KM
    spots = {o.id: (o.latitude, o.longitude) for o in Office.objects.filter(id__in=ids).order_by("id")}
    return max(MAX_TRAVEL_KM, *(1.01 * distance_km(*spots[p[0]], *spots[p[-1]]) + 1 for p in pairs))
