"""The secretaries and the receptions' own rota before Mme Aubry's eyes."""

from datetime import date, timedelta

import pytest
from procrastinate.contrib.django.models import ProcrastinateJob

from releve.pipeline.offices.models import Office, ReceptionDuty, ReceptionWeek
from releve.pipeline.rota.actions.drawing import draw_plan
from releve.pipeline.rota.models import RotaPlan, SecretaryAbsence, SecretaryTerms, WeeklyWish
from releve.pipeline.rota.tests.drawing import by_hand
from tests.factories import a_network, a_stranger, a_user, an_office
from tests.reception import MONDAY, NOW, a_reception_rota

PAGE = "/reseau/secretaires/"
ASKED = {"first": "2026-12-14", "n_weeks": 1, "seconds": 2}


@pytest.fixture
def petit(office):
    return a_user("secretary", office=office)


@pytest.fixture
def terms(petit, network):
    return SecretaryTerms.objects.create(
        network=network, secretary=petit, half_days_per_week=5, starts_on=date(2026, 1, 1), changed_at=NOW
    )


@pytest.fixture
def plan(desk, terms):
    """A plan of one week, drawn: seven half-days of eight."""
    answer = desk.post(PAGE, ASKED)
    found = RotaPlan.objects.get()
    assert answer.url == f"/reseau/plannings/{found.id}/"
    draw_plan(plan_id=found.id, now=NOW, draw=by_hand())
    return found


def test_page_when_nothing_is_known_says_whose_time_to_note(desk, petit, see):
    page = see(desk.get(PAGE))
    assert "Mme Petit" in page
    assert "à noter" in page
    assert "Selon les horaires" in page
    assert "Notez d’abord combien" in see(desk.post(PAGE, ASKED))
    assert not RotaPlan.objects.exists()


def test_page_when_asked_to_draw_shows_it_being_drawn(desk, terms, see):
    page = see(desk.post(PAGE, ASKED, follow=True))
    assert "Planning de l’accueil" in page
    assert "Arrêter et garder le meilleur" in page
    assert ProcrastinateJob.objects.filter(task_name="rota.draw_plan").count() == 1


def test_plan_when_ready_is_read_published_and_taken_back(desk, plan, see):
    page = see(desk.get(f"/reseau/plannings/{plan.id}/", follow=True))
    assert "Demi-journées sans accueil 1" in page
    assert "Mme Petit 7" in page
    assert "Sans accueil" in page
    said = see(desk.post(f"{PAGE}plannings/{plan.id}/publier/", follow=True))
    assert "Planning de l’accueil publié" in said
    assert "Publié le" in said
    assert ReceptionDuty.objects.count() == 7
    page = see(desk.get(f"{PAGE}?debut=2026-12-14"))
    assert "Sans accueil" in page
    assert "Selon les horaires" in page, "the three weeks after are not published"
    assert "Publication annulée" in see(desk.post(f"{PAGE}plannings/{plan.id}/revenir/", follow=True))
    assert not ReceptionDuty.objects.exists()
    assert not ReceptionWeek.objects.exists()


def test_plan_when_a_half_day_is_empty_says_why_and_what_would_open_it(desk, plan, office, see):
    """Mme Petit agreed to five half-days, does seven at most: the eighth has nobody."""
    there = f"{PAGE}plannings/{plan.id}/{office.slug}/sans-accueil/?jour=2026-12-18&demi=pm"
    assert there.replace("&", "&amp;") in desk.get(f"{PAGE}plannings/{plan.id}/").content.decode()
    words = see(desk.get(there))
    assert "Pourquoi n’y a-t-il personne à l’accueil" in words
    assert "Vendredi 18 décembre, après-midi" in words
    assert "Mme Petit a déjà ses 7 demi-journées de la semaine du lundi 14 décembre" in words
    assert "Ce qui l’ouvrirait" in words
    assert "médecin" not in words.split("Pourquoi n’y a-t-il")[1].split("Temps, absences")[0]
    for bad in ("?jour=2026-12-21&demi=am", "?jour=demain&demi=am", "?jour=2026-12-18&demi=xx"):
        assert desk.get(there.split("?", maxsplit=1)[0] + bad).status_code == 404
    assert desk.get(f"{PAGE}plannings/{plan.id}/nulle-part/sans-accueil/?jour=2026-12-18&demi=pm").status_code == 404


def test_plan_when_it_no_longer_holds_sends_back_instead_of_explaining(desk, plan, office, petit, network, see):
    SecretaryAbsence.objects.create(network=network, secretary=petit, first_on=MONDAY, last_on=MONDAY)
    there = f"{PAGE}plannings/{plan.id}/{office.slug}/sans-accueil/?jour=2026-12-18&demi=pm"
    assert "n’est plus à jour" in see(desk.get(there, follow=True))


def test_plan_when_ready_stays_off_the_pages_of_the_doctors(desk, plan, see):
    assert "Planning de l’accueil" not in see(desk.get("/reseau/plannings/"))
    for part in ("comparer/", "publier/"):
        assert desk.get(f"/reseau/plannings/{plan.id}/{part}").status_code == 404
    assert desk.post(f"/reseau/plannings/{plan.id}/revenir/").status_code == 404


def test_plan_when_dropped_goes_back_to_the_secretaries(desk, plan, see):
    answer = desk.post(f"/reseau/plannings/{plan.id}/jeter/", follow=True)
    assert "L’accueil n’a pas changé" in see(answer)
    assert answer.redirect_chain[-1][0] == PAGE


