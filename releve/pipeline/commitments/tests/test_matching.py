"""Which candidate would fill which gap: half-days of the first year, told in the same order whatever comes in."""

from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from releve.pipeline.commitments.handover import Route
from releve.pipeline.commitments.rules.candidates import EarliestStart, Reason, Why
from releve.pipeline.commitments.rules.matching import ComingGap, Wanted, match, ranked

TODAY = date(2026, 11, 23)
MARCH = date(2027, 3, 1)
MONDAY_AM, MONDAY_PM, TUESDAY_AM = 0, 1, 2
GAP = ComingGap(7, "Cabinet médical de Mazingarbe", MARCH, frozenset({MONDAY_AM, MONDAY_PM, TUESDAY_AM}), 3.0)
ROUSSEL = Wanted(1, "Inès Roussel")


def starting(on, route=Route.DISTINCT_SITE):
    return [EarliestStart(route, on, (Reason(Why.TODAY, on),))]


def test_candidate_when_in_time_then_covers_her_half_days_for_a_year():
    found = match(GAP, ROUSSEL, starting(TODAY), km=4.0)
    assert (found.n_half_days, found.n_late_days, found.n_first_year) == (3, 0, 156)


def test_candidate_when_late_then_the_weeks_before_her_are_lost():
    found = match(GAP, ROUSSEL, starting(MARCH + timedelta(weeks=12)), km=None)
    assert (found.n_late_days, found.n_first_year) == (84, 3 * 40)


def test_candidate_when_she_wants_less_or_other_days_then_counts_what_both_share():
    assert match(GAP, Wanted(1, "I", half_days_per_week=2), starting(TODAY), None).n_half_days == 2
    assert match(GAP, Wanted(1, "I", slots=frozenset({MONDAY_AM, 9})), starting(TODAY), None).n_half_days == 1
    assert match(GAP, Wanted(1, "I", slots=frozenset({9})), starting(TODAY), None) is None


def test_candidate_when_another_office_or_too_far_then_no_match():
    assert match(GAP, Wanted(1, "I", office_ids=frozenset({8})), starting(TODAY), None) is None
    assert match(GAP, Wanted(1, "I", farthest_km=10), starting(TODAY), km=12.0) is None
    assert match(GAP, Wanted(1, "I", farthest_km=10, office_ids=frozenset({7})), starting(TODAY), km=12.0)


def test_candidate_when_she_can_only_replace_then_fills_no_gap_that_lasts():
    """ORD-06: a replacement of nobody is none."""
    assert match(GAP, ROUSSEL, starting(TODAY, Route.REPLACEMENT), None) is None
    assert match(GAP, ROUSSEL, starting(None), None) is None


def test_candidate_when_she_wants_more_than_is_missing_then_fills_what_is_missing():
    gap = ComingGap(7, "Cabinet médical de Mazingarbe", MARCH, frozenset({MONDAY_AM, MONDAY_PM, TUESDAY_AM}), 1.5)
    assert match(gap, ROUSSEL, starting(TODAY), None).n_half_days == 1.5


DATES = st.dates(date(2026, 11, 1), date(2028, 12, 31))
PEOPLE = st.lists(
    st.builds(
        lambda key, on, km, n: match(GAP, Wanted(key, f"C{key}", half_days_per_week=n), starting(on), km),
        st.integers(1, 50),
        DATES,
        st.none() | st.floats(0, 80),
        st.sampled_from([0.5, 1.0, 2.0, 4.5, 12.0]),
    ),
    unique_by=lambda m: m.candidate_id if m else 0,
).map(lambda found: [m for m in found if m])


@given(PEOPLE, st.randoms(use_true_random=False))
def test_ranking_when_given_in_another_order_then_the_same(matches, chance):
    mixed = list(matches)
    chance.shuffle(mixed)
    assert ranked(mixed) == ranked(matches)
    best = [m.n_first_year for m in ranked(matches)]
    assert best == sorted(best, reverse=True)


@given(DATES, st.integers(0, 500))
def test_match_when_she_starts_later_then_never_covers_more(on, n_days):
    sooner, later = (match(GAP, ROUSSEL, starting(day), None) for day in (on, on + timedelta(days=n_days)))
    assert (later.n_first_year if later else 0) <= (sooner.n_first_year if sooner else 0)
