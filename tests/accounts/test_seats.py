"""Taking another of one's own seats."""

import pytest
from django.urls import reverse

from releve.pipeline.offices.models import Membership
from tests.factories import a_network, a_user, an_office


@pytest.fixture
def bully(office):
    return an_office(office.network, name="Cabinet de Bully-les-Mines")


@pytest.fixture
def of_two_offices(client, office, bully):
    petit = a_user("secretary", office=office)
    Membership.objects.create(user=petit, desk="secretary", network=office.network, office=bully)
    client.force_login(petit)
    return petit


def choose(client, **choice):
    return client.post(reverse("choose_seat"), choice)


def seat_at(client):
    return client.get(reverse("secretary:day")).wsgi_request.seat.office_id


def test_seat_when_none_was_chosen_then_the_first(client, of_two_offices, office):
    assert seat_at(client) == office.id


def test_seat_when_another_office_is_chosen_then_stays_there(client, of_two_offices, office, bully):
    answer = choose(client, desk="secretary", office=bully.id)
    assert answer.url == reverse("secretary:day")
    assert seat_at(client) == bully.id
    choose(client, desk="secretary", office=office.id)
    assert seat_at(client) == office.id


@pytest.mark.parametrize("desk", ["secretary", "townhall", "network", "nowhere", ""])
def test_seat_when_it_is_not_hers_then_not_found_and_nothing_changes(client, of_two_offices, office, desk):
    elsewhere = an_office(a_network())
    assert choose(client, desk=desk, office=elsewhere.id).status_code == 404
    assert choose(client, desk=desk).status_code == 404
    assert seat_at(client) == office.id


def test_seat_when_only_looked_at_then_refused(client, of_two_offices):
    assert client.get(reverse("choose_seat")).status_code == 405


def test_seat_when_it_was_taken_away_meanwhile_then_the_first_that_is_left(client, of_two_offices, office, bully):
    choose(client, desk="secretary", office=bully.id)
    Membership.objects.filter(office=bully).delete()
    assert seat_at(client) == office.id


def test_seat_when_somebody_coordinates_two_networks_then_chosen_by_network(client, db):
    first, second = a_network(), a_network("CPTS d’à côté")
    aubry = a_user("network", network=first)
    Membership.objects.create(user=aubry, desk="network", network=second)
    client.force_login(aubry)
    assert choose(client, desk="network", network=second.id).url == reverse("network:home")
    assert client.get(reverse("network:home")).wsgi_request.seat.network_id == second.id
