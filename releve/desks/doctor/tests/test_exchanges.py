"""Exchanges from her page and from the link in the mail."""

from datetime import timedelta

import pytest

from releve.desks.doctor.tests.conftest import MONDAY, read, words
from releve.pipeline.rota.messages.exchange_links import answer_token
from releve.pipeline.rota.models import Exchange, Shift
from tests.factories import a_doctor, a_promise, a_published_shift, a_user, an_office

PAGE = "/medecin/echanges/"
NEXT_MONDAY, NEXT_TUESDAY = MONDAY + timedelta(days=7), MONDAY + timedelta(days=8)


@pytest.fixture
def delattre(office, network):
    return a_promise(office, a_doctor(network, "Hugo", "Delattre")).doctor


@pytest.fixture
def hers(office, benali):
    return a_published_shift(office, benali, NEXT_MONDAY)


@pytest.fixture
def his(office, delattre):
    return a_published_shift(office, delattre, NEXT_TUESDAY)


@pytest.fixture
def swap(desk, hers, his):
    """Dr Benali proposes hers against his."""
    desk.post(f"{PAGE}vacation/{hers.id}/", {"choix": f"contre-{his.id}", "mot": "Concert de ma fille"})
    return Exchange.objects.get()


@pytest.fixture
def his_desk(client, delattre):
    def log_in():
        client.force_login(a_user("doctor", doctor=delattre, full_name="Dr Delattre"))
        return client

    return log_in


def holder(day):
    return Shift.objects.exclude(status="cancelled").get(day=day).doctor.last_name


def test_exchanges_when_opened_list_her_half_days(desk, hers):
    page = read(desk.get(PAGE))
    assert "Lundi 14 décembre , matin" in words(page)
    assert page.select_one(f"a[href$='/vacation/{hers.id}/']")


def test_choice_when_opened_names_what_is_possible_and_why_the_rest_is_not(desk, office, hers, his, delattre, book):
    book(0, shift=a_published_shift(office, delattre, NEXT_TUESDAY + timedelta(days=1)))
    page = read(desk.get(f"{PAGE}vacation/{hers.id}/"))
    assert [one["value"] for one in page.select("input[name=choix]")] == [
        f"contre-{his.id}",
        "tous",
        f"cede-{delattre.id}",
    ]
    assert "1 rendez-vous y est pris avec Dr Hugo Delattre" in words(page.select_one(".trade__why"))


def test_choice_when_her_own_patients_are_booked_then_only_the_reason(desk, hers, his, book):
    book(0, shift=hers)
    page = read(desk.get(f"{PAGE}vacation/{hers.id}/"))
    assert "1 rendez-vous y est pris avec Dr Leïla Benali. L’accueil doit d’abord le déplacer." in words(page)
    assert not page.select("input[name=choix]")
    refused = read(desk.post(f"{PAGE}vacation/{hers.id}/", {"choix": f"contre-{his.id}"}))
    assert "L’accueil doit d’abord" in words(refused)
    assert not Exchange.objects.exists()


def test_proposal_when_sent_waits_for_him(desk, swap):
    page = read(desk.get(PAGE))
    assert "Vous proposez" in words(page)
    assert "Concert de ma fille" in words(page)
    assert "proposée" in words(page.select_one(".my-shifts"))
    assert holder(NEXT_MONDAY) == "Benali"


def test_proposal_when_he_accepts_then_both_change(swap, his_desk):
    desk = his_desk()
    assert "On attend votre réponse" in words(read(desk.get(PAGE)))
    page = read(desk.post(f"{PAGE}{swap.id}/repondre/", {"reponse": "oui"}, follow=True))
    assert "Échange fait" in words(page)
    assert (holder(NEXT_MONDAY), holder(NEXT_TUESDAY)) == ("Delattre", "Benali")


def test_proposal_when_he_declines_then_nothing_changes(swap, his_desk):
    page = read(his_desk().post(f"{PAGE}{swap.id}/repondre/", {"reponse": "non"}, follow=True))
    assert "Vous avez décliné" in words(page)
    assert holder(NEXT_MONDAY) == "Benali"


def test_proposal_when_withdrawn_then_over(desk, swap):
    page = read(desk.post(f"{PAGE}{swap.id}/retirer/", follow=True))
    assert "Proposition retirée" in words(page)
    assert Exchange.objects.get().status == "withdrawn"
    refused = desk.post(f"{PAGE}{swap.id}/repondre/", {"reponse": "peut-être"})
    assert refused.status_code == 404


