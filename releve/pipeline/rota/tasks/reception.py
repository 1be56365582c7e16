"""Mails about the reception's rota. What is said is read when it is sent."""

from datetime import date

from django.db import transaction
from django.utils import timezone
from procrastinate import RetryStrategy
from procrastinate.contrib.django import app

from releve.adapters import mail
from releve.pipeline.offices.models import Office, ReceptionDuty
from releve.pipeline.rota.messages.receptions import half_days_message, reception_lost_message
from releve.pipeline.rota.models import SecretaryAbsence, ToldHalfDays
from releve.pipeline.rota.queries.duties import coming_duties
from releve.shared.people.models import User

# A mail server that is down for a while: after 2, 4, 8… seconds, for a little over two hours in all.
PATIENTLY = RetryStrategy(max_attempts=12, exponential_wait=2)


@app.task(name="rota.tell_half_days", retry=PATIENTLY)
def tell_half_days(network_id: int, secretary_id: int) -> None:
    """Tell a secretary in one mail what changed of her half-days to come; nothing changed, no mail."""
    secretary = User.objects.filter(pk=secretary_id, is_active=True).first()
    if secretary is None:
        return
    today = timezone.localdate()
    hers = {"network_id": network_id, "secretary_id": secretary_id}
    with transaction.atomic():
        ToldHalfDays.objects.bulk_create([ToldHalfDays(**hers)], ignore_conflicts=True)
        told = ToldHalfDays.objects.select_for_update().get(**hers)
        standing = {
            (duty.day.isoformat(), duty.half, duty.office_id): duty for duty in coming_duties(**hers, first=today)
        }
        before = {(day, half, office_id) for day, half, office_id in told.half_days if day >= today.isoformat()}
        gained = [duty for key, duty in standing.items() if key not in before]
        lost = _as_duties(before - standing.keys())
        if gained or lost:
            message = half_days_message(gained, lost)
            mail.send_text(to=secretary.email, subject=message.subject, text=message.text)
            told.half_days, told.told_at = [list(key) for key in standing], timezone.now()
            told.save(update_fields=["half_days", "told_at"])


@app.task(name="rota.tell_reception_lost", retry=PATIENTLY)
def tell_reception_lost(absence_id: int, n_lost: int, user_id: int) -> None:
    """Tell a coordinator that a secretary's absence leaves half-days open, unless it was taken back meanwhile."""
    absence = SecretaryAbsence.objects.select_related("secretary").filter(pk=absence_id).first()
    coordinator = User.objects.filter(pk=user_id, is_active=True).first()
    if absence and coordinator:
        message = reception_lost_message(absence, n_lost)
        mail.send_text(to=coordinator.email, subject=message.subject, text=message.text)


def _as_duties(keys: set[tuple[str, str, int]]) -> list[ReceptionDuty]:
    offices = Office.objects.in_bulk({office_id for _day, _half, office_id in keys})
    return [
        ReceptionDuty(day=date.fromisoformat(day), half=half, office=offices[office_id])
        for day, half, office_id in sorted(keys)
        if office_id in offices
    ]
