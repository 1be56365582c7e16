"""No shift before the doctor's declarations allow it (ORD-01, ORD-02): a law of the database."""

from datetime import UTC, date, datetime

import pytest

from releve.pipeline.commitments.models import Commitment
from releve.pipeline.commitments.queries import commitments_of_office, doctors_of, promises
from releve.pipeline.rota.actions import lay_weeks, publish_weeks
from releve.pipeline.rota.handover import Refusal
from releve.pipeline.rota.models import Shift
from releve.pipeline.rota.queries import conflicts
from tests.factories import a_promise, a_published_shift, a_shift, a_user
from tests.laws import law_broken_by

pytestmark = pytest.mark.django_db
NAME = "no_shift_before_the_declarations_allow_it"
NOW = datetime(2026, 12, 1, 9, tzinfo=UTC)
NOTED, ALLOWED = date(2026, 12, 1), date(2027, 1, 11)
WAITS = {"may_start_on": ALLOWED, "declaration_noted_on": NOTED}


@pytest.fixture
def promise():
    return a_promise(starts_on=date(2026, 11, 1))


def change(promise, **fields):
    Commitment.objects.filter(id=promise.id).update(**fields)


def shift_on(promise, day):
    return lambda: a_shift(promise.office, promise.doctor, day)


def test_no_shift_before_the_declarations_allow_it(promise):
    change(promise, **WAITS)
    assert law_broken_by(shift_on(promise, date(2026, 12, 7))) == NAME
    assert law_broken_by(shift_on(promise, date(2027, 1, 8))) == NAME
    shift_on(promise, date(2027, 1, 11))()
    # The days before the declaration was noted are the past, and stay what they were.
    shift_on(promise, date(2026, 11, 30))()


@pytest.mark.parametrize("state", ["proposed", "opposed", "given_up"])
def test_no_shift_of_a_promise_that_is_proposed_opposed_or_given_up(promise, state):
    change(promise, state=state)
    assert law_broken_by(shift_on(promise, date(2026, 12, 7))) == NAME


@pytest.mark.parametrize("state", ["agreed", "declared", "signed", "running", "extended", "ended"])
def test_shift_when_nothing_is_declared_then_laid_as_before(promise, state):
    """A promise without declaration shows a warning and a deadline: what nobody told forbids nothing."""
    change(promise, state=state)
    shift_on(promise, date(2026, 12, 7))()


def test_shifts_wait_for_the_declaration(promise):
    shift = a_shift(promise.office, promise.doctor, date(2026, 12, 7))
    assert law_broken_by(lambda: change(promise, **WAITS)) == "shifts_wait_for_the_declaration"
    Shift.objects.filter(id=shift.id).update(status="cancelled", cancelled_because="déclaration")
    change(promise, **WAITS)


def test_draft_when_the_ordre_opposes_then_is_not_published_and_stands_as_it_is(promise):
    shift = a_shift(promise.office, promise.doctor, date(2026, 12, 7))
    change(promise, state="opposed")
    assert law_broken_by(lambda: Shift.objects.filter(id=shift.id).update(status="published")) == NAME
    Shift.objects.filter(id=shift.id).update(is_edited=True)
    Shift.objects.filter(id=shift.id).update(status="cancelled", cancelled_because="opposition")


def test_weeks_when_laid_then_from_the_day_that_is_allowed(promise):
    change(promise, **WAITS)
    given = {"office_id": promise.office_id, "first": date(2027, 1, 4), "by": a_user("network"), "now": NOW}
    laid = lay_weeks(n_weeks=2, **given)
    assert min(shift.day for shift in Shift.objects.all()) == ALLOWED
    assert laid.n_laid == 4
    assert {each.refusal for each in laid.not_laid} == {Refusal.BEFORE_COMMITMENT}
    assert publish_weeks(n_weeks=2, **given) == 4
    change(promise, state="opposed")
    assert lay_weeks(n_weeks=6, **given).n_laid == 0


def test_reads_when_a_promise_waits_or_is_opposed_then_say_so(promise):
    office, day = promise.office, date(2026, 12, 7)

    def seen():
        found = promises([office.id], day, date(2027, 2, 28))
        n_here, n_offered = len(doctors_of(office.id, day)), len(commitments_of_office(office.id, day))
        return [each.starts_on for each in found], n_here, n_offered

    assert seen() == ([date(2026, 11, 1)], 1, 1)
    change(promise, **WAITS)
    assert seen()[0] == [ALLOWED]
    change(promise, state="opposed")
    assert seen() == ([], 0, 0)
    change(promise, state="running", ends_on=date(2027, 1, 8))
    assert seen()[0] == []
    assert promises([office.id], date(2026, 11, 2), date(2026, 11, 30))[0].starts_on == date(2026, 11, 1)


def test_shifts_when_the_ordre_opposes_then_those_that_stand_are_conflicts(promise):
    a_published_shift(promise.office, promise.doctor, date(2026, 12, 7))
    seen = [promise.office_id], date(2026, 12, 1), date(2026, 12, 31)
    assert conflicts(*seen) == []
    change(promise, state="opposed")
    assert [each.shift.day for each in conflicts(*seen)] == [date(2026, 12, 7)]
