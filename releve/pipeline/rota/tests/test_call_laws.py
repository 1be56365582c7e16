"""Links of a call, when it ends, and the laws that PostgreSQL keeps."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.db import IntegrityError, transaction

from releve.pipeline.rota.call_errors import UnknownLink
from releve.pipeline.rota.messages.call_links import call_token, invitation_of_link
from releve.pipeline.rota.models import CallHalfDay, CallInvitation, CallTaking
from releve.pipeline.rota.queries.calls import offered_of
from releve.pipeline.rota.rules.calls import CallState, call_state
from releve.shared.half_days import Half
from tests.candidates import a_call, a_candidate
from tests.factories import a_doctor, a_shift, an_office

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 12, 1, 8, tzinfo=UTC)
MONDAY = date(2026, 12, 7)
MONDAY_AM = (MONDAY, Half.MORNING)


@pytest.fixture
def office():
    return an_office()


def test_state_when_the_last_half_day_is_past_then_expired(office):
    call = a_call(office, half_days=[MONDAY_AM], expires_at=NOW + timedelta(days=60))
    offered = offered_of(call)
    assert call_state(offered, call.expires_at, None, NOW) == CallState.OPEN
    assert call_state(offered, call.expires_at, None, NOW + timedelta(days=30)) == CallState.EXPIRED


def test_link_when_read_then_names_the_invitation_and_a_changed_one_nothing():
    token = call_token(3, 250)
    assert invitation_of_link(token) == (3, 250)
    for wrong in (token[:-1], f"4{token[1:]}", "3-fa", ""):
        with pytest.raises(UnknownLink):
            invitation_of_link(wrong)


def broken(law, make):
    with pytest.raises(IntegrityError, match=law), transaction.atomic():
        make()


def test_law_when_a_call_expires_before_it_is_published_then_refused(office):
    broken("call_expires_after_it_is_published", lambda: a_call(office, expires_at=NOW - timedelta(days=1)))


def test_law_when_a_half_day_stands_twice_in_a_call_then_refused(office):
    broken("call_names_each_half_day_once", lambda: a_call(office, half_days=[MONDAY_AM, MONDAY_AM]))


def test_law_when_an_invitation_is_for_nobody_or_for_two_then_refused(office):
    call = a_call(office)
    two = {"doctor": a_doctor(office.network), "candidate": a_candidate(office.network)}
    for people in ({}, two):
        broken(
            "invitation_is_for_one_person",
            lambda people=people: CallInvitation.objects.create(network=office.network, call=call, **people),
        )


@pytest.mark.parametrize("kind", ["doctor", "candidate"])
def test_law_when_somebody_is_invited_twice_then_refused(office, kind):
    person = a_doctor(office.network) if kind == "doctor" else a_candidate(office.network)
    twice = [CallInvitation(network=office.network, call=a_call(office), **{kind: person})] * 2
    twice[1] = CallInvitation(network=office.network, call=twice[0].call, **{kind: person})
    broken(f"{kind}_is_invited_once_to_a_call", lambda: CallInvitation.objects.bulk_create(twice))


def test_law_when_a_half_day_is_taken_twice_then_refused(office):
    call = a_call(office, half_days=[MONDAY_AM])
    half_day = CallHalfDay.objects.get()
    taken = [
        CallTaking(network=office.network, half_day=half_day, doctor=shift.doctor, shift=shift, taken_at=NOW)
        for shift in (a_shift(office, day=MONDAY), a_shift(office, day=MONDAY))
    ]
    assert call.half_days.count() == 1
    broken("half_day_of_a_call_is_taken_once", lambda: CallTaking.objects.bulk_create(taken))
