"""Answers to a call: take half-days of it, or say that one cannot.

Lock the office, look again, write. First fit, first served; the loser is told why, and the rest at once.
"""

from collections.abc import Collection, Sequence
from datetime import date, datetime, timedelta
from decimal import Decimal

from django.utils.translation import gettext as _

from releve.pipeline.commitments.actions import agree_commitment, change_papers
from releve.pipeline.commitments.actions.candidates import doctor_from
from releve.pipeline.commitments.handover import Route
from releve.pipeline.commitments.models import Candidate, Commitment, Doctor
from releve.pipeline.rota.actions.call_news import tell_what_is_left
from releve.pipeline.rota.actions.calls import CALL_LAWS, lock_office
from releve.pipeline.rota.actions.shifts import put_shift
from releve.pipeline.rota.call_errors import AlreadyTaken, CallExpired, CallRefused, CallWithdrawn, DoesNotFit
from releve.pipeline.rota.messages.calls import half_day_words
from releve.pipeline.rota.models import Call, CallInvitation, CallTaking, Shift
from releve.pipeline.rota.queries.calls import doctor_id_of, offered_of, standing_takings, taker_of
from releve.pipeline.rota.queries.shifts import existing_shifts
from releve.pipeline.rota.rules.calls import CallState, NotFit, OfferedHalf, Taker, call_state, is_promised, why_not
from releve.pipeline.rota.rules.rooms import give_rooms, usual_rooms
from releve.shared.jobs import defer_job
from releve.shared.lawful_writes import lawful_write

# How far back the usual room is looked for, as when weeks are laid.
MEMORY = timedelta(weeks=8)
LAWS = CALL_LAWS | {"half_day_of_a_call_is_taken_once": lambda _detail: AlreadyTaken()}
MOST_HALF_DAYS_A_WEEK = 12


def take_half_days(*, invitation_id: int, half_day_ids: Collection[int], now: datetime) -> list[CallTaking]:
    """Take these half-days of a call for an invited person, all or none; each becomes her shift at once.

    What she has taken already stays hers: a second tab, or a second click, changes nothing.
    Raises CallWithdrawn, CallExpired, AlreadyTaken, DoesNotFit.
    """
    with lawful_write(CallRefused, LAWS):
        whole = CallInvitation.objects.select_related("call__office", "call__replaced__doctor", "doctor")
        invitation = whole.get(pk=invitation_id)
        call = invitation.call
        lock_office(call.office_id)
        call.refresh_from_db(fields=["withdrawn_at"])
        offered = offered_of(call)
        taker = _taker(invitation, offered)
        wanted = [half for half in offered if half.id in set(half_day_ids)]
        new = [half for half in wanted if half.taken_by is None or half.taken_by != taker.doctor_id]
        if new:
            _check(call, offered, new, taker, now)
            _serve(invitation, offered, new, taker, now)
            tell_what_is_left(call, now)
        return list(CallTaking.objects.filter(half_day__in=[half.id for half in wanted]))


def decline_call(*, invitation_id: int, now: datetime) -> CallInvitation:
    """Note that an invited person cannot come: this call writes to her no more. Said twice, noted once.

    Raises CallRefused where she has taken something of it.
    """
    with lawful_write(CallRefused, LAWS):
        invitation = CallInvitation.objects.select_related("call", "candidate").get(pk=invitation_id)
        lock_office(invitation.call.office_id)
        if standing_takings(invitation.call_id).filter(doctor_id=doctor_id_of(invitation) or 0).exists():
            raise CallRefused(
                _("Vous avez déjà pris une demi-journée de cet appel. Un empêchement ? Prévenez le réseau.")
            )
        if invitation.declined_at is None:
            invitation.declined_at = now
            invitation.save(update_fields=["declined_at"])
    return invitation


def _taker(invitation: CallInvitation, offered: Sequence[OfferedHalf]) -> Taker:
    if invitation.candidate_id:
        # Two tabs of one candidate must not make two doctors of her.
        invitation.candidate = Candidate.objects.select_for_update(of=("self",)).get(pk=invitation.candidate_id)
    return taker_of(invitation, offered[0].day, offered[-1].day)


