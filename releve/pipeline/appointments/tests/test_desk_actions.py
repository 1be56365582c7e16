from datetime import date, timedelta

import pytest

from releve.pipeline.appointments.actions.changes import cancel_appointment, move_appointment
from releve.pipeline.appointments.actions.desk import book_by_phone, take_step
from releve.pipeline.appointments.actions.patients import find_or_add_patient
from releve.pipeline.appointments.errors import (
    AlreadyOver,
    NotBookable,
    PatientBusy,
    ReasonMissing,
    SlotTaken,
    StepRefused,
)
from releve.pipeline.appointments.handover import By, Identity, Status
from releve.pipeline.appointments.models import AccessLine, Appointment, AppointmentStep
from releve.pipeline.appointments.queries.free_times import free_times
from releve.pipeline.appointments.rules import STEPS
from releve.pipeline.appointments.tests.conftest import NINE, NOW
from releve.pipeline.slots.queries import as_visit
from tests.factories import a_patient, a_published_shift, a_user


@pytest.fixture
def secretary(shift):
    return a_user("secretary", office=shift.office)


@pytest.fixture
def phone(shift, reason, secretary):
    def book(starts_at=NINE, patient=None, shift=shift, **options):
        patient = patient or a_patient(shift.network, last_name=f"Costa {'abcdefgh'[Appointment.objects.count()]}")
        return book_by_phone(
            shift_id=shift.id,
            starts_at=starts_at,
            reason_id=reason.id,
            patient_id=patient.id,
            by=secretary,
            now=NOW,
            **options,
        )

    return book


def test_book_by_phone_when_the_time_is_kept_takes_it(phone, shift):
    late = shift.ends_at - timedelta(minutes=15)
    assert phone(late).status == Status.BOOKED


def test_book_by_phone_when_the_time_is_taken_offers_the_next(phone):
    phone()
    with pytest.raises(SlotTaken) as refused:
        phone()
    assert refused.value.next_times[0].starts_at == NINE + timedelta(minutes=15)


def test_double_booking_when_a_reason_is_written_stands_in_the_history(phone, secretary):
    phone()
    double = phone(is_double=True, double_booked_because="Fièvre d’un nourrisson")
    step = AppointmentStep.objects.get(pgh_obj_id=double.id)
    assert (step.double_booked_because, step.changed_by) == ("Fièvre d’un nourrisson", secretary)


def test_double_booking_when_no_reason_is_written_is_refused(phone):
    phone()
    with pytest.raises(ReasonMissing):
        phone(is_double=True, double_booked_because="  ")


def test_double_booking_when_the_patient_has_another_visit_then_is_refused(phone, shift):
    patient = a_patient(shift.network)
    phone(patient=patient)
    with pytest.raises(PatientBusy):
        phone(patient=patient, is_double=True, double_booked_because="erreur")


def test_double_booking_when_outside_the_shift_is_refused(phone, shift):
    with pytest.raises(NotBookable):
        phone(shift.ends_at, is_double=True, double_booked_because="encore un")


def test_steps_when_taken_in_order_keep_their_times(phone, secretary):
    appointment = phone()
    was = Status.BOOKED
    for n, status in enumerate((Status.ARRIVED, Status.IN_CONSULTATION, Status.SEEN)):
        now = NINE + timedelta(minutes=n)
        take_step(appointment_id=appointment.id, status=status, was=was, by_kind=By.SECRETARY, by=secretary, now=now)
        was = status
    steps = AppointmentStep.objects.filter(pgh_obj_id=appointment.id).order_by("pgh_id")
    assert [(s.status, s.changed_at) for s in steps] == [
        (Status.BOOKED, NOW),
        (Status.ARRIVED, NINE),
        (Status.IN_CONSULTATION, NINE + timedelta(minutes=1)),
        (Status.SEEN, NINE + timedelta(minutes=2)),
    ]


def test_step_when_clicked_twice_is_made_once(phone, secretary):
    appointment = phone()
    for _ in range(2):
        take_step(
            appointment_id=appointment.id,
            status=Status.ARRIVED,
            was=Status.BOOKED,
            by_kind=By.SECRETARY,
            by=secretary,
            now=NINE,
        )
    assert AppointmentStep.objects.filter(pgh_obj_id=appointment.id, status=Status.ARRIVED).count() == 1


@pytest.mark.parametrize(("was", "status"), [(a, b) for a in Status for b in Status if b not in STEPS[a] and a != b])
def test_step_when_it_is_not_in_the_table_is_refused(phone, secretary, was, status):
    appointment = phone()
    Appointment.objects.filter(id=appointment.id).update(status=was, held_until=NOW)
    with pytest.raises(StepRefused):
        take_step(appointment_id=appointment.id, status=status, was=was, by_kind=By.SECRETARY, by=secretary, now=NINE)


def test_step_when_someone_else_was_faster_is_refused(phone, secretary):
    appointment = phone()
    cancel_appointment(appointment_id=appointment.id, by_kind=By.PATIENT, by=None, now=NOW)
    with pytest.raises(StepRefused):
        take_step(
            appointment_id=appointment.id,
            status=Status.ARRIVED,
            was=Status.BOOKED,
            by_kind=By.SECRETARY,
            by=secretary,
            now=NINE,
        )


