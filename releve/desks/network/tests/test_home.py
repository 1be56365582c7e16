from datetime import date

import pytest
from django.urls import reverse

from releve.pipeline.commitments.models import Absence
from releve.pipeline.offices.models import ReceptionAbsence
from tests.candidates import a_candidate
from tests.factories import a_doctor, a_promise, a_published_shift, a_stranger, an_office

HOME = "/reseau/"
AHEAD = "/reseau/semaines/"
# Session, login, seats; then coverage, offices, what opens, promises, shifts, commitments, doctors: for any number.
N_QUERIES = 27
N_QUERIES_AHEAD = 25


def test_home_when_nothing_exists_says_so(desk, see):
    words = see(desk.get(AHEAD))
    assert "Aucun cabinet" in words
    assert "Chaque demi-journée d’ouverture a un médecin." in words
    assert "Aucun médecin engagé" in see(desk.get(HOME))


def test_weeks_ahead_when_asked_by_the_home_then_a_part_without_the_page_around(desk, promise, see):
    part = desk.get(AHEAD, headers={"HX-Request": "true"})
    assert see(part).startswith("Les huit semaines du 23 novembre au 17 janvier 2027")
    assert "<html" not in part.content.decode()
    assert "<html" in desk.get(AHEAD).content.decode()


@pytest.mark.parametrize("path", [HOME, AHEAD])
def test_home_when_a_stranger_or_nobody_comes_then_not_there(client, office, path):
    assert client.get(path).status_code == 302
    client.force_login(a_stranger())
    assert client.get(path).status_code == 404


def test_weeks_ahead_when_half_days_have_nobody_tells_how_many_the_first_and_whom_to_call(desk, promise, office, see):
    page = desk.get(AHEAD)
    words = see(page)
    # Eight weeks of four afternoons; four mornings that Dr Benali promised; Christmas and New Year's Day are Fridays.
    assert "30 demi-journées" in words
    assert "La première : lundi 23 novembre, après-midi." in words
    assert "Le plus souvent : lundi après-midi (8)" in words
    assert f'href="/reseau/cabinets/{office.slug}/appel/"' in page.content.decode()


def test_home_when_a_commitment_ends_within_eight_months_says_until_when(desk, promise, see):
    words = see(desk.get(HOME))
    assert "Dr Leïla Benali : dernier jour le 14 mai 2027, dans 5 mois." in words
    assert "le dernier jour pour prévenir était le 14 novembre 2026" in words


def test_home_when_a_commitment_is_continued_does_not_announce_its_end(desk, promise, office, benali, see):
    a_promise(office, benali, starts_on=date(2027, 5, 15))
    assert "Aucun engagement ne finit dans les huit mois." in see(desk.get(HOME))


def test_weeks_ahead_when_weeks_are_not_published_counts_them(desk, promise, office, benali, see):
    for day in (23, 24, 25, 27):
        a_published_shift(office, benali, date(2026, 11, day))
    words = see(desk.get(AHEAD))
    assert "7 semaines, la première celle du 30 novembre" in words
    assert "jusqu’au 27 novembre" in words


def test_weeks_ahead_when_the_reception_is_away_counts_the_half_days(desk, network, office, see):
    ReceptionAbsence.objects.create(network=network, office=office, day=date(2026, 12, 2), half="pm")
    assert "1 demi-journée : mercredi 2 décembre, après-midi." in see(desk.get(AHEAD))


def test_weeks_ahead_when_a_laid_shift_no_longer_holds_tells_why(desk, network, office, benali, see):
    a_published_shift(office, benali, date(2026, 12, 7))
    Absence.objects.create(network=network, doctor=benali, first_on=date(2026, 12, 7), last_on=date(2026, 12, 7))
    words = see(desk.get(AHEAD))
    assert "Vacations à revoir" in words
    assert "Dr Leïla Benali, lundi 7 décembre · Cabinet médical de Mazingarbe : médecin absent" in words


@pytest.mark.parametrize(("n_offices", "n_shifts"), [(1, 1), (3, 5)])
@pytest.mark.parametrize(("path", "n_queries"), [(HOME, N_QUERIES), (AHEAD, N_QUERIES_AHEAD)])
def test_home_when_offices_and_shifts_grow_asks_as_often(
    desk, network, django_assert_num_queries, n_offices, n_shifts, path, n_queries
):
    for n in range(n_offices):
        office = an_office(network)
        doctor = a_doctor(network, last_name=f"Médecin {n}")
        for day in range(n_shifts):
            a_published_shift(office, doctor, date(2026, 12, 7 + day % 3 + 7 * (day // 3)))
    desk.get(path)
    with django_assert_num_queries(n_queries):
        desk.get(path)


@pytest.mark.parametrize("name", ["offices", "doctors"])
def test_list_when_it_grows_asks_as_often(desk, network, django_assert_max_num_queries, name):
    counts = []
    for n in range(2):
        a_promise(an_office(network), a_doctor(network, last_name=f"Médecin {n}"))
        with django_assert_max_num_queries(40) as captured:
            desk.get(reverse(f"network:{name}"))
        counts.append(len(captured))
    assert counts[0] == counts[1]


def test_doctors_when_one_has_no_commitment_are_all_listed(desk, benali, see):
    words = see(desk.get(reverse("network:doctors")))
    assert "Dr Leïla Benali" in words
    assert "aucun engagement en cours" in words


def test_home_when_candidates_wait_for_a_call_then_who_and_since_when(desk, network, see):
    a_candidate(network, first_name="Inès", next_contact_on=date(2026, 11, 20))
    a_candidate(network, first_name="Plus-Tard", next_contact_on=date(2027, 3, 1))
    words = see(desk.get(HOME))
    assert "Candidats à recontacter" in words
    assert "Inès Roussel : vendredi 20 novembre en retard" in words
    assert "Plus-Tard" not in words
