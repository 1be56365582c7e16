from datetime import date, timedelta

import pytest

from releve.pipeline.appointments.actions.changes import cancel_appointment
from releve.pipeline.appointments.actions.confirm import confirm_booking, resend_code
from releve.pipeline.appointments.actions.upkeep import forget_unfinished_bookings, give_login_to_contact
from releve.pipeline.appointments.errors import (
    CodeExpired,
    HoldExpired,
    NoMoreCodes,
    PatientBusy,
    TooManyAppointments,
    WrongCode,
)
from releve.pipeline.appointments.handover import By, Identity, Status
from releve.pipeline.appointments.models import Appointment, AppointmentStep, BookingRequest, Patient
from releve.pipeline.appointments.tests.conftest import COSTA, NINE, NOW, Booker
from releve.shared.people.models import User
from tests.factories import a_patient, a_published_shift, a_user


def confirmed(booker, starts_at=NINE, identity=COSTA):
    held = booker.hold(starts_at)
    request = booker.ask(held, identity)
    return confirm_booking(appointment_id=held.id, code=booker.code(request), now=NOW)


def test_confirm_when_the_code_is_right_books_and_forgets_what_was_typed(booker):
    appointment = confirmed(booker)
    assert appointment.status == Status.BOOKED
    assert appointment.patient.search_name == "costa manuel"
    assert appointment.contact_email == "manuel.costa@example.org"
    assert not BookingRequest.objects.exists()
    steps = AppointmentStep.objects.filter(pgh_obj_id=appointment.id).order_by("pgh_id")
    assert [(step.status, step.changed_as) for step in steps][-1] == (Status.BOOKED, By.PATIENT)


def test_confirm_when_done_twice_gives_the_same_appointment(booker):
    held = booker.hold()
    request = booker.ask(held)
    code = booker.code(request)
    first = confirm_booking(appointment_id=held.id, code=code, now=NOW)
    again = confirm_booking(appointment_id=held.id, code="000000", now=NOW + timedelta(hours=1))
    assert again.id == first.id


def test_confirm_when_the_code_has_spaces_is_understood(booker):
    held = booker.hold()
    code = booker.code(booker.ask(held))
    spaced = f" {code[:3]} {code[3:]} "
    assert confirm_booking(appointment_id=held.id, code=spaced, now=NOW).status == Status.BOOKED


@pytest.mark.parametrize("typed", ["", "12345", "1234567", "abcdef", "١٢٣٤٥٦", "🙂🙂🙂🙂🙂🙂", "x" * 500])
def test_confirm_when_the_code_is_not_the_one_sent_counts_the_try(booker, typed):
    held = booker.hold()
    booker.ask(held)
    with pytest.raises(WrongCode) as refused:
        confirm_booking(appointment_id=held.id, code=typed, now=NOW)
    assert refused.value.n_left == 4
    assert BookingRequest.objects.get().n_wrong_codes == 1


def test_confirm_when_five_codes_were_wrong_refuses_the_right_one_too(booker):
    held = booker.hold()
    request = booker.ask(held)
    for n_left in (4, 3, 2, 1, 0):
        with pytest.raises(WrongCode) as refused:
            confirm_booking(appointment_id=held.id, code="no", now=NOW)
        assert refused.value.n_left == n_left
    with pytest.raises(WrongCode):
        confirm_booking(appointment_id=held.id, code=booker.code(request), now=NOW)
    resend_code(appointment_id=held.id, now=NOW)
    request.refresh_from_db()
    assert confirm_booking(appointment_id=held.id, code=booker.code(request), now=NOW).status == Status.BOOKED


def test_confirm_when_a_new_code_was_sent_refuses_the_old_one(booker):
    held = booker.hold()
    old = booker.code(booker.ask(held))
    resend_code(appointment_id=held.id, now=NOW)
    with pytest.raises(WrongCode):
        confirm_booking(appointment_id=held.id, code=old, now=NOW)


def test_confirm_when_the_code_is_too_old_says_so(booker):
    held = booker.hold()
    Appointment.objects.filter(id=held.id).update(held_until=NOW + timedelta(hours=1))
    code = booker.code(booker.ask(held))
    with pytest.raises(CodeExpired):
        confirm_booking(appointment_id=held.id, code=code, now=NOW + timedelta(minutes=10))


