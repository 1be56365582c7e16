from datetime import date

import pytest
from django.urls import reverse

from releve.pipeline.commitments.models import Absence
from releve.pipeline.offices.models import Closure, ReceptionAbsence
from releve.pipeline.rota.models import Shift
from tests.factories import a_doctor, a_promise, a_published_shift, a_shift, an_office

N_QUERIES = 31


@pytest.fixture
def weeks(office):
    return reverse("network:weeks", args=[office.slug])


@pytest.fixture
def click(desk, office, see):
    """Press one of the page's buttons and return the page that follows."""

    def press(name, debut="2026-11-30", n="4"):
        there = reverse(f"network:{name}", args=[office.slug])
        return see(desk.post(there, {"debut": debut, "n": n}, follow=True))

    return press


def test_weeks_when_nothing_is_laid_show_what_would_be_and_what_nobody_promised(desk, weeks, promise, see):
    words = see(desk.get(weeks + "?debut=2026-11-30&n=1"))
    assert "4 vacations à poser" in words
    assert "Dr Leïla Benali À poser" in words
    assert "Après-midi 13 h 30 – 18 h Sans médecin" in words
    assert "4 à poser, 4 sans médecin" in words


def test_weeks_when_a_shift_is_published_show_doctor_hours_and_state(desk, weeks, office, benali, see):
    a_published_shift(office, benali, date(2026, 12, 1), is_edited=True)
    words = see(desk.get(weeks + "?debut=2026-11-30&n=1"))
    assert "Matin 8 h 30 – 12 h Dr Leïla Benali Publiée modifiée à la main" in words
    assert "toute la semaine libre : Salle 2, Salle 3, Salle 4" in words


def test_weeks_when_asked_by_doctor_show_the_rooms(desk, weeks, office, benali, see):
    a_shift(office, benali, date(2026, 12, 1))
    assert "Matin 8 h 30 – 12 h Salle 1 Brouillon" in see(desk.get(weeks + "?debut=2026-11-30&n=1&vue=medecins"))


def test_weeks_when_a_shift_is_cancelled_show_it(desk, weeks, office, benali, see):
    a_shift(office, benali, date(2026, 12, 1), status="cancelled", cancelled_because="coupure d’eau")
    assert "Dr Leïla Benali Annulée" in see(desk.get(weeks + "?debut=2026-11-30&n=1"))


def test_weeks_when_holidays_and_closures_come_name_them(desk, weeks, network, office, see):
    Closure.objects.create(
        network=network, office=office, first_on=date(2026, 12, 28), last_on=date(2026, 12, 30), label="Congés"
    )
    words = see(desk.get(weeks + "?debut=2026-12-21&n=2"))
    assert "Noël Jour férié" in words
    assert "Congés Fermé" in words


def test_weeks_when_the_reception_is_away_say_so(desk, weeks, network, office, see):
    ReceptionAbsence.objects.create(network=network, office=office, day=date(2026, 12, 2), half="pm")
    assert "Sans accueil" in see(desk.get(weeks + "?debut=2026-11-30&n=1"))


def test_weeks_when_something_speaks_against_a_shift_say_what(desk, weeks, network, office, benali, see):
    a_shift(office, benali, date(2026, 12, 1))
    Absence.objects.create(network=network, doctor=benali, first_on=date(2026, 12, 1), last_on=date(2026, 12, 1))
    words = see(desk.get(weeks + "?debut=2026-11-30&n=1"))
    assert "1 vacation à revoir" in words
    assert "médecin absent" in words


def test_weeks_when_the_office_is_in_la_reunion_show_its_own_hours(desk, network, see):
    office = an_office(network, time_zone="Indian/Reunion", holiday_region="RE")
    a_published_shift(office, a_doctor(network), date(2026, 12, 1))
    words = see(desk.get(reverse("network:weeks", args=[office.slug]) + "?debut=2026-11-30"))
    assert "Matin 8 h 30 – 12 h Dr Leïla Benali" in words


@pytest.mark.parametrize("typed", ["demain", "2026-13-45", "0001-01-01", "9999-12-31", "😀"])
def test_weeks_when_the_day_is_not_one_say_so_and_show_this_week(desk, weeks, see, typed):
    response = desk.get(weeks, {"debut": typed})
    assert response.status_code == 200
    words = see(response)
    assert f"« {typed} » n’est pas un jour : voici la semaine en cours." in words
    assert "Semaine 48" in words


