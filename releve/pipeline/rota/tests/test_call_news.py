"""A half-day of a call that is covered another way, or opens again: who is told, and who is left in peace."""

from datetime import UTC, date, datetime, timedelta

import pytest
import time_machine
from django.core import mail
from procrastinate.contrib.django.models import ProcrastinateJob

from releve.pipeline.commitments.models import Absence
from releve.pipeline.offices.queries import rooms_of
from releve.pipeline.rota.actions.call_news import OPEN_AGAIN_AFTER
from releve.pipeline.rota.actions.calls import publish_call, withdraw_call
from releve.pipeline.rota.actions.exchanges import Given, answer_exchange, propose_exchange
from releve.pipeline.rota.actions.publication import publish_plan, withdraw_publication
from releve.pipeline.rota.actions.shifts import add_shift, cancel_shift
from releve.pipeline.rota.actions.takings import decline_call, take_half_days
from releve.pipeline.rota.actions.weeks import lay_weeks, withdraw_drafts
from releve.pipeline.rota.call_errors import AlreadyTaken, CallRefused
from releve.pipeline.rota.models import CallTaking, Shift
from releve.pipeline.rota.queries.calls import offered_of
from releve.pipeline.rota.rules.calls import CallState, call_state
from releve.pipeline.rota.tasks import calls as mails
from releve.pipeline.rota.tests.drawing import a_plan
from releve.shared.half_days import Half
from tests.factories import a_doctor, a_promise, a_published_shift, a_user, an_office

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 12, 1, 8, tzinfo=UTC)
LATER = NOW + timedelta(hours=1)
MONDAY = date(2026, 12, 14)
MONDAY_AM, MONDAY_PM = (MONDAY, Half.MORNING), (MONDAY, Half.AFTERNOON)


@pytest.fixture(autouse=True)
def clock():
    with time_machine.travel(LATER, tick=False) as traveller:
        yield traveller


@pytest.fixture
def office():
    return an_office(weekdays=(0, 1))


@pytest.fixture
def aubry(office):
    return a_user("network", network=office.network)


def promised(office, first_name, last_name):
    email = f"{last_name.lower()}@example.org"
    return a_promise(office, a_doctor(office.network, first_name, last_name, email=email), pattern="mon-am").doctor


@pytest.fixture
def benali(office):
    return promised(office, "Leïla", "Benali")


@pytest.fixture
def haddad(office):
    return promised(office, "Karim", "Haddad")


def called(office, aubry, *half_days, days=7):
    return publish_call(
        office_id=office.id,
        half_days=half_days or [MONDAY_AM],
        expires_at=NOW + timedelta(days=days),
        by=aubry,
        now=NOW,
    )


@pytest.fixture
def call(office, aubry, benali, haddad):
    return called(office, aubry)


def a_room_of(office):
    return rooms_of(office.id)[0].id


def add(office, doctor, aubry, half_day=MONDAY_AM):
    day, half = half_day
    return add_shift(
        office_id=office.id, doctor_id=doctor.id, room_id=a_room_of(office), day=day, half=half, by=aubry, now=LATER
    )


def cancel(shift, aubry):
    cancel_shift(shift_id=shift.id, because="Erreur", by=aubry, now=LATER)


def invited(call, doctor):
    return call.invitations.get(doctor=doctor)


def told(name):
    found = ProcrastinateJob.objects.filter(task_name=f"rota.send_call_{name}").order_by("id")
    return [job.args["invitation_id"] for job in found]


def take(call, doctor, half_day=MONDAY_AM):
    ids = [call.half_days.get(day=half_day[0], half=half_day[1]).id]
    return take_half_days(invitation_id=invited(call, doctor).id, half_day_ids=ids, now=LATER)


def state_of(call):
    call.refresh_from_db()
    return call_state(offered_of(call), call.expires_at, call.withdrawn_at, LATER)


# Covered another way


def test_half_day_when_covered_by_hand_then_everybody_invited_is_told_at_once(call, office, aubry, benali, haddad):
    add(office, benali, aubry)
    assert told("nothing_left") == [invited(call, benali).id, invited(call, haddad).id]
    mails.send_call_nothing_left(told("nothing_left")[0])
    assert "ne sont plus à prendre" in mail.outbox[0].body
    assert state_of(call) == CallState.ALL_TAKEN


def test_half_day_when_covered_by_laid_weeks_then_told_once(call, office, aubry, benali):
    for _twice in range(2):
        lay_weeks(office_id=office.id, first=MONDAY, n_weeks=1, by=aubry, now=LATER)
    assert Shift.objects.filter(day=MONDAY, half="am").exists()
    assert len(told("nothing_left")) == 2


def test_half_day_when_covered_by_a_plan_then_told_and_open_again_when_it_is_taken_back(call, office, aubry):
    plan = a_plan(office, aubry, now=LATER)
    publish_plan(plan_id=plan.id, by=aubry, now=LATER)
    assert len(told("nothing_left")) == 2
    withdraw_publication(plan_id=plan.id, by=aubry, now=LATER)
    assert len(told("open_again")) == 2


