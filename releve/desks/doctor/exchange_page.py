"""What the pages of exchanges show: what awaits her answer, and against what a half-day of hers may be exchanged."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Count

from releve.pipeline.appointments.handover import TO_COME
from releve.pipeline.appointments.models import Appointment
from releve.pipeline.commitments.models import Doctor
from releve.pipeline.rota.handover import ExistingShift
from releve.pipeline.rota.models import Exchange, ExchangeVoice, Shift
from releve.pipeline.rota.queries.exchanges import colleagues_of, ground_of
from releve.pipeline.rota.queries.shifts import existing_of
from releve.pipeline.rota.rules.exchanges import ExchangeRefusal, Ground, Move, exchange_refusals, refusals_of_shift
from releve.pipeline.rota.rules.rings import NEAR, Ring, rings_of_three
from releve.pipeline.rota.words.exchanges import refusals_in_words

# More choices than these no telephone shows well; they are the nearest in time.
N_CHOICES = 8


@dataclass(frozen=True, slots=True)
class MyExchange:
    """An exchange as one doctor sees it."""

    exchange: Exchange
    voice: ExchangeVoice
    is_mine: bool  # she proposed it

    @property
    def is_awaited(self) -> bool:
        return self.exchange.status == Exchange.Status.OPEN and self.voice.answer == ExchangeVoice.Answer.AWAITED

    @property
    def is_pending(self) -> bool:
        return self.exchange.status in (Exchange.Status.OPEN, Exchange.Status.AGREED)

    @property
    def is_for_all(self) -> bool:
        return any(part.taker_id is None for part in self.exchange.parts.all())


@dataclass(frozen=True, slots=True)
class MyShift:
    shift: Shift
    n_booked: int
    is_offered: bool


@dataclass(frozen=True, slots=True)
class Choice:
    """One half-day of a colleague, and what speaks against exchanging it, if anything."""

    shift: ExistingShift
    why_not: tuple[str, ...]
    is_booked: bool


@dataclass(frozen=True, slots=True)
class Colleague:
    doctor_id: int
    name: str
    why_not_take: tuple[str, ...]  # against giving her the half-day without return
    possible: tuple[Choice, ...]
    impossible: tuple[Choice, ...]


@dataclass(frozen=True, slots=True)
class Choices:
    given: ExistingShift
    n_booked: int
    against_all: tuple[str, ...]  # what speaks against any exchange of this half-day
    colleagues: tuple[Colleague, ...]

    @property
    def somebody_can_take(self) -> bool:
        return any(not colleague.why_not_take for colleague in self.colleagues)


def mine(exchanges: Iterable[Exchange], doctor_id: int) -> list[MyExchange]:
    """Return exchanges with her own voice in each."""
    found = []
    for exchange in exchanges:
        voice = next((voice for voice in exchange.voices.all() if voice.doctor_id == doctor_id), None)
        if voice:
            found.append(MyExchange(exchange, voice, exchange.asked_by_id == doctor_id))
    return found


def booked_in(shift_ids: Iterable[int]) -> dict[int, int]:
    """Return how many patients are booked in each shift: 1 query."""
    visits = Appointment.objects.filter(shift_id__in=sorted(set(shift_ids)), status__in=TO_COME)
    counted = visits.order_by("shift_id").values("shift_id").annotate(n=Count("id"))
    return {row["shift_id"]: row["n"] for row in counted}


def choices_for(doctor: Doctor, shift: Shift, today: date, now: datetime) -> Choices:
    """Return against what a half-day of a doctor can be exchanged, colleague by colleague."""
    given = existing_of(shift)
    ground, others = _around(doctor, shift, today)
    n_booked = booked_in([given.shift_id, *(other.shift_id for other in others)])
    by_colleague: dict[int, list[ExistingShift]] = defaultdict(list)
    names = {promise.doctor_id: promise.doctor_name for promise in ground.promises if promise.doctor_id != doctor.id}
    for other in others:
        by_colleague[other.doctor_id].append(other)
    colleagues = [
        _colleague(doctor, given, colleague_id, name, by_colleague[colleague_id], ground, n_booked, now)
        for colleague_id, name in sorted(names.items(), key=lambda item: item[1])
        if _may_meet(doctor.id, colleague_id, given, by_colleague[colleague_id], ground)
    ]
    # What concerns the half-day itself stands in the way of every exchange of it.
    of_the_shift = refusals_of_shift(Move(given, 0, "", n_booked.get(given.shift_id, 0)), ground, now)
    return Choices(given, n_booked.get(given.shift_id, 0), _words(of_the_shift), tuple(colleagues))


def rings_for(doctor: Doctor, shift: Shift, wanted: Shift, today: date, now: datetime) -> list[Ring]:
    """Return how three doctors can do what two cannot."""
    ground, others = _around(doctor, shift, today)
    n_booked = booked_in([shift.id, wanted.id, *(other.shift_id for other in others)])
    if n_booked.get(shift.id) or n_booked.get(wanted.id):
        return []
    return rings_of_three(existing_of(shift), existing_of(wanted), others, ground, now, n_booked=n_booked)


def _around(doctor: Doctor, shift: Shift, today: date) -> tuple[Ground, list[ExistingShift]]:
    first, last = max(today, shift.day - NEAR), shift.day + NEAR
    colleagues = colleagues_of(doctor.network_id, first, last)
    ground = ground_of(doctor.network_id, {doctor.id, *colleagues}, first, last)
    others = [
        other
        for other in ground.shifts
        if other.doctor_id != doctor.id and not other.is_cancelled and other.day > today
    ]
    return ground, others


def _may_meet(
    doctor_id: int, colleague_id: int, given: ExistingShift, shifts: Sequence[ExistingShift], ground: Ground
) -> bool:
    """Say whether the two have an office in common for this: in a large network most have none."""
    committed = {(promise.doctor_id, promise.office_id) for promise in ground.promises}
    takes_hers = (colleague_id, given.office_id) in committed
    return takes_hers or any((doctor_id, shift.office_id) in committed for shift in shifts)


def _colleague(
    doctor: Doctor,
    given: ExistingShift,
    colleague_id: int,
    name: str,
    shifts: Sequence[ExistingShift],
    ground: Ground,
    n_booked: Mapping[int, int],
    now: datetime,
) -> Colleague:
    ground = ground.among(doctor.id, colleague_id)
    gives = Move(given, colleague_id, name, n_booked.get(given.shift_id, 0))
    choices = []
    for other in sorted(shifts, key=lambda one: (abs(one.starts_at - given.starts_at), one.shift_id)):
        takes = Move(other, doctor.id, str(doctor), n_booked.get(other.shift_id, 0))
        why_not = _words(exchange_refusals([gives, takes], ground, now))
        choices.append(Choice(other, why_not, bool(n_booked.get(other.shift_id))))
    possible = [choice for choice in choices if not choice.why_not][:N_CHOICES]
    return Colleague(
        doctor_id=colleague_id,
        name=name,
        why_not_take=_words(exchange_refusals([gives], ground, now)),
        possible=tuple(sorted(possible, key=lambda choice: choice.shift.starts_at)),
        impossible=tuple(choice for choice in choices if choice.why_not)[:N_CHOICES],
    )


def _words(refusals: Sequence[ExchangeRefusal]) -> tuple[str, ...]:
    return tuple(refusals_in_words(refusals))
