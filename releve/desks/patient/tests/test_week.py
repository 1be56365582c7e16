from datetime import UTC, date, datetime, timedelta

import pytest

from releve.desks.patient.week import Week, days_of_times, week_asked, week_of
from releve.pipeline.slots.handover import Slot

NOW = datetime(2026, 12, 1, 9, tzinfo=UTC)
PARIS = "Europe/Paris"


def slot(start, doctor=1, shift=1):
    return Slot(shift, 1, doctor, start, start + timedelta(minutes=15))


def test_week_when_asked_is_that_week():
    assert week_asked("2026-W50", NOW, PARIS).monday == date(2026, 12, 7)


@pytest.mark.parametrize(
    "text", ["", "2026-W60", "2026-W00", "2027-W53", "9999-W52", "0001-W01", "x", "2026-W5", "٢٠٢٦-W٥٠"]
)
def test_week_when_no_week_is_this_week(text):
    assert week_asked(text, NOW, PARIS).monday == date(2026, 11, 30)


def test_week_when_the_clock_changes_lasts_an_hour_more_or_less():
    autumn, spring = Week(date(2026, 10, 19), PARIS), Week(date(2026, 3, 23), PARIS)
    assert autumn.until - autumn.first == timedelta(days=7, hours=1)
    assert spring.until - spring.first == timedelta(days=7, hours=-1)


def test_week_of_when_already_monday_overseas_is_the_new_week():
    sunday_night = datetime(2026, 12, 6, 21, tzinfo=UTC)
    assert week_of(sunday_night, "Indian/Reunion").monday == date(2026, 12, 7)
    assert week_of(sunday_night, PARIS).monday == date(2026, 11, 30)


def test_days_when_several_doctors_are_free_show_a_time_once_for_the_one_with_most_time():
    nine, ten = datetime(2026, 12, 7, 8, tzinfo=UTC), datetime(2026, 12, 7, 9, tzinfo=UTC)
    slots = [slot(nine, doctor=1, shift=1), slot(nine, doctor=2, shift=2), slot(ten, doctor=2, shift=2)]
    (day,) = days_of_times(slots, PARIS, {1: "Dr A", 2: "Dr B"})
    assert [time["value"] for half in day["halves"] for time in half["times"]] == [
        f"2-{int(nine.timestamp())}",
        f"2-{int(ten.timestamp())}",
    ]
    assert day["doctor"] == "Dr B"


def test_days_when_the_hour_comes_twice_show_both_times():
    first, second = datetime(2026, 10, 25, 0, 30, tzinfo=UTC), datetime(2026, 10, 25, 1, 30, tzinfo=UTC)
    (day,) = days_of_times([slot(first), slot(second)], PARIS, {})
    (half,) = day["halves"]
    said = [time["clock"].replace("\xa0", " ") for time in half["times"]]
    assert said == ["2 h 30 (heure d’été)", "2 h 30 (heure d’hiver)"]
