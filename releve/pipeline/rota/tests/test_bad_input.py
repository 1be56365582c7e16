"""What a plan makes of input that cannot be: a message with rule and remedy, and never a rota that breaks a rule."""

from datetime import UTC, date, datetime, timedelta

import pytest

from releve.pipeline.commitments.models import Absence
from releve.pipeline.rota.actions import lay_weeks
from releve.pipeline.rota.actions.exchange_moves import ExchangeImpossible
from releve.pipeline.rota.actions.exchanges import Given, propose_exchange
from releve.pipeline.rota.actions.publication import publish_plan
from releve.pipeline.rota.errors import RotaRefused, reason_in_words
from releve.pipeline.rota.models import Exchange, Shift
from releve.pipeline.rota.queries.problem import planning_ground
from releve.pipeline.rota.tasks.plans import by_the_engine
from releve.pipeline.rota.tests.drawing import MONDAY, NOW, a_plan
from tests.factories import a_doctor, a_network, a_promise, a_published_shift, a_shift, a_user, an_office

pytestmark = pytest.mark.django_db


@pytest.fixture
def network():
    return a_network()


@pytest.fixture
def aubry(network):
    return a_user("network", network=network)


def half_days(plan, doctor=None):
    return {(day, half) for doctor_id, _office, day, half in plan.half_days if doctor in (None, doctor_id)}


def test_promises_when_beyond_the_rooms_leave_a_rota_that_fits_them(network, aubry):
    """The page says it (desks/network/tests/test_plans.py); the engine never fills a room twice."""
    office = an_office(network, weekdays=(0,), n_rooms=1)
    for name in ("Benali", "Martin", "Haddad"):
        a_promise(office, a_doctor(network, "Ana", name), pattern="mon-am mon-pm")
    plan = a_plan(office, aubry, drawn_by=by_the_engine)
    assert plan.is_valid
    assert sorted((day, half) for _doctor, _office, day, half in plan.half_days) == [
        ("2026-12-14", "am"),
        ("2026-12-14", "pm"),
    ]


def test_doctor_when_committed_to_two_offices_at_once_is_in_one_and_told_of_the_other(network, aubry):
    benali = a_doctor(network)
    offices = [an_office(network, weekdays=(0,)), an_office(network, weekdays=(0,), name="Cabinet de Bully")]
    for office in offices:
        a_promise(office, benali, pattern="mon-am")
    plan = a_plan(offices[0], aubry, more=offices[1:], drawn_by=by_the_engine)
    at_nine = [half_day for half_day in plan.half_days if half_day[3] == "am"]
    assert plan.is_valid
    assert len(at_nine) == 1
    laid = [lay_weeks(office_id=office.id, first=MONDAY, n_weeks=1, by=aubry, now=NOW) for office in offices]
    assert [one.n_laid for one in laid] == [1, 0]
    assert [reason_in_words(why) for why in laid[1].not_laid] == [
        "le médecin consulte ailleurs : Cabinet médical de Mazingarbe"
    ]


def test_absence_when_over_a_half_day_to_keep_frees_it_and_names_who_when_and_why(network, aubry):
    office, benali = an_office(network, weekdays=(0,)), a_doctor(network)
    a_promise(office, benali, pattern="mon-am")
    locked = a_shift(office, benali, MONDAY, is_edited=True)
    Absence.objects.create(network=network, doctor=benali, first_on=MONDAY, last_on=MONDAY)
    plan = a_plan(office, aubry, drawn_by=by_the_engine)
    assert (plan.status, half_days(plan, benali.id)) == ("ready", set())
    ground = planning_ground(network.id, [office.id], MONDAY, 1, now=NOW)
    (conflict,) = ground.conflicts
    assert (conflict.shift.shift_id, reason_in_words(conflict)) == (locked.id, "médecin absent")


def test_week_when_it_has_two_holidays_loses_both_by_name_and_the_rota_keeps_its_rules(network, aubry):
    """Ascension Thursday and 8 May fall in one week of 2027; what is lost is made good where the week allows."""
    office, benali = an_office(network, weekdays=(2, 3, 5)), a_doctor(network)
    a_promise(office, benali, pattern="thu-am sat-am wed-am", half_days_per_week=3)
    monday = date(2027, 5, 3)
    plan = a_plan(office, aubry, first=monday, drawn_by=by_the_engine)
    assert plan.is_valid
    assert half_days(plan) == {("2027-05-05", "am"), ("2027-05-05", "pm")}
    laid = lay_weeks(office_id=office.id, first=monday, n_weeks=1, by=aubry, now=NOW)
    assert [reason_in_words(why) for why in laid.not_laid] == [
        "jour férié : Ascension",
        "jour férié : Fête de la Victoire",
    ]


@pytest.mark.parametrize(
    ("first", "starts"),
    [(date(2027, 3, 22), ["07:30", "06:30"]), (date(2026, 10, 19), ["06:30", "07:30"])],
)
def test_plan_when_the_clock_changes_opens_at_the_same_hour_on_the_wall(network, aubry, first, starts):
    office = an_office(network, weekdays=(1,))
    a_promise(office, a_doctor(network), pattern="tue-am")
    now = datetime(2026, 9, 1, 8, tzinfo=UTC)
    plan = a_plan(office, aubry, first=first, n_weeks=2, now=now, drawn_by=by_the_engine)
    publish_plan(plan_id=plan.id, by=aubry, now=now)
    mornings = Shift.objects.filter(half="am").order_by("starts_at")
    assert [f"{shift.starts_at:%H:%M}" for shift in mornings] == starts


def test_ring_when_one_step_of_it_is_forbidden_names_who_when_the_rule_and_the_remedy_and_moves_nothing(network):
    office = an_office(network)
    doctors = [a_doctor(network, "Ana", name) for name in ("Benali", "Martin", "Haddad")]
    shifts = [a_published_shift(office, one, MONDAY + timedelta(days=n)) for n, one in enumerate(doctors)]
    Absence.objects.create(network=network, doctor=doctors[2], first_on=shifts[1].day, last_on=shifts[1].day)
    given = [Given(shift.id, doctors[(n + 1) % 3].id) for n, shift in enumerate(shifts)]
    with pytest.raises(ExchangeImpossible) as refused:
        propose_exchange(doctor_id=doctors[0].id, given=given, by=None, now=NOW)
    said = str(refused.value.message)
    assert "Mardi 15 décembre" in said
    assert "Dr Ana Haddad est en absence" in said
    assert "Choisissez un autre jour, ou retirez l’absence" in said
    assert not Exchange.objects.exists()


def test_ring_when_it_comes_back_to_who_began_with_the_same_half_day_is_refused(network):
    office = an_office(network)
    benali, martin = a_doctor(network), a_doctor(network, "Hugo", "Martin")
    hers = a_published_shift(office, benali, MONDAY)
    a_promise(office, martin)
    for given in ([Given(hers.id, benali.id)], [Given(hers.id, martin.id), Given(hers.id, martin.id)]):
        with pytest.raises(RotaRefused):
            propose_exchange(doctor_id=benali.id, given=given, by=None, now=NOW)
    assert not Exchange.objects.exists()
