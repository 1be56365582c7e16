from datetime import date

import pytest
from django.urls import reverse

from releve.desks.network.boards.chances import chance_words, change_words, percent, signed
from releve.pipeline.commitments.rules.gap_chance import Chance, Difference, wilson
from tests.factories import a_doctor, a_promise

N_QUERIES = 25
SURE = {"notice": "6", "search": "6", "spread": "0", "risk": "0", "ahead": "6", "overlap": "0", "leads": "1"}


@pytest.fixture
def covered(office, benali):
    """Dr Benali holds every half-day until the end of August; nobody is spare."""
    pattern = "mon-am mon-pm tue-am tue-pm wed-am wed-pm fri-am fri-pm"
    return a_promise(office, benali, pattern=pattern, ends_on=date(2027, 8, 31))


@pytest.fixture
def page(desk, office, see):
    return lambda **asked: see(desk.get(reverse("network:chances", args=[office.slug]), asked))


def test_chances_when_all_is_sure_say_that_six_months_are_not_enough(covered, page):
    words = page(**SURE)
    assert "Non : avec une recherche de 6 mois environ, le risque est de 100 %." in words
    assert "Il faudrait un préavis de 9 mois." in words
    assert "Mois le plus exposé : septembre 2027" in words
    assert "septembre 2027 100 % 34 sur 34" in words
    assert "décembre 2027 0 % 0 sur 36" in words  # three months of gap, then the newcomer is there


def test_chances_when_a_lever_is_pulled_tell_what_it_changes(covered, page):
    words = page(**SURE)
    assert "Chercher 3 mois plus tôt avant une fin convenue 0 % −100 points 0 −102" in words
    assert "Un mois de recouvrement avec qui part 100 % pas d’effet visible 68 −34" in words


def test_chances_when_nothing_is_asked_start_from_the_knobs_of_the_office(covered, page):
    assert page() == page(**SURE | {"notice": "", "spread": "3", "risk": "2"})
    assert "Calcul exact, sans tirage." in page()


def test_chances_when_half_days_are_spare_are_drawn_with_their_interval(network, office, covered, page):
    a_promise(office, a_doctor(network, last_name="Martin"), pattern="mon-am tue-am", ends_on=date(2028, 3, 31))
    a_promise(office, a_doctor(network, last_name="Roche"), pattern="wed-am fri-am", ends_on=date(2028, 5, 31))
    words = page(**SURE | {"risk": "2"})
    assert "avenirs tirés au sort ; le vrai risque est entre les deux crochets, 19 fois sur 20." in words


def test_chances_when_a_number_is_impossible_say_so_and_show_no_result(desk, office, covered, see):
    answer = desk.get(reverse("network:chances", args=[office.slug]), SURE | {"search": "-1"})
    assert answer.status_code == 422
    words = see(answer)
    assert "Corrigez les suppositions pour voir le risque." in words
    assert "Ce que change chaque levier" not in words


def test_chances_when_asked_twice_are_the_same(covered, page):
    assert page(**SURE | {"risk": "3"}) == page(**SURE | {"risk": "3"})


def test_chances_when_doctors_are_many_ask_as_often(desk, network, office, django_assert_num_queries):
    address = reverse("network:chances", args=[office.slug])
    for n in range(3):
        a_promise(office, a_doctor(network, last_name=f"Médecin {n}"))
        desk.get(address)
        with django_assert_num_queries(N_QUERIES):
            desk.get(address)


@pytest.mark.parametrize(
    ("share", "words"),
    [(0.0, "0 %"), (0.002, "moins de 1 %"), (0.234, "23 %"), (0.998, "plus de 99 %"), (1.0, "100 %")],
)
def test_percent_when_nearly_sure_never_says_sure(share, words):
    assert percent(share).replace("\u202f", " ") == words


def test_chance_when_drawn_has_its_brackets_and_exact_has_none():
    assert chance_words(wilson(23, 100)).replace("\u202f", " ") == "23 % [16–32]"
    assert chance_words(Chance.exact(0.23)).replace("\u202f", " ") == "23 %"


def test_change_when_the_draws_could_have_made_it_is_not_told():
    assert change_words(Difference(-0.01, -0.03, 0.01)) == "pas d’effet visible"
    assert change_words(Difference(-0.12, -0.15, -0.09)).replace("\u202f", " ") == "−12 points [−15 ; −9]"
    assert [signed(n) for n in (-3, 0, 4)] == ["−3", "0", "+4"]
