"""Two people want the same time. First the control: without guards both get it; then that nobody ever does."""

from datetime import UTC, date, datetime, timedelta
from threading import Barrier

import pytest
from django.db import connection, transaction

from releve.pipeline.appointments.actions import hold as hold_module
from releve.pipeline.appointments.actions.confirm import code_key, confirm_booking, request_code
from releve.pipeline.appointments.actions.desk import book_by_phone
from releve.pipeline.appointments.actions.guard import fair_race
from releve.pipeline.appointments.actions.hold import hold_slot
from releve.pipeline.appointments.errors import PatientBusy, SlotTaken, TooManyAppointments
from releve.pipeline.appointments.handover import BookedFor, Identity, Status
from releve.pipeline.appointments.models import Appointment, Patient
from releve.pipeline.appointments.rules import one_time_code
from releve.pipeline.rota.models import Shift
from tests.concurrency.simultaneous import at_once
from tests.factories import a_patient, a_published_shift, a_reason, a_user

pytestmark = pytest.mark.django_db(transaction=True)
NOW = datetime(2026, 12, 1, 8, tzinfo=UTC)
NINE = datetime(2026, 12, 7, 8, tzinfo=UTC)
CONSTRAINT = "doctor_never_has_two_appointments_at_once"


@pytest.fixture
def shift():
    return a_published_shift(day=date(2026, 12, 7))


@pytest.fixture
def reason(shift):
    return a_reason(shift.network)


@pytest.fixture
def without_constraint():
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_get_constraintdef(oid) FROM pg_constraint WHERE conname = %s", [CONSTRAINT])
        (definition,) = cursor.fetchone()
        cursor.execute(f"ALTER TABLE appointments_appointment DROP CONSTRAINT {CONSTRAINT}")
    yield
    with connection.cursor() as cursor:
        cursor.execute("TRUNCATE appointments_appointment CASCADE")
        cursor.execute(f"ALTER TABLE appointments_appointment ADD CONSTRAINT {CONSTRAINT} {definition}")


@pytest.fixture
def without_lock(monkeypatch):
    """Both look before either writes, as the application-side checks of other systems do."""
    both_have_looked = Barrier(2, timeout=30)
    look = hold_module.place_told

    def look_then_wait(*args, **options):
        place = look(*args, **options)
        both_have_looked.wait()
        return place

    monkeypatch.setattr(hold_module, "lock_doctor_of_shift", lambda _, **__: ("SELECT", []))
    monkeypatch.setattr(hold_module, "place_told", look_then_wait)
    monkeypatch.setattr(hold_module, "next_times", lambda *_: [])


def holds(shift, reason, n, starts_at=NINE):
    return [lambda: hold_slot(shift_id=shift.id, starts_at=starts_at, reason_id=reason.id, now=NOW) for _ in range(n)]


def test_control_when_lock_and_constraint_are_off_two_people_get_one_time(
    shift, reason, without_constraint, without_lock
):
    """If this test fails, the tests below prove nothing."""
    answers = at_once(holds(shift, reason, 2))
    assert [type(answer) for answer in answers] == [Appointment, Appointment]


def test_hold_when_only_the_constraint_guards_one_person_gets_the_time(shift, reason, without_lock):
    answers = at_once(holds(shift, reason, 2))
    assert sorted(type(answer).__name__ for answer in answers) == ["Appointment", "SlotTaken"]


def test_hold_when_only_the_lock_guards_one_person_gets_the_time(shift, reason, without_constraint):
    answers = at_once(holds(shift, reason, 8))
    assert sum(isinstance(answer, Appointment) for answer in answers) == 1


def test_hold_when_twenty_people_want_one_time_one_gets_it_and_all_others_are_offered_three(shift, reason):
    answers = at_once(holds(shift, reason, 20))
    losers = [answer for answer in answers if isinstance(answer, SlotTaken)]
    assert len(losers) == 19
    assert all(len(loser.next_times) == 3 for loser in losers)
    assert Appointment.objects.filter(status=Status.HELD).count() == 1


def test_hold_when_overlapping_times_are_wanted_one_gets_it(shift, reason):
    """09:00 and 09:05: not the same start, but the same doctor."""
    wanted = holds(shift, reason, 4) + holds(shift, reason, 4, NINE + timedelta(minutes=5))
    answers = at_once(wanted)
    assert sum(isinstance(answer, Appointment) for answer in answers) == 1


