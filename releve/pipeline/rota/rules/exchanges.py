"""Whether some half-days may change their doctors together, and every reason why not.

All moves of an exchange are judged at once, on the rota as it would be after them: in a cycle (A to B, B to C, C to A)
a step that is impossible alone may be possible with the others, and the other way round.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from enum import StrEnum
from math import ceil

from releve.pipeline.commitments.handover import Promise
from releve.pipeline.commitments.rules import is_absent
from releve.pipeline.offices.handover import OfficeCalendar
from releve.pipeline.offices.rules import half_days_between
from releve.pipeline.rota.handover import ExistingShift
from releve.pipeline.rota.rules.seasons import season_of
from releve.shared.geography import distance_km
from releve.shared.half_days import instant, monday_of


class WhyNot(StrEnum):
    """Why a half-day cannot change its doctor."""

    CANCELLED = "cancelled"
    PAST = "past"
    CHANGED_HANDS = "changed_hands"  # it is no longer hers who gives it
    PATIENTS_BOOKED = "patients_booked"  # they chose their doctor
    NO_COMMITMENT = "no_commitment"  # the taker never promised anything to this office
    BEFORE_COMMITMENT = "before_commitment"
    AFTER_COMMITMENT = "after_commitment"
    OFFICE_CLOSED = "office_closed"
    ROOM_OUT_OF_SERVICE = "room_out_of_service"
    DOCTOR_ABSENT = "doctor_absent"
    DOCTOR_ELSEWHERE = "doctor_elsewhere"
    TOO_FAR = "too_far"
    WEEK_FULL = "week_full"
    MORE_THAN_PROMISED = "more_than_promised"
    LESS_THAN_PROMISED = "less_than_promised"


@dataclass(frozen=True, slots=True)
class Limits:
    """How far exchanges may move a doctor away from what she promised. Sources: rota/README.md."""

    above_promise_in_a_week: int = 2
    most_in_a_week: int = 10
    off_promise_in_a_season: int = 2  # half-days taken less half-days given, whoever the colleague
    km_on_one_day: float = 25.0


@dataclass(frozen=True, slots=True)
class Move:
    """One shift that passes to another doctor, as it was when it was proposed."""

    shift: ExistingShift
    taker_id: int
    taker_name: str
    n_booked: int = 0
    giver_id: int = 0  # who proposed to give it; 0: whoever holds it

    @property
    def giver(self) -> int:
        return self.giver_id or self.shift.doctor_id


@dataclass(frozen=True, slots=True)
class Ground:
    """What is known beside the exchange: the offices, the promises, all shifts of the doctors concerned."""

    calendars: Mapping[int, OfficeCalendar]
    promises: Sequence[Promise]  # with absences
    shifts: Sequence[ExistingShift]  # of every doctor concerned, in every office, over the weeks concerned
    places: Mapping[int, tuple[float, float]] = field(default_factory=dict)  # latitude, longitude of the offices
    balances: Mapping[tuple[int, date], int] = field(default_factory=dict)  # (doctor, season): taken less given
    limits: Limits = Limits()

    def among(self, *doctor_ids: int) -> "Ground":
        """Return what concerns these doctors alone: enough for their moves, and much less to look through."""
        return replace(
            self,
            promises=[promise for promise in self.promises if promise.doctor_id in doctor_ids],
            shifts=[shift for shift in self.shifts if shift.doctor_id in doctor_ids],
        )


@dataclass(frozen=True, slots=True)
class ExchangeRefusal:
    """One reason, with the doctor and the half-day that it concerns."""

    why: WhyNot
    move: Move
    doctor_name: str
    detail: str = ""  # the other office, the closure's label
    n: int = 0  # patients, half-days, kilometres


def exchange_refusals(moves: Sequence[Move], ground: Ground, now: datetime) -> list[ExchangeRefusal]:
    """Return every reason why these moves may not happen together; nothing: they may."""
    found = [refusal for move in moves for refusal in (*_of_the_shift(move, ground, now), *_of_the_taker(move, ground))]
    after = _after(moves, ground.shifts)
    found += [refusal for move in moves for refusal in _of_the_day(move, after, ground)]
    found += _of_the_weeks(moves, after, ground)
    found += _of_the_season(moves, ground)
    return found


def refusals_of_shift(move: Move, ground: Ground, now: datetime) -> list[ExchangeRefusal]:
    """Return what speaks against any exchange of this half-day, whoever would take it."""
    return list(_of_the_shift(move, ground, now))


def _of_the_shift(move: Move, ground: Ground, now: datetime) -> Iterator[ExchangeRefusal]:
    shift = move.shift
    if shift.is_cancelled:
        yield ExchangeRefusal(WhyNot.CANCELLED, move, shift.doctor_name)
    if shift.starts_at <= now:
        yield ExchangeRefusal(WhyNot.PAST, move, shift.doctor_name)
    if shift.doctor_id != move.giver:
        yield ExchangeRefusal(WhyNot.CHANGED_HANDS, move, shift.doctor_name)
    if move.n_booked:
        yield ExchangeRefusal(WhyNot.PATIENTS_BOOKED, move, shift.doctor_name, n=move.n_booked)
    calendar = ground.calendars.get(shift.office_id)
    if calendar is None:
        return
    opened, closed = half_days_between(calendar, shift.day, shift.day)
    label = next((half_day.label for half_day in closed if half_day.half == shift.half), None)
    is_open = any(
        half_day.half == shift.half
        and instant(shift.day, half_day.opens_at, calendar.time_zone) <= shift.starts_at
        and shift.ends_at <= instant(shift.day, half_day.closes_at, calendar.time_zone)
        for half_day in opened
    )
    if label is not None or not is_open:
        yield ExchangeRefusal(WhyNot.OFFICE_CLOSED, move, shift.doctor_name, detail=label or "")
    if shift.room_id not in {room.id for room in calendar.rooms}:
        yield ExchangeRefusal(WhyNot.ROOM_OUT_OF_SERVICE, move, shift.doctor_name)


def _of_the_taker(move: Move, ground: Ground) -> Iterator[ExchangeRefusal]:
    shift = move.shift
    hers = [promise for promise in ground.promises if promise.doctor_id == move.taker_id]
    here = [promise for promise in hers if promise.office_id == shift.office_id]
    if not here:
        yield ExchangeRefusal(WhyNot.NO_COMMITMENT, move, move.taker_name, detail=shift.office_name)
    elif not any(promise.starts_on <= shift.day <= promise.last_on for promise in here):
        is_early = all(shift.day < promise.starts_on for promise in here)
        why = WhyNot.BEFORE_COMMITMENT if is_early else WhyNot.AFTER_COMMITMENT
        yield ExchangeRefusal(why, move, move.taker_name, detail=shift.office_name)
    if any(is_absent(promise.absences, shift.day, shift.half) for promise in hers):
        yield ExchangeRefusal(WhyNot.DOCTOR_ABSENT, move, move.taker_name)


def _after(moves: Sequence[Move], shifts: Iterable[ExistingShift]) -> list[tuple[int, ExistingShift]]:
    """Return who would hold which shift after the moves."""
    taker_of = {move.shift.shift_id: move.taker_id for move in moves}
    standing = [
        (shift.doctor_id, shift) for shift in shifts if not shift.is_cancelled and shift.shift_id not in taker_of
    ]
    return [*standing, *((move.taker_id, move.shift) for move in moves)]


def _of_the_day(move: Move, after: Sequence[tuple[int, ExistingShift]], ground: Ground) -> Iterator[ExchangeRefusal]:
    shift = move.shift
    same_day = [
        other
        for holder, other in after
        if holder == move.taker_id and other.day == shift.day and other.shift_id != shift.shift_id
    ]
    for other in same_day:
        if other.starts_at < shift.ends_at and shift.starts_at < other.ends_at:
            yield ExchangeRefusal(WhyNot.DOCTOR_ELSEWHERE, move, move.taker_name, detail=other.office_name)
        elif shift.office_id in ground.places and other.office_id in ground.places:
            km = distance_km(*ground.places[shift.office_id], *ground.places[other.office_id])
            if km > ground.limits.km_on_one_day:
                yield ExchangeRefusal(WhyNot.TOO_FAR, move, move.taker_name, detail=other.office_name, n=round(km))


def _of_the_weeks(
    moves: Sequence[Move], after: Sequence[tuple[int, ExistingShift]], ground: Ground
) -> Iterator[ExchangeRefusal]:
    """A week may hold a little more than promised. What was too much already may stay, not grow."""
    n_before = Counter((s.doctor_id, monday_of(s.day)) for s in ground.shifts if not s.is_cancelled)
    n_after = Counter((holder, monday_of(shift.day)) for holder, shift in after)
    told: set[tuple[int, date]] = set()
    for move in moves:
        week = (move.taker_id, monday_of(move.shift.day))
        most = most_in_week(move.taker_id, move.shift.day, ground)
        if week not in told and n_after[week] > max(most, n_before[week]):
            told.add(week)
            yield ExchangeRefusal(WhyNot.WEEK_FULL, move, move.taker_name, n=most)


def most_in_week(doctor_id: int, day: date, ground: Ground) -> int:
    """Return how many half-days a doctor may work in the week of a day, in all her offices."""
    promised = sum(
        promise.half_days_per_week
        for promise in ground.promises
        if promise.doctor_id == doctor_id and promise.starts_on <= day <= promise.last_on
    )
    return min(ceil(promised) + ground.limits.above_promise_in_a_week, ground.limits.most_in_a_week)


def _of_the_season(moves: Sequence[Move], ground: Ground) -> Iterator[ExchangeRefusal]:
    """Over a season a doctor works what she promised: gifts and favours stay within a few half-days."""
    change: Counter[tuple[int, date]] = Counter()
    names: dict[int, str] = {}
    move_of: dict[tuple[int, date], Move] = {}
    for move in moves:
        season = season_of(move.shift.day)
        for doctor_id, name, step in (
            (move.giver, move.shift.doctor_name, -1),
            (move.taker_id, move.taker_name, 1),
        ):
            change[doctor_id, season] += step
            names.setdefault(doctor_id, name)
            move_of.setdefault((doctor_id, season), move)
    limit = ground.limits.off_promise_in_a_season
    for (doctor_id, season), step in change.items():
        balance = ground.balances.get((doctor_id, season), 0) + step
        if step > 0 and balance > limit:
            yield ExchangeRefusal(WhyNot.MORE_THAN_PROMISED, move_of[doctor_id, season], names[doctor_id], n=limit)
        if step < 0 and -balance > limit:
            yield ExchangeRefusal(WhyNot.LESS_THAN_PROMISED, move_of[doctor_id, season], names[doctor_id], n=limit)
