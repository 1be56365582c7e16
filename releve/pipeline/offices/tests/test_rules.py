from dataclasses import replace
from datetime import date, time, timedelta
from zoneinfo import available_timezones

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from releve.pipeline.offices.handover import ClosedDays, OfficeCalendar, Opening, Room
from releve.pipeline.offices.rules import (
    REGIONS,
    days_between,
    half_days_between,
    openings_on,
    public_holidays,
    zone_and_region,
)
from releve.shared.half_days import HALVES, Half

AM, PM = Half.MORNING, Half.AFTERNOON
HOURS = {AM: (time(8, 30), time(12)), PM: (time(13, 30), time(18))}
MONDAY = date(2026, 11, 9)


def a_calendar(weekdays=(0, 1, 2, 4), *, valid_from=date(2022, 1, 3), valid_to=None, **facts):
    """Mazingarbe's: every weekday but Thursday."""
    openings = tuple(
        Opening(weekday, half, *HOURS[half], has_reception=True, valid_from=valid_from, valid_to=valid_to)
        for weekday in weekdays
        for half in HALVES
    )
    given_facts = {
        "office_id": 1,
        "time_zone": "Europe/Paris",
        "holiday_region": "",
        "opened_on": date(2022, 1, 3),
        "closed_on": None,
        "rooms": (Room(1, "Salle 1"),),
        "openings": openings,
    } | facts
    return OfficeCalendar(**given_facts)


def test_open_half_days_of_a_week_are_every_weekday_but_thursday():
    opened, closed = half_days_between(a_calendar(), date(2026, 11, 16), date(2026, 11, 22))
    assert [(half_day.day.weekday(), half_day.half) for half_day in opened] == [
        (weekday, half) for weekday in (0, 1, 2, 4) for half in HALVES
    ]
    assert (opened[0].opens_at, opened[1].closes_at) == (time(8, 30), time(18))
    assert closed == []


def test_mazingarbe_is_closed_on_armistice_day_and_says_so_in_french():
    _, closed = half_days_between(a_calendar(), MONDAY, MONDAY + timedelta(days=6))
    assert [(half_day.day, half_day.half, half_day.label) for half_day in closed] == [
        (date(2026, 11, 11), AM, "Armistice"),
        (date(2026, 11, 11), PM, "Armistice"),
    ]
    assert all(half_day.is_public_holiday for half_day in closed)


def test_closure_closes_its_first_and_last_day_with_its_label():
    calendar = a_calendar(closures=(ClosedDays(date(2026, 11, 17), date(2026, 11, 18), "Travaux"),))
    opened, closed = half_days_between(calendar, date(2026, 11, 16), date(2026, 11, 22))
    assert {half_day.day.day for half_day in opened} == {16, 20}
    assert [(half_day.day.day, half_day.label) for half_day in closed] == [
        (17, "Travaux"),
        (17, "Travaux"),
        (18, "Travaux"),
        (18, "Travaux"),
    ]
    assert not any(half_day.is_public_holiday for half_day in closed)


def test_day_both_closed_and_holiday_has_one_reason_the_holiday():
    calendar = a_calendar(closures=(ClosedDays(date(2026, 12, 24), date(2027, 1, 3), "Congés de Noël"),))
    _, closed = half_days_between(calendar, date(2026, 12, 25), date(2026, 12, 25))
    assert [(half_day.label, half_day.is_public_holiday) for half_day in closed] == [("Noël", True), ("Noël", True)]


def test_holiday_on_a_day_without_opening_is_not_reported():
    thursday = date(2026, 5, 14)
    assert public_holidays("", thursday, thursday) == {thursday: "Ascension"}
    assert half_days_between(a_calendar(), thursday, thursday) == ([], [])


def test_opening_holds_from_its_first_to_its_last_day_included():
    calendar = a_calendar(weekdays=(0,), valid_from=date(2026, 11, 16), valid_to=date(2026, 11, 23))
    opened, _ = half_days_between(calendar, date(2026, 11, 2), date(2026, 12, 6))
    assert sorted({half_day.day for half_day in opened}) == [date(2026, 11, 16), date(2026, 11, 23)]


def test_office_opens_on_its_first_day_and_no_more_on_the_day_it_closes():
    calendar = a_calendar(weekdays=(0, 1), opened_on=date(2026, 11, 17), closed_on=date(2026, 11, 24))
    opened, closed = half_days_between(calendar, date(2026, 11, 16), date(2026, 11, 30))
    assert sorted({half_day.day for half_day in opened}) == [date(2026, 11, 17), date(2026, 11, 23)]
    assert closed == []


