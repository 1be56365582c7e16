"""Her figures of fairness; nobody else's name."""

from datetime import date

from releve.desks.doctor.tests.conftest import read, words
from tests.factories import a_doctor, a_promise, a_published_shift, an_office

PAGE = "/medecin/equite/"


def test_fairness_when_opened_then_hers_first_and_no_other_name(desk, network, benali):
    office = an_office(network, name="Bully", weekdays=range(6))
    delattre = a_doctor(network, "Hugo", "Delattre")
    for doctor, days in ((benali, (14, 21, 28)), (delattre, (7,))):
        a_promise(office, doctor, pattern="sat-am")
        for day in days:
            a_published_shift(office, doctor, date(2026, 11, day))
    page = read(desk.get(PAGE))
    rows = [words(row) for row in page.select("tbody tr")]
    assert rows[0].startswith("Vous")
    assert rows[1].startswith("Un confrère")
    assert "Delattre" not in words(page)
    assert "Les vôtres 3" in words(page)
    assert "vendredi après-midi, samedi matin, veilles de jour férié" in words(page)


def test_fairness_when_nothing_was_worked_then_says_so(stranger):
    assert "Rien à compter" in words(read(stranger.get(PAGE)))


def test_fairness_when_opened_asks_a_fixed_number_of_queries(desk, django_assert_max_num_queries):
    with django_assert_max_num_queries(30):
        desk.get(PAGE)