def test_half_day_when_who_was_called_takes_another_by_exchange_then_she_is_told(call, office, aubry, benali, haddad):
    """Dr Haddad takes over a half-day in Bully at the same moment: nothing of the call is for him any more."""
    bully = an_office(office.network, name="Bully", weekdays=(0, 1))
    leaves = promised(bully, "Ana", "Leroy")
    a_promise(bully, haddad, pattern="tue-am")
    shift = a_published_shift(bully, leaves, MONDAY)
    exchange = propose_exchange(doctor_id=leaves.id, given=[Given(shift.id, haddad.id)], by=None, now=LATER)
    done = answer_exchange(exchange_id=exchange.id, doctor_id=haddad.id, is_agreed=True, by=None, now=LATER)
    assert done.status == "done"
    assert told("nothing_left") == [invited(call, haddad).id]


def test_half_day_when_something_else_is_left_then_nobody_is_told(office, aubry, benali, haddad):
    called(office, aubry, MONDAY_AM, MONDAY_PM)
    add(office, benali, aubry)
    assert told("nothing_left") == []


def test_half_day_when_she_said_that_she_cannot_then_she_is_not_bothered(call, office, aubry, benali, haddad):
    decline_call(invitation_id=invited(call, haddad).id, now=LATER)
    shift = add(office, benali, aubry)
    cancel(shift, aubry)
    assert told("nothing_left") == told("open_again") == [invited(call, benali).id]


def test_half_day_when_the_call_is_withdrawn_or_over_then_nobody_is_told(call, office, aubry, benali, haddad):
    withdraw_call(call_id=call.id, by=aubry, now=LATER)
    add(office, benali, aubry)
    called(office, aubry, MONDAY_PM, days=1)
    add_shift(
        office_id=office.id,
        doctor_id=benali.id,
        room_id=a_room_of(office),
        day=MONDAY,
        half=Half.AFTERNOON,
        by=aubry,
        now=NOW + timedelta(days=2),
    )
    assert told("nothing_left") == []


# Open again


def test_half_day_when_open_again_then_who_was_told_hears_of_it_once(call, office, aubry, benali, haddad):
    cancel(add(office, benali, aubry), aubry)
    job = ProcrastinateJob.objects.filter(task_name="rota.send_call_open_again").first()
    assert job.scheduled_at == LATER + OPEN_AGAIN_AFTER
    for _twice in range(2):
        mails.send_call_open_again(invited(call, haddad).id)
    (sent,) = mail.outbox
    assert sent.to == ["haddad@example.org"]
    assert "de nouveau à prendre" in sent.subject
    assert "lundi 14 décembre, matin" in sent.body
    assert "/reseau/appel/" in sent.body
    assert invited(call, haddad).told_gone_at is None
    assert state_of(call) == CallState.OPEN
    assert take(call, haddad)


def test_half_day_when_covered_again_before_the_mail_leaves_then_no_mail(call, office, aubry, benali, haddad):
    cancel(add(office, benali, aubry), aubry)
    add(office, benali, aubry)
    mails.send_call_open_again(invited(call, haddad).id)
    assert mail.outbox == []
    assert len(told("nothing_left")) == 2, "who never heard that it was open is not told twice that it is gone"


@pytest.mark.parametrize("end", ["withdrawn", "expired", "declined", "erased"])
def test_mail_when_the_call_ended_before_it_left_then_not_sent(call, office, aubry, benali, haddad, clock, end):
    cancel(add(office, benali, aubry), aubry)
    invitation = invited(call, haddad)
    if end == "withdrawn":
        withdraw_call(call_id=call.id, by=aubry, now=LATER)
    elif end == "expired":
        clock.move_to(call.expires_at)
    elif end == "declined":
        decline_call(invitation_id=invitation.id, now=LATER)
    else:
        invitation.delete()
    mails.send_call_open_again(invitation.id or 10**9)
    assert mail.outbox == []


def test_half_day_when_drafts_are_taken_back_then_open_again(call, office, aubry):
    lay_weeks(office_id=office.id, first=MONDAY, n_weeks=1, by=aubry, now=LATER)
    withdraw_drafts(office_id=office.id, first=MONDAY, n_weeks=1, by=aubry, now=LATER)
    assert len(told("open_again")) == 2


# Taken, then cancelled


def test_taking_when_its_shift_is_cancelled_then_the_next_may_take_it(call, aubry, benali, haddad):
    (taking,) = take(call, benali)
    with pytest.raises(AlreadyTaken):
        take(call, haddad)
    Absence.objects.create(network=call.network, doctor=benali, first_on=MONDAY, last_on=MONDAY)
    cancel(taking.shift, aubry)
    assert told("open_again") == [invited(call, haddad).id]
    mails.send_call_open_again(invited(call, haddad).id)
    (again,) = take(call, haddad)
    assert list(CallTaking.objects.all()) == [again]
    assert Shift.objects.get(day=MONDAY, status="published").doctor == haddad


def test_taking_when_its_shift_is_cancelled_then_no_second_call_beside_the_running_one(call, office, aubry, benali):
    (taking,) = take(call, benali)
    cancel(taking.shift, aubry)
    with pytest.raises(CallRefused, match="déjà dans un appel en cours"):
        called(office, aubry)


@pytest.mark.parametrize("n", [0, 1, 3])
def test_shift_when_added_looks_at_the_calls_of_its_day_alone(
    office, aubry, benali, haddad, n, django_assert_max_num_queries
):
    for number in range(n):
        other = an_office(office.network, name=f"Cabinet {number}", weekdays=(1,))
        promised(other, "Ana", f"Nom{number}")
        called(other, aubry, (MONDAY + timedelta(days=1), Half.MORNING))
    with django_assert_max_num_queries(25):
        add(office, benali, aubry)
