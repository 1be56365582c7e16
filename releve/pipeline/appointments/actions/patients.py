"""Patients: known once in a network, reachable, and every look at their page written down."""

from collections.abc import Iterable
from datetime import datetime

from django.db import transaction

from releve.pipeline.appointments.actions.guard import LOCKED_PERSON
from releve.pipeline.appointments.handover import Identity
from releve.pipeline.appointments.models import AccessLine, Patient
from releve.pipeline.appointments.queries.patients import full_search_form
from releve.shared.people.models import User
from releve.shared.rows import Statement, sent_together

# A stranger who types somebody's name and birth date must not change how that person is reached.
KNOWN_OR_NEW = f"""
    INSERT INTO appointments_patient AS known
        (network_id, first_name, last_name, search_name, birth_date, email, phone, created_at)
    SELECT %(network_id)s::bigint, %(first_name)s, %(last_name)s, %(search_name)s, %(birth_date)s::date, %(email)s,
           %(phone)s, %(now)s::timestamptz
    FROM {LOCKED_PERSON}
    ON CONFLICT ON CONSTRAINT patient_is_known_once_in_a_network DO UPDATE SET created_at = known.created_at
"""


def made_known(network_id: int, identity: Identity, now: datetime) -> Statement:
    """Return what makes sure that the network knows a patient with this name and birth date, her contact locked."""
    return KNOWN_OR_NEW, {
        "network_id": network_id,
        "first_name": identity.first_name,
        "last_name": identity.last_name,
        "search_name": full_search_form(identity.last_name, identity.first_name),
        "birth_date": identity.birth_date,
        "email": identity.email.lower(),
        "phone": identity.phone,
        "contact": identity.email or identity.phone,
        "now": now,
    }


def find_or_add_patient(*, network_id: int, identity: Identity, by: User, now: datetime) -> Patient:
    """Return the patient with this name and birth date, made known if need be, for the secretary on the telephone."""
    with transaction.atomic():
        sent_together(made_known(network_id, identity, now))
        patient = Patient.objects.get(
            network_id=network_id,
            search_name=full_search_form(identity.last_name, identity.first_name),
            birth_date=identity.birth_date,
        )
        record_access(patient_id=patient.id, user=by, what="find_or_add", now=now)
        return patient


def change_contact(*, patient_id: int, email: str, phone: str, by: User, now: datetime) -> None:
    """Change how a patient is reached. At least one of the two is needed: the database says so."""
    with transaction.atomic():
        patient = Patient.objects.select_for_update().get(id=patient_id)
        patient.email, patient.phone = email.lower(), phone
        patient.save(update_fields=["email", "phone"])
        record_access(patient_id=patient_id, user=by, what="change_contact", now=now)


def record_access(*, patient_id: int, user: User, what: str, now: datetime) -> None:
    """Write down that someone looked at a patient (DATA-08)."""
    network_id = Patient.objects.values_list("network_id", flat=True).get(id=patient_id)
    AccessLine.objects.bulk_create(
        [AccessLine(network_id=network_id, patient_id=patient_id, user=user, at=now, what=what)]
    )


def record_list_access(*, patient_ids: Iterable[int], user: User, what: str, now: datetime) -> None:
    """Write down that someone looked at each patient of a list (2 statements, DATA-08)."""
    networks = Patient.objects.filter(id__in=set(patient_ids)).order_by("id").values_list("id", "network_id")
    AccessLine.objects.bulk_create(
        AccessLine(network_id=network_id, patient_id=patient_id, user=user, at=now, what=what)
        for patient_id, network_id in networks
    )
