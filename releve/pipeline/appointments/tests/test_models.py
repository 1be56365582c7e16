"""One test a constraint: the database says no, whoever writes, and says it in the user's words."""

from datetime import date, timedelta

import pytest
from django.core.exceptions import ValidationError
from django.db import DatabaseError, connection, transaction

from releve.pipeline.appointments.handover import By, Status
from releve.pipeline.appointments.models import (
    AccessLine,
    Appointment,
    AppointmentStep,
    BookingRequest,
    CalendarFeed,
    Patient,
)
from releve.pipeline.appointments.tests.conftest import NINE, NOW
from releve.pipeline.rota.models import Shift
from releve.shared.broken_law import broken_law
from tests.factories import a_patient, a_published_shift, a_shift, a_user


def an_appointment(shift, reason, **fields):
    given = {
        "network": shift.network,
        "office": shift.office,
        "shift": shift,
        "doctor": shift.doctor,
        "reason": reason,
        "starts_at": NINE,
        "ends_at": NINE + timedelta(minutes=15),
        "status": Status.BOOKED,
        "created_at": NOW,
        "changed_at": NOW,
        "changed_as": By.SECRETARY,
    } | fields
    if "patient" not in given and given["status"] != Status.HELD:
        given["patient"] = a_patient(shift.network, last_name=f"Costa {'abcdefgh'[Patient.objects.count()]}")
    return Appointment.objects.create(**given)


def law_broken_by(write) -> str:
    with pytest.raises(DatabaseError) as refused, transaction.atomic():
        write()
    return broken_law(refused.value).name


def test_doctor_when_booked_twice_at_once_is_refused(shift, reason):
    an_appointment(shift, reason)
    law = law_broken_by(
        lambda: an_appointment(
            shift, reason, starts_at=NINE + timedelta(minutes=10), ends_at=NINE + timedelta(minutes=20)
        )
    )
    assert law == "doctor_never_has_two_appointments_at_once"


@pytest.mark.parametrize("status", [Status.CANCELLED, Status.EXCUSED, Status.NO_SHOW])
def test_doctor_when_the_first_visit_gave_its_time_back_is_free(shift, reason, status):
    an_appointment(shift, reason, status=status)
    assert an_appointment(shift, reason).status == Status.BOOKED


def test_visits_when_one_ends_as_the_next_begins_are_both_kept(shift, reason):
    an_appointment(shift, reason)
    an_appointment(shift, reason, starts_at=NINE + timedelta(minutes=15), ends_at=NINE + timedelta(minutes=30))


def test_patient_when_booked_twice_at_once_is_refused(shift, reason):
    other = a_published_shift(office=shift.office, day=date(2026, 12, 7))
    patient = a_patient(shift.network)
    an_appointment(shift, reason, patient=patient)
    law = law_broken_by(lambda: an_appointment(other, reason, patient=patient))
    assert law == "patient_never_has_two_appointments_at_once"


@pytest.mark.parametrize(
    ("law", "fields"),
    [
        ("appointment_ends_after_it_starts", {"ends_at": NINE, "status": Status.CANCELLED}),
        ("held_appointment_says_until_when", {"status": Status.HELD}),
        ("taken_appointment_has_a_patient", {"patient": None}),
        ("only_staff_double_book", {"double_booked_because": "Urgence", "changed_by": None}),
        ("appointment_lies_inside_its_shift", {"starts_at": NINE - timedelta(hours=1)}),
        ("appointment_lies_inside_its_shift", {"ends_at": NINE + timedelta(hours=9)}),
    ],
)
def test_appointment_when_it_breaks_a_law_is_refused(shift, reason, law, fields):
    assert law_broken_by(lambda: an_appointment(shift, reason, **fields)) == law


def test_appointment_when_its_doctor_is_not_the_shifts_is_refused(shift, reason):
    other = a_published_shift(office=shift.office, day=date(2026, 12, 7))
    law = law_broken_by(lambda: an_appointment(shift, reason, doctor=other.doctor))
    assert law == "appointment_lies_inside_its_shift"


def test_appointment_when_its_shift_is_a_draft_is_refused(reason, shift):
    draft = a_shift(office=shift.office, day=date(2026, 12, 8))
    at = NINE + timedelta(days=1)
    law = law_broken_by(lambda: an_appointment(draft, reason, starts_at=at, ends_at=at + timedelta(minutes=15)))
    assert law == "appointment_lies_inside_its_shift"