def test_confirm_when_the_hold_has_run_out_offers_the_next_times(booker):
    held = booker.hold()
    code = booker.code(booker.ask(held))
    with pytest.raises(HoldExpired) as refused:
        confirm_booking(appointment_id=held.id, code=code, now=NOW + timedelta(minutes=10))
    assert len(refused.value.next_times) == 3
    assert not Patient.objects.exists()


def test_resend_when_three_codes_were_sent_stops(booker):
    held = booker.hold()
    booker.ask(held)
    resend_code(appointment_id=held.id, now=NOW)
    resend_code(appointment_id=held.id, now=NOW)
    with pytest.raises(NoMoreCodes):
        resend_code(appointment_id=held.id, now=NOW)


def test_confirm_when_the_patient_has_three_visits_to_come_is_refused(booker):
    for n in range(3):
        confirmed(booker, NINE + timedelta(minutes=15 * n))
    held = booker.hold(NINE + timedelta(hours=2))
    request = booker.ask(held)
    with pytest.raises(TooManyAppointments) as refused:
        confirm_booking(appointment_id=held.id, code=booker.code(request), now=NOW)
    assert "3" in str(refused.value.message)
    assert Appointment.objects.get(id=held.id).status == Status.HELD


def test_confirm_when_one_contact_books_for_many_people_is_refused_at_twice_the_limit(booker):
    for n in range(6):
        child = Identity("Enfant", f"Costa {'abcdefg'[n]}", date(2015, 1, 1), email="parent@example.org")
        confirmed(booker, NINE + timedelta(minutes=15 * n), child)
    seventh = Identity("Enfant", "Costa g", date(2015, 1, 1), email="parent@example.org")
    with pytest.raises(TooManyAppointments):
        confirmed(booker, NINE + timedelta(hours=2), seventh)


def test_confirm_when_a_visit_was_cancelled_it_counts_no_more(booker):
    for n in range(3):
        last = confirmed(booker, NINE + timedelta(minutes=15 * n))
    cancel_appointment(appointment_id=last.id, by_kind=By.PATIENT, by=None, now=NOW)
    assert confirmed(booker, NINE + timedelta(hours=2)).status == Status.BOOKED


def test_confirm_when_the_patient_is_elsewhere_at_that_time_is_refused(booker):
    confirmed(booker)
    other = a_published_shift(office=booker.shift.office, day=date(2026, 12, 7))
    second = Booker(other, booker.reason)
    held = second.hold()
    request = second.ask(held)
    with pytest.raises(PatientBusy):
        confirm_booking(appointment_id=held.id, code=second.code(request), now=NOW)


def test_confirm_when_a_stranger_types_a_known_name_keeps_the_known_contact(booker):
    known = a_patient(booker.shift.network, email="vrai@example.org", birth_date=COSTA.birth_date)
    appointment = confirmed(booker)
    known.refresh_from_db()
    assert appointment.patient_id == known.id
    assert known.email == "vrai@example.org"
    assert appointment.contact_email == "manuel.costa@example.org"


def test_forget_when_a_hold_has_run_out_removes_the_identity(booker):
    booker.ask(booker.hold())
    assert forget_unfinished_bookings(now=NOW + timedelta(minutes=5)) == 0
    assert forget_unfinished_bookings(now=NOW + timedelta(minutes=10)) == 1
    assert not BookingRequest.objects.exists()
    assert forget_unfinished_bookings(now=NOW + timedelta(minutes=10)) == 0


def test_login_when_a_booking_is_confirmed_is_given_once_to_its_address(booker):
    appointment = confirmed(booker)
    user = give_login_to_contact(appointment=appointment)
    assert give_login_to_contact(appointment=appointment) == user
    assert (user.email, user.kind) == ("manuel.costa@example.org", User.Kind.PATIENT)
    assert not user.has_usable_password()


def test_login_when_the_address_is_of_the_staff_gives_nothing(booker):
    staff = a_user("secretary", office=booker.shift.office, email="manuel.costa@example.org")
    appointment = confirmed(booker)
    assert give_login_to_contact(appointment=appointment) is None
    assert Patient.objects.get(id=appointment.patient_id).user is None
    assert User.objects.get(email="manuel.costa@example.org") == staff
