"""Doctors whom a network knows."""

from datetime import datetime

from releve.pipeline.commitments.actions.laws import LAWS
from releve.pipeline.commitments.errors import CommitmentRefused
from releve.pipeline.commitments.models import Doctor
from releve.shared.lawful_writes import check_fields, lawful_write
from releve.shared.people.models import User


def add_doctor(
    *,
    network_id: int,
    first_name: str,
    last_name: str,
    by: User | None,
    now: datetime,
    rpps: str = "",
    email: str = "",
    phone: str = "",
) -> Doctor:
    """Note a doctor. A wrong key in the RPPS is no reason to refuse: `errors.rpps_advice` warns (DATA-11)."""
    return _store(Doctor(network_id=network_id), first_name, last_name, rpps, email, phone)


def change_doctor(
    *,
    doctor_id: int,
    first_name: str,
    last_name: str,
    by: User,
    now: datetime,
    rpps: str = "",
    email: str = "",
    phone: str = "",
) -> Doctor:
    """Correct what is known of a doctor."""
    return _store(Doctor.objects.get(pk=doctor_id), first_name, last_name, rpps, email, phone)


def _store(doctor: Doctor, first_name: str, last_name: str, rpps: str, email: str, phone: str) -> Doctor:
    doctor.first_name, doctor.last_name = first_name.strip(), last_name.strip()
    # « 10 003 456 789 » is how people copy it from a card.
    doctor.rpps = "".join(rpps.replace(".", " ").split())
    doctor.email, doctor.phone = email.strip(), phone.strip()
    check_fields(doctor, CommitmentRefused)
    with lawful_write(CommitmentRefused, LAWS):
        doctor.save()
    return doctor
