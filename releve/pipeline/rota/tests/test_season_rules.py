"""Seasons, wishes over weeks, and fair shares."""

from collections import Counter
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from releve.pipeline.rota.rules.fairness import (
    PromisedHalfDays,
    Unloved,
    WorkedHalfDay,
    eves_of,
    fair_shares,
    promised_half_days,
)
from releve.pipeline.rota.rules.seasons import (
    half_day_of,
    last_day_of,
    season_after,
    season_before,
    season_of,
    slot_of,
    wishes_over,
)
from releve.pipeline.rota.tests.builders import a_promise
from releve.shared.half_days import HALVES, Half

DAYS = st.dates(date(2020, 1, 1), date(2040, 12, 31))
MONDAY = date(2026, 12, 7)
AUTUMN, WINTER = date(2026, 10, 5), date(2027, 1, 4)


@pytest.mark.parametrize(
    ("day", "season"),
    [
        (date(2026, 12, 7), AUTUMN),
        (date(2027, 1, 3), AUTUMN),  # the week of 28 December
        (date(2027, 1, 4), WINTER),
        (date(2026, 7, 1), date(2026, 4, 6)),
        (date(2024, 1, 1), date(2024, 1, 1)),
        (date(2024, 12, 31), date(2024, 10, 7)),  # thirteen weeks: 30 December is its last Monday
    ],
)
def test_season_when_a_day_is_given_then_that_of_its_weeks_monday(day, season):
    assert season_of(day) == season


@given(DAYS)
def test_seasons_when_followed_then_cover_every_week_once(day):
    season = season_of(day)
    assert season.weekday() == 0
    assert season <= day <= last_day_of(season)
    assert last_day_of(season) + timedelta(days=1) == season_after(season)
    assert season_before(season_after(season)) == season
    assert (season_after(season) - season).days in (12 * 7, 13 * 7, 14 * 7)


def test_slots_when_counted_then_as_the_engine_does():
    assert [slot_of(weekday, half) for weekday in range(7) for half in HALVES] == list(range(14))
    assert half_day_of(10) == (5, Half.MORNING)


def test_wishes_when_two_seasons_are_covered_then_the_second_stands_in_cells():
    weekly = {AUTUMN: {0: "prefer", 9: "cannot"}, WINTER: {0: "prefer", 9: "avoid", 10: "cannot"}}
    every_week, cells = wishes_over(weekly, {}, WINTER - timedelta(weeks=2), 3, "can")
    assert every_week == weekly[AUTUMN]
    assert cells == {(2, 9): "avoid", (2, 10): "cannot"}


def test_wishes_when_a_season_has_no_answer_then_the_last_one_holds():
    assert wishes_over({AUTUMN: {0: "avoid"}}, {}, WINTER, 13, "can") == ({0: "avoid"}, {})
    assert wishes_over({WINTER: {0: "avoid"}}, {}, AUTUMN, 13, "can") == ({}, {})


def test_wishes_when_a_day_differs_then_it_wins_and_days_outside_are_left_out():
    dated = {(MONDAY, Half.AFTERNOON): "can", (MONDAY - timedelta(days=1), Half.MORNING): "cannot"}
    _every_week, cells = wishes_over({AUTUMN: {1: "cannot"}}, dated, MONDAY, 2, "can")
    assert cells == {(0, 1): "can"}


WORKED = st.builds(
    WorkedHalfDay,
    doctor_id=st.integers(1, 4),
    office_id=st.integers(1, 2),
    day=st.dates(date(2026, 1, 5), date(2026, 3, 1)),
    half=st.sampled_from(HALVES),
)
PROMISED = st.builds(PromisedHalfDays, doctor_id=st.integers(1, 4), office_id=st.integers(1, 2), n=st.floats(0.5, 300))
UNLOVED = Unloved(frozenset({9, 10}), {1: eves_of([date(2026, 1, 14)]), 2: frozenset()})


@given(st.lists(WORKED, max_size=60), st.lists(PROMISED, max_size=8))
def test_shares_when_added_up_then_the_unloved_half_days_of_offices_with_promises(worked, promised):
    shares = fair_shares(worked, promised, UNLOVED)
    offices = {promise.office_id for promise in promised}
    n_unloved = sum(UNLOVED.holds(one) for one in worked if one.office_id in offices)
    assert sum(share.fair for share in shares) == pytest.approx(n_unloved)
    assert sum(share.n_worked for share in shares) == len(worked)
    assert all(share.fair >= 0 for share in shares)
    assert all(share.n_unloved <= share.n_worked for share in shares)


@given(st.lists(WORKED, max_size=40), st.lists(PROMISED, min_size=1, max_size=8), st.randoms())
def test_shares_when_the_order_changes_then_the_same(worked, promised, chance):
    before = fair_shares(worked, promised, UNLOVED)
    chance.shuffle(worked)
    after = fair_shares(worked, promised, UNLOVED)
    assert [(s.doctor_id, s.n_unloved, s.n_by_slot) for s in after] == [
        (s.doctor_id, s.n_unloved, s.n_by_slot) for s in before
    ]
    assert [s.fair for s in after] == pytest.approx([s.fair for s in before])


def test_shares_when_one_promises_twice_as_much_then_her_share_is_twice():
    saturdays = [WorkedHalfDay(2, 1, date(2026, 1, 10) + timedelta(weeks=n), Half.MORNING) for n in range(6)]
    one, two = fair_shares(saturdays, [PromisedHalfDays(1, 1, 200), PromisedHalfDays(2, 1, 100)], UNLOVED)
    assert (one.fair, two.fair) == (4, 2)
    assert (one.surplus, two.surplus) == (-4, 4)


def test_eve_of_a_holiday_when_it_is_an_unloved_slot_too_then_counted_once():
    friday = WorkedHalfDay(1, 1, date(2026, 1, 9), Half.AFTERNOON)
    (share,) = fair_shares([friday], [], Unloved(frozenset({9}), {1: eves_of([date(2026, 1, 10)])}))
    assert (share.n_by_slot, share.n_eves, share.n_unloved) == ({9: 1}, 1, 1)
    assert Counter(share.n_by_slot).total() == 1


def test_promised_half_days_when_the_promise_runs_part_of_the_year_then_pro_rata():
    promise = a_promise(1, n=4, starts_on=date(2026, 12, 1), last_on=date(2027, 5, 31))
    (whole,) = promised_half_days([promise], date(2026, 12, 1), date(2026, 12, 28))
    assert whole.n == 16
    (part,) = promised_half_days([promise], date(2026, 11, 1), date(2026, 12, 7))
    assert part.n == 4
    assert promised_half_days([promise], date(2026, 1, 1), date(2026, 6, 30)) == []
