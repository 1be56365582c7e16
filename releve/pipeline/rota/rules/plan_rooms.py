"""Gives hours and rooms to the half-days that a plan adds."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from itertools import groupby

from releve.pipeline.commitments.handover import Promise
from releve.pipeline.offices.handover import OfficeCalendar, OpenHalfDay
from releve.pipeline.offices.rules import half_days_between
from releve.pipeline.rota.handover import ExistingShift, LaidShift, NotLaid, Planned, Refusal, Rota
from releve.pipeline.rota.rules.plans import in_time
from releve.pipeline.rota.rules.rooms import give_rooms, usual_rooms
from releve.pipeline.rota.rules.taken import TakenTimes
from releve.shared.half_days import Half, instant


@dataclass(frozen=True, slots=True)
class Timed:
    """A half-day with its promise and its hours; the room comes last."""

    planned: Planned
    promise: Promise
    starts_at: datetime
    ends_at: datetime


def lay_planned(
    calendars: Mapping[int, OfficeCalendar],
    promises: Sequence[Promise],
    existing: Sequence[ExistingShift],
    wanted: Iterable[Planned],
) -> Rota:
    """Lay the wanted half-days beside the shifts that stay, in rooms as `lay_shifts` gives them; say why of the others.

    `existing` holds the shifts that stay in these offices, and of these doctors anywhere, best with some weeks before
    (they tell the usual rooms). How many half-days were promised is the engine's affair, and not looked at again.
    """
    laying = _Laying(calendars, promises, existing)
    shifts: list[LaidShift] = []
    refused: list[NotLaid] = []
    for _, together in groupby(sorted(wanted, key=in_time), key=lambda planned: in_time(planned)[:3]):
        timed: list[Timed] = []
        for planned in together:
            answer = laying.hours_of(planned)
            (timed if isinstance(answer, Timed) else refused).append(answer)  # type: ignore[arg-type]
        laid, without_room = laying.in_rooms(timed)
        shifts += laid
        refused += without_room
    return Rota(tuple(shifts), tuple(refused))


class _Laying:
    """What is taken while the half-days of a plan are laid."""

    def __init__(
        self,
        calendars: Mapping[int, OfficeCalendar],
        promises: Sequence[Promise],
        existing: Sequence[ExistingShift],
    ) -> None:
        self.calendars = calendars
        self.promises: dict[tuple[int, int], list[Promise]] = defaultdict(list)
        for promise in promises:
            self.promises[promise.doctor_id, promise.office_id].append(promise)
        self.usual = usual_rooms(existing)
        self.today: dict[tuple[int, date], dict[int, int]] = defaultdict(dict)
        self.doctors, self.rooms = TakenTimes(), TakenTimes()
        self.opened: dict[tuple[int, date], dict[Half, OpenHalfDay]] = {}
        for shift in existing:
            if not shift.is_cancelled:
                self.doctors.take(shift.doctor_id, shift.starts_at, shift.ends_at, shift.office_name)
                self._take_room(shift, shift.doctor_name)

    def hours_of(self, planned: Planned) -> Timed | NotLaid:
        """Return the half-day with the opening's hours, and take the doctor's time; or why it cannot be worked."""
        known = self.promises[planned.doctor_id, planned.office_id]
        running = next((promise for promise in known if promise.starts_on <= planned.day <= promise.last_on), None)
        name = known[0].doctor_name if known else ""
        if running is None:
            is_early = bool(known) and all(planned.day < promise.starts_on for promise in known)
            return _not_laid(planned, name, Refusal.BEFORE_COMMITMENT if is_early else Refusal.AFTER_COMMITMENT)
        opening = self._opening(planned)
        if opening is None:
            return _not_laid(planned, name, Refusal.OFFICE_CLOSED)
        zone = self.calendars[planned.office_id].time_zone
        starts_at = instant(planned.day, opening.opens_at, zone)
        ends_at = instant(planned.day, opening.closes_at, zone)
        elsewhere = self.doctors.taken_by(planned.doctor_id, starts_at, ends_at)
        if elsewhere is not None:
            return _not_laid(planned, name, Refusal.DOCTOR_ELSEWHERE, elsewhere)
        self.doctors.take(planned.doctor_id, starts_at, ends_at, self.calendars[planned.office_id].name)
        return Timed(planned, running, starts_at, ends_at)

    def in_rooms(self, together: Sequence[Timed]) -> tuple[list[LaidShift], list[NotLaid]]:
        """Give the rooms of one office's half-day; the elder commitments have them first."""
        if not together:
            return [], []
        office_id, day = together[0].planned.office_id, together[0].planned.day
        calendar, usual = self.calendars[office_id], self.usual[office_id]
        starts_at, ends_at = together[0].starts_at, together[0].ends_at
        taken = {room.id: self.rooms.taken_by(room.id, starts_at, ends_at) for room in calendar.rooms}
        free = [room_id for room_id, holder in taken.items() if holder is None]
        elder_first = sorted(together, key=lambda timed: (timed.promise.came_on, timed.promise.commitment_id))
        seated, left = elder_first[: len(free)], elder_first[len(free) :]
        doctor_ids = [timed.planned.doctor_id for timed in seated]
        given = give_rooms(doctor_ids, free, usual, self.today[office_id, day]) if seated else {}
        laid = [_laid(timed, given[timed.planned.doctor_id]) for timed in seated]
        for shift, timed in zip(laid, seated, strict=True):
            usual.setdefault(shift.doctor_id, shift.room_id)
            self._take_room(shift, timed.promise.doctor_name)
        holders = ", ".join(holder for holder in taken.values() if holder)
        return laid, [_not_laid(t.planned, t.promise.doctor_name, Refusal.NO_ROOM_LEFT, holders) for t in left]

    def _opening(self, planned: Planned) -> OpenHalfDay | None:
        place = (planned.office_id, planned.day)
        if place not in self.opened:
            calendar = self.calendars.get(planned.office_id)
            opened = half_days_between(calendar, planned.day, planned.day)[0] if calendar else []
            self.opened[place] = {found.half: found for found in opened}
        return self.opened[place].get(planned.half)

    def _take_room(self, shift: ExistingShift | LaidShift, doctor_name: str) -> None:
        self.rooms.take(shift.room_id, shift.starts_at, shift.ends_at, doctor_name)
        self.today[shift.office_id, shift.day][shift.doctor_id] = shift.room_id


def _not_laid(planned: Planned, name: str, refusal: Refusal, detail: str = "") -> NotLaid:
    return NotLaid(planned.office_id, planned.doctor_id, name, planned.day, planned.half, refusal, detail)


def _laid(timed: Timed, room_id: int) -> LaidShift:
    return LaidShift(
        office_id=timed.planned.office_id,
        commitment_id=timed.promise.commitment_id,
        doctor_id=timed.planned.doctor_id,
        room_id=room_id,
        day=timed.planned.day,
        half=timed.planned.half,
        starts_at=timed.starts_at,
        ends_at=timed.ends_at,
    )
