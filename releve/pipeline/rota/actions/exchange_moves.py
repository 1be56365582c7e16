"""What happens when an exchange is settled: half-days change their doctors, all of them or none.

Each shift given is cancelled and another one, of the doctor who takes it, stands in its place. Cancelled shifts are out
of the exclusion constraints, so a swap of two half-days at the same moment breaks none on the way; and a half-day that
stands cancelled is not laid again from its giver's pattern.
"""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from releve.pipeline.commitments.queries.coverage import coordinators_of
from releve.pipeline.rota.actions.call_news import keep_calls_told
from releve.pipeline.rota.actions.laws import LAWS
from releve.pipeline.rota.errors import RotaRefused
from releve.pipeline.rota.models import Exchange, ExchangePart, ExchangeVoice, Shift
from releve.pipeline.rota.queries.exchanges import UNDER_DISCUSSION, ground_of
from releve.pipeline.rota.queries.shifts import existing_of
from releve.pipeline.rota.rules.exchanges import ExchangeRefusal, Ground, Move, WhyNot, exchange_refusals
from releve.pipeline.rota.words.exchanges import refusals_in_words
from releve.shared.jobs import defer_job
from releve.shared.lawful_writes import laws_of
from releve.shared.people.models import User

EXCHANGE_LAWS = LAWS | laws_of(Exchange, ExchangePart, ExchangeVoice)
# These do not pass by themselves: the exchange is over.
FOR_GOOD = frozenset({WhyNot.CANCELLED, WhyNot.PAST, WhyNot.CHANGED_HANDS})


class ExchangeImpossible(RotaRefused):
    """Rules speak against it; each reason comes with its remedy."""

    def __init__(self, refusals: Sequence[ExchangeRefusal]) -> None:
        self.refusals = tuple(refusals)
        sentences = refusals_in_words(refusals)
        super().__init__(" ".join(one[:1].upper() + one[1:] for one in sentences))


@dataclass(frozen=True, slots=True)
class Looked:
    """An exchange as it stands now; its shifts are locked until the transaction ends."""

    parts: list[ExchangePart]
    shifts: dict[int, Shift]
    moves: list[Move]
    ground: Ground


def conclude(
    exchange: Exchange, by: User | None, now: datetime, *, needs_consent: bool, but: int | None = None
) -> Exchange:
    """Apply what all doctors agreed, or hand it to the network; where the half-days are gone, the exchange lapses."""
    looked = _look(exchange)
    refusals = exchange_refusals(looked.moves, looked.ground, now)
    gone = [refusal for refusal in refusals if refusal.why in FOR_GOOD]
    if gone or len(looked.moves) < len(looked.parts):
        why = " ".join(refusals_in_words(gone)) or _("Une demi-journée n’est plus au planning.")
        return settle(exchange, Exchange.Status.LAPSED, now, because=why[:300], but=but)
    raise_if_any(refusals)
    if needs_consent:
        return _ask_for_consent(exchange, but)
    _move(looked, by, now)
    settle(exchange, Exchange.Status.DONE, now, but=but)
    _lapse_others_about(looked.shifts, exchange, now)
    return exchange


def settle(exchange: Exchange, status: str, now: datetime, *, because: str = "", but: int | None = None) -> Exchange:
    """Close an exchange and tell everybody in it, but the doctor who has just done it herself."""
    exchange.status, exchange.settled_at, exchange.settled_because = status, now, because
    exchange.save(update_fields=["status", "settled_at", "settled_because"])
    tell(exchange, but)
    return exchange


def tell(exchange: Exchange, but: int | None) -> None:
    """Have the doctors of an exchange told its state by mail; who said no need not hear of it again."""
    voices = ExchangeVoice.objects.filter(exchange=exchange).exclude(doctor_id=but or 0)
    for voice_id in voices.exclude(answer=ExchangeVoice.Answer.NO).order_by("id").values_list("id", flat=True):
        defer_job("rota.tell_exchange", voice_id=voice_id)


