"""The board of one day as the reception reads it: per shift, the visits and the free times between them."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from hashlib import sha256
from typing import Any

from releve.desks.secretary.steps import Step, main_steps, step_back
from releve.pipeline.appointments.handover import Status
from releve.pipeline.appointments.models import Appointment
from releve.pipeline.appointments.queries.desk import BoardLine, BoardShift, day_board
from releve.pipeline.appointments.queries.free_times import free_times
from releve.pipeline.offices.models import Office
from releve.pipeline.offices.queries import calendars
from releve.pipeline.offices.rules import half_days_between, openings_on
from releve.pipeline.rota.models import Shift
from releve.pipeline.slots.handover import Slot, Visit
from releve.pipeline.slots.queries import as_visit, reasons_for
from releve.pipeline.slots.rules import Audience
from releve.shared.half_days import HALVES, instant, local_day
from releve.shared.holiday_words import closure_words

PRESENT = (Status.ARRIVED, Status.IN_CONSULTATION)
NOT_COME = (Status.NO_SHOW, Status.EXCUSED)
# Cut into times of this length where the network has not named any reason for a visit yet.
NO_REASON_YET = Visit(reason_id=0, minutes=15, is_online=False, earliest_days_ahead=0, latest_min_ahead=0)


@dataclass(frozen=True, slots=True)
class VisitLine:
    """One appointment, with the steps that can be taken from where it stands."""

    visit: Appointment
    arrived_at: datetime | None
    steps: tuple[Step, ...]
    back: Status | None
    is_next: bool = False

    is_visit = True

    @property
    def starts_at(self) -> datetime:
        return self.visit.starts_at


@dataclass(frozen=True, slots=True)
class FreeLine:
    """Free times in a row, all kept for unscheduled care or none."""

    slots: tuple[Slot, ...]
    is_kept: bool

    is_visit = False

    @property
    def starts_at(self) -> datetime:
        return self.slots[0].starts_at


@dataclass(frozen=True, slots=True)
class Column:
    """One doctor in one room on one half-day."""

    shift: Shift
    has_reception: bool
    lines: tuple[VisitLine | FreeLine, ...]
    may_double: bool

    @property
    def n_visits(self) -> int:
        return sum(line.is_visit for line in self.lines)


@dataclass(frozen=True, slots=True)
class Board:
    day: date
    columns: tuple[Column, ...]
    counts: dict[str, int]
    why_closed: str  # of the whole day, in the user's words; empty when the office opens
    is_public_holiday: bool
    half_closed: tuple[tuple[str, str], ...]  # (half-day, why), when the rest of the day opens
    opens: bool  # the office opens on this day of the week

    @property
    def halves(self) -> list[dict[str, Any]]:
        """The columns of the morning, then those of the afternoon."""
        found = [(half, [column for column in self.columns if column.shift.half == half]) for half in HALVES]
        return [{"half": half, "columns": columns} for half, columns in found if columns]

    @property
    def version(self) -> str:
        """Changes with anything that is shown, so that a page in use is not redrawn for nothing."""
        shown: list[Any] = [self.day, self.why_closed, sorted(self.counts.items())]
        for column in self.columns:
            shown += [column.shift.id, column.shift.ends_at, column.has_reception]
            for line in column.lines:
                shown.append(
                    (line.visit.id, line.visit.status, line.starts_at, line.is_next, len(line.steps))
                    if isinstance(line, VisitLine)
                    else [(slot.starts_at, slot.is_kept) for slot in line.slots]
                )
        return sha256(repr(shown).encode()).hexdigest()[:16]

    def line_of(self, visit_id: int) -> VisitLine | None:
        """Return the line of one appointment."""
        lines = (line for column in self.columns for line in column.lines if isinstance(line, VisitLine))
        return next((line for line in lines if line.visit.id == visit_id), None)


def board_of(office: Office, day: date, now: datetime) -> Board:
    """Read and arrange a day of an office."""
    shifts = day_board(office.id, day, now)
    free = _free_by_shift(office, day, now) if shifts and day >= local_day(now, office.time_zone) else {}
    calendar = calendars([office.id], day, day)[office.id]
    opened, closed = half_days_between(calendar, day, day)
    with_reception = {half_day.half for half_day in opened if half_day.has_reception}
    may_step = day <= local_day(now, office.time_zone)
    columns = tuple(
        _column(shift, free.get(shift.shift.id, ()), shift.shift.half in with_reception, now, may_step)
        for shift in shifts
    )
    return Board(
        day=day,
        columns=columns,
        counts=_counts(shifts, free.values()),
        why_closed=closure_words(closed[0].label) if closed and not opened else "",
        is_public_holiday=bool(closed and closed[0].is_public_holiday),
        half_closed=tuple((half_day.half, closure_words(half_day.label)) for half_day in closed) if opened else (),
        opens=bool(openings_on(calendar, day)),
    )


def visits_of(shifts: Iterable[BoardShift]) -> list[Appointment]:
    return [line.appointment for shift in shifts for line in shift.lines]


def _free_by_shift(office: Office, day: date, now: datetime) -> dict[int, list[Slot]]:
    reasons = reasons_for(office.network_id)
    midnight = instant(day, datetime.min.time(), office.time_zone)
    slots = free_times(
        office_ids=[office.id],
        reason=as_visit(reasons[0]) if reasons else NO_REASON_YET,
        first=midnight,
        until=instant(day + timedelta(days=1), datetime.min.time(), office.time_zone),
        now=now,
        audience=Audience.DESK,
    )
    by_shift: dict[int, list[Slot]] = {}
    for slot in slots:
        by_shift.setdefault(slot.shift_id, []).append(slot)
    return by_shift


def _column(board: BoardShift, free: Sequence[Slot], has_reception: bool, now: datetime, may_step: bool) -> Column:
    visits = [_visit_line(line, now, may_step) for line in board.lines]
    lines: list[VisitLine | FreeLine] = [*visits, *_stretches(free, [line.starts_at for line in visits])]
    return Column(
        shift=board.shift,
        has_reception=has_reception,
        lines=tuple(sorted(lines, key=lambda line: line.starts_at)),
        may_double=bool(visits) and board.shift.ends_at > now,
    )


def _visit_line(line: BoardLine, now: datetime, may_step: bool) -> VisitLine:
    visit = line.appointment
    status = Status(visit.status)
    return VisitLine(
        visit=visit,
        arrived_at=line.arrived_at if status == Status.ARRIVED else None,
        steps=main_steps(status, has_begun=visit.starts_at <= now) if may_step else (),
        back=step_back(status) if may_step else None,
        is_next=visit.starts_at <= now < visit.ends_at,
    )


def _stretches(free: Sequence[Slot], taken: Sequence[datetime]) -> list[FreeLine]:
    """Group free times that follow one another with no visit between them."""
    stretches: list[list[Slot]] = []
    for slot in free:
        last = stretches[-1][-1] if stretches else slot
        is_interrupted = any(last.starts_at <= start < slot.starts_at for start in taken)
        if stretches and last.is_kept == slot.is_kept and not is_interrupted:
            stretches[-1].append(slot)
        else:
            stretches.append([slot])
    return [FreeLine(tuple(stretch), stretch[0].is_kept) for stretch in stretches]


def _counts(shifts: Iterable[BoardShift], free: Iterable[Sequence[Slot]]) -> dict[str, int]:
    statuses = [visit.status for visit in visits_of(shifts)]
    return {
        "expected": statuses.count(Status.BOOKED),
        "present": sum(status in PRESENT for status in statuses),
        "seen": statuses.count(Status.SEEN),
        "not_come": sum(status in NOT_COME for status in statuses),
        "free": sum(len(slots) for slots in free),
    }
