"""Exchanges of half-days: propose, answer, withdraw, allow, refuse."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext as _

from releve.pipeline.commitments.models import Doctor
from releve.pipeline.rota.actions.exchange_moves import EXCHANGE_LAWS, conclude, ground_for, raise_if_any, settle, tell
from releve.pipeline.rota.errors import RotaRefused
from releve.pipeline.rota.models import Exchange, ExchangePart, ExchangeVoice, Shift
from releve.pipeline.rota.queries.exchanges import UNDER_DISCUSSION, colleagues_of
from releve.pipeline.rota.queries.shifts import existing_of
from releve.pipeline.rota.queries.wishes import knobs_of
from releve.pipeline.rota.rules.exchanges import Move, exchange_refusals
from releve.shared.lawful_writes import check_fields, lawful_write
from releve.shared.people.models import User

Status, Answer = Exchange.Status, ExchangeVoice.Answer


class ExchangeSettled(RotaRefused):
    """Somebody was faster, or it was withdrawn."""

    def __init__(self, exchange: Exchange) -> None:
        super().__init__(
            _("Cet échange est déjà réglé (%(status)s). Il n’y a plus rien à répondre.")
            % {"status": exchange.get_status_display()}
        )
        self.exchange = exchange


@dataclass(frozen=True, slots=True)
class Given:
    """One shift and who shall take it; None: whoever can."""

    shift_id: int
    taker_id: int | None


def propose_exchange(
    *,
    doctor_id: int,
    given: Sequence[Given],
    by: User | None,
    now: datetime,
    note: str = "",
    n_booked: Mapping[int, int] | None = None,
) -> Exchange:
    """Propose that half-days change their doctors together; the first is hers who proposes.

    `n_booked` says how many patients are booked in a shift, where the asking desk may know; PostgreSQL looks again
    when the exchange is applied.
    """
    shifts = _shifts_of(given)
    first = shifts[given[0].shift_id]
    if first.doctor_id != doctor_id:
        raise RotaRefused(_("Demi-journée : elle n’est pas à vous. Choisissez l’une des vôtres."))
    if any(one.taker_id is None for one in given):
        asked = _who_can_take(first, n_booked or {}, now)
    else:
        asked = _asked_by_name(given, shifts, n_booked or {}, now)
    exchange = Exchange(network_id=first.network_id, asked_by_id=doctor_id, note=note.strip(), created_at=now)
    check_fields(exchange, RotaRefused)
    with lawful_write(RotaRefused, EXCHANGE_LAWS):
        exchange.save()
        ExchangePart.objects.bulk_create(_part(exchange, shifts[one.shift_id], one.taker_id) for one in given)
        ExchangeVoice.objects.bulk_create(
            [
                _voice(exchange, doctor_id, answer=Answer.YES, answered_at=now, told=Status.OPEN),
                *(_voice(exchange, other) for other in sorted(asked - {doctor_id})),
            ]
        )
        tell(exchange, but=doctor_id)
    return exchange


def answer_exchange(*, exchange_id: int, doctor_id: int, is_agreed: bool, by: User | None, now: datetime) -> Exchange:
    """Say yes or no for one doctor. The last yes applies the exchange, or hands it to the network.

    The same answer twice changes nothing. Where the half-days are no longer what they were, the exchange lapses.
    """
    with lawful_write(RotaRefused, EXCHANGE_LAWS):
        # Of two who accept at once the second waits here, and finds it settled.
        exchange = _locked(exchange_id)
        voice = ExchangeVoice.objects.filter(exchange=exchange, doctor_id=doctor_id).first()
        if voice is None:
            raise RotaRefused(_("Cet échange ne vous concerne pas."))
        answer = Answer.YES if is_agreed else Answer.NO
        if voice.answer == answer:
            return exchange
        if exchange.status != Status.OPEN:
            raise ExchangeSettled(exchange)
        voice.answer, voice.answered_at = answer, now
        voice.save(update_fields=["answer", "answered_at"])
        return _agreed(exchange, voice, by, now) if is_agreed else _declined(exchange, now)


def withdraw_exchange(*, exchange_id: int, doctor_id: int, by: User | None, now: datetime) -> Exchange:
    """Take a proposal back, as long as it is not settled. Twice changes nothing."""
    with lawful_write(RotaRefused, EXCHANGE_LAWS):
        exchange = _locked(exchange_id)
        if exchange.asked_by_id != doctor_id:
            raise RotaRefused(_("Seul le médecin qui a proposé l’échange peut le retirer."))
        if exchange.status == Status.WITHDRAWN:
            return exchange
        if exchange.status not in UNDER_DISCUSSION:
            raise ExchangeSettled(exchange)
        return settle(exchange, Status.WITHDRAWN, now, but=doctor_id)


def allow_exchange(*, exchange_id: int, by: User, now: datetime) -> Exchange:
    """Give the network's consent to what the doctors agreed, and apply it. Twice changes nothing."""
    with lawful_write(RotaRefused, EXCHANGE_LAWS):
        exchange = _locked(exchange_id)
        if exchange.status == Status.DONE:
            return exchange
        if exchange.status != Status.AGREED:
            raise ExchangeSettled(exchange)
        return conclude(exchange, by, now, needs_consent=False)


def refuse_exchange(*, exchange_id: int, because: str, by: User, now: datetime) -> Exchange:
    """Refuse for the network, with a reason that the doctors read. Twice changes nothing."""
    with lawful_write(RotaRefused, EXCHANGE_LAWS):
        exchange = _locked(exchange_id)
        if exchange.status == Status.REFUSED:
            return exchange
        if exchange.status not in UNDER_DISCUSSION:
            raise ExchangeSettled(exchange)
        exchange.settled_because = because.strip()
        check_fields(exchange, RotaRefused)
        return settle(exchange, Status.REFUSED, now, because=because.strip())


