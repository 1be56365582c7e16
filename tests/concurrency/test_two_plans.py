"""Two coordinators publish at the same moment; a patient books while a plan is taken back."""

from concurrent.futures import ThreadPoolExecutor
from datetime import time

import pytest
from django.db import connection, transaction

from releve.pipeline.rota.actions import publication
from releve.pipeline.rota.actions.publication import publish_plan, withdraw_publication
from releve.pipeline.rota.engine.problem import Roster
from releve.pipeline.rota.errors import PlanBooked, PlanOutOfDate, PlanRefused
from releve.pipeline.rota.handover import PlanPublished
from releve.pipeline.rota.models import RotaPlan, Shift
from releve.pipeline.rota.tests.drawing import NOW, a_plan, first_who_can
from tests.concurrency.simultaneous import at_once
from tests.factories import a_doctor, a_network, a_promise, a_user, a_visit, an_office

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def office():
    return an_office(a_network(), weekdays=(0,))


@pytest.fixture
def by(office):
    return {"by": a_user("network", network=office.network), "now": NOW}


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


def publish_meanwhile(two_plans, by):
    """Publish the first plan and, before that is committed, the second one elsewhere."""
    first, second = two_plans

    def publish():
        try:
            with connection.cursor() as cursor:
                cursor.execute("SET lock_timeout = '300ms'")
            return publish_plan(plan_id=second.id, **by)
        except PlanRefused as refused:
            return str(refused.message)
        finally:
            connection.close()

    with transaction.atomic(), ThreadPoolExecutor(1) as elsewhere:
        publish_plan(plan_id=first.id, **by)
        return elsewhere.submit(publish).result(timeout=30)


def test_without_the_lock_two_plans_are_mixed(office, by, two_plans, monkeypatch):
    """This test makes sure that the next one tests something."""
    monkeypatch.setattr(publication, "locked_plan", lambda plan_id: RotaPlan.objects.get(id=plan_id))
    assert isinstance(publish_meanwhile(two_plans, by), PlanPublished)
    assert Shift.objects.count() == 2


def test_second_plan_waits_for_the_first_and_then_says_try_again(office, by, two_plans):
    assert "Réessayez" in publish_meanwhile(two_plans, by)
    assert Shift.objects.count() == 1


def test_double_click_publishes_once(by, two_plans):
    results = at_once([lambda: publish_plan(plan_id=two_plans[0].id, **by)] * 3)
    assert sorted(result.is_repeated for result in results) == [False, True, True]
    assert Shift.objects.count() == 1


@pytest.mark.parametrize("_round", range(3))
def test_booking_while_a_plan_is_taken_back_is_kept_or_refused(office, by, two_plans, _round):
    publish_plan(plan_id=two_plans[0].id, **by)
    shift = Shift.objects.get()
    booked, undone = at_once(
        [lambda: a_visit(shift, time(9)), lambda: withdraw_publication(plan_id=two_plans[0].id, **by)]
    )
    if undone is True:
        assert isinstance(booked, Exception)
        assert not Shift.objects.exists()
    else:
        assert isinstance(undone, PlanBooked)
        assert booked.shift_id == Shift.objects.get().id
