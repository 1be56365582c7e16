import pytest
from django.test import Client
from django.urls import get_resolver

from releve.desks.patient.tests.conftest import read, words
from tests.factories import a_network

OPEN = ("accessibilite", "mentions-legales", "donnees-personnelles")


@pytest.mark.parametrize("address", OPEN)
def test_page_about_the_service_when_opened_by_anybody_names_the_network(
    client, db, address, django_assert_num_queries
):
    a_network(email="contact@cpts.example", phone="+33321000001")
    with django_assert_num_queries(5):  # the scope, and the networks
        page = read(client.get(f"/{address}/"))
    assert "CPTS Liévin – Pays d’Artois" in words(page)
    assert "03 21 00 00 01" in words(page)


@pytest.mark.parametrize("address", OPEN)
def test_page_about_the_service_when_there_is_no_network_yet_says_what_is_missing(client, db, address):
    assert "À compléter" in words(read(client.get(f"/{address}/")))


def test_legal_when_the_operator_told_who_he_is_says_so(client, db, settings):
    settings.PUBLISHER = "Ville de Mazingarbe, 62670 Mazingarbe"
    settings.PUBLICATION_DIRECTOR = "Le maire"
    settings.PUBLISHER_CONTACT = "mairie@mazingarbe.example"
    settings.HOST_NAME = "Hébergeur du Nord, 59000 Lille"
    said = words(read(client.get("/mentions-legales/")))
    for told in ("Ville de Mazingarbe", "Le maire", "mairie@mazingarbe.example", "Hébergeur du Nord"):
        assert told in said
    assert "à compléter par l’exploitant" not in said
    assert "mairie@mazingarbe.example" in words(read(client.get("/accessibilite/")))


def test_legal_when_the_operator_told_nothing_says_what_is_missing(client, db):
    assert words(read(client.get("/mentions-legales/"))).count("à compléter par l’exploitant") == 4


def test_accessibility_when_not_audited_says_non_conforming(client, db):
    said = words(read(client.get("/accessibilite/")))
    assert "non conforme" in said
    assert "Défenseur des droits" in said


def test_legal_when_read_credits_what_is_borrowed(client, db):
    said = words(read(client.get("/mentions-legales/")))
    for name in ("EUPL", "GeoNames", "INSEE", "Atkinson"):
        assert name in said


def test_robots_when_asked_are_kept_from_what_is_personal(client, db):
    assert "Disallow: /rendez-vous/" in client.get("/robots.txt").text


@pytest.mark.parametrize("address", ["/", "/mentions-legales/", "/robots.txt", "/communes/"])
def test_open_page_when_only_its_head_is_asked_answers(client, db, address):
    assert client.head(address).status_code == 200


def test_patient_pages_when_asked_without_a_login_are_all_open_but_one(db):
    patterns = next(p for p in get_resolver().url_patterns if getattr(p, "namespace", "") == "patient").url_patterns
    closed = [p.name for p in patterns if getattr(p.callback, "login_required", True)]
    assert closed == ["my_appointments"]


def test_every_patient_page_when_shown_says_what_to_do_in_danger(place):
    token = place.held()
    for response in (
        place.client.get("/"),
        place.open("home", ou="62670"),
        place.open("home", ou="nulle part"),
        place.open("office", place.office.slug),
        place.open("office_times", place.office.slug),
        place.open("identity", token),
    ):
        banner = read(response).select_one("aside.emergency").get_text()
        assert "15" in banner
        assert "112" in banner


def test_patient_pages_when_shown_hold_no_inline_script_or_style(place):
    for response in (place.client.get("/"), place.open("home", ou="62670"), place.open("office", place.office.slug)):
        page = read(response)
        assert not page.select("[style], style")
        assert all(script.get("src") for script in page.select("script"))


def test_patient_pages_when_in_english_still_work(place):
    client = Client(headers={"accept-language": "en"})
    for address in ("/", "/?ou=62670", f"/cabinets/{place.office.slug}/", f"/cabinets/{place.office.slug}/horaires/"):
        read(client.get(address))
