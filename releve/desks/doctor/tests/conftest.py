from datetime import UTC, date, datetime, timedelta

import pytest
import time_machine
from bs4 import BeautifulSoup

from releve.pipeline.appointments.models import Appointment
from tests.factories import a_doctor, a_network, a_patient, a_published_shift, a_reason, a_user, an_office

MONDAY = date(2026, 12, 7)
# 9:00 in Mazingarbe, in the middle of the morning's shift (8:30–12:00).
NOW = datetime(2026, 12, 7, 8, tzinfo=UTC)
HTMX = {"HX-Request": "true"}


@pytest.fixture(autouse=True)
def clock():
    with time_machine.travel(NOW, tick=False) as traveller:
        yield traveller


@pytest.fixture
def network(db):
    return a_network()


@pytest.fixture
def office(network):
    return an_office(network)


@pytest.fixture
def reason(network):
    return a_reason(network)


@pytest.fixture
def benali(network):
    return a_doctor(network)


@pytest.fixture
def shift(office, benali, reason):
    return a_published_shift(office, benali, MONDAY)


@pytest.fixture
def costa(network):
    return a_patient(network)


@pytest.fixture
def desk(client, benali, shift):
    """The browser of Dr Benali."""
    client.force_login(a_user("doctor", doctor=benali))
    return client


@pytest.fixture
def stranger(client, shift):
    """The browser of a doctor of another network."""
    client.force_login(a_user("doctor", network=a_network("CPTS d’ailleurs"), full_name="Dr Dumas"))
    return client


@pytest.fixture
def book(shift, reason, costa):
    """Store a visit at so many minutes from the start of the shift."""

    def booked(minutes=60, *, patient=None, status="booked", shift=shift):
        starts_at = shift.starts_at + timedelta(minutes=minutes)
        return Appointment.objects.create(
            network=shift.network,
            office=shift.office,
            shift=shift,
            doctor=shift.doctor,
            patient=patient or costa,
            reason=reason,
            starts_at=starts_at,
            ends_at=starts_at + timedelta(minutes=15),
            status=status,
            created_at=NOW,
            changed_at=NOW,
            changed_as="patient",
        )

    return booked


@pytest.fixture
def visit(book):
    return book()


def read(response, status=200):
    """Return a page as a person reads it. An undefined variable of a template is a fault."""
    assert response.status_code == status, response.status_code
    text = response.content.decode()
    assert "undefined" not in text
    return BeautifulSoup(text, "html.parser")


def words(page):
    """Return the text of a page with single, ordinary spaces."""
    return " ".join(page.get_text(" ").split())
