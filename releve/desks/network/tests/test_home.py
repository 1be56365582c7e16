from datetime import date

import pytest
from django.urls import reverse

from releve.pipeline.commitments.models import Absence
from releve.pipeline.offices.models import ReceptionAbsence
from tests.candidates import a_candidate
from tests.factories import a_doctor, a_promise, a_published_shift, an_office

HOME = "/reseau/"
# Session, login, seats; then coverage, offices, what opens, promises, shifts, commitments, doctors: for any number.
N_QUERIES = 39


def test_home_when_nothing_exists_says_so(desk, see):
    words = see(desk.get(HOME))
    assert "Aucun cabinet" in words
    assert "Chaque demi-journée d’ouverture a un médecin." in words


def test_home_when_half_days_have_nobody_tells_how_many_and_the_first(desk, promise, see):
    words = see(desk.get(HOME))
    # Eight weeks of four afternoons; four mornings that Dr Benali promised; Christmas and New Year's Day are Fridays.
    assert "30 demi-journées" in words
    assert "La première : lundi 23 novembre, après-midi." in words
    assert "Le plus souvent : lundi après-midi (8)" in words


def test_home_when_a_commitment_ends_within_eight_months_says_until_when(desk, promise, see):
    words = see(desk.get(HOME))
    assert "Dr Leïla Benali : dernier jour le 14 mai 2027, dans 5 mois." in words
    assert "le dernier jour pour prévenir était le 14 novembre 2026" in words


def test_home_when_a_commitment_is_continued_does_not_announce_its_end(desk, promise, office, benali, see):
    a_promise(office, benali, starts_on=date(2027, 5, 15))
    assert "Aucun engagement ne finit dans les huit mois." in see(desk.get(HOME))


def test_home_when_weeks_are_not_published_counts_them(desk, promise, office, benali, see):
    for day in (23, 24, 25, 27):
        a_published_shift(office, benali, date(2026, 11, day))
    words = see(desk.get(HOME))
    assert "7 semaines, la première celle du 30 novembre" in words
    assert "jusqu’au 27 novembre" in words


def test_home_when_the_reception_is_away_counts_the_half_days(desk, network, office, see):
    ReceptionAbsence.objects.create(network=network, office=office, day=date(2026, 12, 2), half="pm")
    assert "1 demi-journée : mercredi 2 décembre, après-midi." in see(desk.get(HOME))


def test_home_when_a_laid_shift_no_longer_holds_tells_why(desk, network, office, benali, see):
    a_published_shift(office, benali, date(2026, 12, 7))
    Absence.objects.create(network=network, doctor=benali, first_on=date(2026, 12, 7), last_on=date(2026, 12, 7))
    words = see(desk.get(HOME))
    assert "Vacations à revoir" in words
    assert "Dr Leïla Benali, lundi 7 décembre · Cabinet médical de Mazingarbe : médecin absent" in words


@pytest.mark.parametrize(("n_offices", "n_shifts"), [(1, 1), (3, 5)])
def test_home_when_offices_and_shifts_grow_asks_as_often(desk, network, django_assert_num_queries, n_offices, n_shifts):
    for n in range(n_offices):
        office = an_office(network)
        doctor = a_doctor(network, last_name=f"Médecin {n}")
        for day in range(n_shifts):
            a_published_shift(office, doctor, date(2026, 12, 7 + day % 3 + 7 * (day // 3)))
    desk.get(HOME)
    with django_assert_num_queries(N_QUERIES):
        desk.get(HOME)


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
