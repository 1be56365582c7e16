"""Publishes a call for a gap, and withdraws it. Taking a half-day of it: see `takings`."""

from collections.abc import Collection, Sequence
from datetime import datetime

from django.utils.translation import gettext as _

from releve.pipeline.offices.models import Office
from releve.pipeline.rota.actions.laws import LAWS
from releve.pipeline.rota.call_errors import NOT_FIT, CallRefused
from releve.pipeline.rota.messages.calls import half_day_words
from releve.pipeline.rota.models import Call, CallHalfDay, CallInvitation, CallTaking
from releve.pipeline.rota.queries.calls import (
    HalfDay,
    invitees,
    offered_halves,
    replaceable,
    standing_takings,
    who_fits,
)
from releve.pipeline.rota.rules.calls import NotFit, OfferedHalf
from releve.shared.jobs import defer_job
from releve.shared.lawful_writes import check_fields, lawful_write, laws_of
from releve.shared.people.models import User

# A fortnight; more is a search for a doctor, not a call.
MOST_DAYS = 14
CALL_LAWS = {**LAWS, **laws_of(Call, CallHalfDay, CallInvitation, CallTaking)}


def publish_call(
    *,
    office_id: int,
    half_days: Sequence[HalfDay],
    expires_at: datetime,
    by: User,
    now: datetime,
    replaced_id: int | None = None,
    message: str = "",
    publishes_shifts: bool = True,
    unwanted_doctor_ids: Collection[int] = (),
    unwanted_candidate_ids: Collection[int] = (),
) -> Call:
    """Offer half-days without a doctor to everybody who may take one; the mails leave when this is committed."""
    with lawful_write(CallRefused, CALL_LAWS):
        office = lock_office(office_id)
        offered = _checked(office, sorted(set(half_days)), replaced_id, expires_at, now)
        call = Call(
            network_id=office.network_id,
            office=office,
            replaced_id=replaced_id,
            message=message.strip(),
            publishes_shifts=publishes_shifts,
            published_at=now,
            published_by=by,
            expires_at=expires_at,
        )
        check_fields(call, CallRefused)
        call.save()
        CallHalfDay.objects.bulk_create(
            CallHalfDay(network_id=office.network_id, call=call, day=half.day, half=half.half) for half in offered
        )
        for invitation in _invited(call, offered, set(unwanted_doctor_ids), set(unwanted_candidate_ids), now):
            defer_job("rota.send_call", invitation_id=invitation.id)
    return call


def withdraw_call(*, call_id: int, by: User, now: datetime) -> Call:
    """Take a call back: nothing more of it can be taken. Whoever may still think of it is told, once."""
    with lawful_write(CallRefused, CALL_LAWS):
        call = Call.objects.select_related("office").get(pk=call_id)
        lock_office(call.office_id)
        call.refresh_from_db(fields=["withdrawn_at"])
        if call.withdrawn_at is None:
            call.withdrawn_at = now
            call.save(update_fields=["withdrawn_at"])
            thinking = call.invitations.filter(declined_at__isnull=True, told_gone_at__isnull=True)
            for invitation_id in thinking.order_by("id").values_list("id", flat=True):
                defer_job("rota.send_call_withdrawn", invitation_id=invitation_id)
    return call


def lock_office(office_id: int) -> Office:
    """Make this transaction the only one that lays, calls or takes in an office. Patients' bookings need not wait."""
    return Office.objects.select_for_update(no_key=True).get(pk=office_id)


def _checked(
    office: Office, half_days: Sequence[HalfDay], replaced_id: int | None, expires_at: datetime, now: datetime
) -> list[OfferedHalf]:
    if not half_days:
        raise CallRefused(_("Demi-journées : choisissez-en au moins une."))
    first, last = half_days[0][0], half_days[-1][0]
    if (last - first).days >= MOST_DAYS:
        raise CallRefused(_("Demi-journées : un appel porte sur quinze jours au plus. Publiez-en un deuxième."))
    if expires_at <= now:
        raise CallRefused(_("Valable jusqu’au : choisissez un moment à venir."))
    if replaced_id and replaced_id not in {promise.commitment_id for promise in replaceable(office.id, first, last)}:
        raise CallRefused(
            _(
                "Médecin remplacé : il n’est pas absent ces jours-là. Notez d’abord son absence, "
                "ou choisissez « personne »."
            )
        )
    offered = offered_halves(office.id, dict.fromkeys(half_days, 0), replaced_id=replaced_id)
    for half in offered:
        if why := _why_not_called(half, now):
            raise CallRefused(
                _("Demi-journées : %(half_day)s, %(why)s. Décochez-la.")
                % {"half_day": half_day_words(half.day, half.half), "why": NOT_FIT[why]}
            )
    _check_not_called_twice(office.id, half_days, now)
    return offered


def _why_not_called(half: OfferedHalf, now: datetime) -> NotFit | None:
    if half.starts_at is None:
        return NotFit.OFFICE_CLOSED
    if half.starts_at <= now:
        return NotFit.PAST
    if half.is_covered:
        return NotFit.COVERED
    return None if half.free_room_ids else NotFit.NO_ROOM


def _check_not_called_twice(office_id: int, half_days: Sequence[HalfDay], now: datetime) -> None:
    running = CallHalfDay.objects.filter(
        call__office_id=office_id, call__withdrawn_at__isnull=True, call__expires_at__gt=now
    ).exclude(takings__in=standing_takings())
    called = set(running.filter(day__range=(half_days[0][0], half_days[-1][0])).values_list("day", "half"))
    for day, half in half_days:
        if (day, half) in called:
            raise CallRefused(
                _("Demi-journées : %(half_day)s est déjà dans un appel en cours. Retirez d’abord cet appel.")
                % {"half_day": half_day_words(day, half)}
            )


def _invited(
    call: Call, offered: list[OfferedHalf], without_doctors: set[int], without_candidates: set[int], now: datetime
) -> list[CallInvitation]:
    replaced_doctor_id = call.replaced.doctor_id if call.replaced else None
    people = invitees(call.network_id, call.office_id, offered[0].day, offered[-1].day)
    fitting = [
        person
        for person in who_fits(people, offered, replaced_doctor_id, now)
        if person.doctor_id not in without_doctors and person.candidate_id not in without_candidates
    ]
    if not fitting:
        raise CallRefused(
            _(
                "Personne du réseau ne peut prendre ces demi-journées : engagement, absence ou licence s’y opposent, "
                "ou l’adresse e-mail manque. Choisissez un médecin à remplacer, ou complétez les fiches."
            )
        )
    return CallInvitation.objects.bulk_create(
        CallInvitation(
            network_id=call.network_id, call=call, doctor_id=person.doctor_id, candidate_id=person.candidate_id
        )
        for person in fitting
    )
