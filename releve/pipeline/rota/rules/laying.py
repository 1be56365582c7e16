"""Lays the shifts of the coming weeks."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from itertools import groupby

from releve.pipeline.commitments.handover import Promise
from releve.pipeline.commitments.rules import is_absent, is_worked_in_week
from releve.pipeline.offices.handover import ClosedHalfDay, OfficeCalendar, OpenHalfDay
from releve.pipeline.offices.rules import days_between, half_days_between
from releve.pipeline.rota.handover import ExistingShift, LaidShift, NotLaid, Refusal, Rota
from releve.pipeline.rota.rules.rooms import give_rooms, usual_rooms
from releve.pipeline.rota.rules.taken import TakenTimes, WorkedWeeks
from releve.shared.half_days import HALVES, Half, instant


@dataclass(frozen=True, slots=True)
class Wish:
    """One half-day of a doctor's pattern on one day."""

    promise: Promise
    day: date
    half: Half

    @property
    def place(self) -> tuple[int, int, date, Half]:
        return self.promise.doctor_id, self.promise.office_id, self.day, self.half


@dataclass(frozen=True, slots=True)
class Granted:
    """A wish that can be met, with its times; the room comes last."""

    wish: Wish
    starts_at: datetime
    ends_at: datetime


def lay_shifts(
    calendars: Mapping[int, OfficeCalendar],
    promises: Sequence[Promise],
    existing: Sequence[ExistingShift],
    first: date,
    last: date,
) -> Rota:
    """Lay every half-day of the patterns that can be worked between two days (both included); say why of the others.

    `existing` holds the shifts of these offices and of these doctors anywhere, best with some weeks before `first`
    (they tell the usual rooms) and the whole ISO weeks around the window (they count against the promise).
    Existing shifts are never moved. A half-day on which the doctor has a shift in this office already, cancelled
    or not, is left alone and not reported. Nothing is laid in an office without calendar.

    The order: by day, morning first; on one half-day the elder commitment first, then the lower number. It decides
    who works when rooms are short, and which half-days a promise shorter than its pattern covers.
    """
    laying = _Laying(calendars, existing, first, last)
    shifts: list[LaidShift] = []
    refused: list[Wish] = []
    wishes = sorted(_wishes(calendars, promises, first, last), key=_order)
    for _, of_one_half_day in groupby(wishes, key=lambda wish: (wish.day, wish.half)):
        granted: list[Granted] = []
        for wish in of_one_half_day:
            answer = laying.answer(wish)
            if isinstance(answer, NotLaid):
                refused.append(wish)
            elif answer:
                granted.append(answer)
        shifts += laying.in_rooms(granted)
    # The reasons are those of the finished rota: laying again over it gives the same.
    answers = [laying.answer(wish) for wish in refused]
    return Rota(tuple(shifts), tuple(answer for answer in answers if isinstance(answer, NotLaid)))


def as_existing(shift: LaidShift) -> ExistingShift:
    """Return a laid shift as one that stands."""
    return ExistingShift(
        shift.doctor_id, shift.room_id, shift.office_id, shift.day, shift.half, shift.starts_at, shift.ends_at
    )


def _order(wish: Wish) -> tuple[date, int, date, int]:
    return wish.day, HALVES.index(wish.half), wish.promise.came_on, wish.promise.commitment_id


def _wishes(
    calendars: Mapping[int, OfficeCalendar], promises: Sequence[Promise], first: date, last: date
) -> Iterator[Wish]:
    terms: dict[tuple[int, int], list[Promise]] = defaultdict(list)
    for promise in promises:
        if promise.office_id in calendars:
            terms[promise.doctor_id, promise.office_id].append(promise)
    for day in days_between(first, last):
        for of_one_doctor in terms.values():
            running = [promise for promise in of_one_doctor if promise.starts_on <= day <= promise.last_on]
            seen: set[Half] = set()
            # Where one commitment follows another, only the one that runs speaks.
            for promise in running or of_one_doctor:
                halves = {
                    part.half
                    for part in promise.pattern
                    if part.weekday == day.weekday() and is_worked_in_week(part, day)
                }
                yield from (Wish(promise, day, half) for half in halves - seen)
                seen |= halves


