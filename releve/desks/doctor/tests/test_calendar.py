import re
from datetime import UTC, date, datetime, timedelta

import pytest
from django.urls import reverse
from icalendar import Calendar

from releve.desks.doctor.feed_address import feed_secret, read_feed_secret
from releve.desks.doctor.tests.conftest import MONDAY, NOW, read, words
from releve.pipeline.appointments.models import CalendarFeed
from tests.factories import a_doctor, a_published_shift, a_reason, a_shift, a_town, an_office

CALENDAR, RENEW, NAMES = "/medecin/agenda/", "/medecin/agenda/adresse/", "/medecin/agenda/noms/"


@pytest.fixture
def address(desk):
    """Create the secret address, as the page shows it once."""
    return path_of(read(desk.post(RENEW)))


def path_of(page):
    return "/medecin/" + page.find(id="adresse")["value"].split("/medecin/")[1]


def events(answer):
    assert answer.status_code == 200
    return {str(event["uid"]): event for event in Calendar.from_ical(answer.content).walk("VEVENT")}


def test_address_when_created_is_shown_once_and_only_its_fingerprint_is_stored(desk, benali):
    answer = desk.post(RENEW)
    assert "Copiez-la maintenant" in words(read(answer))
    assert "no-store" in answer["Cache-Control"]
    secret = path_of(read(answer)).split("~")[1].removesuffix(".ics")
    feed = CalendarFeed.objects.get(doctor=benali)
    assert secret not in feed.secret_hash
    assert secret not in read(desk.get(CALENDAR)).get_text()


def test_address_when_the_page_is_reloaded_is_not_broken(desk, client, address):
    """The form that created it is sent again by the browser: it names no address that it would replace."""
    assert desk.post(RENEW)["Location"] == CALENDAR
    client.logout()
    assert client.get(address).status_code == 200


def test_address_when_renewed_answers_no_more_at_the_old_place(desk, client, address):
    mark = read(desk.get(CALENDAR)).find("input", {"name": "remplace"})["value"]
    new = path_of(read(desk.post(RENEW, {"remplace": mark})))
    client.logout()
    assert client.get(address).status_code == 404
    assert client.get(new).status_code == 200


@pytest.mark.parametrize(
    "secret", ["x", "1~x", "~", "zz~x", "1~", f"{'f' * 30}~x", "-1~x", "٣~x", "1~" + "x" * 500, "f" * 16 + "~x"]
)
def test_feed_when_the_secret_is_unknown_is_not_there(client, shift, secret):
    assert client.get(reverse("doctor:feed", args=[secret])).status_code == 404


def test_feed_when_the_secret_names_another_network_is_not_there(client, address, network):
    secret = address.split("~")[1]
    client.logout()
    assert client.get(f"/medecin/agenda/{network.id + 1:x}~{secret}").status_code == 404


@pytest.mark.parametrize("network_id", [1, 255, 2**59])
def test_secret_when_written_is_read_again(network_id):
    assert read_feed_secret(feed_secret(network_id, "a-b_c")) == (network_id, "a-b_c")


def test_feed_when_read_tells_where_and_how_many_but_no_name(client, address, visit, shift):
    client.logout()
    answer = client.get(address)
    assert answer["Content-Type"] == "text/calendar; charset=utf-8"
    assert "private" in answer["Cache-Control"]
    (event,) = events(answer).values()
    assert event["summary"] == "Consultation · 1 rendez-vous"
    assert "place du Docteur-Urbaniak, 62670 Mazingarbe" in event["location"]
    assert event["dtstart"].dt.isoformat() == "2026-12-07T08:30:00+01:00"
    assert event["uid"] == f"vacation-{shift.id}@localhost"
    for name in (b"Costa", b"Manuel", b"1958"):
        assert name not in answer.content


def test_feed_when_read_again_later_keeps_its_marks(client, address, shift, clock):
    first = events(client.get(address))
    clock.shift(3600)
    assert events(client.get(address)) == first


