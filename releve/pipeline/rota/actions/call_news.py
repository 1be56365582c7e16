"""Keeps the invited of the running calls told: nothing is left for them, or something can be taken again."""

from datetime import date, datetime, timedelta

from releve.pipeline.rota.models import Call, CallTaking
from releve.pipeline.rota.queries.calls import doctor_id_of, offered_of, takers_of
from releve.pipeline.rota.rules.calls import CallState, call_state, why_not
from releve.shared.jobs import defer_job, defer_job_at

# Weeks are taken back and laid anew within minutes: what is open only meanwhile is not worth a mail.
OPEN_AGAIN_AFTER = timedelta(minutes=10)


def keep_calls_told(network_id: int, first: date, last: date, now: datetime) -> None:
    """Look again at the running calls of a network over some days, after its rota has changed on them: 1 query if none.

    To be called in the transaction of the change.
    """
    running = Call.objects.filter(
        network_id=network_id, withdrawn_at__isnull=True, expires_at__gt=now, half_days__day__range=(first, last)
    )
    for call in running.select_related("office", "replaced__doctor").order_by("id").distinct():
        tell_what_is_left(call, now)


def tell_what_is_left(call: Call, now: datetime) -> None:
    """Tell everybody for whom nothing is left that it is gone, and who was told so if something is left again.

    Not who took something, nor who said that she cannot.
    """
    offered = offered_of(call)
    if call_state(offered, call.expires_at, call.withdrawn_at, now) == CallState.EXPIRED:
        return
    served = set(CallTaking.objects.filter(half_day__call=call).values_list("doctor_id", flat=True))
    unanswered = call.invitations.select_for_update(of=("self",), no_key=True).filter(declined_at__isnull=True)
    waiting = [
        invitation
        for invitation in unanswered.select_related("doctor", "candidate__doctor").order_by("id")
        if doctor_id_of(invitation) not in served
    ]
    takers = takers_of(waiting, call.office_id, offered[0].day, offered[-1].day)
    replaced_doctor_id = call.replaced.doctor_id if call.replaced else None
    for invitation in waiting:
        is_gone = all(why_not(half, takers[invitation.id], replaced_doctor_id, now) for half in offered)
        if is_gone and invitation.told_gone_at is None:
            invitation.told_gone_at = now
            invitation.save(update_fields=["told_gone_at"])
            defer_job("rota.send_call_nothing_left", invitation_id=invitation.id)
        elif invitation.told_gone_at and not is_gone:
            # She was told that nothing is left until the mail says otherwise.
            defer_job_at(now + OPEN_AGAIN_AFTER, "rota.send_call_open_again", invitation_id=invitation.id)
