"""Two languages, never mixed: every text has its English, and a page is in one language from end to end."""

import re
from collections.abc import Iterator
from datetime import UTC, date, datetime
from io import BytesIO

import pytest
import time_machine
from babel.messages.catalog import Message
from babel.messages.mofile import write_mo
from bs4 import BeautifulSoup, Comment, Doctype
from django.test import Client
from django.utils import translation

from releve.config.translations import LOCALE, PLACEHOLDER, TAG, faults, gathered, read
from releve.desks.network.forms.fields import DayField
from releve.pipeline.offices.rules import REGIONS, public_holidays
from releve.shared.half_days import Half
from releve.shared.holiday_words import HOLIDAYS
from releve.shared.words import clock, day_words, time_value
from tests.factories import a_doctor, a_network, a_promise, a_published_shift, a_reason, a_town, an_office

NOW = datetime(2026, 12, 1, 9, tzinfo=UTC)
MONDAY = date(2026, 12, 7)
HALF_PAST_EIGHT = datetime(2026, 12, 7, 7, 30, tzinfo=UTC)
PUBLIC = (
    "/",
    "/?ou=Mazingarbe",
    "/?ou=Nulle-Part",
    "/?ou=",
    "/cabinets/mazingarbe/",
    "/cabinets/mazingarbe/horaires/",
    "/cabinets/mazingarbe/horaires/?semaine=2026-W50",
    "/accessibilite/",
    "/mentions-legales/",
    "/donnees-personnelles/",
    "/compte/connexion/",
    "/compte/connexion/code/",
    "/compte/mot-de-passe/oublie/",
    "/compte/mot-de-passe/envoye/",
    "/nulle-part/",
)
SHOWN_ATTRIBUTES = ("aria-label", "title", "alt", "placeholder")
# Words that no English sentence has; a name of a place has them after a hyphen.
FRENCH = re.compile(
    r"(?<![-\w])(vous|votre|vos|nous|notre|cette|est|sont|pour|avec|dans|une|par|les|aux|à)(?![-\w])", re.IGNORECASE
)
SHORTEST_PIECE = 6


@pytest.fixture
def town_with_an_office(db):
    with time_machine.travel(NOW, tick=False):
        network = a_network(email="contact@cpts.example", phone="+33321000001")
        office = an_office(
            network, town=a_town(), slug="mazingarbe", name="Maison Urbaniak", address="1 avenue Urbaniak"
        )
        doctor = a_doctor(network)
        a_promise(office, doctor)
        shift = a_published_shift(office, doctor, MONDAY, Half.MORNING)
        yield {"reseau": network.id, "motif": a_reason(network).id, "horaire": time_value(shift.id, HALF_PAST_EIGHT)}


def visitor(language: str) -> Client:
    return Client(headers={"accept-language": language})


def page(response: object) -> BeautifulSoup:
    return BeautifulSoup(response.content, "html.parser")


def shown(soup: BeautifulSoup) -> Iterator[str]:
    """Yield every text that a person reads or hears, but those that say to be in another language."""
    for other in soup.select("html [lang], script, style"):
        other.decompose()
    for text in soup.find_all(string=True):
        if not isinstance(text, Comment | Doctype):
            yield " ".join(text.split())
    for element in soup.find_all(True):
        yield from (element[name] for name in SHOWN_ATTRIBUTES if element.get(name))


def pieces(text: str) -> set[str]:
    """Return what a text always says, whatever its variables are."""
    cut = re.sub(rf"{PLACEHOLDER.pattern}|{TAG.pattern}", "\n", text)
    return {
        piece for part in cut.split("\n") if len(piece := " ".join(part.split()).strip(" .,:;?!()·")) >= SHORTEST_PIECE
    }


def forms(texts: object) -> list[str]:
    return list(texts) if isinstance(texts, list | tuple) else [str(texts)]