@pytest.mark.parametrize(("typed", "n"), [("0", 1), ("99", 12), ("quatre", 4), ("-3", 4), ("1000000", 4)])
def test_weeks_when_their_number_is_odd_stay_few(desk, weeks, typed, n):
    assert len(desk.get(weeks, {"n": typed}).context["weeks"]) == n


def test_weeks_when_past_offer_nothing_to_open(desk, weeks, see):
    words = see(desk.get(weeks + "?debut=2026-11-02&n=1"))
    assert "Ces semaines sont passées : elles ne changent plus." in words
    assert "Ouvrir" not in words


# Dr Benali promises four mornings a week; of the sixteen until 27 December one is Christmas.
def test_lay_when_promised_lays_drafts_and_says_how_many(click, promise):
    words = click("lay_weeks")
    assert "15 vacations posées." in words
    assert set(Shift.objects.values_list("status", flat=True)) == {"draft"}


def test_lay_when_clicked_twice_says_that_nothing_is_new(click, promise):
    click("lay_weeks")
    assert "Rien de nouveau à poser." in click("lay_weeks")
    assert Shift.objects.count() == 15


def test_publish_when_laid_publishes_and_says_how_many(click, promise):
    click("lay_weeks")
    assert "15 vacations publiées : les patients peuvent y réserver." in click("publish_weeks")
    assert "Rien de nouveau à publier." in click("publish_weeks")


def test_open_when_clicked_lays_and_publishes_four_weeks(click, promise):
    words = click("open_weeks")
    assert "15 vacations posées. 15 vacations publiées : les patients peuvent y réserver." in words
    assert "Ouvrir les 4 semaines suivantes" in words
    assert Shift.objects.filter(status="published").count() == 15


def test_open_when_clicked_twice_says_that_nothing_changed(click, promise):
    click("open_weeks")
    before = list(Shift.objects.order_by("id").values_list("id", "changed_at"))
    assert "Tout était déjà posé et publié : rien n’a changé." in click("open_weeks")
    assert list(Shift.objects.order_by("id").values_list("id", "changed_at")) == before


def test_open_when_some_cannot_be_laid_tells_each_reason_by_doctor(click, network, office, benali, promise):
    Absence.objects.create(network=network, doctor=benali, first_on=date(2026, 12, 7), last_on=date(2026, 12, 8))
    words = click("open_weeks")
    assert "3 demi-journées promises n’ont pas pu être posées : les raisons sont dites ci-dessous." in words
    assert "Médecin absent. Cherchez un autre médecin, ou retirez l’absence si elle est une erreur." in words
    assert "lundi 7 décembre matin, mardi 8 décembre matin" in words
    assert "Jour férié : Noël. Rien à faire." in words


@pytest.mark.parametrize("name", ["lay_weeks", "publish_weeks", "open_weeks"])
def test_deed_when_the_weeks_are_past_is_refused_in_words(click, promise, name):
    assert "Semaine : elle est passée." in click(name, debut="2026-11-02", n="1")


def test_open_when_some_cannot_be_laid_unfolds_the_reasons(desk, network, office, benali, promise):
    there = reverse("network:open_weeks", args=[office.slug])
    response = desk.post(there, {"debut": "2026-12-21", "n": "1"}, follow=True)
    assert "<details open>" in response.content.decode()


def test_open_when_the_day_is_not_one_opens_this_week(click, promise):
    assert "n’est pas un jour" in click("open_weeks", debut="demain")


@pytest.mark.parametrize("n_shifts", [1, 6])
def test_weeks_when_shifts_grow_ask_as_often(desk, weeks, office, network, django_assert_num_queries, n_shifts):
    for n in range(n_shifts):
        a_published_shift(office, a_doctor(network, last_name=f"Médecin {n}"), date(2026, 12, 1 + n // 4))
    a_promise(office, a_doctor(network, last_name="Autre"))
    with django_assert_num_queries(N_QUERIES):
        desk.get(weeks + "?debut=2026-11-30")
