from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from releve.pipeline.commitments.errors import rpps_advice
from releve.pipeline.commitments.handover import AbsentDays, PatternHalfDay, RppsWarning, Weeks
from releve.pipeline.commitments.rules import add_months, is_absent, is_worked_in_week, last_day, rpps_warning
from releve.shared.half_days import HALVES, Half

AM, PM = Half.MORNING, Half.AFTERNOON


@pytest.mark.parametrize(
    ("day", "n", "later"),
    [
        (date(2026, 8, 31), 6, date(2027, 2, 28)),
        (date(2027, 8, 31), 6, date(2028, 2, 29)),
        (date(2026, 8, 30), 6, date(2027, 2, 28)),
        (date(2026, 1, 15), 12, date(2027, 1, 15)),
        (date(2028, 2, 29), 12, date(2029, 2, 28)),
        (date(2026, 5, 31), 1, date(2026, 6, 30)),
        (date(2026, 11, 22), 0, date(2026, 11, 22)),
        (date(2027, 8, 31), -6, date(2027, 2, 28)),
    ],
)
def test_months_of_law_are_calendar_months(day, n, later):
    assert add_months(day, n) == later


@settings(deadline=None)
@given(day=st.dates(date(2000, 1, 1), date(2100, 1, 1)), n=st.integers(0, 120))
def test_months_later_the_day_is_the_same_or_the_last_of_its_month(day, n):
    later = add_months(day, n)
    assert (later.year * 12 + later.month) - (day.year * 12 + day.month) == n
    assert later.day == day.day or (later + timedelta(days=1)).day == 1


def test_agreed_end_is_the_last_day():
    assert last_day(date(2026, 1, 1), date(2026, 6, 30), 24) == date(2026, 6, 30)


@pytest.mark.parametrize(
    ("starts_on", "months", "last_on"),
    [
        (date(2026, 1, 1), 24, date(2027, 12, 31)),
        (date(2026, 9, 15), 12, date(2027, 9, 14)),
        # 31 August + 6 months is 28 February; the term ends on the eve.
        (date(2026, 8, 31), 6, date(2027, 2, 27)),
    ],
)
def test_without_agreed_end_the_last_day_is_the_eve_of_the_maximum_term(starts_on, months, last_on):
    assert last_day(starts_on, None, months) == last_on


@pytest.mark.parametrize(
    ("day", "half", "is_away"),
    [
        (date(2026, 12, 1), AM, False),
        (date(2026, 12, 1), PM, True),
        (date(2026, 12, 2), AM, True),
        (date(2026, 12, 2), PM, True),
        (date(2026, 12, 3), AM, True),
        (date(2026, 12, 3), PM, False),
    ],
)
def test_absence_counts_from_its_first_to_its_last_half_day(day, half, is_away):
    absences = [AbsentDays(date(2026, 12, 1), date(2026, 12, 3), first_half=PM, last_half=AM)]
    assert is_absent(absences, day, half) is is_away


def test_absence_of_one_half_day_is_that_half_day_only():
    absences = [AbsentDays(date(2026, 12, 1), date(2026, 12, 1), AM, AM)]
    assert [is_absent(absences, date(2026, 12, 1), half) for half in HALVES] == [True, False]


def test_nobody_is_absent_without_absences():
    assert not is_absent((), date(2026, 12, 1), AM)


@pytest.mark.parametrize(
    ("weeks", "day", "is_worked"),
    [
        (Weeks.EVERY, date(2026, 12, 7), True),
        (Weeks.EVEN, date(2026, 12, 7), True),  # week 50
        (Weeks.ODD, date(2026, 12, 7), False),
        (Weeks.ODD, date(2026, 12, 31), True),  # week 53
        (Weeks.ODD, date(2027, 1, 3), True),  # the Sunday of week 53
        (Weeks.ODD, date(2027, 1, 4), True),  # week 1 follows week 53: both are odd
        (Weeks.EVEN, date(2027, 1, 11), True),
    ],
)
def test_odd_and_even_weeks_are_those_of_iso(weeks, day, is_worked):
    assert is_worked_in_week(PatternHalfDay(day.weekday(), AM, weeks), day) is is_worked


@pytest.mark.parametrize(
    ("number", "warning"),
    [
        ("10000000009", None),  # DATA-11: 1000000000 has the key 9
        ("10000000008", RppsWarning.WRONG_KEY),
        ("1000000000", RppsWarning.NOT_11_DIGITS),
        ("810000000009", RppsWarning.NOT_11_DIGITS),
        ("1000000000A", RppsWarning.NOT_11_DIGITS),
        ("١٠٠٠٠٠٠٠٠٠٩", RppsWarning.NOT_11_DIGITS),
        ("", RppsWarning.NOT_11_DIGITS),
    ],
)
def test_rpps_key_is_checked_as_a_warning(number, warning):
    assert rpps_warning(number) == warning


@settings(deadline=None)
@given(st.integers(0, 10**10 - 1))
def test_rpps_has_exactly_one_right_key(ten_digits):
    assert sum(rpps_warning(f"{ten_digits:010}{key}") is None for key in range(10)) == 1


@settings(deadline=None)
@given(st.text(max_size=500))
def test_rpps_of_any_text_is_never_an_error(text):
    rpps_warning(text)


def test_advice_is_given_for_a_wrong_number_and_not_for_none():
    assert "clé" in str(rpps_advice("10000000008"))
    assert "11 chiffres" in str(rpps_advice("123"))
    assert rpps_advice("10000000009") is None
    assert rpps_advice("") is None
