"""Mails of the calls for a gap. Arguments are identifiers: what is said is read when it is sent."""

from django.utils import timezone
from procrastinate import RetryStrategy
from procrastinate.contrib.django import app

from releve.adapters import mail
from releve.pipeline.rota.messages.calls import (
    CallMessage,
    call_message,
    nothing_left_message,
    open_again_message,
    taken_message,
    withdrawn_message,
)
from releve.pipeline.rota.models import CallInvitation
from releve.pipeline.rota.queries.calls import doctor_id_of, half_days_of, offered_of, standing_takings, taker_of
from releve.pipeline.rota.rules.calls import why_not
from releve.shared.half_days import Half

# A mail server that is down for a while: after 2, 4, 8… seconds, for a little over two hours in all.
PATIENTLY = RetryStrategy(max_attempts=12, exponential_wait=2)


def _invitation(invitation_id: int) -> CallInvitation | None:
    """Return the invitation, or None: a candidate who was erased meanwhile takes hers along."""
    whole = CallInvitation.objects.select_related(
        "call__office__town", "call__replaced__doctor", "doctor", "candidate__doctor"
    )
    return whole.filter(id=invitation_id).first()


def _send(invitation: CallInvitation, message: CallMessage) -> None:
    person = invitation.doctor or invitation.candidate
    if person and person.email:
        mail.send_text(to=person.email, subject=message.subject, text=message.text)


@app.task(name="rota.send_call", retry=PATIENTLY)
def send_call(invitation_id: int) -> None:
    invitation = _invitation(invitation_id)
    # Withdrawn before the mail left: whoever never heard of it need not.
    if invitation and invitation.call.withdrawn_at is None:
        _send(invitation, call_message(invitation, half_days_of(invitation.call)))


@app.task(name="rota.send_call_taken", retry=PATIENTLY)
def send_call_taken(invitation_id: int) -> None:
    invitation = _invitation(invitation_id)
    if invitation:
        own = standing_takings(invitation.call_id).filter(doctor_id=doctor_id_of(invitation) or 0)
        taken = [(day, Half(half)) for day, half in own.values_list("half_day__day", "half_day__half")]
        _send(invitation, taken_message(invitation, taken))


@app.task(name="rota.send_call_nothing_left", retry=PATIENTLY)
def send_call_nothing_left(invitation_id: int) -> None:
    invitation = _invitation(invitation_id)
    if invitation and invitation.declined_at is None:
        _send(invitation, nothing_left_message(invitation.call))


@app.task(name="rota.send_call_open_again", retry=PATIENTLY)
def send_call_open_again(invitation_id: int) -> None:
    """Tell somebody who heard that nothing was left what she can take now, once; nothing after all: no mail."""
    invitation, now = _invitation(invitation_id), timezone.now()
    if invitation is None or invitation.declined_at or invitation.told_gone_at is None:
        return
    call = invitation.call
    if call.withdrawn_at or call.expires_at <= now:
        return
    offered = offered_of(call)
    taker = taker_of(invitation, offered[0].day, offered[-1].day)
    replaced_doctor_id = call.replaced.doctor_id if call.replaced else None
    left = [(half.day, half.half) for half in offered if not why_not(half, taker, replaced_doctor_id, now)]
    if left:
        _send(invitation, open_again_message(invitation, left))
        CallInvitation.objects.filter(id=invitation_id).update(told_gone_at=None)


@app.task(name="rota.send_call_withdrawn", retry=PATIENTLY)
def send_call_withdrawn(invitation_id: int) -> None:
    if invitation := _invitation(invitation_id):
        _send(invitation, withdrawn_message(invitation.call))