def test_book_when_the_desk_and_a_patient_want_one_time_one_gets_it(shift, reason):
    secretary = a_user("secretary", office=shift.office)
    patient = a_patient(shift.network)

    def by_phone():
        return book_by_phone(
            shift_id=shift.id, starts_at=NINE, reason_id=reason.id, patient_id=patient.id, by=secretary, now=NOW
        )

    answers = at_once([by_phone, *holds(shift, reason, 1)])
    assert sorted(type(answer).__name__ for answer in answers) == ["Appointment", "SlotTaken"]


def confirm_works(shift, reason, starts, identity):
    works = []
    for starts_at in starts:
        held = hold_slot(shift_id=shift.id, starts_at=starts_at, reason_id=reason.id, now=NOW)
        request = request_code(
            appointment_id=held.id,
            identity=identity,
            booked_for=BookedFor.ONESELF,
            booker_name="",
            is_first_visit=None,
            has_registered_doctor=None,
            now=NOW,
        )
        code = one_time_code(code_key(), request.id, 1)
        works.append(lambda held=held, code=code: confirm_booking(appointment_id=held.id, code=code, now=NOW))
    return works


COSTA = Identity("Manuel", "Costa", date(1958, 4, 12), email="costa@example.org")


def test_confirm_when_two_tabs_confirm_at_once_there_is_one_appointment(shift, reason):
    (work,) = confirm_works(shift, reason, [NINE], COSTA)
    answers = at_once([work, work])
    assert {answer.id for answer in answers} == {answers[0].id}
    assert Appointment.objects.filter(status=Status.BOOKED).count() == 1
    assert Patient.objects.count() == 1


def test_confirm_when_one_person_confirms_five_times_at_once_three_are_hers(shift, reason):
    works = confirm_works(shift, reason, [NINE + timedelta(minutes=15 * n) for n in range(5)], COSTA)
    answers = at_once(works)
    assert sum(isinstance(answer, Appointment) for answer in answers) == 3
    assert sum(isinstance(answer, TooManyAppointments) for answer in answers) == 2


def test_confirm_when_one_person_books_two_doctors_for_the_same_time_one_is_hers(shift, reason):
    other = a_published_shift(office=shift.office, day=date(2026, 12, 7))
    works = confirm_works(shift, reason, [NINE], COSTA) + confirm_works(other, reason, [NINE], COSTA)
    answers = at_once(works)
    assert sorted(type(answer).__name__ for answer in answers) == ["Appointment", "PatientBusy"]
    assert isinstance(next(a for a in answers if not isinstance(a, Appointment)), PatientBusy)


def test_shift_when_it_is_shortened_while_a_patient_books_one_of_the_two_is_refused(shift, reason):
    def shorten():
        Shift.objects.filter(id=shift.id).update(ends_at=NINE)

    answers = at_once([shorten, *holds(shift, reason, 1)])
    shift.refresh_from_db()
    is_held = Appointment.objects.filter(status=Status.HELD).exists()
    assert is_held is isinstance(answers[1], Appointment)
    assert is_held is (shift.ends_at > NINE)


def test_deadlock_when_it_happens_is_an_answer_and_never_an_error(shift):
    """Two bookings wait for each other: PostgreSQL ends one, and that one hears what a lost race hears."""
    other = a_published_shift(office=shift.office, day=date(2026, 12, 8))
    both_hold_one = Barrier(2, timeout=30)

    def lock_both(first, second):
        with fair_race(list):
            Shift.objects.select_for_update().get(id=first.id)
            both_hold_one.wait()
            Shift.objects.select_for_update().get(id=second.id)

    answers = at_once([lambda: lock_both(shift, other), lambda: lock_both(other, shift)])
    assert [type(answer).__name__ for answer in answers if answer is not None] == ["SlotTaken"]


def test_serialisation_failure_when_it_happens_is_an_answer(shift, reason):
    """A reader of an old snapshot that wants to write what has changed since is told that the time is taken."""
    held = hold_slot(shift_id=shift.id, starts_at=NINE, reason_id=reason.id, now=NOW)
    both_have_read = Barrier(2, timeout=30)

    def change():
        with fair_race(list), connection.cursor() as cursor:
            cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ")
            Appointment.objects.get(id=held.id)
            both_have_read.wait()
            Appointment.objects.filter(id=held.id).update(changed_at=NOW)

    answers = at_once([change, change])
    assert [type(answer).__name__ for answer in answers if answer is not None] == ["SlotTaken"]


def test_refusal_when_caught_leaves_the_surrounding_transaction_usable(shift, reason):
    with transaction.atomic():
        hold_slot(shift_id=shift.id, starts_at=NINE, reason_id=reason.id, now=NOW)
        with pytest.raises(SlotTaken):
            hold_slot(shift_id=shift.id, starts_at=NINE, reason_id=reason.id, now=NOW)
        assert Appointment.objects.count() == 1
