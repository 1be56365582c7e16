"""The welcome list of domain.md §1.5: what each route asks, by when, done or not."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.db import IntegrityError
from hypothesis import given
from hypothesis import strategies as st

from releve.pipeline.commitments.actions import agree_promise, give_up_promise, sign_contract
from releve.pipeline.commitments.actions.welcome import draw_up_welcome
from releve.pipeline.commitments.actions.welcome_ticks import tick_welcome, untick_welcome
from releve.pipeline.commitments.errors import CommitmentRefused
from releve.pipeline.commitments.handover import Route, WelcomeWho
from releve.pipeline.commitments.models import WelcomeLine
from releve.pipeline.commitments.queries.welcome import unfinished_welcomes, welcome_of
from releve.pipeline.commitments.rules.welcome import WelcomeTask, welcome_list
from tests.factories import a_promise, a_user, an_office

NOW = datetime(2026, 11, 23, 9, tzinfo=UTC)
START = date(2027, 3, 31)


def due(route, task, **signed):
    return next(item.due_on for item in welcome_list(route, START, **signed) if item.task == task)


def tasks(route):
    return {item.task for item in welcome_list(route, START)}


def test_list_when_a_distinct_site_then_the_declaration_two_calendar_months_before():
    assert due(Route.DISTINCT_SITE, WelcomeTask.SITE_DECLARATION) == date(2027, 1, 31)  # ORD-01
    assert WelcomeTask.REGISTRATION not in tasks(Route.DISTINCT_SITE)


def test_list_when_a_principal_practice_then_registered_three_months_before_and_nothing_declared():
    assert due(Route.PRINCIPAL_PRACTICE, WelcomeTask.REGISTRATION) == date(2026, 12, 31)
    assert WelcomeTask.SITE_DECLARATION not in tasks(Route.PRINCIPAL_PRACTICE)


def test_list_when_the_contract_is_signed_then_sent_to_the_ordre_within_a_month():
    assert due(Route.DISTINCT_SITE, WelcomeTask.CONTRACT_TO_ORDER, signed_on=date(2027, 1, 31)) == date(2027, 2, 28)


def test_list_when_a_replacement_then_nothing_that_a_place_of_her_own_asks():
    # AM-03: she bills with the number of whom she replaces.
    asked = tasks(Route.REPLACEMENT)
    assert WelcomeTask.INSURANCE in asked
    assert not asked & {WelcomeTask.HEALTH_INSURANCE, WelcomeTask.PLATE, WelcomeTask.COUNCIL_RESOLUTION}


@given(st.sampled_from(list(Route)), st.dates(date(2025, 1, 1), date(2035, 12, 31)))
def test_list_when_drawn_up_then_in_the_order_of_its_dates_each_task_once(route, starts_on):
    listed = welcome_list(route, starts_on)
    assert [item.due_on for item in listed] == sorted(item.due_on for item in listed)
    assert len({item.task for item in listed}) == len(listed)
    assert {item.who for item in listed} <= set(WelcomeWho)


@pytest.fixture
def aubry(db):
    return a_user("network")


@pytest.fixture
def promise(db):
    return a_promise(starts_on=START, state="proposed")


def test_agreement_when_told_then_the_list_begins_and_a_signature_dates_it(promise, aubry):
    told = {"commitment_id": promise.id, "by": aubry, "now": NOW}
    agree_promise(happened_on=date(2026, 11, 1), **told)
    assert line_of(promise, "contract_to_order").due_on == START - timedelta(days=3)  # a month after 28 February
    sign_contract(happened_on=date(2026, 11, 20), **told)
    assert line_of(promise, "contract_to_order").due_on == date(2026, 12, 20)


def test_agreement_when_a_replacement_then_no_list_by_itself(promise, aubry):
    promise.route, promise.replaced_doctor_name = Route.REPLACEMENT, "Dr Lemoine"
    promise.save()
    agree_promise(commitment_id=promise.id, happened_on=date(2026, 11, 1), by=aubry, now=NOW)
    assert not WelcomeLine.objects.exists()


def test_unfinished_when_the_promise_is_given_up_then_no_longer_listed(promise, aubry):
    told = {"commitment_id": promise.id, "happened_on": date(2026, 11, 1), "by": aubry, "now": NOW}
    agree_promise(**told)
    assert unfinished_welcomes(promise.network_id).exists()
    give_up_promise(**told)
    assert not unfinished_welcomes(promise.network_id).exists()


def draw_up(promise, aubry):
    return draw_up_welcome(commitment_id=promise.id, by=aubry, now=NOW)


def line_of(promise, task):
    return WelcomeLine.objects.get(commitment=promise, task=task)


def test_draw_up_when_asked_twice_then_one_list(promise, aubry):
    assert len(draw_up(promise, aubry)) == len(draw_up(promise, aubry)) == 13


def test_draw_up_when_the_start_moves_then_new_dates_and_what_is_done_stays(promise, aubry):
    draw_up(promise, aubry)
    insurance = line_of(promise, "insurance")
    tick_welcome(line_id=insurance.id, done_on=date(2026, 11, 20), by=aubry, now=NOW)
    promise.starts_on = date(2027, 5, 31)
    promise.save()
    draw_up(promise, aubry)
    assert line_of(promise, "site_declaration").due_on == date(2027, 3, 31)
    insurance.refresh_from_db()
    assert (insurance.done_on, insurance.due_on) == (date(2026, 11, 20), date(2027, 3, 16))


def test_draw_up_when_the_route_changes_then_what_it_no_longer_asks_goes(promise, aubry):
    draw_up(promise, aubry)
    promise.route = Route.PRINCIPAL_PRACTICE
    promise.save()
    draw_up(promise, aubry)
    assert not WelcomeLine.objects.filter(task="site_declaration").exists()
    assert WelcomeLine.objects.filter(task="registration").exists()


def test_tick_when_done_then_dated_and_can_be_taken_back(promise, aubry):
    draw_up(promise, aubry)
    plate = line_of(promise, "plate")
    tick_welcome(line_id=plate.id, done_on=date(2026, 11, 23), by=aubry, now=NOW)
    plate.refresh_from_db()
    assert (plate.done_on, plate.done_by) == (date(2026, 11, 23), aubry)
    untick_welcome(line_id=plate.id, by=aubry, now=NOW)
    plate.refresh_from_db()
    assert (plate.done_on, plate.done_by) == (None, None)


def test_tick_when_the_day_is_to_come_then_refused(promise, aubry):
    draw_up(promise, aubry)
    with pytest.raises(CommitmentRefused, match="pas encore venu"):
        tick_welcome(line_id=line_of(promise, "plate").id, done_on=date(2026, 11, 24), by=aubry, now=NOW)


def test_unfinished_when_all_is_done_then_no_longer_listed(promise, aubry):
    draw_up(promise, aubry)
    WelcomeLine.objects.update(done_on=NOW.date())
    other = a_promise(an_office(promise.network))
    draw_up(other, aubry)
    assert {line.commitment_id for line in unfinished_welcomes(promise.network_id)} == {other.id}
    assert len(welcome_of([promise.id])) == 13


def test_law_when_a_task_stands_twice_in_a_list_then_refused(promise, aubry):
    draw_up(promise, aubry)
    with pytest.raises(IntegrityError, match="welcome_list_names_each_task_once"):
        line_of(promise, "plate").__class__.objects.create(
            network=promise.network, commitment=promise, position=20, task="plate", who="doctor", due_on=START
        )