def lapse_past_exchanges(*, now: datetime) -> int:
    """Close what nobody settled before the first of its half-days began; return how many."""
    begun = ExchangePart.objects.filter(shift__starts_at__lte=now).values("exchange_id")
    with lawful_write(RotaRefused, EXCHANGE_LAWS):
        late = Exchange.objects.select_for_update(skip_locked=True, no_key=True).filter(
            id__in=begun, status__in=UNDER_DISCUSSION
        )
        exchanges = list(late.order_by("id"))
        for exchange in exchanges:
            settle(exchange, Status.LAPSED, now, because=_("Personne n’a répondu à temps."))
    return len(exchanges)


def _locked(exchange_id: int) -> Exchange:
    return Exchange.objects.select_for_update(no_key=True).get(pk=exchange_id)


def _agreed(exchange: Exchange, voice: ExchangeVoice, by: User | None, now: datetime) -> Exchange:
    parts = ExchangePart.objects.filter(exchange=exchange)
    parts.filter(taker__isnull=True).update(taker_id=voice.doctor_id)
    pairs = parts.order_by("id").values_list("giver_id", "taker_id")
    concerned = {doctor_id for pair in pairs for doctor_id in pair}
    awaited = ExchangeVoice.objects.filter(exchange=exchange, doctor_id__in=concerned).exclude(answer=Answer.YES)
    if awaited.exists():
        return exchange
    needs_consent = knobs_of(exchange.network_id).exchanges_need_consent
    return conclude(exchange, by, now, needs_consent=needs_consent, but=voice.doctor_id)


def _declined(exchange: Exchange, now: datetime) -> Exchange:
    is_for_all = ExchangePart.objects.filter(exchange=exchange, taker__isnull=True).exists()
    someone_may = ExchangeVoice.objects.filter(exchange=exchange, answer=Answer.AWAITED).exists()
    return exchange if is_for_all and someone_may else settle(exchange, Status.DECLINED, now)


def _shifts_of(given: Sequence[Given]) -> dict[int, Shift]:
    ids = {one.shift_id for one in given}
    found = Shift.objects.filter(id__in=sorted(ids)).select_related("doctor", "office").order_by("id")
    shifts = {shift.id: shift for shift in found}
    if not given or len(shifts) != len(given):
        raise RotaRefused(
            _("Demi-journée : elle n’est plus au planning. Rechargez la page et choisissez-en une autre.")
        )
    return shifts


def _asked_by_name(
    given: Iterable[Given], shifts: Mapping[int, Shift], n_booked: Mapping[int, int], now: datetime
) -> set[int]:
    takers = Doctor.objects.in_bulk({one.taker_id for one in given if one.taker_id})
    moves = [
        Move(existing_of(shifts[one.shift_id]), taker.id, str(taker), n_booked.get(one.shift_id, 0))
        for one in given
        if one.taker_id and (taker := takers.get(one.taker_id))
    ]
    if len(moves) != len(shifts):
        raise RotaRefused(_("Médecin : il n’est pas de ce réseau. Choisissez-en un dans la liste."))
    network_id = next(iter(shifts.values())).network_id
    raise_if_any(exchange_refusals(moves, ground_for(network_id, shifts.values(), takers), now))
    return {*takers, *(shift.doctor_id for shift in shifts.values())}


def _who_can_take(shift: Shift, n_booked: Mapping[int, int], now: datetime) -> set[int]:
    """Return the colleagues against whom no rule speaks."""
    colleagues = Doctor.objects.in_bulk(colleagues_of(shift.network_id, shift.day, shift.day) - {shift.doctor_id})
    ground = ground_for(shift.network_id, [shift], colleagues)
    given, n = existing_of(shift), n_booked.get(shift.id, 0)
    refusals = {
        doctor.id: exchange_refusals(
            [Move(given, doctor.id, str(doctor), n)], ground.among(shift.doctor_id, doctor.id), now
        )
        for doctor in colleagues.values()
    }
    able = {doctor_id for doctor_id, against in refusals.items() if not against}
    if able:
        return able
    if not refusals:
        raise RotaRefused(_("Aucun autre médecin n’a d’engagement ce jour-là. Prévenez le réseau."))
    # What every colleague meets is said once; what each meets is for the page of that colleague.
    raise_if_any(next(iter(refusals.values())) if len(refusals) == 1 or n else [])
    raise RotaRefused(
        _("Aucun confrère ne peut reprendre cette demi-journée. Prévenez le réseau, ou notez une absence.")
    )


def _part(exchange: Exchange, shift: Shift, taker_id: int | None) -> ExchangePart:
    return ExchangePart(
        network_id=exchange.network_id,
        exchange=exchange,
        shift=shift,
        office_id=shift.office_id,
        day=shift.day,
        half=shift.half,
        giver_id=shift.doctor_id,
        taker_id=taker_id,
    )


def _voice(
    exchange: Exchange,
    doctor_id: int,
    *,
    answer: str = Answer.AWAITED,
    answered_at: datetime | None = None,
    told: str = "",
) -> ExchangeVoice:
    return ExchangeVoice(
        network_id=exchange.network_id,
        exchange=exchange,
        doctor_id=doctor_id,
        answer=answer,
        answered_at=answered_at,
        told=told,
    )