def _check(call: Call, offered: Sequence[OfferedHalf], new: Sequence[OfferedHalf], taker: Taker, now: datetime) -> None:
    state = call_state(offered, call.expires_at, call.withdrawn_at, now)
    if state == CallState.WITHDRAWN:
        raise CallWithdrawn
    if now >= call.expires_at:
        raise CallExpired
    replaced_doctor_id = call.replaced.doctor_id if call.replaced else None
    for half in new:
        why = why_not(half, taker, replaced_doctor_id, now)
        if why == NotFit.TAKEN:
            raise AlreadyTaken
        if why:
            raise DoesNotFit(half_day_words(half.day, half.half), why)


def _serve(
    invitation: CallInvitation,
    offered: Sequence[OfferedHalf],
    new: Sequence[OfferedHalf],
    taker: Taker,
    now: datetime,
) -> None:
    call = invitation.call
    doctor = invitation.doctor or doctor_from(_candidate_of(invitation), by=None, now=now)
    first, last = offered[0].day, offered[-1].day
    usual = usual_rooms(existing_shifts(office_ids=[call.office_id], first=first - MEMORY, last=last))
    for half in new:
        if not is_promised(taker, half.day):
            _promise_replacement(call, doctor, taker, half.day, offered, now)
        # Whoever took it before and whose shift is cancelled leaves it to the next.
        CallTaking.objects.filter(half_day_id=half.id).delete()
        room_id = give_rooms([doctor.id], half.free_room_ids, usual.get(call.office_id, {}), {})[doctor.id]
        shift = _shift(call, doctor, half, room_id, now)
        CallTaking.objects.create(
            network_id=call.network_id, half_day_id=half.id, doctor=doctor, shift=shift, taken_at=now
        )
    if invitation.declined_at:
        invitation.declined_at = None
        invitation.save(update_fields=["declined_at"])
    defer_job("rota.send_call_taken", invitation_id=invitation.id)


def _candidate_of(invitation: CallInvitation) -> Candidate:
    if invitation.candidate is None:
        raise ValueError(f"invitation {invitation.id} names nobody; `invitation_is_for_one_person` forbids it.")
    return invitation.candidate


def _shift(call: Call, doctor: Doctor, half: OfferedHalf, room_id: int, now: datetime) -> Shift:
    shift = put_shift(
        office_id=call.office_id,
        doctor_id=doctor.id,
        room_id=room_id,
        day=half.day,
        half=half.half,
        by=doctor.user,
        now=now,
    )
    if call.publishes_shifts:
        shift.status = Shift.Status.PUBLISHED
        shift.save(update_fields=["status"])
    return shift


def _promise_replacement(
    call: Call, doctor: Doctor, taker: Taker, day: date, offered: Sequence[OfferedHalf], now: datetime
) -> None:
    """Write the replacement down (ORD-08): over the days of the call, or this day alone where she is promised too."""
    replaced = call.replaced
    if replaced is None:
        raise ValueError(f"call {call.id} replaces nobody: `why_not` lets no replacement through.")
    first, last = offered[0].day, offered[-1].day
    own = Commitment.objects.filter(doctor=doctor, office_id=call.office_id).exclude(state="given_up")
    if own.filter(starts_on__lte=day, ends_on__gte=day, route=Route.REPLACEMENT).exists():
        return
    if own.filter(starts_on__lte=last).exclude(ends_on__lt=first).exists():
        first = last = day
    promise = agree_commitment(
        doctor=doctor,
        office=call.office,
        route=Route.REPLACEMENT,
        starts_on=first,
        ends_on=last,
        half_days_per_week=Decimal(min(len(offered), MOST_HALF_DAYS_A_WEEK)),
        pattern=(),
        replaced_doctor_name=str(replaced.doctor),
        minimum_term_months=0,
        maximum_term_months=1,
        notice_months=0,
        by=doctor.user,
        now=now,
    )
    change_papers(
        commitment_id=promise.pk,
        replaced_doctor_name=promise.replaced_doctor_name,
        replaced_doctor_id=replaced.doctor_id,
        supervisor_name="",
        licence_until=taker.licence_until,
        replaced_nearby_days=None,
        replaced_nearby_until=None,
        by=doctor.user,
        now=now,
    )
