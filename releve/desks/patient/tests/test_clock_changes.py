"""An office that is open in the nights of March and October in which the clocks change."""

from datetime import UTC, date, datetime, time

import pytest
from django.urls import reverse

from releve.desks.patient.tests.conftest import read, words
from releve.pipeline.appointments.handover import Status
from releve.pipeline.appointments.models import Appointment
from releve.pipeline.offices.models import OpeningHalfDay
from releve.shared.half_days import Half
from tests.factories import a_published_shift, an_office

AUTUMN, SPRING = date(2026, 10, 25), date(2027, 3, 28)


@pytest.fixture
def night(place, clock):
    """Return a function that opens the office in the night of a day, seen three days before."""

    def open_in(day):
        clock.move_to(datetime.combine(day, time(8), UTC).replace(day=day.day - 3))
        place.office = an_office(place.network, weekdays=[6], kept_share=0)
        OpeningHalfDay.objects.filter(office=place.office).update(opens_at="00:00", closes_at="06:00")
        place.shift = a_published_shift(
            place.office, place.doctor, day, Half.MORNING, starts=time(1, 30), ends=time(3, 30)
        )
        return read(place.open("office_times", place.office.slug))

    return open_in


def clocks(page):
    return [button.contents[0].replace("\xa0", " ") for button in page.select("button.time")]


def test_night_when_an_hour_comes_twice_offers_both_and_tells_them_apart(night, place):
    said = clocks(night(AUTUMN))
    assert len(said) == len(set(said)) == 12  # three hours of quarters
    assert "2 h 30 (heure d’été)" in said
    assert "2 h 30 (heure d’hiver)" in said


def test_night_when_an_hour_comes_twice_books_the_one_that_was_chosen(night, place):
    night(AUTUMN)
    winter = datetime(2026, 10, 25, 1, 30, tzinfo=UTC)
    token = place.booked(winter)
    assert "dimanche 25 octobre à 2 h 30 (heure d’hiver)" in words(read(place.open("appointment", token)))
    assert Appointment.objects.get(status=Status.BOOKED).starts_at == winter


def test_night_when_an_hour_is_skipped_offers_no_time_in_it(night, place):
    said = clocks(night(SPRING))
    assert said == ["1 h 30", "1 h 45", "3 h", "3 h 15"]
    token = place.booked(datetime(2027, 3, 28, 1, tzinfo=UTC))
    assert "dimanche 28 mars à 3 h" in words(read(place.client.get(reverse("patient:appointment", args=[token]))))
