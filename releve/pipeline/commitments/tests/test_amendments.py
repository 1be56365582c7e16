"""An amendment changes the half-days of a promise from its day on: before it, nothing changes."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

import pytest
from django.db import IntegrityError, transaction
from hypothesis import given, settings
from hypothesis import strategies as st

from releve.pipeline.commitments.actions import (
    amend_promise,
    change_amended_pattern,
    change_pattern,
    give_notice,
    withdraw_amended_terms,
)
from releve.pipeline.commitments.errors import CommitmentRefused
from releve.pipeline.commitments.handover import PatternHalfDay, TermsFrom
from releve.pipeline.commitments.models import AmendedTerms, PromiseAct, RecruitmentCall
from releve.pipeline.commitments.queries import promises
from releve.pipeline.commitments.queries.coverage import coverages_of
from releve.pipeline.commitments.rules.amendments import in_force, periods_of
from releve.pipeline.commitments.rules.coverage import horizon_of
from releve.pipeline.commitments.rules.coverage_knobs import CoverageKnobs
from releve.pipeline.commitments.rules.gap_chance import case_of
from releve.pipeline.commitments.tests.coverage_cases import DAYS, PATTERNS, TODAY, a_calendar, a_standing, calendars
from releve.pipeline.commitments.tests.coverage_cases import standings as plain_standings
from releve.shared.half_days import Half
from tests.factories import a_promise, a_user

NOW = datetime(2026, 11, 23, 9, tzinfo=UTC)
SEPTEMBER = date(2027, 9, 1)
AMENDED = st.lists(
    st.builds(TermsFrom, DAYS, st.integers(1, 24).map(lambda n: n / 2), PATTERNS),
    unique_by=lambda terms: terms.valid_from,
    max_size=3,
).map(lambda found: tuple(sorted(found, key=lambda terms: terms.valid_from)))
FIRST = TermsFrom(date(2026, 1, 1), 6.0)


# The rule


@given(DAYS, DAYS, AMENDED)
def test_periods_when_cut_then_each_day_once_with_the_terms_in_force(one, other, amended):
    first, last = sorted((one, other))
    periods = list(periods_of(first, last, FIRST, amended))
    days = [period.first_on + timedelta(days=n) for period in periods for n in range(_n_days(period))]
    assert days == [first + timedelta(days=n) for n in range((last - first).days + 1)]
    for period in periods:
        assert period.terms == in_force(FIRST, amended, period.first_on) == in_force(FIRST, amended, period.last_on)
        assert period.is_amended_after == (period.last_on < last)


def _n_days(period):
    return (period.last_on - period.first_on).days + 1


@settings(max_examples=40, deadline=None)
@given(calendars(), plain_standings(), AMENDED)
def test_horizon_when_amended_then_nothing_changes_before_its_day(calendar, promise, amended):
    knobs = CoverageKnobs()
    before = horizon_of(calendar, [promise], knobs, TODAY)
    after = horizon_of(calendar, [replace(promise, amended=amended)], knobs, TODAY)
    first = amended[0].valid_from if amended else date.max
    for old, new in zip(before.weeks, after.weeks, strict=True):
        if new.monday + timedelta(days=6) < first:
            assert new == old


@settings(max_examples=40, deadline=None)
@given(calendars(), plain_standings(), AMENDED)
def test_horizon_when_amended_then_each_week_counts_by_the_terms_in_force(calendar, promise, amended):
    knobs = CoverageKnobs()
    found = horizon_of(calendar, [replace(promise, amended=amended)], knobs, TODAY)
    for week in found.weeks:
        sunday = week.monday + timedelta(days=6)
        held = in_force(TermsFrom(promise.starts_on, promise.half_days_per_week, promise.pattern), amended, week.monday)
        if any(week.monday < terms.valid_from <= sunday for terms in amended):
            continue
        alone = replace(promise, half_days_per_week=held.half_days_per_week, pattern=held.pattern)
        same = next(w for w in horizon_of(calendar, [alone], knobs, TODAY).weeks if w.monday == week.monday)
        assert (week.certain, week.likely, week.promised) == (same.certain, same.likely, same.promised)


def test_gap_when_an_amendment_takes_half_days_away_then_from_its_day_and_names_her():
    promise = a_standing(8.0, amended=(TermsFrom(SEPTEMBER, 6.0),))
    (gap,) = horizon_of(a_calendar(), [promise], CoverageKnobs(), TODAY).gaps
    assert (gap.first_on, gap.missing_a_week) == (SEPTEMBER, 2.0)
    assert (gap.leaving, gap.amended) == ((), ("Dr Leïla Benali",))


def test_case_when_an_amendment_takes_half_days_away_then_a_seat_of_its_own_that_ends_on_a_known_day():
    promise = a_standing(8.0, amended=(TermsFrom(SEPTEMBER, 6.0),))
    seats = case_of(a_calendar(), [promise], CoverageKnobs(), TODAY).seats
    assert sorted(seat.half_days for seat in seats) == [4, 12]  # in halves
    (cut,) = (seat.stays[0] for seat in seats if seat.half_days == 4)
    assert (cut.end, cut.has_notice) == (10, True)  # November is month 0
    (kept,) = (seat.stays[0] for seat in seats if seat.half_days == 12)
    assert not kept.has_notice


# Stored


pytestmark = pytest.mark.django_db


@pytest.fixture
def aubry():
    return a_user("network")


@pytest.fixture
def promise():
    return a_promise(pattern="mon-am mon-pm tue-am tue-pm fri-am fri-pm", maximum_term_months=36)


def amended(promise, aubry, half_days="4", valid_from=SEPTEMBER, **terms):
    given = {
        "starts_on": promise.starts_on,
        "ends_on": promise.ends_on,
        "minimum_term_months": promise.minimum_term_months,
        "maximum_term_months": promise.maximum_term_months,
        "notice_months": promise.notice_months,
    } | terms
    return amend_promise(
        commitment_id=promise.id,
        happened_on=NOW.date(),
        half_days_per_week=Decimal(half_days),
        valid_from=valid_from,
        by=aubry,
        now=NOW,
        **given,
    )


def of_days(promise, first, last):
    return [(p.starts_on, p.last_on, p.half_days_per_week) for p in promises([promise.office_id], first, last)]


def test_promises_when_amended_from_september_then_two_with_their_own_numbers(promise, aubry):
    amended(promise, aubry)
    first, second = promises([promise.office_id], date(2027, 8, 2), date(2027, 9, 26))
    assert (first.half_days_per_week, first.last_on, first.is_amended_after) == (6.0, date(2027, 8, 31), True)
    assert (second.half_days_per_week, second.starts_on, second.came_on) == (4.0, SEPTEMBER, promise.starts_on)
    assert not second.is_amended_after
    assert of_days(promise, date(2027, 1, 4), date(2027, 8, 31)) == [(promise.starts_on, date(2027, 8, 31), 6.0)]
    assert of_days(promise, date(2027, 9, 6), date(2027, 10, 3)) == [(SEPTEMBER, date(2028, 12, 31), 4.0)]


def test_act_when_amended_from_a_day_then_tells_the_numbers_and_the_day(promise, aubry):
    act = amended(promise, aubry)
    assert act.changes == {"half_days_per_week": ["6.0", "4"], "valid_from": [None, "2027-09-01"]}
    promise.refresh_from_db()
    assert promise.half_days_per_week == 6


def test_amendment_when_of_the_same_day_then_replaced_and_of_another_then_both(promise, aubry):
    amended(promise, aubry)
    amended(promise, aubry, "5")
    amended(promise, aubry, "3", date(2028, 1, 3))
    rows = AmendedTerms.objects.values_list("valid_from", "half_days_per_week")
    assert list(rows) == [(SEPTEMBER, 5), (date(2028, 1, 3), 3)]


def test_pattern_when_changed_for_later_then_today_keeps_its_own(promise, aubry):
    amended(promise, aubry)
    later = (PatternHalfDay(0, Half.MORNING), PatternHalfDay(1, Half.MORNING))
    row = AmendedTerms.objects.get()
    change_amended_pattern(terms_id=row.id, pattern=later, half_days_per_week=Decimal(2), by=aubry, now=NOW)
    first, second = promises([promise.office_id], date(2027, 8, 30), date(2027, 9, 5))
    assert len(first.pattern) == 6
    assert (second.pattern, second.half_days_per_week) == (later, 2.0)


def test_pattern_when_changed_once_the_terms_hold_then_theirs_and_the_past_keeps_its_own(promise, aubry):
    amended(promise, aubry)
    later = datetime(2027, 10, 4, 9, tzinfo=UTC)
    only = (PatternHalfDay(4, Half.MORNING),)
    change_pattern(commitment_id=promise.id, pattern=only, half_days_per_week=Decimal(1), by=aubry, now=later)
    first, second = promises([promise.office_id], date(2027, 8, 30), date(2027, 10, 31))
    assert (first.half_days_per_week, len(first.pattern)) == (6.0, 6)
    assert (second.half_days_per_week, second.pattern) == (1.0, only)


def test_withdrawal_when_still_to_come_then_as_before_and_twice_is_harmless(promise, aubry):
    amended(promise, aubry)
    row = AmendedTerms.objects.get()
    act = withdraw_amended_terms(terms_id=row.id, by=aubry, now=NOW)
    assert act.changes["half_days_per_week"] == ["4.0", "6.0"]
    assert withdraw_amended_terms(terms_id=row.id, by=aubry, now=NOW) is None
    assert of_days(promise, date(2027, 9, 6), date(2027, 9, 12)) == [(promise.starts_on, date(2028, 12, 31), 6.0)]


def test_withdrawal_when_the_terms_hold_already_then_refused(promise, aubry):
    amended(promise, aubry)
    with pytest.raises(CommitmentRefused, match="valent depuis"):
        withdraw_amended_terms(
            terms_id=AmendedTerms.objects.get().id, by=aubry, now=datetime(2027, 9, 1, 9, tzinfo=UTC)
        )


@pytest.mark.parametrize(
    ("valid_from", "said"),
    [
        (date(2026, 11, 22), "est passé"),
        (date(2029, 1, 1), "vient après le dernier jour"),
        (date(2199, 1, 1), "vérifiez l’année"),
    ],
)
def test_amendment_when_its_day_is_impossible_then_refused_with_the_remedy(promise, aubry, valid_from, said):
    with pytest.raises(CommitmentRefused, match=said):
        amended(promise, aubry, valid_from=valid_from)
    assert not AmendedTerms.objects.exists()
    assert not PromiseAct.objects.exists()


def test_amendment_when_nothing_changes_or_not_by_halves_then_refused(promise, aubry):
    with pytest.raises(CommitmentRefused, match="aucun terme ne change"):
        amended(promise, aubry, "6")
    with pytest.raises(CommitmentRefused, match="comptez par moitié"):
        amended(promise, aubry, "4.3")


def test_departure_when_after_an_amendment_then_its_half_days_are_looked_for(promise, aubry):
    amended(promise, aubry)
    give_notice(commitment_id=promise.id, happened_on=NOW.date(), last_on=date(2027, 12, 31), by=aubry, now=NOW)
    assert RecruitmentCall.objects.get().half_days_per_week == 4


def test_coverage_when_stored_then_counts_the_terms_in_force(promise, aubry):
    amended(promise, aubry)
    (coverage,) = coverages_of(promise.network_id, NOW.date())
    by_monday = {week.monday: week.promised for week in coverage.horizon().weeks}
    assert (by_monday[date(2027, 8, 2)], by_monday[date(2027, 9, 6)]) == (6.0, 4.0)


@pytest.mark.parametrize(
    ("changes", "law"),
    [
        ({"half_days_per_week": Decimal("12.5")}, "amended_half_days_are_possible"),
        ({"slots": [14]}, "amended_terms_name_half_days_of_the_week"),
        ({"valid_from": SEPTEMBER}, "terms_change_once_a_day"),
    ],
)
def test_terms_when_against_a_law_then_the_database_refuses(promise, changes, law):
    of_promise = {"network_id": promise.network_id, "commitment": promise}
    AmendedTerms.objects.create(**of_promise, valid_from=SEPTEMBER, half_days_per_week=4)
    given = {"valid_from": date(2028, 1, 3), "half_days_per_week": 4} | changes
    with pytest.raises(IntegrityError, match=law), transaction.atomic():
        AmendedTerms.objects.create(**of_promise, **given)