def test_proposal_when_patients_book_meanwhile_then_he_reads_their_number(swap, his, his_desk, book):
    book(0, shift=his)
    page = read(his_desk().post(f"{PAGE}{swap.id}/repondre/", {"reponse": "oui"}, follow=True))
    assert "1 rendez-vous est pris dans ce temps" in words(page)
    assert holder(NEXT_TUESDAY) == "Delattre"


def test_offer_to_all_when_a_colleague_takes_it_then_it_is_his(desk, hers, delattre, his_desk):
    desk.post(f"{PAGE}vacation/{hers.id}/", {"choix": "tous"})
    assert "Vous cherchez qui peut" in words(read(desk.get(PAGE)))
    page = read(his_desk().get(PAGE))
    assert "Je la prends" in words(page)
    his_desk().post(f"{PAGE}{Exchange.objects.get().id}/repondre/", {"reponse": "oui"})
    assert holder(NEXT_MONDAY) == "Delattre"


@pytest.mark.parametrize("choice", ["", "contre-", "cede-x"])
def test_proposal_when_nothing_is_chosen_then_asked_again(desk, hers, his, choice):
    page = read(desk.post(f"{PAGE}vacation/{hers.id}/", {"choix": choice}))
    assert "Choisissez une demi-journée en échange" in words(page)
    assert desk.post(f"{PAGE}vacation/{hers.id}/", {"choix": "vole-3"}).status_code == 404


def test_ring_when_two_cannot_then_a_third_makes_it_possible(desk, network, office, benali, hers):
    """Dr Delattre has no promise at Mazingarbe; Dr Morel has both."""
    bully = an_office(network, name="Bully")
    a_promise(bully, benali)
    delattre = a_doctor(network, "Hugo", "Delattre")
    morel = a_doctor(network, "Inès", "Morel")
    a_promise(bully, morel)
    a_promise(office, morel)
    wanted = a_published_shift(bully, delattre, NEXT_TUESDAY)
    third = a_published_shift(bully, morel, NEXT_TUESDAY + timedelta(days=1))
    assert "Chercher à trois" in words(read(desk.get(f"{PAGE}vacation/{hers.id}/")))
    address = f"{PAGE}vacation/{hers.id}/contre/{wanted.id}/"
    assert "Proposer avec Dr Inès Morel" in words(read(desk.get(address)))
    assert "n’est plus possible" in words(read(desk.post(address, {"tiers": "0"})))
    desk.post(address, {"tiers": f"{third.id}"})
    exchange = Exchange.objects.get()
    assert {(part.giver.last_name, part.taker.last_name) for part in exchange.parts.all()} == {
        ("Benali", "Morel"),
        ("Delattre", "Benali"),
        ("Morel", "Delattre"),
    }


def test_link_when_opened_without_login_then_answers_for_its_doctor_only(client, network, swap, delattre):
    client.logout()
    address = f"/medecin/echange/{answer_token(network.id, swap.id, delattre.id)}/"
    answer = client.get(address)
    assert answer["Cache-Control"] == "no-store"
    page = words(read(answer))
    assert "Dr Leïla Benali vous propose un échange" in page
    assert "Accepter" in page
    done = words(read(client.post(address, {"reponse": "oui"}, follow=True)))
    assert "Échange fait" in done
    assert "Accepter" not in done
    assert holder(NEXT_MONDAY) == "Delattre"
    assert "déjà réglé" in words(read(client.post(address, {"reponse": "non"}, follow=True)))


@pytest.mark.parametrize("change", ["x", "~x"])
def test_link_when_wrong_then_not_there(client, network, swap, delattre, change):
    client.logout()
    assert client.get(f"/medecin/echange/{answer_token(network.id, swap.id, delattre.id)}{change}/").status_code == 404
    assert client.get(f"/medecin/echange/{answer_token(network.id, swap.id + 9, delattre.id)}/").status_code == 404


def test_shift_of_a_colleague_when_she_sends_its_number_then_not_there(desk, his):
    assert desk.get(f"{PAGE}vacation/{his.id}/").status_code == 404
    assert desk.post(f"{PAGE}vacation/{his.id}/", {"choix": "tous"}).status_code == 404


@pytest.mark.parametrize("n", [1, 3])
def test_lists_when_long_ask_a_fixed_number_of_queries(desk, office, benali, delattre, n, django_assert_num_queries):
    for k in range(n):
        shift = a_published_shift(office, benali, NEXT_MONDAY + timedelta(days=k))
        desk.post(f"{PAGE}vacation/{shift.id}/", {"choix": f"cede-{delattre.id}"})
        a_published_shift(office, benali, NEXT_MONDAY + timedelta(days=7 + k))
    assert Exchange.objects.count() == n
    desk.get(PAGE)
    with django_assert_num_queries(27):
        desk.get(PAGE)
