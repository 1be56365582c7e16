"""The rota counts the half-days of a promise by the terms in force in each week."""

from datetime import timedelta

import pytest

from releve.pipeline.commitments.models import AmendedTerms
from releve.pipeline.commitments.queries import promises
from releve.pipeline.offices.queries import calendars
from releve.pipeline.rota.engine.problem import Wish
from releve.pipeline.rota.queries.problem import planning_ground
from releve.pipeline.rota.rules import lay_shifts
from releve.pipeline.rota.rules.plans import promised_half_days
from releve.pipeline.rota.tests.drawing import MONDAY, NOW
from tests.factories import a_promise, an_office

pytestmark = pytest.mark.django_db
LATER = MONDAY + timedelta(weeks=2)


@pytest.fixture
def promise():
    """Four mornings until the third week, then two."""
    found = a_promise(an_office(weekdays=(0, 1, 2, 3, 4)), pattern="mon-am tue-am wed-am fri-am")
    AmendedTerms.objects.create(
        network=found.network, commitment=found, valid_from=LATER, half_days_per_week=2, slots=[0, 2]
    )
    return found


def worker_of(promise, n_weeks=4):
    ground = planning_ground(promise.network_id, [promise.office_id], MONDAY, n_weeks, now=NOW)
    (worker,) = ground.problem.workers
    return worker


def test_worker_when_amended_in_the_third_week_then_two_numbers(promise):
    worker = worker_of(promise)
    assert (worker.half_days_per_week, worker.max_half_days_per_week) == (4.0, 4)
    assert worker.half_days_in == {2: 2.0, 3: 2.0}
    assert worker.max_half_days_in == {2: 2, 3: 2}
    assert {(cell.week, cell.slot) for cell, wish in worker.wishes_in.items() if wish == Wish.PREFER} == {
        *((week, slot) for week in (0, 1) for slot in (4, 8)),
        *((week, slot) for week in (0, 1, 2, 3) for slot in (0, 2)),
    }


def test_worker_when_the_amendment_is_beyond_the_weeks_then_as_without(promise):
    worker = worker_of(promise, n_weeks=2)
    assert (worker.half_days_per_week, worker.half_days_in) == (4.0, {})
    AmendedTerms.objects.all().delete()
    assert worker_of(promise, n_weeks=2) == worker


def test_worker_when_a_week_is_cut_by_the_amendment_then_counts_by_its_days(promise):
    AmendedTerms.objects.update(valid_from=LATER + timedelta(days=2))  # a Wednesday: 2 days of 4, 5 of 2
    assert worker_of(promise).half_days_in == {2: 2.5, 3: 2.0}


def test_worker_when_amended_long_ago_then_no_newcomer(promise):
    AmendedTerms.objects.update(valid_from=MONDAY - timedelta(days=7))
    worker = worker_of(promise)
    assert (worker.is_senior, worker.newcomer_until_week, worker.half_days_per_week) == (True, 0, 2.0)


def test_weeks_when_laid_then_each_by_its_pattern_and_figures_by_its_number(promise):
    last = MONDAY + timedelta(weeks=4, days=-1)
    known = promises([promise.office_id], MONDAY, last)
    laid = lay_shifts(calendars([promise.office_id], MONDAY, last), known, [], MONDAY, last).shifts
    n_in_week = [sum((shift.day - MONDAY).days // 7 == week for shift in laid) for week in range(4)]
    # Christmas and New Year's Day are the Fridays of the second and of the third week.
    assert n_in_week == [4, 3, 2, 2]
    assert promised_half_days(known, MONDAY, last) == {promise.doctor_id: 12.0}
