import pytest
from django.urls import reverse

from releve.pipeline.slots.models import VisitReason
from tests.factories import a_network, a_reason

REASON = {
    "name": "Certificat de sport",
    "minutes": "20",
    "booked_by": "everyone",
    "earliest_days_ahead": "56",
    "latest_min_ahead": "60",
}


@pytest.fixture
def send(desk, see):
    def post(name, /, *parts, **given):
        return see(desk.post(reverse(f"network:{name}", args=parts), given, follow=True))

    return post


def test_reason_when_added_is_listed(send, network):
    words = send("reasons", **REASON)
    assert "Motif ajouté." in words
    assert "Certificat de sport 20 min en ligne ou par téléphone de 56 jours à 60 minutes avant" in words


@pytest.mark.parametrize(
    ("given", "sentence"),
    [
        ({"name": "Consultation"}, "Nom : le motif « Consultation » existe déjà."),
        ({"minutes": "3"}, "Il reste une chose à corriger"),
        ({"minutes": "17"}, "Il reste une chose à corriger"),
        ({"name": "x" * 500}, "Il reste une chose à corriger"),
        ({"earliest_days_ahead": "1", "latest_min_ahead": "1440"}, "ne laissent aucun moment pour réserver"),
    ],
)
def test_reason_when_mistyped_is_refused(send, network, given, sentence):
    a_reason(network, "Consultation")
    assert sentence in send("reasons", **REASON | given)
    assert VisitReason.objects.count() == 1


def test_reason_when_changed_is_stored(send, network):
    reason = a_reason(network, "Consultation", 15)
    assert "Motif modifié." in send("change_reason", reason.id, **REASON)
    reason.refresh_from_db()
    assert (reason.name, reason.minutes) == ("Certificat de sport", 20)


def test_reason_when_no_longer_offered_says_so_and_stays_listed(send, network):
    reason = a_reason(network, "Consultation")
    words = send("switch_reason", reason.id, is_active="0")
    assert "« Consultation » n’est plus proposé." in words
    assert "retiré" in words
    assert "« Consultation » est de nouveau proposé." in send("switch_reason", reason.id, is_active="1")


def test_reasons_when_another_network_has_some_show_none_of_them(desk, network, see):
    a_reason(a_network("CPTS d’ailleurs"), "Acupuncture")
    assert "Acupuncture" not in see(desk.get(reverse("network:reasons")))
