from datetime import UTC, date, datetime, timedelta

import pytest
from django.urls import reverse
from icalendar import Calendar

from releve.desks.patient.tests.conftest import HALF_PAST_EIGHT, MONDAY, NOW, read, words
from releve.pipeline.appointments.handover import Status
from releve.pipeline.appointments.links import link_token
from releve.pipeline.appointments.models import Appointment
from releve.shared.half_days import Half
from releve.shared.words import time_value
from tests.factories import a_doctor, a_network, a_published_shift, a_reason, a_town, an_office

QUARTER = timedelta(minutes=15)
PAGES = ("appointment", "calendar_file", "move", "cancel")


def url(name, token):
    return reverse(f"patient:{name}", args=[token])


@pytest.fixture
def token(place):
    return place.booked()


def move_to(place, token, starts_at, shift=None):
    value = time_value((shift or place.shift).id, starts_at)
    return place.client.post(url("move", token), {"horaire": value})


def test_appointment_when_opened_by_its_link_says_what_where_when_and_with_whom(
    place, token, django_assert_max_num_queries
):
    with django_assert_max_num_queries(6):
        said = words(read(place.open("appointment", token)))
    for told in (
        "lundi 7 décembre à 8 h 30",
        "Dr Leïla Benali",
        place.office.name,
        "Consultation",
        "Manuel C.",
        "Vitale",
    ):
        assert told in said
    assert "Costa" not in said
    assert "costa@" not in said


@pytest.mark.parametrize("name", PAGES)
def test_signed_page_when_answered_is_kept_nowhere(place, token, name):
    response = place.open(name, token)
    assert response.status_code == 200
    assert response["Cache-Control"] == "no-store"
    assert response["Referrer-Policy"] == "strict-origin"
    assert "noindex" in response["X-Robots-Tag"]


@pytest.mark.parametrize("name", [*PAGES, "identity", "code"])
def test_signed_page_when_the_token_is_tampered_with_is_not_found(place, token, name):
    assert place.open(name, token[:-1] + ("a" if token[-1] != "a" else "b")).status_code == 404
    assert place.open(name, "1-1~" + "x" * 43).status_code == 404
    assert place.open(name, "😀" * 50).status_code == 404


def test_signed_page_when_the_token_is_of_the_other_kind_is_not_found(place, token):
    held = place.held(HALF_PAST_EIGHT + QUARTER)
    assert place.open("appointment", held).status_code == 404
    assert place.open("identity", token).status_code == 404


def test_signed_page_when_the_visit_is_only_held_or_of_another_network_is_not_found(place, token):
    visit = Appointment.objects.get()
    assert place.open("appointment", link_token(a_network().id, visit.id)).status_code == 404
    assert place.open("appointment", link_token(place.network.id, visit.id + 1)).status_code == 404
    place.held(HALF_PAST_EIGHT + QUARTER)
    held = Appointment.objects.get(status=Status.HELD)
    assert place.open("appointment", link_token(place.network.id, held.id)).status_code == 404


def test_calendar_file_when_opened_holds_place_and_time_and_nothing_more(place, token):
    response = place.open("calendar_file", token)
    assert response["Content-Type"].startswith("text/calendar")
    (event,) = Calendar.from_ical(response.content).walk("VEVENT")
    assert event.decoded("dtstart") == HALF_PAST_EIGHT
    assert "Mazingarbe" in event["location"]
    text = response.content.decode()
    for hidden in ("Costa", "Manuel", "Consultation", "Benali", token):
        assert hidden not in text


def test_cancel_when_confirmed_gives_the_time_back_and_offers_another(place, token):
    assert "Annuler ce rendez-vous" in read(place.open("cancel", token)).h1.get_text()
    assert Appointment.objects.get().status == Status.BOOKED
    page = read(place.client.post(url("cancel", token), follow=True))
    assert "Ce rendez-vous est annulé" in page.h1.get_text()
    assert "Reprendre un rendez-vous" in words(page)
    assert Appointment.objects.get().status == Status.CANCELLED


def test_cancel_when_done_twice_shows_the_same_page(place, token):
    first = place.client.post(url("cancel", token)).url
    assert place.client.post(url("cancel", token)).url == first
    assert place.open("cancel", token).url == first


def test_move_when_confirmed_keeps_the_link(place, token):
    page = read(place.open("move", token))
    assert len(page.select("button.time")) == 10
    value = page.select("button.time")[0]["value"]
    asked = read(place.open("move", token, horaire=value))
    assert "lundi 7 décembre à 8 h 45" in words(asked)
    page = read(place.client.post(url("move", token), {"horaire": value}, follow=True))
    assert "Votre rendez-vous est déplacé" in words(page)
    visit = Appointment.objects.get(status=Status.BOOKED)
    assert visit.starts_at == HALF_PAST_EIGHT + QUARTER


