"""Nobody but the network's own coordinators comes in, and none of them into another network."""

import pytest
from django.urls import reverse

from releve.pipeline.commitments.models import Absence
from releve.pipeline.offices.models import Closure, Membership, ReceptionAbsence
from tests.factories import a_published_shift, a_reason, a_stranger, a_user, an_office

WHOLE_DESK = ["home", "offices", "open_office", "doctors", "add_doctor", "reasons", "plans"]
OF_AN_OFFICE = ["office", "facts", "rooms", "closures", "reception", "knobs", "weeks", "add_shift", "close_office"]
OF_A_THING = [
    "replace_doctor",
    "change_opening",
    "end_opening",
    "room",
    "shift",
    "doctor",
    "change_doctor",
    "add_commitment",
    "change_pattern",
    "change_last_day",
    "change_reason",
]
POST_ONLY = [
    "reopen_office",
    "lay_weeks",
    "publish_weeks",
    "open_weeks",
    "change_times",
    "move_to_room",
    "cancel_shift",
    "switch_room",
    "withdraw_closure",
    "withdraw_reception_absence",
    "withdraw_absence",
    "switch_reason",
]


@pytest.fixture
def address(network, office, benali, promise):
    """Return the address of a page by its name, for things of Mme Aubry's network."""
    shift = a_published_shift(office, benali)
    closure = Closure.objects.create(
        network=network, office=office, first_on="2026-12-24", last_on="2026-12-31", label="Congés"
    )
    absence = ReceptionAbsence.objects.create(network=network, office=office, day="2026-12-02", half="pm")
    away = Absence.objects.create(network=network, doctor=benali, first_on="2026-12-14", last_on="2026-12-18")
    reason = a_reason(network)
    of_office = {
        name: [office.slug] for name in [*OF_AN_OFFICE, "reopen_office", "lay_weeks", "publish_weeks", "open_weeks"]
    }
    parts = of_office | {
        "change_opening": [office.slug, office.openings.first().id],
        "end_opening": [office.slug, office.openings.first().id],
        "room": [office.slug, office.rooms.first().id],
        "switch_room": [office.slug, office.rooms.first().id],
        "withdraw_closure": [office.slug, closure.id],
        "withdraw_reception_absence": [office.slug, absence.id],
        "shift": [shift.id],
        "change_times": [shift.id],
        "move_to_room": [shift.id],
        "cancel_shift": [shift.id],
        "doctor": [benali.id],
        "replace_doctor": [benali.id],
        "change_doctor": [benali.id],
        "add_commitment": [benali.id],
        "withdraw_absence": [benali.id, away.id],
        "change_pattern": [promise.id],
        "change_last_day": [promise.id],
        "change_reason": [reason.id],
        "switch_reason": [reason.id],
    }
    return lambda name: reverse(f"network:{name}", args=parts.get(name, []))


@pytest.mark.parametrize("name", WHOLE_DESK + OF_AN_OFFICE + OF_A_THING)
def test_page_when_the_coordinator_asks_is_drawn(desk, address, see, name):
    response = desk.get(address(name))
    assert response.status_code == 200
    assert see(response)


@pytest.mark.parametrize("name", WHOLE_DESK + OF_AN_OFFICE + OF_A_THING)
def test_page_when_nobody_is_logged_in_asks_to_log_in(client, address, name):
    response = client.get(address(name))
    assert response.status_code == 302
    assert response["Location"].startswith("/compte/connexion/")


@pytest.mark.parametrize("name", WHOLE_DESK + OF_AN_OFFICE + OF_A_THING)
def test_page_when_a_stranger_asks_is_not_there(client, address, name):
    client.force_login(a_stranger())
    assert client.get(address(name)).status_code == 404


@pytest.mark.parametrize("name", POST_ONLY)
def test_deed_when_a_stranger_sends_it_is_not_there(client, address, name):
    client.force_login(a_stranger())
    assert client.post(address(name)).status_code == 404


@pytest.mark.parametrize("name", OF_AN_OFFICE + OF_A_THING + POST_ONLY)
def test_page_when_the_coordinator_of_another_network_asks_is_not_there(client, address, name):
    client.force_login(a_user("network", network=an_office().network, full_name="Mme Dumas"))
    sent = client.post(address(name)) if name in POST_ONLY else client.get(address(name))
    assert sent.status_code == 404


@pytest.mark.parametrize("name", ["change_opening", "end_opening", "room", "switch_room"])
def test_thing_of_another_office_when_asked_under_this_office_is_not_there(desk, network, office, address, name):
    other = an_office(network)
    there = address(name).replace(office.slug, other.slug)
    sent = desk.post(there) if name in POST_ONLY else desk.get(there)
    assert sent.status_code == 404


@pytest.mark.parametrize("name", POST_ONLY)
def test_deed_when_only_looked_at_is_refused(desk, address, name):
    assert desk.get(address(name)).status_code == 405


def test_page_of_one_network_when_two_are_coordinated_lets_choose(client, network, office, see):
    aubry = a_user("network", network=network)
    elsewhere = an_office().network
    Membership.objects.create(user=aubry, desk="network", network=elsewhere)
    client.force_login(aubry)
    assert "Changer de réseau" in see(client.get(reverse("network:home")))
    client.post(reverse("choose_seat"), {"desk": "network", "network": elsewhere.id})
    assert client.get(reverse("network:office", args=[office.slug])).status_code == 404
