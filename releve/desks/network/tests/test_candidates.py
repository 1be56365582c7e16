from datetime import date

import pytest
from django.urls import reverse

from releve.pipeline.commitments.models import Candidate, Commitment, Doctor, WelcomeLine
from releve.pipeline.commitments.models.life import PromiseAct
from tests.candidates import a_candidate
from tests.factories import a_promise, a_stranger, a_town, a_user, an_office

PAGES = ["candidates", "candidate_gaps", "add_candidate", "welcomes"]
OF_A_CANDIDATE = ["candidate", "change_candidate", "engage_candidate", "erase_candidate"]
TYPED = {
    "first_name": "Inès",
    "last_name": "Roussel",
    "kind": "locum",
    "half_days_per_week": "2,5",
    "slot-0": "on",
    "slot-3": "on",
    "home": "62670",
    "farthest_km": "20",
    "licence_until": "2027-11-15",
    "has_replaced_nearby": "yes",
    "last_replacement_on": "2026-09-30",
    "present_notice_months": "1",
}


@pytest.fixture
def roussel(office):
    return a_candidate(office.network, office=office, next_contact_on=date(2026, 11, 20))


@pytest.fixture
def address(roussel, promise):
    parts = {"welcome": [promise.id], "draw_up_welcome": [promise.id]}
    return lambda name: reverse(
        f"network:{name}", args=parts.get(name, [roussel.id] if name in [*OF_A_CANDIDATE, "declare_candidate"] else [])
    )


@pytest.fixture
def send(desk, see):
    return lambda name, /, *parts, **given: see(desk.post(reverse(f"network:{name}", args=parts), given, follow=True))


@pytest.mark.parametrize("name", [*PAGES, *OF_A_CANDIDATE, "welcome"])
def test_page_when_the_coordinator_asks_then_drawn_and_for_nobody_else(desk, client, address, see, name):
    response = desk.get(address(name))
    assert response.status_code == 200
    assert see(response)
    client.logout()
    assert client.get(address(name))["Location"].startswith("/compte/connexion/")
    client.force_login(a_stranger())
    assert client.get(address(name)).status_code == 404


@pytest.mark.parametrize("name", [*OF_A_CANDIDATE, "welcome", "declare_candidate", "draw_up_welcome"])
def test_page_when_the_coordinator_of_another_network_asks_then_not_there(client, address, name):
    client.force_login(a_user("network", network=an_office().network, full_name="Mme Dumas"))
    assert client.post(address(name)).status_code in {404, 405}
    assert client.get(address(name)).status_code in {404, 405}


def test_candidate_when_added_then_the_page_tells_each_route_and_why(send, network, office):
    a_town()
    words = send("add_candidate", **TYPED)
    assert "Inès Roussel est dans vos candidats." in words
    candidate = Candidate.objects.get()
    assert (candidate.slots, candidate.home_town.name, candidate.has_replaced_nearby) == ([0, 3], "Mazingarbe", True)
    assert "2,5 demi-journées par semaine, lundi matin, mardi après-midi" in words
    assert "Thèse à soutenir : notez la date prévue" in words
    assert "Personne à remplacer" in words
    assert "(ORD-06, ORD-08)" in words


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ({"home": "Nulle-Part-sur-Mer"}, "« Nulle-Part-sur-Mer » n’est pas une commune connue"),
        ({"has_replaced_nearby": ""}, "Un dernier jour suppose un remplacement"),
        ({"licence_until": "2027-11-14"}, "elle vaut toujours jusqu’à un 15 novembre"),
        ({"licence_until": "demain"}, "« demain » n’est pas un jour"),
    ],
)
def test_candidate_when_mistyped_then_the_field_and_the_remedy(send, office, typed, sentence):
    a_town()
    assert sentence in send("add_candidate", **(TYPED | typed))
    assert not Candidate.objects.exists()


def test_candidate_when_changed_then_what_stands_is_shown_and_stored(desk, send, see, roussel, office):
    page = see(desk.get(reverse("network:change_candidate", args=[roussel.id])))
    assert "Modifier la fiche de Inès Roussel" in page
    send("change_candidate", roussel.id, **(TYPED | {"home": "", "office_ids": office.id, "motive": "projet à deux"}))
    roussel.refresh_from_db()
    assert roussel.motive == "projet à deux"


