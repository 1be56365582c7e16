"""Two coordinators publish at the same moment; a patient books while a plan is taken back."""

from datetime import time

import pytest
from django.db import IntegrityError, OperationalError, connection

from releve.pipeline.appointments.models import Appointment
from releve.pipeline.rota.actions import publication
from releve.pipeline.rota.actions.publication import publish_plan, withdraw_publication
from releve.pipeline.rota.engine.problem import Roster
from releve.pipeline.rota.errors import PlanBooked, PlanOutOfDate
from releve.pipeline.rota.handover import PlanPublished
from releve.pipeline.rota.models import RotaPlan, Shift
from releve.pipeline.rota.tests.drawing import a_plan, first_who_can
from tests.concurrency.simultaneous import at_once, before_commit
from tests.factories import a_doctor, a_promise, a_visit

pytestmark = pytest.mark.django_db(transaction=True)
LOOK = "pgtrigger_appointment_lies_inside_its_shift_67fa6"
KEY = """
    SELECT conname, pg_get_constraintdef(oid) FROM pg_constraint
    WHERE contype = 'f' AND conrelid = 'appointments_appointment'::regclass AND confrelid = 'rota_shift'::regclass
"""


@pytest.fixture
def two_plans(office, by):
    """Dr Benali works Monday morning in the one, Dr Martin in the other: no law of the shifts tells them apart."""
    benali, martin = a_doctor(office.network), a_doctor(office.network, "Hugo", "Martin")
    for doctor in (benali, martin):
        a_promise(office, doctor, pattern="mon-am")

    def only(doctor):
        def roster(problem):
            return Roster(tuple(a for a in first_who_can(problem).assignments if a.worker == str(doctor.id)))

        return roster

    return [a_plan(office, by["by"], roster_of=only(doctor)) for doctor in (benali, martin)]


def test_two_plans_published_at_once_become_one_rota(office, by, two_plans):
    results = at_once([lambda plan=plan: publish_plan(plan_id=plan.id, **by) for plan in two_plans])
    assert {type(result) for result in results} == {PlanPublished, PlanOutOfDate}
    assert Shift.objects.count() == 1
    assert RotaPlan.objects.filter(status="published").count() == 1


def publish_both(two_plans, by):
    """Publish the second plan before the first one's publication is committed."""
    first, second = (lambda plan=plan: publish_plan(plan_id=plan.id, **by) for plan in two_plans)
    return before_commit(first, second)


def test_without_the_lock_two_plans_are_mixed(office, by, two_plans, monkeypatch):
    """This test makes sure that the next one tests something."""
    monkeypatch.setattr(publication, "locked_plan", lambda plan_id: RotaPlan.objects.get(id=plan_id))
    assert isinstance(publish_both(two_plans, by), PlanPublished)
    assert Shift.objects.count() == 2


def test_second_plan_waits_for_the_first_and_then_says_try_again(office, by, two_plans):
    assert "Réessayez" in str(publish_both(two_plans, by).message)
    assert Shift.objects.count() == 1


def test_double_click_publishes_once(by, two_plans):
    results = at_once([lambda: publish_plan(plan_id=two_plans[0].id, **by)] * 3)
    assert sorted(result.is_repeated for result in results) == [False, True, True]
    assert Shift.objects.count() == 1


@pytest.fixture
def published(two_plans, by):
    """A plan that is published, and its one shift."""
    publish_plan(plan_id=two_plans[0].id, **by)
    return two_plans[0], Shift.objects.get()


@pytest.fixture
def without_look():
    """The law that looks for the shift of an appointment, and holds it meanwhile, is off."""
    with connection.cursor() as cursor:
        cursor.execute(f"ALTER TABLE appointments_appointment DISABLE TRIGGER {LOOK}")
    yield
    with connection.cursor() as cursor:
        cursor.execute(f"ALTER TABLE appointments_appointment ENABLE TRIGGER {LOOK}")


@pytest.fixture
def without_key():
    """An appointment may name a shift that is not there."""
    with connection.cursor() as cursor:
        cursor.execute(KEY)
        ((name, definition),) = cursor.fetchall()
        cursor.execute(f"ALTER TABLE appointments_appointment DROP CONSTRAINT {name}")
    yield
    with connection.cursor() as cursor:
        cursor.execute("TRUNCATE appointments_appointment CASCADE")
        cursor.execute(f"ALTER TABLE appointments_appointment ADD CONSTRAINT {name} {definition}")


def take_back_while_booking(published, by):
    plan, shift = published
    return before_commit(lambda: a_visit(shift, time(9)), lambda: withdraw_publication(plan_id=plan.id, **by))


def test_control_when_nothing_guards_then_a_patient_is_booked_in_a_shift_that_is_gone(
    published, by, without_look, without_key
):
    """If this test fails, the tests below prove nothing."""
    assert take_back_while_booking(published, by) is True
    assert not Shift.objects.exists()
    assert Appointment.objects.get().shift_id == published[1].id


def test_taking_back_when_only_the_key_guards_then_the_booking_is_refused(published, by, without_look):
    with pytest.raises(IntegrityError):
        take_back_while_booking(published, by)
    assert not Shift.objects.exists()
    assert not Appointment.objects.exists()


def test_taking_back_when_only_the_look_guards_then_it_waits_and_says_try_again(published, by, without_key):
    assert "Réessayez" in str(take_back_while_booking(published, by).message)
    assert Appointment.objects.get().shift_id == Shift.objects.get().id


def test_taking_back_when_a_patient_is_booking_then_it_waits_and_is_refused_afterwards(published, by):
    plan, shift = published
    assert "Réessayez" in str(take_back_while_booking(published, by).message)
    with pytest.raises(PlanBooked):
        withdraw_publication(plan_id=plan.id, **by)
    assert Appointment.objects.get().shift_id == Shift.objects.get().id == shift.id


def test_booking_when_the_plan_is_being_taken_back_then_it_waits_and_the_shift_is_gone(published, by):
    plan, shift = published
    booked = before_commit(lambda: withdraw_publication(plan_id=plan.id, **by), lambda: a_visit(shift, time(9)))
    assert isinstance(booked, OperationalError)
    assert not Shift.objects.exists()
    assert not Appointment.objects.exists()


@pytest.mark.parametrize("_round", range(3))
def test_booking_while_a_plan_is_taken_back_is_kept_or_refused(published, by, _round):
    plan, shift = published
    booked, undone = at_once([lambda: a_visit(shift, time(9)), lambda: withdraw_publication(plan_id=plan.id, **by)])
    if undone is True:
        assert isinstance(booked, Exception)
        assert not Shift.objects.exists()
    else:
        assert isinstance(undone, PlanBooked)
        assert booked.shift_id == Shift.objects.get().id
