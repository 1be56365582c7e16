from dataclasses import replace
from datetime import date, timedelta

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from releve.pipeline.commitments.handover import AbsentDays, PatternHalfDay, Weeks
from releve.pipeline.commitments.rules.coverage import horizon_of, look_by
from releve.pipeline.commitments.rules.coverage_knobs import CoverageKnobs
from releve.pipeline.commitments.rules.half_day_grids import open_grid, stay_chances, window_of
from releve.pipeline.commitments.tests.coverage_cases import (
    TODAY,
    a_calendar,
    a_standing,
    calendars,
    standings,
)
from releve.pipeline.offices.handover import ClosedDays
from releve.pipeline.offices.rules import half_days_between
from releve.shared.half_days import HALVES, Half

KNOBS = CoverageKnobs()
SOME_KNOBS = st.builds(
    CoverageKnobs,
    doctors_wanted=st.integers(1, 3),
    notice_chance=st.sampled_from([0.0, 0.02, 1.0]),
    extension_chance=st.sampled_from([0.0, 0.4]),
)


def week_of(horizon, day: date):
    return next(week for week in horizon.weeks if week.monday <= day < week.monday + timedelta(days=7))


@settings(max_examples=40, deadline=None)
@given(calendars(), st.dates(date(2026, 7, 1), date(2027, 7, 1)))
def test_open_grid_when_compared_with_the_offices_rule_opens_the_same_half_days(calendar, today):
    window = window_of(today, 24)
    grid = open_grid(calendar, window).opened
    opened = {(half_day.day, half_day.half) for half_day in half_days_between(calendar, today, window.last)[0]}
    found = {(window.first + timedelta(days=int(day)), HALVES[half]) for day, half in np.argwhere(grid)}
    assert found == opened


@settings(max_examples=60, deadline=None)
@given(calendars(), st.lists(standings(), max_size=4), SOME_KNOBS)
def test_week_when_decomposed_is_needed_and_nothing_else(calendar, promises, knobs):
    for week in horizon_of(calendar, promises, knobs, TODAY).weeks:
        assert week.certain + week.likely + week.missing == pytest.approx(week.needed, abs=1e-5)
        assert min(week.certain, week.likely, week.missing, week.promised) >= -1e-9


@settings(max_examples=60, deadline=None)
@given(calendars(), st.lists(standings(), max_size=3), standings(), SOME_KNOBS)
def test_missing_when_a_promise_is_added_never_grows(calendar, promises, added, knobs):
    before = horizon_of(calendar, promises, knobs, TODAY).weeks
    after = horizon_of(calendar, [*promises, added], knobs, TODAY).weeks
    assert all(late.missing <= early.missing + 1e-5 for early, late in zip(before, after, strict=True))


@settings(max_examples=40, deadline=None)
@given(calendars(), st.lists(standings(), min_size=1, max_size=3), st.integers(0, 12))
def test_certain_when_the_notice_is_longer_never_shrinks(calendar, promises, more):
    longer = [replace(promise, notice_months=promise.notice_months + more) for promise in promises]
    before = horizon_of(calendar, promises, KNOBS, TODAY).weeks
    after = horizon_of(calendar, longer, KNOBS, TODAY).weeks
    assert all(late.certain >= early.certain - 1e-5 for early, late in zip(before, after, strict=True))
    assert all(late.missing <= early.missing + 1e-5 for early, late in zip(before, after, strict=True))


def test_horizon_when_cut_into_weeks_reaches_24_calendar_months():
    weeks = horizon_of(a_calendar(), [], KNOBS, TODAY).weeks
    assert (weeks[0].monday, weeks[-1].monday) == (date(2026, 11, 23), date(2028, 11, 20))
    assert len(weeks) == 105


def test_needed_when_a_holiday_or_a_closure_falls_counts_the_open_half_days_times_the_doctors_wanted():
    closed = (ClosedDays(date(2026, 12, 28), date(2026, 12, 29), "Fêtes"),)
    horizon = horizon_of(a_calendar(closures=closed), [], CoverageKnobs(doctors_wanted=2), TODAY)
    # Christmas is a Friday; the Monday and the Tuesday after it are closed, New Year's Day is a Friday too.
    assert [week.needed for week in horizon.weeks[:7]] == [16, 16, 16, 16, 12, 4, 16]
    assert [week.missing for week in horizon.weeks[4:6]] == [12, 4]


def test_needed_when_the_week_has_begun_counts_what_is_left():
    assert horizon_of(a_calendar(), [], KNOBS, date(2026, 11, 25)).weeks[0].needed == 4


def test_certain_when_no_notice_is_given_lasts_the_notice():
    horizon = horizon_of(a_calendar(), [a_standing(8)], CoverageKnobs(notice_chance=0.5), TODAY)
    assert week_of(horizon, date(2027, 5, 10)).certain == 8
    # Half of a chance to have left after the first month in which notice could end, a quarter after the second.
    assert (week_of(horizon, date(2027, 5, 31)).certain, week_of(horizon, date(2027, 5, 31)).likely) == (0, 4)
    assert week_of(horizon, date(2027, 6, 28)).likely == 2


def test_certain_when_the_minimum_term_runs_lasts_until_its_end():
    young = a_standing(8, starts_on=date(2026, 11, 1), last_on=date(2028, 10, 31))
    assert young.safe_until(TODAY) == date(2027, 10, 31)