def test_plan_when_she_is_away_since_is_refused_in_words(desk, plan, petit, network, see):
    SecretaryAbsence.objects.create(network=network, secretary=petit, first_on=MONDAY, last_on=MONDAY)
    said = see(desk.post(f"{PAGE}plannings/{plan.id}/publier/", follow=True))
    assert "dessinez de nouveau le planning" in said
    assert not ReceptionDuty.objects.exists()


def test_weeks_of_the_doctors_when_published_say_where_nobody_receives(desk, office, petit, see):
    a_reception_rota(office, petit)
    page = see(desk.get(f"/reseau/cabinets/{office.slug}/semaines/?debut=2026-12-14"))
    assert "sans accueil" in page.lower()


def test_secretary_when_her_time_is_noted_is_told_and_kept(desk, petit, see):
    address = f"{PAGE}{petit.id}/"
    typed = {"half_days_per_week": "7.5", "starts_on": "2026-01-01", "ends_on": ""}
    assert "Temps de travail enregistré" in see(desk.post(address, typed, follow=True))
    assert float(SecretaryTerms.objects.get().half_days_per_week) == 7.5
    refused = desk.post(address, typed | {"half_days_per_week": "7.3"})
    assert refused.status_code == 422
    assert "7 ou 7,5" in see(refused)


def test_secretary_when_the_coordinator_notes_her_season_is_kept_as_her_own(desk, petit, see):
    address = f"{PAGE}{petit.id}/disponibilites/"
    assert "Disponibilités de Mme Petit" in see(desk.get(address))
    sent = {"saison": "2027-01-04", "avant-9": "can", "demi-9": "cannot"}
    assert "1 réponse changée" in see(desk.post(address, sent, follow=True))
    assert [(w.secretary, w.weekday, w.half, w.wish) for w in WeeklyWish.objects.all()] == [(petit, 4, "pm", "cannot")]
    assert "Répondu" in see(desk.get(f"{address}?saison=2027-01-04"))
    week = {"saison": "2027-01-04", "day": "2027-02-10", "part": "week", "wish": "avoid"}
    assert "Exception notée" in see(desk.post(f"{address}exceptions/", week, follow=True))
    assert desk.post(f"{address}exceptions/", {"saison": "2027-01-04"}).status_code == 422
    assert desk.post(f"{address}nulle-part/", week).status_code == 404
    assert desk.get(f"{address}exceptions/").status_code == 405


def test_secretary_when_she_is_away_leaves_half_days_without_reception(desk, office, petit, see):
    a_reception_rota(office, petit)
    address = f"{PAGE}{petit.id}/absences/"
    said = see(desk.post(address, {"first_on": "2026-12-14", "last_on": "2026-12-15"}, follow=True))
    assert "1 demi-journée publiée est maintenant sans accueil" in said
    absence = SecretaryAbsence.objects.get(first_on=MONDAY)
    assert "Absence retirée" in see(desk.post(f"{address}{absence.id}/retirer/", follow=True))
    assert desk.post(address, {"first_on": "2026-12-15", "last_on": "2026-12-14"}).status_code == 422


def test_half_day_when_changed_by_hand_is_told(desk, office, petit, see):
    a_reception_rota(office, petit)
    address = f"{PAGE}cabinets/{office.slug}/demi-journee/"
    page = desk.get(f"{PAGE}?debut=2026-12-14").content.decode()
    assert f"{address}?jour=2026-12-15&amp;demi=pm" in page
    asked = f"{address}?jour=2026-12-15&demi=pm"
    assert "Accueil, mardi 15 décembre" in see(desk.get(asked))
    assert "est changé" in see(desk.post(asked, {"secretary": petit.id}, follow=True))
    assert ReceptionDuty.objects.filter(day=MONDAY + timedelta(days=1), half="pm").exists()
    later = desk.post(f"{address}?jour=2026-12-22&demi=pm", {"secretary": petit.id})
    assert later.status_code == 422
    assert "n’est pas publié" in see(later)
    assert desk.get(f"{address}?jour=demain&demi=pm").status_code == 404


def test_pages_when_of_another_network_are_not_there(desk, plan, client, petit):
    slug = Office.objects.get().slug
    stranger = a_stranger()
    assert desk.get(f"{PAGE}{stranger.id}/").status_code == 404
    for part in ("disponibilites/", "disponibilites/exceptions/", "absences/", "absences/1/retirer/"):
        assert desk.post(f"{PAGE}{stranger.id}/{part}").status_code == 404
    client.force_login(a_user("network", network=a_network("CPTS d’ailleurs")))
    assert client.get(f"{PAGE}cabinets/{slug}/demi-journee/?jour=2026-12-15&demi=pm").status_code == 404
    why = f"plannings/{plan.id}/{slug}/sans-accueil/?jour=2026-12-18&demi=pm"
    for path in (f"{petit.id}/", f"{petit.id}/disponibilites/", f"plannings/{plan.id}/", why):
        assert client.get(PAGE + path).status_code == 404
    for part in ("publier/", "revenir/"):
        assert client.post(f"{PAGE}plannings/{plan.id}/{part}").status_code == 404
    client.force_login(stranger)
    assert client.get(PAGE).status_code == 404


@pytest.mark.parametrize("n", [1, 3])
def test_pages_when_offices_and_secretaries_grow_ask_as_often(desk, network, plan, petit, n, django_assert_num_queries):
    for _ in range(n):
        other = an_office(network)
        whose = {"network": network, "office": other, "secretary": a_user("secretary", office=other)}
        ReceptionDuty.objects.create(**whose, day=MONDAY + timedelta(weeks=1), half="am")
    asked = {"": 25, f"plannings/{plan.id}/": 28, f"{petit.id}/": 19, f"{petit.id}/disponibilites/": 27}
    for path, n_queries in asked.items():
        with django_assert_num_queries(n_queries):
            desk.get(PAGE + path)
