"""Finding a patient at the desk, and what a patient has before her."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Q, QuerySet

from releve.pipeline.appointments.handover import TO_COME
from releve.pipeline.appointments.models import Appointment, Patient
from releve.shared.names import search_form


def patients_like(
    network_id: int, *, name: str = "", birth_date: date | None = None, phone: str = "", limit: int = 20
) -> list[Patient]:
    """Return patients by the beginnings of their names (without accents, in any order), birth date or telephone."""
    found = Patient.objects.filter(network_id=network_id)
    for word in search_form(name).split():
        found = found.filter(Q(search_name__startswith=word) | Q(search_name__contains=f" {word}"))
    if birth_date:
        found = found.filter(birth_date=birth_date)
    digits = "".join(c for c in phone if c.isdigit()).removeprefix("33").removeprefix("0")
    if digits:
        found = found.filter(phone__contains=digits)
    if not (search_form(name) or birth_date or digits):
        return []
    return list(found.order_by("search_name", "birth_date", "id")[:limit])


def appointments_of_patient(patient_id: int) -> QuerySet[Appointment]:
    """Return all appointments of a patient, the next first, then the past."""
    return (
        Appointment.objects.filter(patient_id=patient_id)
        .select_related("office", "doctor", "reason", "shift__room")
        .order_by("-starts_at", "-id")
    )


@dataclass(frozen=True, slots=True)
class ToCome:
    """How many visits to come a patient has, and a contact has booked."""

    n_of_patient: int
    n_of_contact: int


def visits_to_come(patient_id: int, email: str, phone: str, now: datetime) -> ToCome:
    """Count what stands against hoarding (1 statement)."""
    contact = Q(pk__in=[])
    if email:
        contact |= Q(contact_email=email)
    if phone:
        contact |= Q(contact_phone=phone)
    ahead = Appointment.objects.filter(Q(patient_id=patient_id) | contact, status__in=TO_COME, starts_at__gt=now)
    of_patient = [patient == patient_id for (patient,) in ahead.order_by("id").values_list("patient_id")]
    return ToCome(sum(of_patient), len(of_patient))


def patients_to_move(shift_ids: Sequence[int]) -> QuerySet[Appointment]:
    """Return the booked visits of shifts, with their patients: for the secretary's desk only."""
    return (
        Appointment.objects.filter(shift_id__in=shift_ids, status__in=TO_COME)
        .select_related("patient", "doctor", "office", "reason")
        .order_by("starts_at", "id")
    )
