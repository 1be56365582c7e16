from datetime import UTC, date, datetime, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from releve.pipeline.appointments.actions.hold import hold_slot, release_hold
from releve.pipeline.appointments.errors import NotBookable, SlotTaken, TooManyHolds
from releve.pipeline.appointments.handover import Status
from releve.pipeline.appointments.models import Appointment
from releve.pipeline.slots.rules import NotFree
from tests.factories import a_published_shift, a_reason, a_shift

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 12, 1, 8, tzinfo=UTC)
NINE = datetime(2026, 12, 7, 8, tzinfo=UTC)  # 9:00 in Mazingarbe


@pytest.fixture
def shift(db):
    return a_published_shift(day=date(2026, 12, 7))


@pytest.fixture
def reason(shift):
    return a_reason(shift.network)


def hold(shift, reason, starts_at=NINE, now=NOW, browser=""):
    return hold_slot(shift_id=shift.id, starts_at=starts_at, reason_id=reason.id, now=now, browser=browser)


def test_hold_when_the_time_is_free_keeps_it_for_the_offices_minutes(shift, reason):
    held = hold(shift, reason)
    assert held.status == Status.HELD
    assert held.held_until == NOW + timedelta(minutes=10)
    assert held.ends_at == NINE + timedelta(minutes=15)


def test_hold_when_the_time_is_held_offers_the_next_three(shift, reason):
    hold(shift, reason)
    with pytest.raises(SlotTaken) as refused:
        hold(shift, reason)
    assert [slot.starts_at - NINE for slot in refused.value.next_times] == [
        timedelta(minutes=15),
        timedelta(minutes=30),
        timedelta(minutes=45),
    ]


def test_hold_when_an_earlier_hold_has_run_out_takes_its_place(shift, reason):
    first = hold(shift, reason)
    later = NOW + timedelta(minutes=11)
    assert hold(shift, reason, now=later).status == Status.HELD
    first.refresh_from_db()
    assert first.status == Status.CANCELLED


@pytest.fixture
def few(shift):
    shift.office.n_open_appointments_max = 2
    shift.office.save()


def test_hold_when_the_browser_holds_as_many_as_it_may_is_refused(shift, reason, few):
    for minutes in (0, 15):
        hold(shift, reason, NINE + timedelta(minutes=minutes), browser="brave")
    with pytest.raises(TooManyHolds) as refused:
        hold(shift, reason, NINE + timedelta(minutes=30), browser="brave")
    assert refused.value.n_max == 2
    assert Appointment.objects.count() == 2


def test_hold_when_another_browser_or_none_is_told_is_not_counted(shift, reason, few):
    for minutes, browser in ((0, "brave"), (15, "brave"), (30, "other"), (45, ""), (60, ""), (75, "")):
        hold(shift, reason, NINE + timedelta(minutes=minutes), browser=browser)
    assert Appointment.objects.count() == 6


def test_hold_when_earlier_ones_have_run_out_or_were_given_back_is_not_counted(shift, reason, few):
    hold(shift, reason, browser="brave")
    given_back = hold(shift, reason, NINE + timedelta(minutes=15), browser="brave")
    release_hold(appointment_id=given_back.id, now=NOW)
    assert hold(shift, reason, NINE + timedelta(minutes=15), browser="brave").status == Status.HELD
    later = NOW + timedelta(minutes=11)
    assert hold(shift, reason, NINE + timedelta(minutes=30), later, browser="brave").status == Status.HELD


def test_hold_when_the_browser_clicks_its_own_time_again_is_the_same_though_it_holds_all(shift, reason, few):
    first = hold(shift, reason, browser="brave")
    hold(shift, reason, NINE + timedelta(minutes=15), browser="brave")
    assert hold(shift, reason, browser="brave") == first


@pytest.mark.parametrize(("browser", "n_more"), [("", 0), ("brave", 1)])
def test_hold_when_counted_costs_one_statement_and_only_with_a_browser(shift, reason, browser, n_more):
    with CaptureQueriesContext(connection) as asked:
        hold(shift, reason, browser=browser)
    counting = [query["sql"] for query in asked.captured_queries if "n_open_appointments_max" in query["sql"]]
    assert len(counting) == n_more


def test_hold_when_given_back_frees_the_time(shift, reason):
    held = hold(shift, reason)
    release_hold(appointment_id=held.id, now=NOW)
    assert hold(shift, reason).id != held.id


def test_hold_when_the_shift_is_a_draft_is_refused(db):
    draft = a_shift(day=date(2026, 12, 7))
    with pytest.raises(NotBookable) as refused:
        hold(draft, a_reason(draft.network))
    assert refused.value.why is NotFree.OUTSIDE_SHIFT


def test_hold_when_the_shift_does_not_exist_is_refused_without_a_fault(shift, reason):
    with pytest.raises(NotBookable):
        hold_slot(shift_id=10**9, starts_at=NINE, reason_id=reason.id, now=NOW)
    with pytest.raises(NotBookable):
        hold_slot(shift_id=shift.id, starts_at=NINE, reason_id=10**9, now=NOW)


def test_hold_when_the_day_is_past_is_refused(shift, reason):
    with pytest.raises(NotBookable) as refused:
        hold(shift, reason, now=NINE + timedelta(days=1))
    assert refused.value.why is NotFree.TOO_LATE


def test_hold_when_the_reason_belongs_to_another_network_is_refused(shift):
    """Under the role of care a reason of another network is not even seen; here the action itself must say no."""
    with pytest.raises(NotBookable):
        hold(shift, a_reason(name="Consultation"))


def test_hold_when_refused_stores_nothing(shift, reason):
    for starts_at in (NINE - timedelta(hours=2), NINE + timedelta(minutes=3), NINE + timedelta(hours=9)):
        with pytest.raises(NotBookable):
            hold(shift, reason, starts_at)
    assert not Appointment.objects.exists()
