"""From a held time to an appointment: who it is for, a code, and the confirmation."""

from dataclasses import dataclass
from datetime import datetime

from django.conf import settings
from django.db import transaction

from releve.pipeline.appointments.actions.guard import fair_race
from releve.pipeline.appointments.actions.hold import next_times
from releve.pipeline.appointments.actions.patients import made_known
from releve.pipeline.appointments.errors import (
    CodeExpired,
    HoldExpired,
    NoMoreCodes,
    TooManyAppointments,
    WrongCode,
)
from releve.pipeline.appointments.handover import BookedFor, By, Identity, Status
from releve.pipeline.appointments.models import Appointment, BookingRequest
from releve.pipeline.appointments.queries.patients import ToCome, asked_visits_to_come
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
from releve.shared.jobs import defer_job, deferred
from releve.shared.rows import columns_of, instance_of, rows, sent_together

LOCK_VISIT = "SELECT FROM appointments_appointment WHERE id = %s FOR UPDATE"
HELD_WITH_REQUEST = f"""
    SELECT {columns_of(Appointment, "visit")}, {columns_of(BookingRequest, "request")}, office.n_open_appointments_max
    FROM appointments_appointment visit JOIN offices_office office ON office.id = visit.office_id
    LEFT JOIN appointments_bookingrequest request ON request.appointment_id = visit.id
    WHERE visit.id = %s
"""
N_OF_VISIT = len(Appointment._meta.concrete_fields)
COUNT_WRONG_CODE = """
    UPDATE appointments_bookingrequest SET n_wrong_codes = n_wrong_codes + 1
    WHERE id = %(id)s AND n_wrong_codes < %(n_max)s
"""
# Forgets what was typed, books, and stores the job that tells the person.
BOOK_VISIT = f"""
    WITH forgotten AS (DELETE FROM appointments_bookingrequest WHERE id = %(request_id)s),
    booked AS (
        UPDATE appointments_appointment
        SET patient_id = %(patient_id)s, contact_email = %(contact_email)s, contact_phone = %(contact_phone)s,
            is_first_visit = %(is_first_visit)s, has_registered_doctor = %(has_registered_doctor)s, status = 'booked',
            held_until = NULL, changed_at = %(changed_at)s, changed_as = 'patient'
        WHERE id = %(id)s
        RETURNING jsonb_build_object('appointment_id', id) AS arguments
    )
    SELECT {deferred("'appointments.send_confirmation'", "arguments")} FROM booked
"""


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


@dataclass(frozen=True, slots=True)
class Held:
    """A held time with what was typed for it, and how many appointments to come one person may have."""

    visit: Appointment
    request: BookingRequest | None
    n_max: int


def confirm_booking(*, appointment_id: int, code: str, now: datetime) -> Appointment:
    """Turn a held time into an appointment, once the code is right. Confirming again changes nothing.

    Raises WrongCode, CodeExpired, HoldExpired, TooManyAppointments, PatientBusy.
    """
    found: list[Appointment] = []
    with fair_race(lambda: _next_times_of(found[0], now)):
        held = _held_with_request(appointment_id)
        visit, request = held.visit, held.request
        found.append(visit)
        if visit.patient_id is not None and visit.status != Status.CANCELLED:
            return visit
        _check_held(visit, now)
        if request is None or request.code_expires_at <= now:
            raise CodeExpired
        is_right = request.n_wrong_codes < WRONG_CODES_MAX and is_right_code(
            code, one_time_code(code_key(), request.id, request.n_codes_sent)
        )
        if is_right:
            _book(visit, request, held.n_max, now)
        else:
            sent_together((COUNT_WRONG_CODE, {"id": request.id, "n_max": WRONG_CODES_MAX}))
    if not is_right:
        # Raised outside the transaction, so that the try is counted.
        raise WrongCode(max(0, WRONG_CODES_MAX - request.n_wrong_codes - 1))
    return visit


def _held_with_request(appointment_id: int) -> Held:
    """Return a held time, locked. What is read after the lock is what the other click of a double click has left."""
    for row in sent_together((LOCK_VISIT, [appointment_id]), (HELD_WITH_REQUEST, [appointment_id])):
        visit, typed, n_max = row[:N_OF_VISIT], row[N_OF_VISIT:-1], row[-1]
        request = instance_of(BookingRequest, typed) if typed[0] is not None else None
        return Held(instance_of(Appointment, visit), request, n_max)
    raise HoldExpired


def _book(visit: Appointment, request: BookingRequest, n_max: int, now: datetime) -> None:
    identity = Identity(request.first_name, request.last_name, request.birth_date, request.email, request.phone)
    (counts,) = sent_together(
        made_known(visit.network_id, identity, now),
        asked_visits_to_come(visit.network_id, identity, now),
    )
    ahead = ToCome(*counts)
    if is_hoarding(ahead.n_of_patient, ahead.n_of_contact, n_max):
        raise TooManyAppointments(n_max)
    booked = {
        "patient_id": ahead.patient_id,
        "contact_email": request.email,
        "contact_phone": request.phone,
        "is_first_visit": request.is_first_visit,
        "has_registered_doctor": request.has_registered_doctor,
        "changed_at": now,
    }
    rows(BOOK_VISIT, {**booked, "id": visit.id, "request_id": request.id})
    for name, value in booked.items():
        setattr(visit, name, value)
    visit.status, visit.held_until, visit.changed_as = Status.BOOKED, None, By.PATIENT