def test_certain_when_notice_is_given_lasts_until_the_last_day():
    leaving = a_standing(8, last_on=date(2027, 2, 26), has_notice=True)
    horizon = horizon_of(a_calendar(), [leaving], KNOBS, TODAY)
    assert week_of(horizon, date(2027, 2, 22)).certain == 8
    assert week_of(horizon, date(2027, 3, 1)).missing == 8
    assert horizon.first_gap.first_on == date(2027, 3, 1)
    assert horizon.first_gap.leaving == ("Dr Leïla Benali",)


def test_likely_when_an_extension_may_come_is_weighed_until_the_maximum_term():
    ending = a_standing(8, last_on=date(2026, 12, 31), maximum_on=date(2027, 6, 30))
    horizon = horizon_of(a_calendar(), [ending], CoverageKnobs(extension_chance=0.25, notice_chance=0.0), TODAY)
    assert week_of(horizon, date(2027, 1, 11)).likely == 2
    assert week_of(horizon, date(2027, 7, 5)).likely == 0
    assert horizon.first_gap.first_on == date(2027, 1, 4)  # nothing is agreed


def test_promise_of_half_a_half_day_when_laid_on_odd_weeks_is_no_gap():
    part = [PatternHalfDay(day, half) for day in (0, 1, 2) for half in HALVES]
    one = a_standing(
        7.5, pattern=(*part, PatternHalfDay(4, Half.MORNING), PatternHalfDay(4, Half.AFTERNOON, Weeks.ODD))
    )
    other = a_standing(0.5, pattern=(PatternHalfDay(4, Half.AFTERNOON, Weeks.EVEN),), commitment_id=2)
    horizon = horizon_of(a_calendar(), [one, other], KNOBS, TODAY)
    assert all(week.promised >= week.needed for week in horizon.weeks)
    assert horizon.first_gap is None
    alone = horizon_of(a_calendar(), [one], KNOBS, TODAY).weeks[0]
    assert alone.needed - alone.promised == 1  # ISO week 48 is even


def test_absence_when_it_lasts_a_fortnight_is_missing_and_no_lasting_gap():
    away = AbsentDays(date(2027, 2, 1), date(2027, 2, 12))
    horizon = horizon_of(a_calendar(), [a_standing(8, absences=(away,))], KNOBS, TODAY)
    assert [week.missing for week in horizon.weeks[9:13]] == [0, 8, 8, 0]
    assert horizon.first_short_on == date(2027, 2, 1)
    assert horizon.first_gap is None
    assert horizon.start_looking_by is None


def test_gaps_when_doctors_leave_one_after_another_are_steps():
    first = a_standing(4, last_on=date(2027, 8, 31), doctor_name="Dr A")
    then = a_standing(4, last_on=date(2027, 12, 31), doctor_name="Dr B", commitment_id=2)
    horizon = horizon_of(a_calendar(), [first, then], KNOBS, TODAY)
    told = [(gap.first_on, gap.missing_a_week, gap.leaving) for gap in horizon.gaps]
    assert told == [(date(2027, 9, 1), 4, ("Dr A",)), (date(2028, 1, 3), 8, ("Dr B",))]
    assert horizon.first_short_on == date(2027, 9, 1)


def test_gap_when_it_has_begun_leaves_the_next_one_to_be_told():
    horizon = horizon_of(a_calendar(), [a_standing(4, last_on=date(2027, 8, 31))], KNOBS, TODAY)
    assert (horizon.first_gap.first_on, horizon.first_gap.missing_a_week) == (TODAY, 4)
    assert (horizon.next_gap.first_on, horizon.next_gap.missing_a_week) == (date(2027, 9, 1), 8)


def test_gap_when_a_successor_starts_the_next_day_is_none():
    first = a_standing(8, last_on=date(2027, 8, 31))
    follows = a_standing(8, starts_on=date(2027, 9, 1), commitment_id=2)
    assert horizon_of(a_calendar(), [first, follows], KNOBS, TODAY).gaps == ()


def test_exposure_when_somebody_could_leave_says_from_when():
    horizon = horizon_of(a_calendar(), [a_standing(8)], KNOBS, TODAY)
    assert horizon.exposed_from == date(2027, 5, 24)  # notice given today ends on 23 May


@pytest.mark.parametrize(
    ("gap_on", "months", "expected"),
    [
        (date(2027, 8, 31), 6, date(2026, 11, 30)),  # 6 + 2 (ORD-01) + 1: nine months before 31 August
        (date(2027, 11, 30), 6, date(2027, 2, 28)),
        (date(2028, 11, 30), 6, date(2028, 2, 29)),
        (date(2027, 9, 1), 9, date(2026, 9, 1)),
    ],
)
def test_last_day_to_look_when_counted_back_takes_calendar_months(gap_on, months, expected):
    """ORD-01, domain.md §9-14: 31 August less a number of months is the last day of a shorter month."""
    assert look_by(gap_on, CoverageKnobs(recruitment_months=months)) == expected


def test_stay_chances_when_the_notice_ends_on_a_31st_fall_at_the_ends_of_months():
    window = window_of(date(2026, 8, 31), 12)
    chances = stay_chances(window, date(2026, 8, 31), 0.5)
    on = {day: chances[window.index(day)] for day in (date(2026, 8, 31), date(2026, 9, 1), date(2026, 9, 30))}
    assert list(on.values()) == [1.0, 0.5, 0.5]
    assert chances[window.index(date(2026, 10, 1))] == 0.25
    assert chances[window.index(date(2027, 3, 1))] == 0.5**7  # after 28 February


def test_office_when_it_closes_for_good_needs_nothing_more():
    horizon = horizon_of(a_calendar(closed_on=date(2027, 1, 4)), [a_standing(8)], KNOBS, TODAY)
    assert week_of(horizon, date(2027, 1, 4)).needed == 0
    assert horizon.gaps == ()