def test_move_when_sent_twice_moves_once(place, token):
    move_to(place, token, HALF_PAST_EIGHT + QUARTER)
    assert move_to(place, token, HALF_PAST_EIGHT + QUARTER).status_code == 302
    assert Appointment.objects.filter(status=Status.BOOKED).count() == 1


def test_move_when_the_new_time_is_gone_keeps_the_old_one_and_offers_three(place, token):
    place.held(HALF_PAST_EIGHT + QUARTER)
    page = read(move_to(place, token, HALF_PAST_EIGHT + QUARTER), 409)
    assert "reste prévu lundi 7 décembre à 8 h 30" in words(page)
    times = page.select("button.time")
    assert len(times) == 3
    asked = read(place.open("move", token, horaire=times[0]["value"]))
    assert "Nouvel horaire" in words(asked)
    assert Appointment.objects.get(status=Status.BOOKED).starts_at == HALF_PAST_EIGHT


def test_move_when_the_time_is_past_or_unknown_changes_nothing(place, token):
    assert move_to(place, token, HALF_PAST_EIGHT - timedelta(days=60)).status_code == 409
    assert place.open("move", token, horaire="999999-1796112600").status_code == 404
    assert read(place.open("move", token, horaire="😀"))
    assert read(place.client.post(url("move", token), {"horaire": "x"}))
    assert Appointment.objects.get().starts_at == HALF_PAST_EIGHT


@pytest.mark.parametrize("week", ["2026-W40", "2027-W10", "2026-W49", "😀"])
def test_move_when_the_week_has_nothing_says_why(place, token, week):
    page = read(place.open("move", token, semaine=week))
    assert page.select_one(".empty")


@pytest.mark.parametrize("name", ["move", "cancel"])
def test_change_when_the_hour_has_come_says_whom_to_call(place, token, clock, name):
    clock.move_to(HALF_PAST_EIGHT)
    said = words(read(place.open(name, token)))
    assert "Son heure est passée" in said
    assert "03 21 00 00 00" in said
    value = time_value(place.shift.id, HALF_PAST_EIGHT + QUARTER)
    read(place.client.post(url(name, token), {"horaire": value}), 409)
    assert Appointment.objects.get().status == Status.BOOKED


@pytest.mark.parametrize(
    ("status", "said"), [(Status.ARRIVED, "Votre arrivée est notée"), (Status.SEEN, "passé"), (Status.NO_SHOW, "passé")]
)
def test_appointment_when_it_went_on_says_where_it_is(place, token, status, said):
    Appointment.objects.update(status=status)
    page = read(place.open("appointment", token))
    assert said in page.h1.get_text()
    assert not page.find("a", string="Déplacer")
    assert read(place.open("move", token)).h1


def test_appointment_when_in_la_reunion_is_told_on_its_clock(db, client, place):
    network = a_network()
    town = a_town("97411", "Saint-Denis", postal_codes=["97400"], latitude=-20.8789, longitude=55.4481)
    place.network, place.reason = network, a_reason(network)
    office = an_office(network, town=town, time_zone="Indian/Reunion", holiday_region="RE")
    place.shift = a_published_shift(office, a_doctor(network), MONDAY, Half.MORNING)
    start = datetime(2026, 12, 7, 4, 30, tzinfo=UTC)
    held = place.held(start)
    assert "jusqu’à 13 h 10 (heure de La Réunion)" in words(read(place.open("identity", held)))
    place.type_identity(held, phone="0692 12 34 56")
    token = place.type_code(held, place.sent_code()).url.split("/")[2]
    assert "lundi 7 décembre à 8 h 30 (heure de La Réunion)" in words(read(place.open("appointment", token)))


def test_appointment_when_the_reason_is_known_is_not_in_any_address(place):
    a_reason(place.network, "Grossesse", position=2)
    token = place.booked()
    assert "consultation" not in token.lower()
    page = read(place.open("appointment", token))
    links = [link["href"] for link in page.select("a[href]")]
    assert not any("Consultation" in link or "Costa" in link or "Grossesse" in link for link in links)


def test_appointment_when_moved_to_another_year_says_which(place, token):
    shift = a_published_shift(place.office, place.doctor, date(2027, 1, 4), Half.MORNING)
    start = datetime(2027, 1, 4, 7, 30, tzinfo=UTC)
    move_to(place, token, start, shift)
    assert "lundi 4 janvier 2027 à 8 h 30" in words(read(place.open("appointment", token)))
    assert Appointment.objects.get().changed_at == NOW
