from dataclasses import dataclass, field
from datetime import UTC, date, datetime

import pytest
import time_machine
from bs4 import BeautifulSoup
from django.urls import reverse

from releve.pipeline.appointments.actions.confirm import code_key
from releve.pipeline.appointments.models import Appointment, BookingRequest
from releve.pipeline.appointments.rules import one_time_code
from releve.shared.half_days import Half
from releve.shared.words import time_value
from tests.factories import a_doctor, a_network, a_published_shift, a_reason, a_town, an_office

NOW = datetime(2026, 12, 1, 9, tzinfo=UTC)  # a Tuesday, 10:00 in Mazingarbe
MONDAY = date(2026, 12, 7)
HALF_PAST_EIGHT = datetime(2026, 12, 7, 7, 30, tzinfo=UTC)
COSTA = {
    "booked_for": "oneself",
    "first_name": "Manuel",
    "last_name": "Costa",
    "birth_date": "12/04/1958",
    "email": "costa@example.org",
}


@pytest.fixture(autouse=True)
def clock():
    with time_machine.travel(NOW, tick=False) as traveller:
        yield traveller


def read(response, status=200):
    """Return the page as its words and elements; nothing undefined is ever shown."""
    assert response.status_code == status, response
    assert "«undefined" not in response.text
    return BeautifulSoup(response.text, "html.parser")


def words(page):
    """Return the words of the page's content, with ordinary spaces."""
    return " ".join(page.select_one("main").get_text(" ").replace("\u202f", " ").replace("\xa0", " ").split())


@dataclass
class Place:
    """An office with one doctor on Monday morning, seen by somebody with a browser."""

    client: object
    network: object = None
    office: object = None
    doctor: object = None
    shift: object = None
    reason: object = None
    tokens: dict = field(default_factory=dict)

    def open(self, name, *args, **query):
        return self.client.get(reverse(f"patient:{name}", args=args), query)

    def hold(self, starts_at=HALF_PAST_EIGHT, **more):
        typed = {
            "reseau": self.network.id,
            "motif": self.reason.id,
            "horaire": time_value(self.shift.id, starts_at),
        }
        return self.client.post(reverse("patient:hold"), typed | more)

    def held(self, starts_at=HALF_PAST_EIGHT):
        """Hold a time and return its token."""
        response = self.hold(starts_at)
        assert response.status_code == 302, response.text
        return response.url.split("/")[2]

    def type_identity(self, token, **changes):
        return self.client.post(reverse("patient:identity", args=[token]), COSTA | changes)

    def type_code(self, token, code):
        return self.client.post(reverse("patient:code", args=[token]), {"code": code})

    def sent_code(self):
        asked = BookingRequest.objects.latest("id")
        return one_time_code(code_key(), asked.id, asked.n_codes_sent)

    def booked(self, starts_at=HALF_PAST_EIGHT, **changes):
        """Book a time to the end and return the token of its link."""
        token = self.held(starts_at)
        self.type_identity(token, **changes)
        response = self.type_code(token, self.sent_code())
        assert response.status_code == 302, response.text
        return response.url.split("/")[2]


@pytest.fixture
def place(db, client):
    network = a_network()
    office = an_office(network, town=a_town())
    doctor = a_doctor(network)
    return Place(
        client,
        network,
        office,
        doctor,
        a_published_shift(office, doctor, MONDAY, Half.MORNING),
        a_reason(network),
    )


@pytest.fixture
def only_visit():
    return Appointment.objects.get
