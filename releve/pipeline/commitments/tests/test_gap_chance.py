from dataclasses import replace
from datetime import date
from itertools import pairwise
from math import comb, sqrt

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from releve.pipeline.commitments.rules.coverage_knobs import CoverageKnobs
from releve.pipeline.commitments.rules.gap_chance import (
    Assumptions,
    Chance,
    Lever,
    Scenario,
    Seat,
    Stay,
    any_gap,
    case_of,
    draw_futures,
    lever_effects,
    month_chances,
    notice_table,
    paired_difference,
    wilson,
)
from releve.pipeline.commitments.tests.coverage_cases import (
    ASSUMPTIONS,
    TODAY,
    a_calendar,
    a_case,
    a_seat,
    a_standing,
    seats,
)
from releve.pipeline.offices.handover import ClosedDays

# Nobody leaves early, a search lasts six months, and three more for the formalities.
SURE = Assumptions(shortest_search=6, longest_search=6, notice_chance=0.0)
NOBODY_COMES = replace(SURE, shortest_search=60, longest_search=60)


def most_by_chance(chance: float, n: int = 4_000) -> float:
    # Six standard errors: of the months of many examples, a 95 % interval is bound to miss some.
    return 6 * sqrt(max(0.0, chance * (1 - chance)) / n) + 4 / n


def brute_force_vacancy(stay: Stay, a: Assumptions, n_months: int) -> list[float]:
    """Follow every future of one seat month by month, in plain words: the chance that it is vacant in each month."""
    vacant = [0.0] * n_months

    def searches() -> list[tuple[int, float]]:
        n = a.longest_search - a.shortest_search + 1
        return [(a.shortest_search + k, 1 / n) for k in range(n)]

    def follow(start: int, end: int, notice: int, floor: int, chance: float) -> None:
        if chance < 1e-12 or start >= n_months:
            return
        left = chance
        for told in [*range(max(start, 0), n_months + 1), None]:
            share = left * a.notice_chance if told is not None else left
            left -= share
            leaves = end if told is None else min(max(told + notice, floor), end)
            planned = end - max(a.look_ahead, notice) - a.overlap
            search = max(max(start, 0), planned if told is None else min(told, planned))
            for lasts, part in searches():
                comes = max(search + lasts + a.declaration + a.post_notice, leaves)
                for month in range(max(leaves, 0), min(comes, n_months)):
                    vacant[month] += share * part
                for stays in range(a.shortest_stay, a.longest_stay + 1):
                    weight = share * part / (a.longest_stay - a.shortest_stay + 1)
                    follow(comes, comes + stays, a.notice_of_newcomers, comes + a.shortest_stay, weight)

    follow(stay.start, stay.end, a.notice_of(stay), stay.floor, 1.0)
    return vacant


@pytest.mark.parametrize(
    "assumptions",
    [
        Assumptions(shortest_search=1, longest_search=2, notice_chance=0.3, shortest_stay=4, longest_stay=5),
        Assumptions(shortest_search=0, longest_search=1, notice_chance=0.1, overlap=1, shortest_stay=5, longest_stay=5),
        Assumptions(shortest_search=2, longest_search=2, notice_chance=0.5, notice=2, shortest_stay=4, longest_stay=6),
    ],
)
def test_exact_chance_when_every_future_is_followed_one_by_one_is_the_same(assumptions):
    seat = a_seat(end=5, notice=3, floor=2)
    found = month_chances(a_case(seat, n_months=12), assumptions)
    assert found.gap == pytest.approx(brute_force_vacancy(seat.stays[0], assumptions, 12), abs=1e-9)
    assert found.missing == pytest.approx([16 * chance for chance in found.gap])


@pytest.mark.parametrize(("ahead", "vacant"), [(9, []), (8, [10]), (6, [10, 11, 12])])
def test_gap_when_all_is_sure_lasts_the_search_less_what_it_had(ahead, vacant):
    chances = month_chances(a_case(a_seat(end=10)), replace(SURE, look_ahead=ahead, shortest_stay=20))
    assert [month for month, chance in enumerate(chances.gap) if chance == 1.0] == vacant
    assert sum(chances.gap) == len(vacant)


def n_with_gap(futures, month):
    """Return in how many futures a month has a gap."""
    return int((futures.short[:, month] > 0).sum())


