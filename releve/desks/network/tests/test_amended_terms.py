"""An amendment from a coming day: noted, put on other half-days, taken back, by the coordinator alone."""

from datetime import date

import pytest
from django.urls import reverse

from releve.pipeline.commitments.models import AmendedTerms
from tests.factories import a_network, a_promise, a_stranger, a_user

SEPTEMBER = date(2027, 9, 1)


@pytest.fixture
def promise(office, benali):
    return a_promise(office, benali)


@pytest.fixture
def terms(network, promise):
    return AmendedTerms.objects.create(
        network=network, commitment=promise, valid_from=SEPTEMBER, half_days_per_week=2, slots=[0, 2]
    )


def amend(desk, promise, **typed):
    address = reverse("network:promise_act", args=[promise.id, "avenant"])
    given = {
        "happened_on": "2026-11-20",
        "starts_on": promise.starts_on,
        "ends_on": "",
        "half_days_per_week": "2",
        "valid_from": "2027-09-01",
        "minimum_term_months": 12,
        "maximum_term_months": 24,
        "notice_months": 6,
    }
    return desk.post(address, given | typed, follow=True)


def test_amendment_when_from_september_then_told_and_its_half_days_are_chosen_next(desk, promise, see):
    words = see(amend(desk, promise))
    assert "2 demi-journées par semaine à partir du 1er septembre 2027, rien ne change avant." in words
    assert "À partir du 1er septembre 2027 ; rien ne change avant." in words
    terms = AmendedTerms.objects.get()
    assert (terms.valid_from, terms.half_days_per_week, terms.slots) == (SEPTEMBER, 2, [0, 2, 4, 8])
    address = reverse("network:amended_terms", args=[terms.id])
    ticked = {"half_days_per_week": "2", "pattern-0-am": "on", "pattern-4-pm": "on", "pattern-4-pm-weeks": "even"}
    words = see(desk.post(address, ticked, follow=True))
    terms.refresh_from_db()
    assert (terms.slots, terms.even_slots) == ([0], [9])
    assert "Dès le 1er septembre 2027" in words
    assert "lundi matin, vendredi après-midi (semaines paires)" in words
    assert "demi-journées par semaine : 4 → 2" in words
    assert "à partir du 1er septembre 2027" in words


def test_amendment_when_another_was_noted_in_another_tab_then_not_undone_unread(desk, promise, see):
    """Every term is sent: the form that stood open knows nothing of the last day agreed on meanwhile."""
    opened = desk.get(reverse("network:promise_act", args=[promise.id, "avenant"])).context["form"]
    seen = opened.initial["seen_act"]
    amend(desk, promise, valid_from="", half_days_per_week="4", ends_on="2027-12-31", seen_act=seen)
    words = see(amend(desk, promise, seen_act=seen))
    assert "Un autre acte vient d’être noté" in words
    promise.refresh_from_db()
    assert (promise.ends_on, AmendedTerms.objects.count()) == (date(2027, 12, 31), 0)
    again = desk.get(reverse("network:promise_act", args=[promise.id, "avenant"])).context["form"]
    amend(desk, promise, ends_on="2027-12-31", seen_act=again.initial["seen_act"])
    assert AmendedTerms.objects.get().valid_from == SEPTEMBER


def test_amendment_when_its_day_is_too_late_then_on_its_field(desk, promise, see):
    words = see(amend(desk, promise, valid_from="2030-01-01"))
    assert "Le 1er janvier 2030 vient après le dernier jour" in words
    assert not AmendedTerms.objects.exists()


def test_pages_when_terms_are_to_come_then_today_and_later_are_told_apart(desk, promise, benali, terms, see):
    assert "4 2 dès le 1er septembre 2027" in see(desk.get(reverse("network:doctors")))
    words = see(desk.get(reverse("network:doctor", args=[benali.id])))
    assert "Dès le 1er septembre 2027 2 demi-journées par semaine lundi matin, mardi matin" in words


def test_terms_when_withdrawn_then_gone_and_told(desk, promise, terms, see):
    words = see(desk.post(reverse("network:withdraw_amended_terms", args=[terms.id]), follow=True))
    assert "les demi-journées d’avant continuent" in words
    assert not AmendedTerms.objects.exists()


@pytest.mark.parametrize("name", ["amended_terms", "withdraw_amended_terms"])
def test_terms_when_a_stranger_or_nobody_comes_then_not_there(client, promise, terms, name):
    address = reverse(f"network:{name}", args=[terms.id])
    assert client.post(address).status_code == 302
    client.force_login(a_stranger())
    assert client.post(address).status_code == 404
    client.force_login(a_user("network", network=a_network("CPTS d’ailleurs")))
    assert client.post(address).status_code == 404
    assert AmendedTerms.objects.count() == 1
