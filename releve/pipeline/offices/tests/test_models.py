"""One test for each law of the offices."""

from datetime import date, time
from decimal import Decimal

import pytest
from django.core.exceptions import ValidationError

from releve.pipeline.offices.models import Closure, Membership, Office, OpeningHalfDay, ReceptionAbsence, Room, Town
from releve.shared.half_days import Half
from tests.factories import a_network, a_town, a_user, an_office
from tests.laws import law_broken_by

pytestmark = pytest.mark.django_db


@pytest.fixture
def office():
    return an_office()


def an_opening(office, **fields):
    given = {
        "weekday": 3,
        "half": Half.MORNING,
        "opens_at": time(9),
        "closes_at": time(12),
        "valid_from": date(2026, 1, 1),
    } | fields
    return OpeningHalfDay.objects.create(network=office.network, office=office, **given)


@pytest.mark.parametrize("shares", [{"kept_share": "1.01"}, {"kept_share": "-0.1"}, {"released_day_before_share": "2"}])
def test_kept_shares_lie_between_0_and_1(office, shares):
    knobs = {name: Decimal(value) for name, value in shares.items()}
    assert law_broken_by(lambda: Office.objects.update(**knobs)) == "kept_shares_lie_between_0_and_1"


def test_office_closes_after_it_opens(office):
    assert law_broken_by(lambda: Office.objects.update(closed_on=office.opened_on)) == "office_closes_after_it_opens"


def test_two_offices_never_share_an_address_on_the_web(office):
    assert law_broken_by(lambda: an_office(slug=office.slug)) == "offices_office_slug_key"


def test_two_networks_never_share_a_name_in_addresses():
    network = a_network()
    assert law_broken_by(lambda: a_network(slug=network.slug)) == "offices_network_slug_key"


def test_room_name_is_unique_in_its_office(office):
    def write():
        Room.objects.create(network=office.network, office=office, name="Salle 1")

    assert law_broken_by(write) == "room_name_is_unique_in_its_office"
    Room.objects.create(network=office.network, office=an_office(office.network, n_rooms=0), name="Salle 1")


def test_half_day_closes_after_it_opens(office):
    assert law_broken_by(lambda: an_opening(office, closes_at=time(9))) == "half_day_closes_after_it_opens"


def test_weekday_is_one_of_seven(office):
    assert law_broken_by(lambda: an_opening(office, weekday=7)) == "weekday_is_one_of_seven"


def test_opening_ends_after_it_starts(office):
    assert law_broken_by(lambda: an_opening(office, valid_to=date(2025, 12, 31))) == "opening_ends_after_it_starts"


def test_office_opens_each_half_day_once_at_a_time(office):
    an_opening(office, valid_to=date(2026, 6, 30))
    assert law_broken_by(lambda: an_opening(office, valid_from=date(2026, 6, 30))) == "office_opens_each_half_day_once"
    an_opening(office, valid_from=date(2026, 7, 1))
    an_opening(office, half=Half.AFTERNOON, opens_at=time(14), closes_at=time(18))


def test_opening_without_end_overlaps_everything_after_it(office):
    an_opening(office)
    assert law_broken_by(lambda: an_opening(office, valid_from=date(2040, 1, 1))) == "office_opens_each_half_day_once"


def test_closure_ends_after_it_starts(office):
    def write():
        Closure.objects.create(
            network=office.network,
            office=office,
            first_on=date(2026, 12, 24),
            last_on=date(2026, 12, 23),
            label="Congés",
        )

    assert law_broken_by(write) == "closure_ends_after_it_starts"


def test_reception_absence_is_told_once(office):
    def write():
        ReceptionAbsence.objects.create(network=office.network, office=office, day=date(2026, 12, 7), half=Half.MORNING)

    write()
    assert law_broken_by(write) == "reception_absence_is_told_once"


def test_membership_is_given_once_also_without_office():
    user = a_user("network")
    seat = Membership.objects.get(user=user)

    def write():
        Membership.objects.create(user=user, desk="network", network=seat.network)

    assert law_broken_by(write) == "membership_is_given_once"


@pytest.mark.parametrize(("desk", "has_office"), [("network", True), ("secretary", False), ("townhall", False)])
def test_reception_and_town_hall_belong_to_an_office_and_the_network_to_none(office, desk, has_office):
    user = a_user()

    def write():
        Membership.objects.create(user=user, desk=desk, network=office.network, office=office if has_office else None)

    assert law_broken_by(write) == "reception_and_town_hall_belong_to_an_office"


def test_network_with_an_office_cannot_be_deleted(office):
    with pytest.raises(Exception, match="protected"):
        office.network.delete()


def test_every_law_speaks_french(office):
    opening = OpeningHalfDay.objects.first()
    opening.closes_at = opening.opens_at
    with pytest.raises(ValidationError, match="L’heure de fermeture vient après"):
        opening.validate_constraints()


def test_things_are_called_by_their_names(office):
    town, network = office.town, office.network
    assert (str(town), str(network), str(office)) == (
        "Mazingarbe",
        "CPTS Liévin – Pays d’Artois",
        "Cabinet médical de Mazingarbe",
    )
    assert str(Room.objects.first()) == "Salle 1"
    assert str(OpeningHalfDay.objects.first()) == "lundi matin"
    assert str(Closure(label="Travaux")) == "Travaux"
    assert str(ReceptionAbsence(day=date(2026, 12, 7), half="pm")) == "2026-12-07 après-midi"
    seat = Membership.objects.get(user=a_user("secretary", office=office))
    assert str(seat) == "Mme Petit · Accueil"


def test_town_is_known_by_its_insee_code():
    a_town()
    assert law_broken_by(lambda: Town.objects.bulk_create([a_town()])) == "offices_town_pkey"
