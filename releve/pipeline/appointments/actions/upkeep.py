"""What the clock does: forget unfinished bookings; and give whoever confirmed a booking a login of her own."""

from datetime import datetime

from django.db import transaction
from django.db.models import Q

from releve.pipeline.appointments.handover import By, Status
from releve.pipeline.appointments.models import Appointment, BookingRequest, Patient
from releve.shared.people.models import User


def forget_unfinished_bookings(*, now: datetime) -> int:
    """Release the holds that have run out and forget what was typed for them. Returns how many were released."""
    with transaction.atomic():
        n_released = Appointment.objects.filter(status=Status.HELD, held_until__lte=now).update(
            status=Status.CANCELLED, changed_at=now, changed_as=By.CLOCK, changed_by=None
        )
        BookingRequest.objects.filter(~Q(appointment__status=Status.HELD)).delete()
        return n_released


def give_login_to_contact(*, appointment: Appointment) -> User | None:
    """Make sure that the verified e-mail of a booking can log in by code, to find the appointments made with it.

    An address of the staff keeps its staff login and gains nothing.
    """
    email = appointment.contact_email
    if not email or appointment.patient_id is None:
        return None
    with transaction.atomic():
        user = User.objects.filter(email=email).first()
        if user is None:
            user = User.objects.create_user(email, kind=User.Kind.PATIENT)
        if user.kind != User.Kind.PATIENT:
            return None
        Patient.objects.filter(id=appointment.patient_id, user__isnull=True).update(user=user)
        return user
