from datetime import UTC, datetime

import pytest

from releve.pipeline.offices.actions import found_network
from releve.pipeline.offices.errors import OfficeRefused
from releve.pipeline.offices.models import Network

pytestmark = pytest.mark.django_db
BY = {"by": None, "now": datetime(2026, 12, 1, 9, tzinfo=UTC)}


def test_network_when_founded_is_named_in_addresses_after_itself():
    network = found_network(
        name=" CPTS Liévin – Pays d’Artois ", email="contact@cpts.example", phone="0353010010", **BY
    )
    assert (network.name, network.slug) == ("CPTS Liévin – Pays d’Artois", "cpts-lievin-pays-d-artois")
    assert network.phone == "+33353010010"


def test_network_when_its_name_is_long_is_named_in_addresses_by_its_beginning():
    assert len(found_network(name="Pays d’Artois " * 8, **BY).slug) <= 50


def test_network_when_the_address_name_is_taken_is_refused_with_it():
    found_network(name="CPTS Liévin", slug="lievin", **BY)
    with pytest.raises(OfficeRefused, match=r"« lievin » est déjà celui d’un autre réseau".replace(" ", r"\s")):
        found_network(name="CPTS de Liévin", slug="lievin", **BY)
    assert Network.objects.count() == 1


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"name": "  "}, "Nom"),
        ({"name": "x" * 500}, "Nom"),
        ({"slug": "à b"}, "Nom dans les adresses"),
        ({"slug": "x" * 500}, "Nom dans les adresses"),
        ({"name": "…"}, "Nom dans les adresses"),
        ({"email": "personne"}, "Adresse e-mail"),
        ({"phone": "12"}, "Téléphone"),
    ],
)
def test_network_when_something_is_mistyped_is_refused_with_the_field(wrong, field):
    with pytest.raises(OfficeRefused, match=rf"^{field}\s:"):
        found_network(**{"name": "CPTS Liévin"} | wrong, **BY)
    assert not Network.objects.exists()