def test_gap_when_only_notices_empty_a_seat_follows_the_geometric_law():
    """Closed form: month t is vacant if notice was given by t - n: 1 - (1 - λ)^(t - n + 1)."""
    case, assumptions = a_case(a_seat(end=99)), replace(NOBODY_COMES, notice_chance=0.04)
    closed = [0.0] * 6 + [1 - 0.96 ** (month - 5) for month in range(6, 24)]
    assert month_chances(case, assumptions).gap == pytest.approx(closed)
    assert any_gap(case, assumptions) == pytest.approx(closed[-1])
    futures = draw_futures(case, assumptions, seed=7)
    drawn = wilson(n_with_gap(futures, 23), futures.n)
    assert drawn.low < closed[23] < drawn.high


def test_gap_when_one_seat_of_three_is_spare_follows_the_binomial_law():
    """Closed form: two of three are needed; a gap is two vacant seats or more."""
    case = a_case(*[a_seat(end=99, half_days=4)] * 3)
    assumptions = replace(NOBODY_COMES, notice_chance=0.04)
    vacant = 1 - 0.96**18
    closed = sum(comb(3, n) * vacant**n * (1 - vacant) ** (3 - n) for n in (2, 3))
    assert month_chances(case, assumptions).gap[23] == pytest.approx(closed)
    # Nobody comes back: the last month tells of all, and the draws must find the same.
    assert any_gap(case, assumptions) is None
    gap = Scenario(case, assumptions, 3).gap
    assert gap.low < closed < gap.high
    assert not gap.is_exact


@settings(max_examples=25, deadline=None)
@given(st.lists(seats(), min_size=1, max_size=3), ASSUMPTIONS, st.integers(1, 24))
def test_exact_and_drawn_chances_when_compared_agree(case_seats, assumptions, need):
    case = a_case(*case_seats, need=need)
    exact, futures = month_chances(case, assumptions), draw_futures(case, assumptions, seed=5, n=4_000)
    for month in range(case.n_months):
        assert abs(n_with_gap(futures, month) / futures.n - exact.gap[month]) <= most_by_chance(exact.gap[month])
    chance = any_gap(case, assumptions)
    if chance is not None:
        assert abs(futures.has_gap.mean() - chance) <= most_by_chance(chance)
        assert chance >= max(exact.gap) - 1e-9


@settings(max_examples=40, deadline=None)
@given(st.lists(seats(), min_size=1, max_size=3), ASSUMPTIONS, st.integers(0, 9), st.integers(1, 6))
def test_chance_when_the_notice_is_longer_never_rises(case_seats, assumptions, notice, more):
    """Future by future, with the same draws, where no half-day is spare (docs/models/coverage.md)."""
    case = a_case(*case_seats, need=8 * len(case_seats))
    short = draw_futures(case, replace(assumptions, notice=notice), seed=11, n=300)
    long = draw_futures(case, replace(assumptions, notice=notice + more), seed=11, n=300)
    assert not (long.has_gap & ~short.has_gap).any()
    first_short, first_long = ((drawn.short > 0).cumsum(axis=1) > 0 for drawn in (short, long))
    assert not (first_long & ~first_short).any()  # nor does the first gap come sooner


@settings(max_examples=40, deadline=None)
@given(st.lists(seats(), min_size=1, max_size=3), ASSUMPTIONS)
def test_chance_when_one_more_candidate_is_followed_never_rises_in_the_first_gap(case_seats, assumptions):
    assume(assumptions.notice_chance in {0.0, 0.02})
    case = a_case(*case_seats, need=8 * len(case_seats), n_months=12)
    more = replace(assumptions, n_leads=assumptions.n_leads + 1, shortest_stay=13, longest_stay=24)
    less = replace(more, n_leads=assumptions.n_leads)
    assert month_chances(case, more).missing[-1] <= month_chances(case, less).missing[-1] + 1e-9
    assert sum(month_chances(case, more).missing) <= sum(month_chances(case, less).missing) + 1e-9


def test_futures_when_drawn_twice_are_the_same_and_another_seed_gives_others():
    case, assumptions = a_case(a_seat(end=30)), Assumptions(notice_chance=0.1)
    first, again, other = (draw_futures(case, assumptions, seed=seed, n=500) for seed in (1, 1, 2))
    assert (first.short == again.short).all()
    assert (first.short != other.short).any()


def test_interval_when_nothing_or_everything_was_drawn_stays_within_0_and_1():
    assert (wilson(0, 50).low, wilson(50, 50).high) == (0.0, 1.0)
    assert wilson(0, 50).high == pytest.approx(0.0713, abs=1e-4)
    known = wilson(23, 100)  # Wilson 1927: 15.8 to 32.2 %
    assert (known.low, known.high) == pytest.approx((0.158, 0.322), abs=1e-3)
    with pytest.raises(ValueError, match="3 hits of 2 draws"):
        wilson(3, 2)


