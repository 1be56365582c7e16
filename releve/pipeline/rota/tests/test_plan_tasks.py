"""The job draws with the real engine: tiny problems, proven best, so that clocks play no part."""

import pytest

from releve.pipeline.commitments.models import Absence
from releve.pipeline.rota.actions.drawing import MOST_SECONDS, ask_plan, draw_plan
from releve.pipeline.rota.actions.publication import publish_plan
from releve.pipeline.rota.models import RotaPlan, Shift
from releve.pipeline.rota.tasks.plans import by_the_engine
from releve.pipeline.rota.tests.drawing import MONDAY, NOW
from tests.factories import a_doctor, a_network, a_promise, a_published_shift, a_user, a_visit, an_office

pytestmark = pytest.mark.django_db


@pytest.fixture
def office():
    return an_office(a_network(), weekdays=(0, 1))


@pytest.fixture
def benali(office):
    return a_promise(office, a_doctor(office.network), pattern="mon-am tue-am").doctor


@pytest.fixture
def martin(office):
    return a_promise(office, a_doctor(office.network, "Hugo", "Martin"), pattern="mon-pm tue-pm").doctor


def drawn(office, **asked):
    given = {"first": MONDAY, "n_weeks": 2, "seconds": MOST_SECONDS, "patients": {}} | asked
    by = a_user("network", network=office.network)
    plan = ask_plan(network_id=office.network_id, office_ids=[office.id], by=by, now=NOW, **given)
    draw_plan(plan_id=plan.id, now=NOW, draw=by_the_engine)
    plan.refresh_from_db()
    return plan


def half_days(plan):
    return {(doctor_id, day, half) for doctor_id, _office, day, half in plan.half_days}


def test_engine_when_the_patterns_cover_everything_draws_them_and_proves_it(office, benali, martin):
    plan = drawn(office)
    assert (plan.status, len(plan.half_days)) == ("ready", 8)
    assert plan.cost == plan.bound
    assert {doctor_id for doctor_id, _day, half in half_days(plan) if half == "am"} == {benali.id}


def test_engine_when_asked_twice_draws_the_same(office, benali, martin):
    assert drawn(office).half_days == drawn(office).half_days


def test_engine_when_a_doctor_falls_ill_finds_the_nearest_and_proves_it(office, benali, martin):
    for day, half in ((14, "am"), (15, "am")):
        a_published_shift(office, benali, MONDAY.replace(day=day), half)
    a_promise(office, a_doctor(office.network, "Nora", "Haddad"), pattern="mon-am")
    Absence.objects.create(network=office.network, doctor=benali, first_on=MONDAY, last_on=MONDAY)
    plan = drawn(office, n_weeks=1, kind=RotaPlan.Kind.REPLANNED, doctor_id=benali.id)
    assert plan.status == "ready"
    assert plan.cost == plan.bound
    kept = (benali.id, "2026-12-15", "am")
    assert kept in half_days(plan)
    assert benali.id not in {doctor_id for doctor_id, day, _half in half_days(plan) if day == "2026-12-14"}
    assert any(day == "2026-12-14" for _doctor, day, _half in half_days(plan))


def test_replacement_when_patients_are_booked_with_the_absent_doctor_opens_beside_them(office, benali, martin):
    """The reception can then move them from the one to the other."""
    booked = a_published_shift(office, benali, MONDAY)
    a_visit(booked, booked.starts_at.time().replace(hour=9))
    Absence.objects.create(network=office.network, doctor=benali, first_on=MONDAY, last_on=MONDAY)
    plan = drawn(office, n_weeks=1, kind=RotaPlan.Kind.REPLANNED, doctor_id=benali.id, patients={booked.id: None})
    published = publish_plan(plan_id=plan.id, by=plan.asked_by, now=NOW)
    assert [shift.shift_id for shift in published.staying] == [booked.id]
    beside = Shift.objects.get(day=MONDAY, half="am", doctor=martin)
    assert beside.status == "published"
    assert beside.room_id != booked.room_id
