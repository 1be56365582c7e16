from datetime import UTC, date, datetime

import pytest

from releve.shared import words

PARIS = "Europe/Paris"


def plain(text):
    return text.replace("\xa0", " ").replace("\u202f", " ")


@pytest.mark.parametrize(
    ("moment", "zone", "said"),
    [
        (datetime(2026, 12, 7, 8, 10, tzinfo=UTC), PARIS, "9 h 10"),
        (datetime(2026, 12, 7, 8, tzinfo=UTC), PARIS, "9 h"),
        (datetime(2026, 12, 7, 8, 10, tzinfo=UTC), "Indian/Reunion", "12 h 10"),
        # 25 October 2026: 2:30 comes twice.
        (datetime(2026, 10, 25, 0, 30, tzinfo=UTC), PARIS, "2 h 30 (heure d’été)"),
        (datetime(2026, 10, 25, 1, 30, tzinfo=UTC), PARIS, "2 h 30 (heure d’hiver)"),
        (datetime(2026, 10, 25, 2, 30, tzinfo=UTC), PARIS, "3 h 30"),
        # 29 March 2026: 2:00 to 3:00 is skipped.
        (datetime(2026, 3, 29, 0, 30, tzinfo=UTC), PARIS, "1 h 30"),
        (datetime(2026, 3, 29, 1, 30, tzinfo=UTC), PARIS, "3 h 30"),
    ],
)
def test_clock_when_read_in_an_offices_zone_is_its_own(moment, zone, said):
    assert plain(words.clock(moment, zone)) == said


def test_moment_when_the_office_is_overseas_says_whose_clock():
    moment = datetime(2026, 12, 7, 4, tzinfo=UTC)
    assert plain(words.moment_words(moment, "Indian/Reunion")) == "lundi 7 décembre à 8 h (heure de La Réunion)"
    assert plain(words.moment_words(moment, PARIS)) == "lundi 7 décembre à 5 h"


def test_moment_when_in_another_year_says_the_year():
    now = datetime(2026, 12, 1, tzinfo=UTC)
    said = words.moment_words(datetime(2027, 1, 1, 8, tzinfo=UTC), PARIS, now=now)
    assert plain(said) == "vendredi 1er janvier 2027 à 9 h"


@pytest.mark.parametrize(
    ("day", "said"),
    [(date(2026, 12, 1), "aujourd’hui"), (date(2026, 12, 2), "demain"), (date(2026, 12, 7), "lun. 7 déc.")],
)
def test_near_day_when_close_is_said_from_today(day, said):
    assert words.near_day_words(day, date(2026, 12, 1)) == said


@pytest.mark.parametrize(
    ("minutes", "said"), [(2.02, "2 min en voiture"), (59.4, "59 min en voiture"), (65, "1 h 05 en voiture")]
)
def test_travel_when_long_is_said_in_hours(minutes, said):
    assert plain(words.travel_words(minutes)) == said


def test_time_value_when_read_again_is_the_same_shift_and_start():
    start = datetime(2026, 12, 7, 7, 30, tzinfo=UTC)
    assert words.read_time_value(words.time_value(812, start)) == (812, start)


@pytest.mark.parametrize("sent", ["", "812", "812-", "-5", "a-b", "812-9" * 40, "812-1e9", "٨-٨", "812-99999999999999"])
def test_time_value_when_tampered_is_nothing(sent):
    assert words.read_time_value(sent) is None
