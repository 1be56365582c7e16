"""From a held time to an appointment: who it is for, a code, and the confirmation."""

from datetime import datetime

from django.conf import settings
from django.db import transaction
from django.db.models import F

from releve.pipeline.appointments.actions.guard import fair_race, lock_person
from releve.pipeline.appointments.actions.hold import next_times
from releve.pipeline.appointments.actions.patients import patient_of
from releve.pipeline.appointments.errors import (
    CodeExpired,
    HoldExpired,
    NoMoreCodes,
    TooManyAppointments,
    WrongCode,
)
from releve.pipeline.appointments.handover import BookedFor, By, Identity, Status
from releve.pipeline.appointments.models import Appointment, BookingRequest
from releve.pipeline.appointments.queries.patients import visits_to_come
from releve.pipeline.appointments.rules import (
    CODES_SENT_MAX,
    WRONG_CODES_MAX,
    code_expires_at,
    is_hoarding,
    is_right_code,
    one_time_code,
)
from releve.pipeline.slots.handover import Slot
from releve.pipeline.slots.rules import Audience
from releve.shared.jobs import defer_job


def code_key() -> bytes:
    """Return the key of the one-time codes."""
    return str(settings.SECRET_KEY).encode()


def _locked(appointment_id: int) -> Appointment:
    found = Appointment.objects.select_for_update(of=("self",)).filter(id=appointment_id).first()
    if found is None:
        raise HoldExpired
    return found


def _check_held(appointment: Appointment, now: datetime) -> None:
    is_alive = appointment.held_until is not None and appointment.held_until > now
    if appointment.status != Status.HELD or not is_alive:
        raise HoldExpired(_next_times_of(appointment, now))


def held(appointment_id: int, now: datetime) -> Appointment:
    """Return a held appointment, locked. Raises HoldExpired with the next times."""
    found = _locked(appointment_id)
    _check_held(found, now)
    return found


def _next_times_of(appointment: Appointment, now: datetime) -> list[Slot]:
    return next_times(appointment.shift_id, appointment.reason_id, appointment.starts_at, now, Audience.ONLINE)


def request_code(
    *,
    appointment_id: int,
    identity: Identity,
    booked_for: BookedFor,
    booker_name: str,
    is_first_visit: bool | None,
    has_registered_doctor: bool | None,
    now: datetime,
) -> BookingRequest:
    """Write down who the held time is for, and send a code to the contact given. Typing again replaces what was typed.

    Raises HoldExpired, NoMoreCodes.
    """
    with transaction.atomic():
        appointment = held(appointment_id, now)
        typed = {
            "network_id": appointment.network_id,
            "first_name": identity.first_name,
            "last_name": identity.last_name,
            "birth_date": identity.birth_date,
            "email": identity.email.lower(),
            "phone": identity.phone,
            "is_first_visit": is_first_visit,
            "has_registered_doctor": has_registered_doctor,
            "code_expires_at": code_expires_at(now),
        }
        request = BookingRequest.objects.filter(appointment=appointment).first()
        if request is None:
            request = BookingRequest.objects.create(appointment=appointment, **typed)
        else:
            if request.n_codes_sent >= CODES_SENT_MAX:
                raise NoMoreCodes
            for name, value in typed.items():
                setattr(request, name, value)
            request.n_codes_sent += 1
            request.n_wrong_codes = 0
            request.save()
        Appointment.objects.filter(id=appointment_id).update(booked_for=booked_for, booker_name=booker_name)
        defer_job("appointments.send_code", request_id=request.id)
        return request


def resend_code(*, appointment_id: int, now: datetime) -> None:
    """Send a new code; the one before is no longer good. Raises HoldExpired, NoMoreCodes."""
    with transaction.atomic():
        appointment = held(appointment_id, now)
        request = BookingRequest.objects.select_for_update().get(appointment=appointment)
        if request.n_codes_sent >= CODES_SENT_MAX:
            raise NoMoreCodes
        request.n_codes_sent += 1
        request.n_wrong_codes = 0
        request.code_expires_at = code_expires_at(now)
        request.save(update_fields=["n_codes_sent", "n_wrong_codes", "code_expires_at"])
        defer_job("appointments.send_code", request_id=request.id)


def confirm_booking(*, appointment_id: int, code: str, now: datetime) -> Appointment:
    """Turn a held time into an appointment, once the code is right. Confirming again changes nothing.

    Raises WrongCode, CodeExpired, HoldExpired, TooManyAppointments, PatientBusy.
    """
    with transaction.atomic():
        appointment = _locked(appointment_id)
        if appointment.patient_id is not None and appointment.status != Status.CANCELLED:
            return appointment
        _check_held(appointment, now)
        request = BookingRequest.objects.select_for_update().filter(appointment=appointment).first()
        if request is None or request.code_expires_at <= now:
            raise CodeExpired
        is_right = request.n_wrong_codes < WRONG_CODES_MAX and is_right_code(
            code, one_time_code(code_key(), request.id, request.n_codes_sent)
        )
        if not is_right:
            BookingRequest.objects.filter(id=request.id, n_wrong_codes__lt=WRONG_CODES_MAX).update(
                n_wrong_codes=F("n_wrong_codes") + 1
            )
        else:
            _book(appointment, request, now)
    if not is_right:
        # Raised outside the transaction, so that the try is counted.
        raise WrongCode(max(0, WRONG_CODES_MAX - request.n_wrong_codes - 1))
    return appointment


def _book(appointment: Appointment, request: BookingRequest, now: datetime) -> None:
    identity = Identity(request.first_name, request.last_name, request.birth_date, request.email, request.phone)
    lock_person(request.email or request.phone)
    with fair_race(lambda: _next_times_of(appointment, now)):
        patient_id = patient_of(appointment.network_id, identity, now)
        n_max = appointment.office.n_open_appointments_max
        ahead = visits_to_come(patient_id, request.email, request.phone, now)
        if is_hoarding(ahead.n_of_patient, ahead.n_of_contact, n_max):
            raise TooManyAppointments(n_max)
        appointment.patient_id = patient_id
        appointment.contact_email = request.email
        appointment.contact_phone = request.phone
        appointment.is_first_visit = request.is_first_visit
        appointment.has_registered_doctor = request.has_registered_doctor
        appointment.status = Status.BOOKED
        appointment.held_until = None
        appointment.changed_at = now
        appointment.changed_as = By.PATIENT
        appointment.save()
        request.delete()
        defer_job("appointments.send_confirmation", appointment_id=appointment.id)
