"""One office from the promise of a doctor to the numbers of the mayor, through the real actions and roles."""

from datetime import UTC, date, datetime, timedelta

import pytest

from releve.pipeline.appointments.actions.changes import cancel_appointment, move_appointment
from releve.pipeline.appointments.actions.confirm import code_key, confirm_booking, request_code
from releve.pipeline.appointments.actions.desk import take_step
from releve.pipeline.appointments.actions.hold import hold_slot
from releve.pipeline.appointments.handover import BookedFor, By, Identity, Status
from releve.pipeline.appointments.queries.desk import day_board, month_counts
from releve.pipeline.appointments.queries.nearby import first_times_near
from releve.pipeline.appointments.rules import one_time_code
from releve.pipeline.rota.actions import cancel_shift, change_times, open_weeks
from releve.pipeline.rota.errors import PatientsMustMove
from releve.pipeline.rota.models import Shift
from releve.pipeline.slots.queries import as_visit
from releve.shared.worlds.roles import Role
from releve.shared.worlds.scope import world_scope
from tests.factories import a_network, a_promise, a_reason, a_user, an_office

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 11, 27, 9, tzinfo=UTC)
MONDAY = date(2026, 11, 30)


@pytest.fixture
def office():
    return an_office(a_network())


def book(office, reason, name="Costa", now=NOW):
    with world_scope(Role.PUBLIC):
        (near,) = first_times_near(latitude=50.46, longitude=2.72, reason=as_visit(reason), now=now)
        slot = near.slots[0]
    with world_scope(Role.CARE, [office.network_id]):
        held = hold_slot(shift_id=slot.shift_id, starts_at=slot.starts_at, reason_id=reason.id, now=now)
        request = request_code(
            appointment_id=held.id,
            identity=Identity("Manuel", name, date(1958, 4, 12), email=f"{name.lower()}@example.org"),
            booked_for=BookedFor.ONESELF,
            booker_name="",
            is_first_visit=True,
            has_registered_doctor=False,
            now=now,
        )
        code = one_time_code(code_key(), request.id, 1)
        return confirm_booking(appointment_id=held.id, code=code, now=now)


def test_office_when_a_doctor_promises_serves_a_patient_and_counts_for_the_mayor(office):
    coordinator = a_user("network", network=office.network)
    secretary = a_user("secretary", office=office)
    a_promise(office)
    reason = a_reason(office.network)

    with world_scope(Role.ESTATE, [office.network_id]):
        first = open_weeks(office_id=office.id, first=MONDAY, n_weeks=4, by=coordinator, now=NOW)
        again = open_weeks(office_id=office.id, first=MONDAY, n_weeks=4, by=coordinator, now=NOW)
    # Four mornings a week, less Christmas Day, a Friday.
    assert (first.n_laid, first.n_published) == (15, 15)
    assert [not_laid.detail for not_laid in first.not_laid] == ["Noël"]
    assert (again.n_laid, again.n_published) == (0, 0)

    visits = [book(office, reason, f"Costa {'abcdefghijkl'[n]}") for n in range(12)]
    assert len({visit.starts_at for visit in visits}) == 12
    shift = Shift.objects.get(id=visits[0].shift_id)

    with world_scope(Role.ESTATE, [office.network_id]):
        with pytest.raises(PatientsMustMove) as refused:
            cancel_shift(shift_id=shift.id, because="Maladie", by=coordinator, now=NOW)
        on_that_shift = sum(visit.shift_id == shift.id for visit in visits)
        assert refused.value.n_patients == on_that_shift
        with pytest.raises(PatientsMustMove):
            change_times(
                shift_id=shift.id,
                starts_at=shift.starts_at,
                ends_at=shift.starts_at + timedelta(minutes=15),
                by=coordinator,
                now=NOW,
            )
    shift.refresh_from_db()
    assert shift.status == Shift.Status.PUBLISHED

    with world_scope(Role.CARE, [office.network_id]):
        for visit in visits:
            was = Status.BOOKED
            for status in (Status.ARRIVED, Status.IN_CONSULTATION, Status.SEEN):
                take_step(
                    appointment_id=visit.id,
                    status=status,
                    was=was,
                    by_kind=By.SECRETARY,
                    by=secretary,
                    now=visit.starts_at,
                )
                was = status
        board = day_board(office.id, shift.day, NOW)
        assert {line.appointment.status for column in board for line in column.lines} == {Status.SEEN}

    with world_scope(Role.ESTATE, [office.network_id]):
        counts = month_counts(date(2026, 11, 1), date(2027, 1, 1))
    shown = [count.n_seen for count in counts]
    assert all(n is None or n > 10 for n in shown)


def test_shift_when_its_patients_have_moved_can_be_cancelled(office):
    coordinator = a_user("network", network=office.network)
    a_promise(office)
    reason = a_reason(office.network)
    with world_scope(Role.ESTATE, [office.network_id]):
        open_weeks(office_id=office.id, first=MONDAY, n_weeks=2, by=coordinator, now=NOW)
    stays, goes = book(office, reason, "Costa"), book(office, reason, "Lefebvre")
    shift = Shift.objects.get(id=stays.shift_id)
    other = Shift.objects.filter(day__gt=shift.day).order_by("starts_at").first()
    with world_scope(Role.CARE, [office.network_id]):
        move_appointment(
            appointment_id=stays.id,
            shift_id=other.id,
            starts_at=other.starts_at,
            by_kind=By.SECRETARY,
            by=coordinator,
            now=NOW,
        )
        cancel_appointment(appointment_id=goes.id, by_kind=By.PATIENT, by=None, now=NOW)
    with world_scope(Role.ESTATE, [office.network_id]):
        cancel_shift(shift_id=shift.id, because="Maladie", by=coordinator, now=NOW)
    shift.refresh_from_db()
    assert shift.status == Shift.Status.CANCELLED
