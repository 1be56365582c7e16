"""Who is told what when a call is answered: the rest at once, each when what was for her is gone; nobody twice."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.core import mail
from procrastinate.contrib.django.models import ProcrastinateJob

from releve.pipeline.commitments.models import Absence, Doctor
from releve.pipeline.rota.actions.calls import publish_call, withdraw_call
from releve.pipeline.rota.actions.takings import decline_call, take_half_days
from releve.pipeline.rota.call_errors import CallRefused
from releve.pipeline.rota.tasks import calls as mails
from releve.shared.half_days import Half
from tests.candidates import a_candidate
from tests.factories import a_doctor, a_promise, a_user, an_office

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 12, 1, 8, tzinfo=UTC)
LATER = NOW + timedelta(hours=1)
MONDAY, TUESDAY = date(2026, 12, 7), date(2026, 12, 8)
MONDAY_AM, TUESDAY_AM = (MONDAY, Half.MORNING), (TUESDAY, Half.MORNING)


@pytest.fixture
def office():
    return an_office()


@pytest.fixture
def aubry(office):
    return a_user("network", network=office.network)


def promised(office, first_name, last_name):
    email = f"{last_name.lower()}@example.org"
    return a_promise(office, a_doctor(office.network, first_name, last_name, email=email), pattern="fri-am").doctor


@pytest.fixture
def haddad(office):
    """Dr Haddad could take either half-day."""
    return promised(office, "Karim", "Haddad")


@pytest.fixture
def faure(office):
    """Dr Faure is away on Tuesday: of the call only Monday is for her."""
    doctor = promised(office, "Nina", "Faure")
    Absence.objects.create(network=office.network, doctor=doctor, first_on=TUESDAY, last_on=TUESDAY)
    return doctor


@pytest.fixture
def third(office):
    return promised(office, "Ugo", "Petit")


@pytest.fixture
def call(office, aubry, haddad, faure, third):
    expires_at = NOW + timedelta(days=3)
    return publish_call(
        office_id=office.id, half_days=[MONDAY_AM, TUESDAY_AM], expires_at=expires_at, by=aubry, now=NOW
    )


def invited(call, who):
    return call.invitations.get(**{"doctor" if isinstance(who, Doctor) else "candidate": who})


def take(call, who, *half_days):
    ids = [call.half_days.get(day=day, half=half).id for day, half in half_days]
    return take_half_days(invitation_id=invited(call, who).id, half_day_ids=ids, now=LATER)


def decline(call, who):
    return decline_call(invitation_id=invited(call, who).id, now=LATER)


def jobs(name):
    found = ProcrastinateJob.objects.filter(task_name=f"rota.{name}").order_by("id")
    return [job.args["invitation_id"] for job in found]


def test_take_when_what_was_for_her_is_gone_she_is_told_at_once_and_who_has_a_choice_is_not(call, haddad, faure, third):
    take(call, third, MONDAY_AM)
    assert jobs("send_call_nothing_left") == [invited(call, faure).id]
    assert invited(call, haddad).told_gone_at is None


def test_take_when_something_is_left_for_all_then_nobody_is_told(call, third):
    take(call, third, TUESDAY_AM)
    assert jobs("send_call_nothing_left") == []


def test_take_when_the_last_one_goes_then_each_of_the_rest_is_told_once(call, haddad, faure, third):
    take(call, third, MONDAY_AM)
    take(call, third, TUESDAY_AM)
    assert jobs("send_call_nothing_left") == [invited(call, faure).id, invited(call, haddad).id]


def test_take_when_somebody_has_declined_then_she_is_not_bothered(call, haddad, faure, third):
    assert decline(call, haddad).declined_at == LATER
    take(call, third, MONDAY_AM, TUESDAY_AM)
    assert jobs("send_call_nothing_left") == [invited(call, faure).id]


def test_mail_when_she_declines_before_it_leaves_then_it_does_not(call, faure, third):
    take(call, third, MONDAY_AM)
    decline(call, faure)
    mails.send_call_nothing_left(invited(call, faure).id)
    assert mail.outbox == []


def test_mail_when_nothing_is_left_then_says_so_without_naming_anybody(call, faure, third):
    take(call, third, MONDAY_AM)
    mails.send_call_nothing_left(invited(call, faure).id)
    (sent,) = mail.outbox
    assert sent.to == ["faure@example.org"]
    assert "que vous pouviez prendre" in sent.body
    assert "Petit" not in sent.body


def test_withdraw_when_some_have_declined_or_were_told_then_only_the_others_hear_of_it(
    call, aubry, haddad, faure, third
):
    take(call, third, MONDAY_AM)
    decline(call, haddad)
    withdraw_call(call_id=call.id, by=aubry, now=LATER)
    assert jobs("send_call_withdrawn") == [invited(call, third).id]


def test_decline_when_said_twice_then_noted_once_and_she_may_still_take(call, haddad):
    for _twice in range(2):
        assert decline(call, haddad).declined_at == LATER
    take(call, haddad, MONDAY_AM)
    assert invited(call, haddad).declined_at is None


def test_decline_when_she_has_taken_something_then_refused_with_what_to_do(call, haddad):
    take(call, haddad, MONDAY_AM)
    with pytest.raises(CallRefused, match="Prévenez le réseau"):
        decline(call, haddad)


def test_take_when_candidates_were_called_too_then_they_are_told_as_well(office, aubry, haddad):
    benali = a_promise(office, a_doctor(office.network, email="benali@example.org"))
    Absence.objects.create(network=office.network, doctor=benali.doctor, first_on=MONDAY, last_on=MONDAY)
    roussel, leaves = a_candidate(office.network), a_candidate(office.network, last_name="Sage")
    expires_at = NOW + timedelta(days=3)
    call = publish_call(
        office_id=office.id, half_days=[MONDAY_AM], expires_at=expires_at, by=aubry, now=NOW, replaced_id=benali.id
    )
    decline(call, leaves)
    take(call, roussel, MONDAY_AM)
    assert jobs("send_call_nothing_left") == [invited(call, haddad).id]


@pytest.mark.parametrize("n_others", [0, 6])
def test_take_when_many_were_called_asks_little_more(
    office, aubry, haddad, third, n_others, django_assert_max_num_queries
):
    for n in range(n_others):
        promised(office, "Ana", f"Nom{n}")
    expires_at = NOW + timedelta(days=3)
    call = publish_call(office_id=office.id, half_days=[MONDAY_AM], expires_at=expires_at, by=aubry, now=NOW)
    # Two for each who is told, her mark and her mail: the rest is the same for one and for all.
    with django_assert_max_num_queries(61 + 2 * n_others):
        take(call, haddad, MONDAY_AM)