def test_step_back_when_the_time_was_given_away_is_refused(phone, secretary):
    appointment = phone()
    step = {"appointment_id": appointment.id, "by_kind": By.SECRETARY, "by": secretary, "now": NINE}
    take_step(status=Status.EXCUSED, was=Status.BOOKED, **step)
    phone()
    with pytest.raises(SlotTaken):
        take_step(status=Status.BOOKED, was=Status.EXCUSED, **step)
    appointment.refresh_from_db()
    assert appointment.status == Status.EXCUSED


def test_move_when_the_new_time_is_free_keeps_the_same_appointment(phone, shift):
    appointment = phone()
    later = NINE + timedelta(hours=1)
    moved = move_appointment(
        appointment_id=appointment.id, shift_id=shift.id, starts_at=later, by_kind=By.PATIENT, by=None, now=NOW
    )
    assert (moved.id, moved.starts_at) == (appointment.id, later)
    assert phone().starts_at == NINE


def test_move_when_the_new_time_is_taken_keeps_the_old_one(phone, shift):
    appointment = phone()
    phone(NINE + timedelta(hours=1))
    with pytest.raises(SlotTaken):
        move_appointment(
            appointment_id=appointment.id,
            shift_id=shift.id,
            starts_at=NINE + timedelta(hours=1),
            by_kind=By.PATIENT,
            by=None,
            now=NOW,
        )
    appointment.refresh_from_db()
    assert appointment.starts_at == NINE


def test_move_when_the_new_time_touches_the_old_one_works(phone, shift):
    """Moving by less than the visit's length must not be stopped by the visit itself."""
    appointment = phone()
    sooner = NINE + timedelta(minutes=5)
    moved = move_appointment(
        appointment_id=appointment.id, shift_id=shift.id, starts_at=sooner, by_kind=By.SECRETARY, by=None, now=NOW
    )
    assert moved.starts_at == sooner


def test_move_when_to_another_doctor_follows_the_shift(phone, shift):
    appointment = phone()
    other = a_published_shift(office=shift.office, day=date(2026, 12, 8))
    moved = move_appointment(
        appointment_id=appointment.id,
        shift_id=other.id,
        starts_at=NINE + timedelta(days=1),
        by_kind=By.PATIENT,
        by=None,
        now=NOW,
    )
    assert (moved.doctor_id, moved.shift_id) == (other.doctor_id, other.id)


def test_move_when_it_was_changed_since_it_was_seen_is_refused(phone, shift, secretary):
    appointment = phone()
    seen_at, later = appointment.changed_at, NOW + timedelta(minutes=1)
    move = {"appointment_id": appointment.id, "shift_id": shift.id, "by_kind": By.SECRETARY, "by": secretary}
    first = move_appointment(starts_at=NINE + timedelta(hours=1), now=later, seen_at=seen_at, **move)
    with pytest.raises(StepRefused):
        move_appointment(starts_at=NINE + timedelta(hours=2), now=later, seen_at=seen_at, **move)
    again = move_appointment(starts_at=NINE + timedelta(hours=1), now=later, seen_at=seen_at, **move)
    assert (again.starts_at, again.changed_at) == (first.starts_at, later)
    assert AppointmentStep.objects.filter(pgh_obj_id=appointment.id).count() == 2


@pytest.mark.parametrize("change", ["move", "cancel"])
def test_change_when_the_visit_has_begun_is_refused_to_the_patient(phone, shift, change):
    appointment = phone()
    options = {"appointment_id": appointment.id, "by_kind": By.PATIENT, "by": None, "now": NINE}
    if change == "move":
        options |= {"shift_id": shift.id, "starts_at": NINE + timedelta(hours=2)}
    act = {"cancel": cancel_appointment, "move": move_appointment}[change]
    with pytest.raises(AlreadyOver):
        act(**options)


def test_cancel_when_done_gives_the_time_back_and_twice_is_once(phone, shift, reason):
    def starts():
        slots = free_times(
            office_ids=[shift.office_id],
            reason=as_visit(reason),
            first=shift.starts_at,
            until=shift.ends_at,
            now=NOW,
        )
        return [slot.starts_at for slot in slots]

    before = starts()
    appointment = phone()
    assert NINE not in starts()
    for _ in range(2):
        cancel_appointment(appointment_id=appointment.id, by_kind=By.PATIENT, by=None, now=NOW)
    assert starts() == before


def test_cancel_when_the_visit_has_begun_is_the_reception_s_own_word(phone, secretary):
    appointment = phone()
    told = cancel_appointment(appointment_id=appointment.id, by_kind=By.PATIENT, by=secretary, now=NINE)
    assert (told.status, told.changed_as, told.changed_by) == (Status.CANCELLED, By.SECRETARY, secretary)


def test_find_or_add_when_the_patient_is_known_finds_her_without_accents(shift, secretary):
    known = a_patient(shift.network, "Élodie", "Lefèvre-Dupont", birth_date=date(1990, 2, 3))
    again = Identity("ELODIE", "lefevre dupont", date(1990, 2, 3), phone="+33600000002")
    found = find_or_add_patient(network_id=shift.network_id, identity=again, by=secretary, now=NOW)
    assert found.id == known.id
    assert found.phone == known.phone
    assert AccessLine.objects.get().user == secretary