def test_feed_when_the_clock_changes_keeps_the_hours_of_the_office(client, address, office, benali):
    a_published_shift(office, benali, date(2027, 3, 26))
    a_published_shift(office, benali, date(2027, 3, 29))
    answer = client.get(address)
    starts = [event["dtstart"].dt for event in events(answer).values()]
    assert [start.isoformat() for start in starts[1:]] == ["2027-03-26T08:30:00+01:00", "2027-03-29T08:30:00+02:00"]
    assert b"BEGIN:VTIMEZONE" in answer.content


def test_feed_when_the_office_lies_in_la_reunion_tells_its_hours(client, address, network, benali):
    there = an_office(network, town=a_town("97411", "Saint-Denis"), time_zone="Indian/Reunion")
    shift = a_published_shift(there, benali, MONDAY + timedelta(days=1))
    event = events(client.get(address))[f"vacation-{shift.id}@localhost"]
    assert event["dtstart"].dt.isoformat() == "2026-12-08T08:30:00+04:00"
    assert event["dtstart"].dt.astimezone(UTC) == datetime(2026, 12, 8, 4, 30, tzinfo=UTC)


def test_feed_when_a_shift_is_a_draft_or_cancelled_tells_it_apart(client, address, office, benali):
    draft = a_shift(office, benali, MONDAY + timedelta(days=1))
    cancelled = a_shift(office, benali, MONDAY + timedelta(days=2), status="cancelled", cancelled_because="malade")
    found = events(client.get(address))
    assert found[f"vacation-{draft.id}@localhost"]["status"] == "TENTATIVE"
    assert f"vacation-{cancelled.id}@localhost" not in found


def test_feed_when_a_colleague_works_too_does_not_tell(client, address, office, network):
    other = a_published_shift(office, a_doctor(network, "Hugo", "Delattre"), MONDAY)
    assert f"vacation-{other.id}@localhost" not in events(client.get(address))


# Names


def test_names_when_asked_for_need_an_explicit_word(desk, address):
    page = words(read(desk.get(NAMES)))
    assert "Des données de santé sortent de l’endroit protégé" in page
    assert "Qui peut lire cet agenda" in page
    read(desk.post(NAMES, {}), status=422)
    assert not CalendarFeed.objects.get().shows_names


def test_names_when_confirmed_are_first_name_and_initial_only(desk, client, address, visit):
    desk.post(NAMES, {"understood": "on"})
    client.logout()
    answer = client.get(address)
    event = events(answer)[f"rendez-vous-{visit.id}@localhost"]
    assert event["summary"] == "Manuel C."
    assert event["dtstart"].dt == visit.starts_at
    assert not re.search(rb"Costa|1958|motif", answer.content, re.IGNORECASE)


@pytest.mark.parametrize("status", ["cancelled", "excused", "no_show"])
def test_names_when_the_visit_does_not_take_place_are_left_out(desk, client, address, book, status):
    desk.post(NAMES, {"understood": "on"})
    book(status=status)
    assert b"Manuel" not in client.get(address).content


def test_names_when_turned_off_are_gone_at_once(desk, client, address, visit):
    desk.post(NAMES, {"understood": "on"})
    desk.post(NAMES, {"noms": "non"})
    assert b"Manuel" not in client.get(address).content


def test_names_when_renewed_stay_as_she_chose(desk, address):
    desk.post(NAMES, {"understood": "on"})
    mark = read(desk.get(CALENDAR)).find("input", {"name": "remplace"})["value"]
    desk.post(RENEW, {"remplace": mark})
    assert CalendarFeed.objects.get().shows_names


def test_names_when_there_is_no_address_lead_to_its_page(desk):
    assert desk.get(NAMES)["Location"] == CALENDAR


@pytest.mark.parametrize("n_shifts", [1, 6])
def test_feed_when_full_or_empty_asks_the_same_number_of_statements(
    desk, client, address, office, benali, network, book, n_shifts, django_assert_num_queries
):
    desk.post(NAMES, {"understood": "on"})
    a_reason(network, "Vaccination", 10)
    for n in range(n_shifts):
        book(0, shift=a_published_shift(office, benali, MONDAY + timedelta(days=7 * (n + 1))))
    client.logout()
    with django_assert_num_queries(10):
        client.get(address)
    assert CalendarFeed.objects.get().renewed_at == NOW
