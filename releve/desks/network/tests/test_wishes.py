"""Availability, exchanges and fairness before Mme Aubry's eyes."""

from datetime import UTC, date, datetime

import pytest
from procrastinate.contrib.django.models import ProcrastinateJob

from releve.pipeline.rota.actions.exchanges import Given, answer_exchange, propose_exchange
from releve.pipeline.rota.actions.wishes import Said, say_wishes
from releve.pipeline.rota.engine.problem import Wish
from releve.pipeline.rota.handover import Respondent
from releve.pipeline.rota.models import Exchange, RotaKnobs, SeasonAnswer, SecretaryTerms, Shift
from releve.pipeline.rota.queries.seasons import asked_half_days
from tests.factories import a_doctor, a_network, a_promise, a_published_shift, a_user

NOW = datetime(2026, 11, 23, 8, tzinfo=UTC)
WINTER = date(2027, 1, 4)
PAGE = "/reseau/souhaits/"
NAMES = ["availability", "exchanges", "fairness"]


@pytest.fixture
def delattre(office, network):
    return a_promise(office, a_doctor(network, "Hugo", "Delattre", email="delattre@example.org")).doctor


@pytest.fixture
def agreed(office, benali, promise, delattre):
    """An exchange that both doctors want, in a network that gives its consent."""
    RotaKnobs.objects.create(network=office.network, exchanges_need_consent=True)
    shift = a_published_shift(office, benali, date(2026, 12, 7))
    exchange = propose_exchange(doctor_id=benali.id, given=[Given(shift.id, delattre.id)], by=None, now=NOW)
    return answer_exchange(exchange_id=exchange.id, doctor_id=delattre.id, is_agreed=True, by=None, now=NOW)


def test_availability_when_somebody_has_not_answered_then_named_and_reminded_once(desk, promise, delattre, see):
    who = Respondent(delattre.network_id, doctor_id=delattre.id)
    asked = asked_half_days(who, WINTER)
    said = {one.slot: Said(one.wish, Wish.CANNOT if one.slot == 9 else one.wish) for one in asked}
    say_wishes(who=who, season=WINTER, said=said, by=None, now=NOW)
    page = see(desk.get(PAGE))
    assert "1 personne n’a pas encore répondu." in page
    assert "Impossible : vendredi après-midi" in page
    assert "sans adresse e-mail" in page, "Dr Benali has none"
    assert "Aucune relance" in see(desk.post(f"{PAGE}relancer/", {"saison": f"{WINTER}"}, follow=True))


def test_availability_when_reminded_then_a_mail_leaves_once_a_day(desk, promise, delattre, see):
    said = see(desk.post(f"{PAGE}relancer/", {"saison": f"{WINTER}"}, follow=True))
    assert "1 relance part par e-mail." in said
    assert "relance le 23 novembre" in said
    assert "Aucune relance" in see(desk.post(f"{PAGE}relancer/", {"saison": f"{WINTER}"}, follow=True))
    assert ProcrastinateJob.objects.filter(task_name="rota.remind_of_season").count() == 1
    assert SeasonAnswer.objects.get().doctor == delattre


def test_availability_when_a_secretary_has_not_answered_then_named_beside_the_doctors(desk, network, office, see):
    petit = a_user("secretary", office=office)
    SecretaryTerms.objects.create(
        network=network, secretary=petit, half_days_per_week=4, starts_on=WINTER, changed_at=NOW
    )
    page = see(desk.get(PAGE))
    assert "Réponses des secrétaires" in page
    assert "Mme Petit Pas encore" in page
    assert "1 relance part par e-mail." in see(desk.post(f"{PAGE}relancer/", {"saison": f"{WINTER}"}, follow=True))
    assert SeasonAnswer.objects.get().secretary == petit


def test_exchange_when_it_awaits_consent_then_counted_and_allowed(desk, agreed, delattre, see):
    page = see(desk.get(f"{PAGE}echanges/"))
    assert "Échanges 1" in page
    assert "Valider l’échange" in page
    assert "Échange validé" in see(desk.post(f"{PAGE}echanges/{agreed.id}/valider/", follow=True))
    assert Shift.objects.exclude(status="cancelled").get().doctor == delattre


def test_exchange_when_refused_then_the_reason_is_asked_and_told(desk, agreed, see):
    assert "Motif : dites pourquoi" in see(desk.post(f"{PAGE}echanges/{agreed.id}/refuser/", follow=True))
    sent = {"motif": "Dr Delattre forme l’interne ce jour-là"}
    page = see(desk.post(f"{PAGE}echanges/{agreed.id}/refuser/", sent, follow=True))
    assert "Échange refusé" in page
    assert "forme l’interne" in page
    assert "déjà réglé" in see(desk.post(f"{PAGE}echanges/{agreed.id}/valider/", follow=True))


def test_exchange_when_the_shift_is_gone_then_said_in_words(desk, agreed, see):
    Shift.objects.update(status="cancelled", cancelled_because="Travaux")
    page = see(desk.post(f"{PAGE}echanges/{agreed.id}/valider/", follow=True))
    assert "Cet échange n’est plus possible" in page
    assert Exchange.objects.get().status == "lapsed"


def test_fairness_when_opened_then_by_name_the_most_burdened_first(desk, office, benali, promise, delattre, see):
    for day in (6, 13, 20):
        a_published_shift(office, delattre, date(2026, 11, day), half="pm")
    page = see(desk.get(f"{PAGE}equite/"))
    assert page.index("Dr Hugo Delattre") < page.index("Dr Leïla Benali")
    assert "+" in page


def test_knobs_when_saved_then_kept_and_bad_ones_refused(desk, network, promise, see):
    sent = {"unloved_slots": ["0", "9"], "exchanges_need_consent": "on"}
    assert "Réglages enregistrés" in see(desk.post(f"{PAGE}equite/", sent, follow=True))
    knobs = RotaKnobs.objects.get(network=network)
    assert (knobs.unloved_slots, knobs.eves_are_unloved, knobs.exchanges_need_consent) == ([0, 9], False, True)
    assert desk.post(f"{PAGE}equite/", {"unloved_slots": ["99"]}).status_code == 422


@pytest.mark.parametrize("path", ["", "echanges/", "equite/"])
def test_pages_when_nobody_or_a_stranger_asks_then_closed(client, agreed, path):
    assert client.get(PAGE + path).status_code == 302
    client.force_login(a_user("network", network=a_network("CPTS d’ailleurs"), full_name="Mme Dumas"))
    assert "Benali" not in client.get(PAGE + path).content.decode()
    for way in ("valider", "refuser"):
        assert client.post(f"{PAGE}echanges/{agreed.id}/{way}/", {"motif": "non"}).status_code == 404
    client.force_login(a_user("secretary", network=agreed.network))
    assert client.get(PAGE + path).status_code == 404


@pytest.mark.parametrize("path", ["", "echanges/", "equite/"])
def test_pages_when_opened_ask_a_fixed_number_of_queries(desk, agreed, path, django_assert_max_num_queries):
    with django_assert_max_num_queries(32):
        desk.get(PAGE + path)