def test_contact_when_noted_then_off_the_list_until_its_day(desk, see, send, roussel):
    listed = see(desk.get(reverse("network:candidates")))
    assert "Inès Roussel vendredi 20 novembre en retard" in listed
    assert "Contact noté." in send("candidate", roussel.id, stage="visiting", next_contact_on="2027-01-11")
    assert "Personne à recontacter dans les sept jours." in see(desk.get(reverse("network:candidates")))


def test_declaration_when_noted_then_the_first_day_moves(send, roussel, office):
    Candidate.objects.update(registered_department="59")
    words = send("declare_candidate", roussel.id, office=office.id, received_on="2026-11-02")
    assert "Déclaration notée" in words
    assert "deux mois après la réception de sa déclaration par l’Ordre : 2 janvier 2027" in words.lower().replace(
        "l’ordre", "l’Ordre"
    )


def test_declaration_when_of_another_networks_office_then_refused(send, roussel):
    send("declare_candidate", roussel.id, office=an_office().id, received_on="2026-11-02")
    assert roussel.offices.get().declaration_received_on is None


def test_engage_when_proposed_then_a_doctor_with_a_proposed_promise(send, roussel, office):
    words = send(
        "engage_candidate",
        roussel.id,
        office=office.id,
        route="distinct_site",
        starts_on="2027-03-01",
        half_days_per_week="2",
        **{"pattern-0-am": "on", "pattern-1-am": "on"},
    )
    assert "Dr Inès Roussel est dans le réseau, avec un engagement proposé." in words
    assert Doctor.objects.filter(last_name="Roussel").exists()
    assert Commitment.objects.get(doctor__last_name="Roussel").state == "proposed"
    assert PromiseAct.objects.filter(kind="propose").exists()


def test_erase_when_confirmed_then_gone(desk, see, send, roussel):
    assert "disparaissent pour de bon" in see(desk.get(reverse("network:erase_candidate", args=[roussel.id])))
    assert "La fiche est effacée." in send("erase_candidate", roussel.id)
    assert not Candidate.objects.exists()


def test_gaps_when_a_promise_ends_then_tells_who_could_follow(desk, see, network):
    office = an_office(network, weekdays=(0,))
    a_promise(office, pattern="mon-am mon-pm", ends_on=date(2027, 5, 14))
    a_candidate(network, half_days_per_week=1, registered_department="62")
    words = see(desk.get(reverse("network:candidate_gaps")))
    # Open on Mondays alone, and 17 May 2027 is Whit Monday: the first day that lacks somebody is the 24th.
    assert "à partir du 24 mai 2027" in words
    assert "Il manque 2 demi-journées par semaine : lundi matin, lundi après-midi." in words
    assert "1 sur 2" in words
    assert "à temps" in words


def test_lists_when_there_are_many_candidates_then_as_few_questions(
    desk, network, office, django_assert_max_num_queries
):
    for n in range(12):
        a_candidate(network, office=office, first_name=f"N{n}")
    with django_assert_max_num_queries(22):
        desk.get(reverse("network:candidates"))
    with django_assert_max_num_queries(36):
        desk.get(reverse("network:candidate_gaps"))


def test_welcome_when_drawn_up_then_ticked_and_its_progress_told(desk, see, send, promise):
    assert "La liste d’accueil n’est pas encore établie" in see(desk.get(reverse("network:welcome", args=[promise.id])))
    assert "0 / 13" in send("draw_up_welcome", promise.id)
    line = WelcomeLine.objects.get(task="plate")
    words = send("tick_welcome", line.id, done_on="2026-11-20")
    assert "« Plaque à l’entrée du cabinet » est fait." in words
    assert "1 / 13" in words
    assert "1 / 13" in see(desk.get(reverse("network:welcomes")))
    assert "0 / 13" in send("tick_welcome", line.id, reopen="1")


def test_welcome_when_ticked_on_a_wrong_day_then_told(send, promise):
    send("draw_up_welcome", promise.id)
    line = WelcomeLine.objects.get(task="plate")
    assert "n’est pas encore venu" in send("tick_welcome", line.id, done_on="2026-11-24")
    assert "« hier » n’est pas un jour" in send("tick_welcome", line.id, done_on="hier")


def test_welcome_point_when_another_network_ticks_it_then_not_there(client, send, promise):
    send("draw_up_welcome", promise.id)
    line = WelcomeLine.objects.first()
    client.force_login(a_user("network", network=an_office().network, full_name="Mme Dumas"))
    assert client.post(reverse("network:tick_welcome", args=[line.id])).status_code == 404
