"""Which candidate would fill which gap: half-days of the first year, told in the same order whatever comes in."""

from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from releve.pipeline.commitments.handover import Route
from releve.pipeline.commitments.rules.candidates import EarliestStart, Reason, Why
from releve.pipeline.commitments.rules.matching import ComingGap, Wanted, match, ranked, uncovered_from

TODAY = date(2026, 11, 23)
MARCH = date(2027, 3, 1)
MONDAY_AM, MONDAY_PM, TUESDAY_AM = 0, 1, 2
GAP = ComingGap(7, "Cabinet médical de Mazingarbe", MARCH, frozenset({MONDAY_AM, MONDAY_PM, TUESDAY_AM}))
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


def test_uncovered_when_promises_follow_each_other_then_the_day_after_the_last():
    covers = [(date(2027, 1, 1), date(2027, 6, 30)), (date(2026, 1, 1), date(2026, 12, 31))]
    assert uncovered_from(TODAY, date(2028, 11, 22), covers) == date(2027, 7, 1)


def test_uncovered_when_a_day_lies_between_two_promises_then_that_day():
    covers = [(date(2026, 1, 1), date(2026, 12, 31)), (date(2027, 1, 2), date(2029, 1, 1))]
    assert uncovered_from(TODAY, date(2028, 11, 22), covers) == date(2027, 1, 1)


def test_uncovered_when_all_is_covered_then_none():
    assert uncovered_from(TODAY, date(2028, 11, 22), [(TODAY, date(2030, 1, 1))]) is None
    assert uncovered_from(TODAY, date(2028, 11, 22), []) == TODAY


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


@given(DATES, DATES, st.lists(st.tuples(DATES, DATES)))
def test_uncovered_when_told_then_no_promise_covers_it_and_every_day_before_is_covered(today, until, covers):
    covers = [(min(pair), max(pair)) for pair in covers]
    found = uncovered_from(today, until, covers)
    if found:
        assert not any(first <= found <= last for first, last in covers)
    for n in range(((found or until) - today).days):
        assert any(first <= today + timedelta(days=n) <= last for first, last in covers)