def only_french() -> set[str]:
    """Return the pieces of the French texts that no English text has."""
    messages: list[Message] = [message for message in read("en") if message.id]
    english = "\n".join(text for message in messages for text in forms(message.string))
    found = {piece for message in messages for text in forms(message.id) for piece in pieces(text)}
    return {piece for piece in found if piece not in english}


def french_left_in(soup: BeautifulSoup) -> list[str]:
    texts = [text for text in shown(soup) if text]
    known = re.compile("|".join(rf"(?<!\w){re.escape(piece)}(?!\w)" for piece in sorted(only_french(), key=len)[::-1]))
    return [text for text in texts if known.search(text) or FRENCH.search(text)]


def test_catalogue_when_compared_with_the_code_is_whole():
    assert faults() == []


@pytest.mark.parametrize("path", sorted(LOCALE.rglob("*.po")), ids=lambda path: path.parent.parent.name)
def test_catalogue_when_compiled_is_the_one_that_is_served(path):
    compiled = BytesIO()
    write_mo(compiled, read(path.parent.parent.name))
    assert path.with_suffix(".mo").read_bytes() == compiled.getvalue(), "python -m releve.config.translations"


def test_texts_when_gathered_come_from_python_and_templates():
    found = {forms(message.id)[0]: message for message in gathered() if message.id}
    assert found["dans %(n)d jour"].id == ("dans %(n)d jour", "dans %(n)d jours")
    assert found["1er"].context == "premier du mois"
    assert any(place.endswith(".html") for place, _ in found["Mes rendez-vous"].locations)
    assert "Relève : votre code est %(code)s. Valable dix minutes." in found


@pytest.mark.parametrize("address", PUBLIC)
def test_public_page_when_the_browser_speaks_english_has_no_french_left(town_with_an_office, address):
    soup = page(visitor("en-GB,en;q=0.9").get(address))
    assert soup.html["lang"] == "en"
    assert french_left_in(soup) == []


@pytest.mark.parametrize("address", PUBLIC)
def test_public_page_when_the_browser_speaks_french_has_no_english(town_with_an_office, address):
    soup = page(visitor("fr-FR,fr;q=0.9,en;q=0.5").get(address))
    assert soup.html["lang"] == "fr"
    texts = " ".join(shown(soup))
    assert re.search(r"\b(the|your|with|this)\b", texts) is None


def test_booking_when_done_in_english_has_no_french_left(town_with_an_office):
    client = visitor("en")
    step = client.post("/rendez-vous/nouveau/", town_with_an_office).url
    assert french_left_in(page(client.get(step))) == []
    refused = client.post(step, {"birth_date": "31/02/1980", "email": "no"})
    assert french_left_in(page(refused)) == []


def test_home_when_english_is_chosen_stays_english_for_a_french_browser(town_with_an_office):
    client = visitor("fr")
    assert "Où habitez-vous" in page(client.get("/")).text
    client.post("/langue/", {"language": "en", "next": "/"})
    assert "Where do you live" in page(client.get("/")).text
    client.post("/langue/", {"language": "fr", "next": "/"})
    assert "Où habitez-vous" in page(client.get("/")).text


def test_home_when_the_browser_speaks_a_third_language_is_french(town_with_an_office):
    assert page(visitor("de").get("/")).html["lang"] == "fr"


def test_days_and_times_when_said_in_english_are_british():
    with translation.override("en"):
        assert day_words(date(2026, 12, 1), with_year=True) == "Tuesday 1 December 2026"
        assert clock(HALF_PAST_EIGHT, "Europe/Paris") == "8:30"
        assert clock(HALF_PAST_EIGHT.replace(minute=0), "Europe/Paris") == "8:00"


def test_day_when_typed_in_english_comes_before_its_month():
    with translation.override("en"):
        assert DayField().clean("03/02/2026") == date(2026, 2, 3)


def test_public_holidays_when_said_are_all_known_by_name():
    first, last = date(2026, 1, 1), date(2027, 12, 31)
    said = {name for region in REGIONS for name in public_holidays(region, first, last).values()}
    assert said - HOLIDAYS == set()
