from datetime import date, timedelta

import pytest

from releve.pipeline.appointments.actions.desk import book_by_phone, take_step
from releve.pipeline.appointments.handover import By, Status
from releve.pipeline.appointments.models import Appointment
from releve.pipeline.appointments.queries.desk import day_board, month_counts, steps_of, weeks_of_doctor
from releve.pipeline.appointments.queries.patients import appointments_of_patient, patients_like, patients_to_move
from releve.pipeline.appointments.tests.conftest import NINE, NOW
from releve.shared.worlds.roles import Role
from releve.shared.worlds.scope import world_scope
from tests.factories import a_network, a_patient, a_published_shift, a_shift, a_user


@pytest.fixture
def secretary(shift):
    return a_user("secretary", office=shift.office)


def visits(shift, reason, secretary, n, status=Status.BOOKED):
    return [
        book_by_phone(
            shift_id=shift.id,
            starts_at=shift.starts_at + timedelta(minutes=15 * k),
            reason_id=reason.id,
            patient_id=a_patient(shift.network, last_name=f"Costa {chr(97 + k)} {shift.id}").id,
            by=secretary,
            now=NOW,
        )
        for k in range(n)
    ]


def test_day_board_when_read_takes_three_statements_however_full(shift, reason, secretary, django_assert_num_queries):
    visits(shift, reason, secretary, 12)
    other = a_published_shift(office=shift.office, day=shift.day)
    visits(other, reason, secretary, 3)
    with django_assert_num_queries(3):
        board = day_board(shift.office_id, shift.day, NOW)
        lines = [[str(line.appointment.patient) for line in column.lines] for column in board]
    assert [len(column) for column in lines] == [12, 3]


def test_day_board_when_a_patient_arrived_tells_since_when(shift, reason, secretary):
    (visit,) = visits(shift, reason, secretary, 1)
    take_step(
        appointment_id=visit.id, status=Status.ARRIVED, was=Status.BOOKED, by_kind=By.SECRETARY, by=secretary, now=NINE
    )
    take_step(
        appointment_id=visit.id,
        status=Status.IN_CONSULTATION,
        was=Status.ARRIVED,
        by_kind=By.SECRETARY,
        by=secretary,
        now=NINE + timedelta(minutes=9),
    )
    ((line,),) = [column.lines for column in day_board(shift.office_id, shift.day, NINE)]
    assert (line.arrived_at, line.changed_at) == (NINE, NINE + timedelta(minutes=9))
    assert [step.status for step in steps_of(visit.id)] == [Status.BOOKED, Status.ARRIVED, Status.IN_CONSULTATION]


def test_day_board_when_a_hold_ran_out_or_a_visit_was_cancelled_shows_neither(shift, reason, secretary, booker):
    booker.hold(NINE + timedelta(hours=1))
    (visit,) = visits(shift, reason, secretary, 1)
    Appointment.objects.filter(id=visit.id).update(status=Status.CANCELLED)
    assert len(day_board(shift.office_id, shift.day, NOW)[0].lines) == 1
    assert day_board(shift.office_id, shift.day, NOW + timedelta(hours=1))[0].lines == []


@pytest.mark.parametrize(
    "asked",
    [
        {"name": "lefevre"},
        {"name": "ÉLODIE lefèvre"},
        {"name": "dupont élo"},
        {"birth_date": date(1990, 2, 3)},
        {"phone": "06 00 00 00 07"},
        {"phone": "+33600000007"},
        {"name": "lef", "birth_date": date(1990, 2, 3), "phone": "0007"},
    ],
)
def test_patients_like_when_asked_by_any_trait_finds_her(shift, asked):
    known = a_patient(shift.network, "Élodie", "Lefèvre-Dupont", birth_date=date(1990, 2, 3), phone="+33600000007")
    a_patient(shift.network)
    assert patients_like(shift.network_id, **asked) == [known]


@pytest.mark.parametrize(
    "asked", [{}, {"name": "  "}, {"name": "🙂"}, {"name": "% _"}, {"name": "x" * 500}, {"phone": "?"}]
)
def test_patients_like_when_nothing_can_be_looked_for_finds_nobody(shift, asked):
    a_patient(shift.network)
    assert patients_like(shift.network_id, **asked) == []


def test_patients_like_when_in_another_network_finds_nobody(shift):
    a_patient(a_network())
    assert patients_like(shift.network_id, name="costa") == []


def test_appointments_of_patient_when_listed_take_one_statement(shift, reason, secretary, django_assert_num_queries):
    (visit,) = visits(shift, reason, secretary, 1)
    with django_assert_num_queries(1):
        (found,) = appointments_of_patient(visit.patient_id)
        assert (found.office.name, found.shift.room.name) == (shift.office.name, shift.room.name)


def test_patients_to_move_when_a_shift_must_change_names_those_still_to_come(shift, reason, secretary):
    first, second = visits(shift, reason, secretary, 2)
    Appointment.objects.filter(id=first.id).update(status=Status.CANCELLED)
    assert list(patients_to_move([shift.id])) == [second]


def test_weeks_of_doctor_when_read_tell_how_full_each_shift_is(shift, reason, secretary, django_assert_num_queries):
    visits(shift, reason, secretary, 4)
    a_shift(office=shift.office, doctor=shift.doctor, day=shift.day + timedelta(days=1))
    with django_assert_num_queries(2):
        weeks = weeks_of_doctor(shift.doctor_id, shift.day, shift.day + timedelta(days=6))
    assert [(half_day.n_booked, half_day.busy_min) for half_day in weeks] == [(4, 60), (0, 0)]


@pytest.mark.parametrize(("n", "shown"), [(0, 0), (1, None), (10, None), (11, 11), (12, 12)])
def test_month_counts_when_under_eleven_are_masked(shift, reason, secretary, n, shown):
    visits(shift, reason, secretary, n)
    Appointment.objects.update(status=Status.SEEN)
    visits_of_others = a_published_shift(day=shift.day)
    assert visits_of_others.network_id != shift.network_id
    with world_scope(Role.ESTATE, [shift.network_id]):
        counts = month_counts(date(2026, 12, 1), date(2027, 1, 1))
    assert [(count.n_seen, count.n_patients) for count in counts] == ([(shown, shown)] if n else [])