def test_half_day_without_reception_is_open_and_shown_as_such():
    monday = date(2026, 11, 16)
    calendar = a_calendar(weekdays=(0,), reception_absences=frozenset({(monday, PM)}))
    assert [half_day.has_reception for half_day in half_days_between(calendar, monday, monday)[0]] == [True, False]
    never = replace(calendar, openings=tuple(replace(opening, has_reception=False) for opening in calendar.openings))
    assert [half_day.has_reception for half_day in half_days_between(never, monday, monday)[0]] == [False, False]


def test_openings_come_morning_first_whatever_their_order():
    calendar = a_calendar(weekdays=(0,))
    reversed_calendar = replace(calendar, openings=calendar.openings[::-1])
    assert [opening.half for opening in openings_on(reversed_calendar, MONDAY)] == [AM, PM]


@pytest.mark.parametrize(
    ("region", "day", "name"),
    [
        ("", date(2026, 7, 14), "Fête nationale"),
        ("", date(2027, 1, 1), "Jour de l’an"),
        ("Alsace-Moselle", date(2026, 4, 3), "Vendredi saint"),
        ("Alsace-Moselle", date(2026, 12, 26), "Saint-Étienne"),
        ("57", date(2026, 4, 3), "Vendredi saint"),
        ("RE", date(2026, 12, 20), "Abolition de l’esclavage"),
        ("GP", date(2026, 5, 27), "Abolition de l’esclavage"),
    ],
)
def test_public_holidays_of_a_region_have_french_names(region, day, name):
    assert public_holidays(region, day, day) == {day: name}


@pytest.mark.parametrize("day", [date(2026, 4, 3), date(2026, 12, 20), date(2026, 12, 26)])
def test_regional_holiday_is_no_holiday_in_the_metropole(day):
    assert public_holidays("", day, day) == {}


def test_public_holidays_over_the_turn_of_the_year_are_those_of_both_years():
    assert list(public_holidays("", date(2026, 12, 20), date(2027, 1, 10)).values()) == ["Noël", "Jour de l’an"]


def test_unknown_region_is_refused_with_what_to_give():
    with pytest.raises(ValueError, match="REGIONS"):
        public_holidays("Zone A", MONDAY, MONDAY)


@pytest.mark.parametrize("region", sorted(REGIONS))
def test_every_region_that_can_be_chosen_has_holidays(region):
    assert len(public_holidays(region, date(2026, 1, 1), date(2026, 12, 31))) >= 11


def test_window_backwards_holds_no_day():
    assert half_days_between(a_calendar(), MONDAY, MONDAY - timedelta(days=3)) == ([], [])


def test_window_of_a_century_is_refused():
    with pytest.raises(ValueError, match="at most"):
        days_between(date(2026, 1, 1), date(2126, 1, 1))


@settings(deadline=None)
@given(
    first=st.dates(date(2021, 12, 1), date(2024, 1, 1)),
    n_days=st.integers(0, 60),
    weekdays=st.sets(st.integers(0, 6)),
    closures=st.lists(st.tuples(st.dates(date(2021, 12, 1), date(2024, 3, 1)), st.integers(0, 20)), max_size=4),
    region=st.sampled_from(["", "Alsace-Moselle", "RE"]),
)
def test_every_opening_half_day_is_open_or_closed_and_never_both(first, n_days, weekdays, closures, region):
    calendar = a_calendar(
        weekdays=sorted(weekdays),
        holiday_region=region,
        closures=tuple(ClosedDays(day, day + timedelta(days=n), "x") for day, n in closures),
    )
    opened, closed = half_days_between(calendar, first, first + timedelta(days=n_days))
    told = [(half_day.day, half_day.half) for half_day in [*opened, *closed]]
    wanted = [
        (day, half)
        for day in days_between(first, first + timedelta(days=n_days))
        for half in HALVES
        if day.weekday() in weekdays and day >= calendar.opened_on
    ]
    assert sorted(told) == sorted(wanted)


@pytest.mark.parametrize(
    ("department", "expected"),
    [
        ("62", ("Europe/Paris", "")),
        ("2A", ("Europe/Paris", "")),
        ("67", ("Europe/Paris", "Alsace-Moselle")),
        ("971", ("America/Guadeloupe", "GP")),
        ("974", ("Indian/Reunion", "RE")),
    ],
)
def test_clocks_and_holidays_follow_the_department(department, expected):
    assert zone_and_region(department) == expected


@given(st.from_regex(r"\A(\d[\dAB]|97\d|98\d)\Z"))
def test_clocks_and_holidays_of_any_department_are_known(department):
    time_zone, region = zone_and_region(department)
    assert time_zone in available_timezones()
    assert region in REGIONS


def test_guiana_keeps_the_day_on_which_slavery_ended_there():
    assert date(2027, 6, 10) in public_holidays(zone_and_region("973")[1], date(2027, 6, 1), date(2027, 6, 30))
