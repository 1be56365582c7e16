"""The network of these tests: one office of Mazingarbe, Dr Benali in it, Mme Aubry before the screen."""

from collections.abc import Callable
from datetime import UTC, date, datetime

import pytest
import time_machine
from bs4 import BeautifulSoup
from django.http import HttpResponse
from django.test import Client

from tests.factories import a_doctor, a_network, a_promise, a_user, an_office

# A Monday, 9 o'clock in Mazingarbe.
NOW = datetime(2026, 11, 23, 8, tzinfo=UTC)


@pytest.fixture(autouse=True)
def _clock():
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def network(db):
    return a_network()


@pytest.fixture
def office(network):
    return an_office(network)


@pytest.fixture
def benali(network):
    return a_doctor(network)


@pytest.fixture
def promise(office, benali):
    return a_promise(office, benali, ends_on=date(2027, 5, 14))


@pytest.fixture
def aubry(network):
    return a_user("network", network=network)


@pytest.fixture
def desk(client: Client, aubry) -> Client:
    client.force_login(aubry)
    return client


@pytest.fixture
def see() -> Callable[[HttpResponse], str]:
    """Return a page's words as a person reads them: one space between words, none of the narrow ones."""

    def read(response: HttpResponse) -> str:
        html = response.content.decode()
        assert "«undefined" not in html
        return words_of(html)

    return read


def words_of(html: str) -> str:
    text = BeautifulSoup(html, "html.parser").get_text(" ")
    return " ".join(text.replace("\u202f", " ").replace("\u00a0", " ").split()).replace(" ,", ",").replace(" .", ".")
