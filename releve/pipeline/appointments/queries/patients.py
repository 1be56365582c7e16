"""Finding a patient at the desk, and what a patient has before her."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Count, Max, Q, QuerySet

from releve.pipeline.appointments.handover import TAKING, TO_COME, Identity, Status
from releve.pipeline.appointments.models import Appointment, Patient
from releve.shared.names import search_form
from releve.shared.rows import Statement

VISITS_TO_COME = """
    SELECT known.id, count(visit.id) FILTER (WHERE visit.patient_id = known.id), count(visit.id)
    FROM appointments_patient known LEFT JOIN appointments_appointment visit
      ON (visit.patient_id = known.id OR visit.contact_email = NULLIF(%(email)s, '')
          OR visit.contact_phone = NULLIF(%(phone)s, ''))
     AND visit.status IN ('booked', 'arrived', 'in_consultation') AND visit.starts_at > %(now)s
    WHERE known.network_id = %(network_id)s AND known.search_name = %(search_name)s
      AND known.birth_date = %(birth_date)s
    GROUP BY known.id
"""


def full_search_form(last_name: str, first_name: str) -> str:
    """Return the form under which a patient is searched: last name, then first name, without accents."""
    return search_form(f"{last_name} {first_name}")


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
    """What `asked_visits_to_come` tells: how many visits to come a patient has, and she and her contact together."""

    patient_id: int
    n_of_patient: int
    n_of_contact: int


def asked_visits_to_come(network_id: int, identity: Identity, now: datetime) -> Statement:
    """Return the statement that counts what stands against hoarding, for a patient whom the network knows."""
    return VISITS_TO_COME, {
        "network_id": network_id,
        "search_name": full_search_form(identity.last_name, identity.first_name),
        "birth_date": identity.birth_date,
        "email": identity.email,
        "phone": identity.phone,
        "now": now,
    }


def holds_of_browser(browser: str, now: datetime) -> QuerySet[Appointment]:
    """Return the times that a browser holds now, by start."""
    held = Appointment.objects.filter(status=Status.HELD, held_until__gt=now, held_by_browser=browser)
    return held.order_by("starts_at", "id")


def visit_of_patient_at(patient_id: int, shift_id: int, starts_at: datetime) -> Appointment | None:
    """Return the visit that a patient has already at a time: two clicks, or the back button."""
    visits = Appointment.objects.filter(patient_id=patient_id, shift_id=shift_id, starts_at=starts_at)
    return visits.filter(status__in=TAKING).first()


def busy_until(patient_id: int, first: datetime, until: datetime) -> datetime | None:
    """Return the end of the last visit that a patient has within [first, until)."""
    visits = Appointment.objects.filter(patient_id=patient_id, starts_at__lt=until, ends_at__gt=first)
    return visits.filter(status__in=TAKING).aggregate(last=Max("ends_at"))["last"]


def n_booked_by_shift(shift_ids: Sequence[int]) -> dict[int, int]:
    """Return how many visits are to come in each shift that has any (1 statement)."""
    visits = Appointment.objects.filter(shift_id__in=shift_ids, status__in=TO_COME)
    return dict(visits.order_by("shift_id").values_list("shift_id").annotate(n=Count("id")))


def patients_to_move(shift_ids: Sequence[int]) -> QuerySet[Appointment]:
    """Return the booked visits of shifts, with their patients: for the secretary's desk only."""
    return (
        Appointment.objects.filter(shift_id__in=shift_ids, status__in=TO_COME)
        .select_related("patient", "doctor", "office", "reason")
        .order_by("starts_at", "id")
    )