def _ask_for_consent(exchange: Exchange, but: int | None) -> Exchange:
    """Hand what all doctors agreed to the network: its coordinators are asked, the doctors told for whom they wait."""
    exchange.status = Exchange.Status.AGREED
    exchange.save(update_fields=["status"])
    tell(exchange, but)
    for seat in coordinators_of(exchange.network_id):
        defer_job("rota.ask_consent", exchange_id=exchange.id, user_id=seat.user_id)
    return exchange


def raise_if_any(refusals: Sequence[ExchangeRefusal]) -> None:
    if refusals:
        raise ExchangeImpossible(refusals)


def ground_for(network_id: int, shifts: Iterable[Shift], doctor_ids: Collection[int]) -> Ground:
    """Return what decides over these shifts, for their doctors and those who may take them."""
    standing = list(shifts)
    days = [shift.day for shift in standing]
    concerned = {*doctor_ids, *(shift.doctor_id for shift in standing)}
    return ground_of(network_id, concerned, min(days), max(days))


def locked_shifts(shift_ids: Iterable[int]) -> QuerySet[Shift]:
    """Return shifts that nobody else changes, cancels or books into until the transaction ends.

    In the order of their numbers, so that two exchanges wait for each other and never block each other.
    """
    locked = Shift.objects.select_for_update(of=("self",), no_key=True).filter(id__in=list(shift_ids))
    return locked.select_related("doctor", "office").order_by("id")


def _look(exchange: Exchange) -> Looked:
    parts = list(ExchangePart.objects.filter(exchange=exchange).select_related("taker").order_by("id"))
    shifts = {shift.id: shift for shift in locked_shifts(part.shift_id for part in parts if part.shift_id)}
    moves = [
        Move(existing_of(shifts[part.shift_id]), part.taker_id, str(part.taker), giver_id=part.giver_id)
        for part in parts
        if part.shift_id in shifts and part.taker_id
    ]
    takers = {part.taker_id for part in parts if part.taker_id}
    ground = ground_for(exchange.network_id, shifts.values(), takers) if shifts else Ground({}, (), ())
    return Looked(parts, shifts, moves, ground)


def _move(looked: Looked, by: User | None, now: datetime) -> None:
    for part in looked.parts:
        Shift.objects.filter(pk=part.shift_id or 0).update(
            status=Shift.Status.CANCELLED,
            cancelled_because=_("Échangée : %(doctor)s la reprend.") % {"doctor": part.taker},
            is_edited=True,
            changed_at=now,
            changed_by=by,
        )
    for part in looked.parts:
        shift = looked.shifts[part.shift_id or 0]
        part.new_shift = Shift.objects.create(
            network_id=shift.network_id,
            office_id=shift.office_id,
            room_id=shift.room_id,
            doctor_id=part.taker_id or 0,
            commitment_id=_commitment(shift, part, looked.ground),
            day=shift.day,
            half=shift.half,
            starts_at=shift.starts_at,
            ends_at=shift.ends_at,
            status=shift.status,
            is_edited=True,
            changed_at=now,
            changed_by=by,
        )
        part.save(update_fields=["new_shift"])
    days = [part.day for part in looked.parts]
    keep_calls_told(looked.parts[0].network_id, min(days), max(days), now)


def _commitment(shift: Shift, part: ExchangePart, ground: Ground) -> int:
    return next(
        promise.commitment_id
        for promise in ground.promises
        if promise.doctor_id == part.taker_id
        and promise.office_id == shift.office_id
        and promise.starts_on <= shift.day <= promise.last_on
    )


def _lapse_others_about(shifts: Iterable[int], done: Exchange, now: datetime) -> None:
    """Close the other proposals about these shifts; one that is being answered right now finds out by itself."""
    about = ExchangePart.objects.filter(shift_id__in=list(shifts)).exclude(exchange=done).values("exchange_id")
    others = Exchange.objects.select_for_update(skip_locked=True, no_key=True).filter(
        id__in=about, status__in=UNDER_DISCUSSION
    )
    for other in others.order_by("id"):
        settle(other, Exchange.Status.LAPSED, now, because=_("Une des demi-journées a été échangée autrement."))
