from datetime import UTC, datetime

import pytest

from releve.pipeline.slots.actions import (
    FIRST_REASONS,
    ReasonTerms,
    add_first_reasons,
    add_reason,
    change_reason,
    offer_reason_again,
    retire_reason,
)
from releve.pipeline.slots.errors import ReasonRefused
from releve.pipeline.slots.models import VisitReason
from releve.pipeline.slots.queries import reasons_for
from tests.factories import a_network, a_reason, a_user

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 11, 23, 8, tzinfo=UTC)


@pytest.fixture
def network():
    return a_network()


@pytest.fixture
def aubry(network):
    return a_user("network", network=network)


def test_add_reason_when_others_exist_comes_last(network, aubry):
    a_reason(network, "Consultation", position=3)
    reason = add_reason(network_id=network.id, terms=ReasonTerms("Certificat", 20), by=aubry, now=NOW)
    assert (reason.position, reason.minutes) == (4, 20)
    assert [r.name for r in reasons_for(network.id)] == ["Consultation", "Certificat"]


def test_add_reason_when_the_name_exists_is_refused_with_its_name(network, aubry):
    a_reason(network, "Consultation")
    with pytest.raises(ReasonRefused) as refusal:
        add_reason(network_id=network.id, terms=ReasonTerms("Consultation", 15), by=aubry, now=NOW)
    assert "« Consultation » existe déjà" in str(refusal.value.message)
    assert VisitReason.objects.count() == 1


def test_add_reason_when_another_network_has_the_name_is_accepted(network, aubry):
    a_reason(a_network("CPTS d’ailleurs"), "Consultation")
    assert add_reason(network_id=network.id, terms=ReasonTerms("Consultation", 15), by=aubry, now=NOW).pk


@pytest.mark.parametrize("minutes", [0, 4, 121])
def test_add_reason_when_its_length_is_impossible_is_refused(network, aubry, minutes):
    with pytest.raises(ReasonRefused):
        add_reason(network_id=network.id, terms=ReasonTerms("Consultation", minutes), by=aubry, now=NOW)
    assert not VisitReason.objects.exists()


@pytest.mark.parametrize("name", ["", "x" * 81])
def test_add_reason_when_its_name_cannot_be_stored_is_refused(network, aubry, name):
    with pytest.raises(ReasonRefused):
        add_reason(network_id=network.id, terms=ReasonTerms(name, 15), by=aubry, now=NOW)


def test_change_reason_when_no_moment_is_left_to_book_is_refused(network, aubry):
    reason = a_reason(network)
    terms = ReasonTerms("Consultation", 15, earliest_days_ahead=1, latest_min_ahead=1440)
    with pytest.raises(ReasonRefused) as refusal:
        change_reason(reason=reason, terms=terms, by=aubry, now=NOW)
    assert "ne laissent aucun moment" in str(refusal.value.message)


def test_change_reason_when_lawful_is_stored(network, aubry):
    reason = a_reason(network)
    change_reason(reason=reason, terms=ReasonTerms("Suivi", 30, booked_by="phone"), by=aubry, now=NOW)
    reason.refresh_from_db()
    assert (reason.name, reason.minutes, reason.booked_by) == ("Suivi", 30, "phone")


def test_retire_reason_when_offered_again_is_offered(network, aubry):
    reason = a_reason(network)
    retire_reason(reason=reason, by=aubry, now=NOW)
    assert reasons_for(network.id) == []
    offer_reason_again(reason=reason, by=aubry, now=NOW)
    assert reasons_for(network.id) == [reason]


def test_first_reasons_when_a_network_starts_are_offered_in_their_order(network, aubry):
    add_first_reasons(network_id=network.id, by=aubry, now=NOW)
    offered = reasons_for(network.id)
    assert [reason.name for reason in offered] == [terms.name for terms in FIRST_REASONS.values()]
    assert [reason.name for reason in offered if reason.is_unscheduled] == ["Soin qui ne peut pas attendre"]
