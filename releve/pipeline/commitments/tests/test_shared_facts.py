"""A fact that stands on the welcome list and among the deadlines is noted once, wherever one notes it."""

from datetime import UTC, date, datetime

import pytest

from releve.pipeline.commitments.actions import agree_promise, mark_deadline, sign_contract, unmark_deadline
from releve.pipeline.commitments.actions.welcome import draw_up_welcome
from releve.pipeline.commitments.actions.welcome_ticks import tick_welcome, untick_welcome
from releve.pipeline.commitments.errors import CommitmentRefused
from releve.pipeline.commitments.handover import DeadlineKind
from releve.pipeline.commitments.models import Commitment, DeadlineMark, WelcomeLine
from releve.pipeline.commitments.queries.deadlines import deadlines_of_promise
from tests.factories import a_promise, a_user
from tests.promises import an_act

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 11, 23, 9, tzinfo=UTC)
TODAY, BEFORE = NOW.date(), date(2026, 11, 20)


@pytest.fixture
def aubry():
    return a_user("network")


@pytest.fixture
def promise(aubry):
    """Agreed today for March, by a distinct site: her welcome list is drawn up."""
    found = a_promise(starts_on=date(2027, 3, 1), state="proposed")
    an_act(found, "propose", happened_on=TODAY, before="", after="proposed")
    agree_promise(commitment_id=found.id, happened_on=TODAY, by=aubry, now=NOW)
    return Commitment.objects.get(id=found.id)


def line(promise, task):
    return WelcomeLine.objects.get(commitment=promise, task=task)


def deadline(promise, kind):
    fresh = Commitment.objects.get(id=promise.id)
    return next(found for found in deadlines_of_promise(fresh, TODAY) if found.kind == kind)


def tick(promise, task, by, day=BEFORE):
    return tick_welcome(line_id=line(promise, task).id, done_on=day, by=by, now=NOW)


def test_declaration_when_ticked_on_the_welcome_list_then_the_act_with_its_date(promise, aubry):
    """ORD-01: the tick is the proved receipt, and nothing is laid before two calendar months after it."""
    tick(promise, "site_declaration", aubry)
    assert deadline(promise, DeadlineKind.DECLARE_SITE).done_on == BEFORE
    assert Commitment.objects.get(id=promise.id).may_start_on == date(2027, 1, 20)


def test_declaration_when_marked_among_the_deadlines_then_the_act_and_the_tick(promise, aubry):
    due_on = deadline(promise, DeadlineKind.DECLARE_SITE).due_on
    mark_deadline(
        commitment_id=promise.id, kind=DeadlineKind.DECLARE_SITE, due_on=due_on, done_on=BEFORE, by=aubry, now=NOW
    )
    assert (line(promise, "site_declaration").done_on, line(promise, "site_declaration").done_by) == (BEFORE, aubry)
    assert Commitment.objects.get(id=promise.id).state == "declared"
    assert not DeadlineMark.objects.exists()


def test_signature_when_noted_as_an_act_then_ticked_and_a_tick_is_not_taken_back(promise, aubry):
    sign_contract(commitment_id=promise.id, happened_on=BEFORE, by=aubry, now=NOW)
    assert line(promise, "signature").done_on == BEFORE
    with pytest.raises(CommitmentRefused, match="par un autre acte"):
        untick_welcome(line_id=line(promise, "signature").id, by=aubry, now=NOW)
    assert line(promise, "signature").done_on == BEFORE


def test_sending_when_nothing_is_signed_then_refused_and_after_it_both_lists_tell_it(promise, aubry):
    """ORD-16."""
    with pytest.raises(CommitmentRefused, match="notez d’abord"):
        tick(promise, "contract_to_order", aubry)
    tick(promise, "signature", aubry)
    tick(promise, "contract_to_order", aubry, TODAY)
    assert deadline(promise, DeadlineKind.SEND_CONTRACT).done_on == TODAY
    untick_welcome(line_id=line(promise, "contract_to_order").id, by=aubry, now=NOW)
    assert deadline(promise, DeadlineKind.SEND_CONTRACT).done_on is None


def test_registration_when_marked_then_ticked_and_unmarked_then_open_again(promise, aubry):
    """AM-01."""
    due_on = deadline(promise, DeadlineKind.REGISTER_CPAM).due_on
    of_it = {"commitment_id": promise.id, "kind": DeadlineKind.REGISTER_CPAM, "due_on": due_on}
    mark_deadline(**of_it, done_on=BEFORE, by=aubry, now=NOW)
    assert line(promise, "health_insurance").done_on == BEFORE
    unmark_deadline(**of_it, by=aubry, now=NOW)
    assert line(promise, "health_insurance").done_on is None


def test_list_when_drawn_up_after_the_facts_then_they_are_ticked(promise, aubry):
    sign_contract(commitment_id=promise.id, happened_on=BEFORE, by=aubry, now=NOW)
    WelcomeLine.objects.all().delete()
    draw_up_welcome(commitment_id=promise.id, by=aubry, now=NOW)
    assert line(promise, "signature").done_on == BEFORE
    assert line(promise, "insurance").done_on is None