def test_difference_when_draws_are_common_is_narrower_than_two_intervals():
    before = np.array([True] * 60 + [False] * 40)
    after = np.array([True] * 50 + [False] * 50)
    change = paired_difference(before, after)
    assert change.value == pytest.approx(-0.1)
    assert change.is_clear
    assert change.high - change.low < 0.12  # two independent samples of 100: 0.27
    assert not paired_difference(before, before).is_clear


def test_levers_when_pulled_tell_an_honest_change():
    scenario = Scenario(a_case(a_seat(end=12, half_days=4), a_seat(end=99, half_days=4)), Assumptions(), 1)
    effects = {effect.lever: effect for effect in lever_effects(scenario)}
    assert set(effects) == set(Lever)
    assert effects[Lever.NOTICE_12].change.high < effects[Lever.NOTICE_9].change.value < 0
    assert effects[Lever.LOOK_EARLIER].missing_change < effects[Lever.OVERLAP].missing_change < 0


def test_six_months_of_notice_when_the_search_takes_nine_in_all_are_not_enough():
    """The claim of the field, put to the test: three months of gap with a search of six, formalities of three."""
    scenario = Scenario(a_case(a_seat(end=12)), SURE, 1)
    table = {(cell.notice, cell.search): cell for line in notice_table(scenario) for cell in line}
    assert table[6, 6].gap == Chance.exact(1.0)
    assert table[9, 6].gap == Chance.exact(0.0)
    assert table[6, 3].gap == Chance.exact(0.0)


@settings(max_examples=15, deadline=None)
@given(st.lists(seats(), min_size=1, max_size=2), ASSUMPTIONS)
def test_notice_table_when_read_down_never_rises(case_seats, assumptions):
    scenario = Scenario(a_case(*case_seats, need=8 * len(case_seats)), assumptions, 2, n_futures=100)
    columns = zip(*notice_table(scenario), strict=True)
    for column in columns:
        assert all(below.gap.value <= above.gap.value + 1e-9 for above, below in pairwise(column))


def test_assumptions_when_impossible_are_refused():
    with pytest.raises(ValueError, match="search of 5 to 4"):
        Assumptions(shortest_search=5, longest_search=4)
    with pytest.raises(ValueError, match="stay of 0 to 24"):
        Assumptions(shortest_stay=0)


def test_case_when_read_from_promises_counts_months_that_are_wholly_held():
    ends = [date(2027, 8, 31), date(2027, 8, 30), date(2027, 8, 15)]
    stays = [
        case_of(a_calendar(), [a_standing(8, last_on=day)], CoverageKnobs(), TODAY).seats[0].stays[0] for day in ends
    ]
    # 31 August 2027 is a Tuesday: whoever leaves on the Monday leaves the office alone for a day of August.
    assert [stay.end for stay in stays] == [10, 9, 9]


def test_case_when_the_last_open_day_of_the_month_is_held_counts_the_month():
    friday = a_standing(8, last_on=date(2027, 1, 29))
    assert case_of(a_calendar(), [friday], CoverageKnobs(), TODAY).seats[0].stays[0].end == 3


def test_case_when_a_successor_is_agreed_puts_her_into_the_same_seat():
    leaves = a_standing(8, last_on=date(2027, 6, 15))
    comes = a_standing(8, starts_on=date(2027, 6, 16), last_on=date(2028, 6, 15), commitment_id=2)
    (seat,) = case_of(a_calendar(), [leaves, comes], CoverageKnobs(), TODAY).seats
    assert [(stay.start, stay.end) for stay in seat.stays] == [(-22, 7), (7, 19)]
    assert month_chances(case_of(a_calendar(), [leaves, comes], CoverageKnobs(), TODAY), SURE).gap[7] == 0.0


def test_case_when_half_days_lack_today_has_a_seat_that_is_looked_for():
    case = case_of(a_calendar(), [a_standing(5)], CoverageKnobs(), TODAY, months_searched=4)
    assert case.seats[1] == Seat(6, months_searched=4)
    assert month_chances(case, SURE).gap[:6] == (1.0, 1.0, 1.0, 1.0, 1.0, 0.0)  # two more months, and three


def test_case_when_the_office_is_closed_for_a_month_needs_nothing_in_it():
    closed = (ClosedDays(date(2027, 8, 1), date(2027, 8, 31), "Congés"),)
    case = case_of(a_calendar(closures=closed), [a_standing(8)], CoverageKnobs(), TODAY)
    assert (case.needs[9], case.n_needed[9]) == (0, 0.0)
    assert case.needs[8] == 16