class _Laying:
    """What is known while one rota is being laid."""

    def __init__(
        self, calendars: Mapping[int, OfficeCalendar], existing: Sequence[ExistingShift], first: date, last: date
    ) -> None:
        self.calendars = calendars
        self.opened: dict[tuple[int, date, Half], OpenHalfDay] = {}
        self.closed: dict[tuple[int, date, Half], ClosedHalfDay] = {}
        for office_id, calendar in calendars.items():
            opened, closed = half_days_between(calendar, first, last)
            self.opened |= {(office_id, open_half.day, open_half.half): open_half for open_half in opened}
            self.closed |= {(office_id, closed_half.day, closed_half.half): closed_half for closed_half in closed}
        self.standing = {(shift.doctor_id, shift.office_id, shift.day, shift.half) for shift in existing}
        self.worked = WorkedWeeks(existing)
        self.usual = usual_rooms(existing)
        self.today: dict[tuple[int, date], dict[int, int]] = defaultdict(dict)
        self.doctors, self.rooms = TakenTimes(), TakenTimes()
        self.n_granted: dict[tuple[int, date, Half], int] = defaultdict(int)
        for shift in existing:
            if not shift.is_cancelled:
                self._take(shift)

    def answer(self, wish: Wish) -> Granted | NotLaid | None:
        """Grant a wish and take the doctor's time, or say why not; None where a shift stands already."""
        if wish.place in self.standing:
            return None
        refusal, detail = self._refusal_of_day(wish)
        if refusal:
            return _not_laid(wish, refusal, detail)
        promise, calendar = wish.promise, self.calendars[wish.promise.office_id]
        opening = self.opened[promise.office_id, wish.day, wish.half]
        starts_at = instant(wish.day, opening.opens_at, calendar.time_zone)
        ends_at = instant(wish.day, opening.closes_at, calendar.time_zone)
        elsewhere = self.doctors.taken_by(promise.doctor_id, starts_at, ends_at)
        if elsewhere is not None:
            return _not_laid(wish, Refusal.DOCTOR_ELSEWHERE, elsewhere)
        if self.worked.has_reached(promise, wish.day):
            return _not_laid(wish, Refusal.MORE_THAN_PROMISED)
        half_day = (promise.office_id, wish.day, wish.half)
        if self.n_granted[half_day] >= len(self._free_rooms(calendar, starts_at, ends_at)):
            return _not_laid(wish, Refusal.NO_ROOM_LEFT, self._holders(calendar, starts_at, ends_at))
        self.n_granted[half_day] += 1
        self.standing.add(wish.place)
        self.worked.add(promise.doctor_id, promise.office_id, wish.day)
        self.doctors.take(promise.doctor_id, starts_at, ends_at, calendar.name)
        return Granted(wish, starts_at, ends_at)

    def in_rooms(self, granted: Sequence[Granted]) -> list[LaidShift]:
        """Give the rooms of one half-day and take them."""
        laid: list[LaidShift] = []
        by_office: dict[int, list[Granted]] = defaultdict(list)
        for grant in granted:
            by_office[grant.wish.promise.office_id].append(grant)
        for office_id, grants in by_office.items():
            calendar, usual = self.calendars[office_id], self.usual[office_id]
            free = self._free_rooms(calendar, grants[0].starts_at, grants[0].ends_at)
            doctor_ids = [grant.wish.promise.doctor_id for grant in grants]
            given = give_rooms(doctor_ids, free, usual, self.today[office_id, grants[0].wish.day])
            for grant in grants:
                shift = _laid(grant, given[grant.wish.promise.doctor_id])
                usual.setdefault(shift.doctor_id, shift.room_id)
                self._take_room(shift, grant.wish.promise.doctor_name)
                laid.append(shift)
        return laid

    def _refusal_of_day(self, wish: Wish) -> tuple[Refusal | None, str]:
        promise, half_day = wish.promise, (wish.promise.office_id, wish.day, wish.half)
        if wish.day < promise.starts_on:
            return Refusal.BEFORE_COMMITMENT, ""
        if wish.day > promise.last_on:
            return Refusal.AFTER_COMMITMENT, ""
        if half_day in self.closed:
            closed = self.closed[half_day]
            return (Refusal.PUBLIC_HOLIDAY if closed.is_public_holiday else Refusal.CLOSURE), closed.label
        if half_day not in self.opened:
            return Refusal.OFFICE_CLOSED, ""
        if is_absent(promise.absences, wish.day, wish.half):
            return Refusal.DOCTOR_ABSENT, ""
        return None, ""

    def _free_rooms(self, calendar: OfficeCalendar, starts_at: datetime, ends_at: datetime) -> list[int]:
        return [room.id for room in calendar.rooms if self.rooms.taken_by(room.id, starts_at, ends_at) is None]

    def _holders(self, calendar: OfficeCalendar, starts_at: datetime, ends_at: datetime) -> str:
        names = [self.rooms.taken_by(room.id, starts_at, ends_at) for room in calendar.rooms]
        return ", ".join(name for name in names if name)

    def _take(self, shift: ExistingShift) -> None:
        self.doctors.take(shift.doctor_id, shift.starts_at, shift.ends_at, shift.office_name)
        self._take_room(shift, shift.doctor_name)

    def _take_room(self, shift: ExistingShift | LaidShift, doctor_name: str) -> None:
        self.rooms.take(shift.room_id, shift.starts_at, shift.ends_at, doctor_name)
        self.today[shift.office_id, shift.day][shift.doctor_id] = shift.room_id


def _not_laid(wish: Wish, refusal: Refusal, detail: str = "") -> NotLaid:
    promise = wish.promise
    return NotLaid(promise.office_id, promise.doctor_id, promise.doctor_name, wish.day, wish.half, refusal, detail)


def _laid(grant: Granted, room_id: int) -> LaidShift:
    promise = grant.wish.promise
    return LaidShift(
        office_id=promise.office_id,
        commitment_id=promise.commitment_id,
        doctor_id=promise.doctor_id,
        room_id=room_id,
        day=grant.wish.day,
        half=grant.wish.half,
        starts_at=grant.starts_at,
        ends_at=grant.ends_at,
    )
