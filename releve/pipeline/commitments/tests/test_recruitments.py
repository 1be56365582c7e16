"""A search that a newcomer answers is closed with her promise, and open again if the promise is given up."""

from datetime import UTC, date, datetime
from decimal import Decimal

import pytest
from django.db import IntegrityError, transaction
from hypothesis import given
from hypothesis import strategies as st

from releve.pipeline.commitments.actions import give_notice, give_up_promise
from releve.pipeline.commitments.actions.candidates import become_doctor
from releve.pipeline.commitments.handover import DeadlineKind, OpenCall, PatternHalfDay, Route
from releve.pipeline.commitments.models import RecruitmentCall
from releve.pipeline.commitments.queries.deadlines import deadlines_of_promise
from releve.pipeline.commitments.rules.answers import answered_calls
from releve.shared.half_days import Half
from tests.candidates import a_candidate
from tests.factories import a_promise, a_user, an_office

NOW = datetime(2026, 11, 23, 9, tzinfo=UTC)
CALLS = st.lists(
    st.builds(
        OpenCall,
        call_id=st.integers(1, 99),
        office_id=st.just(1),
        commitment_id=st.none(),
        opened_on=st.just(date(2026, 11, 1)),
        needed_from=st.dates(date(2026, 12, 1), date(2028, 1, 1)),
        half_days_per_week=st.integers(1, 20).map(lambda n: n / 2),
    ),
    unique_by=lambda call: call.call_id,
    max_size=5,
)


@given(CALLS, st.integers(1, 24).map(lambda n: n / 2))
def test_answered_when_chosen_then_she_has_the_half_days_and_no_open_one_would_still_fit(calls, half_days):
    answered = answered_calls(calls, half_days)
    left = half_days - sum(call.half_days_per_week for call in answered)
    assert left >= 0
    assert all(call.half_days_per_week > left for call in calls if call not in answered)


pytestmark = pytest.mark.django_db


@pytest.fixture
def office():
    return an_office()


@pytest.fixture
def aubry(office):
    return a_user("network", network=office.network)


@pytest.fixture
def leaving(office, aubry):
    """Dr Benali leaves her four half-days: a search is open."""
    promise = a_promise(office)
    give_notice(commitment_id=promise.id, happened_on=NOW.date(), by=aubry, now=NOW)
    promise.refresh_from_db()
    return promise


def come(office, aubry, half_days):
    return become_doctor(
        candidate_id=a_candidate(office.network).id,
        office=office,
        route=Route.DISTINCT_SITE,
        starts_on=date(2027, 6, 1),
        half_days_per_week=Decimal(half_days),
        pattern=[PatternHalfDay(0, Half.MORNING)],
        by=aubry,
        now=NOW,
    )


def test_search_when_a_newcomer_fills_it_then_closed_by_her_and_the_deadline_met(leaving, office, aubry):
    successor = come(office, aubry, 4)
    call = RecruitmentCall.objects.get()
    assert (call.closed_on, call.outcome, call.answered_by) == (NOW.date(), "found", successor)
    found = {deadline.kind: deadline for deadline in deadlines_of_promise(leaving, NOW.date())}
    assert found[DeadlineKind.FIND_SUCCESSOR].done_on == NOW.date()


def test_search_when_she_has_too_few_half_days_or_comes_elsewhere_then_stays_open(leaving, office, aubry):
    come(office, aubry, 3)
    come(an_office(office.network), aubry, 9)
    assert RecruitmentCall.objects.get().closed_on is None


def test_search_when_her_promise_is_given_up_then_open_again(leaving, office, aubry):
    successor = come(office, aubry, 5)
    give_up_promise(commitment_id=successor.id, happened_on=NOW.date(), by=aubry, now=NOW)
    call = RecruitmentCall.objects.get()
    assert (call.closed_on, call.outcome, call.answered_by) == (None, "", None)


def test_answer_when_nobody_was_found_then_the_database_refuses(leaving):
    with (
        pytest.raises(IntegrityError, match="recruitment_is_answered_when_somebody_is_found"),
        transaction.atomic(),
    ):
        RecruitmentCall.objects.update(answered_by=leaving)