@pytest.mark.parametrize(
    "change",
    [
        {"ends_at": NINE},
        {"starts_at": NINE + timedelta(minutes=5)},
        {"status": "cancelled", "cancelled_because": "Maladie"},
        {"status": "draft"},
    ],
)
def test_shift_when_a_booked_patient_would_fall_outside_is_kept_and_says_how_many(shift, reason, change):
    an_appointment(shift, reason)
    with pytest.raises(DatabaseError) as refused, transaction.atomic():
        Shift.objects.filter(id=shift.id).update(**change)
    law = broken_law(refused.value)
    assert (law.name, law.detail) == ("booked_patients_keep_their_shift", "1")


def test_shift_when_shortened_beside_its_patients_is_shortened(shift, reason):
    an_appointment(shift, reason)
    assert Shift.objects.filter(id=shift.id).update(ends_at=NINE + timedelta(minutes=15)) == 1


def test_shift_when_its_patients_have_cancelled_can_be_cancelled(shift, reason):
    an_appointment(shift, reason, status=Status.CANCELLED)
    assert Shift.objects.filter(id=shift.id).update(status="cancelled", cancelled_because="Maladie") == 1


def test_shift_when_only_an_expired_hold_lies_in_it_can_be_cancelled(shift, reason):
    an_appointment(shift, reason, status=Status.HELD, held_until=NOW - timedelta(days=400))
    assert Shift.objects.filter(id=shift.id).update(status="cancelled", cancelled_because="Maladie") == 1


def test_patient_when_known_already_is_not_known_twice(shift):
    a_patient(shift.network)
    assert law_broken_by(lambda: a_patient(shift.network)) == "patient_is_known_once_in_a_network"
    a_patient(last_name="Costa")


def test_patient_when_no_contact_is_given_is_refused(shift):
    assert law_broken_by(lambda: a_patient(shift.network, email="", phone="")) == "patient_can_be_reached"


def test_access_line_when_written_can_neither_be_changed_nor_removed(shift):
    line = AccessLine.objects.create(
        network=shift.network, patient=a_patient(shift.network), user=a_user("secretary"), at=NOW, what="opened"
    )
    for write in (lambda: AccessLine.objects.filter(id=line.id).update(what="x"), line.delete):
        with pytest.raises(DatabaseError, match="Cannot update or delete"), transaction.atomic():
            write()


def test_history_when_written_can_neither_be_changed_nor_removed(shift, reason):
    an_appointment(shift, reason)
    for write in (
        lambda: AppointmentStep.objects.update(status="seen"),
        lambda: AppointmentStep.objects.all().delete(),
    ):
        with pytest.raises(DatabaseError, match="Cannot update or delete"), transaction.atomic():
            write()


def test_calendar_when_two_doctors_share_an_address_is_refused(shift):
    other = a_published_shift(office=shift.office, day=date(2026, 12, 8))
    for doctor in (shift.doctor,):
        CalendarFeed.objects.create(network=shift.network, doctor=doctor, secret_hash="x", renewed_at=NOW)
    with pytest.raises(DatabaseError), transaction.atomic():
        CalendarFeed.objects.create(network=shift.network, doctor=other.doctor, secret_hash="x", renewed_at=NOW)


def test_request_when_a_time_has_one_already_is_refused(booker):
    held = booker.hold()
    request = booker.ask(held)
    request.pk = None
    with pytest.raises(DatabaseError), transaction.atomic():
        request.save(force_insert=True)
    assert BookingRequest.objects.count() == 1


@pytest.mark.django_db
def test_every_law_when_declared_is_in_the_database_and_speaks():
    """A constraint without a sentence would answer a person with its English name."""
    declared = [law for model in (Appointment, Patient) for law in model._meta.constraints]
    with connection.cursor() as cursor:
        cursor.execute("SELECT conname FROM pg_constraint")
        known = {name for (name,) in cursor.fetchall()}
    assert {law.name for law in declared} <= known
    assert all(law.violation_error_message != law.default_violation_error_message for law in declared)


def test_validation_when_a_form_checks_a_taken_time_says_so_in_french(shift, reason):
    an_appointment(shift, reason)
    second = Appointment(doctor=shift.doctor, starts_at=NINE, ends_at=NINE + timedelta(minutes=5), status=Status.BOOKED)
    with pytest.raises(ValidationError, match="Ce moment vient d’être pris"):
        second.validate_constraints(exclude=["patient"])
