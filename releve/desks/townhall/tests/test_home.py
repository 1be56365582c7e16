"""The mayor's page: numbers only, small ones masked, no patient anywhere."""

from datetime import UTC, date, datetime, time, timedelta

import pytest
import time_machine
from bs4 import BeautifulSoup

from releve.pipeline.offices.models import Closure, Membership, ReceptionAbsence
from tests.factories import (
    a_doctor,
    a_network,
    a_promise,
    a_published_shift,
    a_stranger,
    a_user,
    a_visit,
    an_office,
)

HOME = "/mairie/"
# A Monday, 9 o'clock in Mazingarbe.
NOW = datetime(2026, 11, 23, 8, tzinfo=UTC)
N_QUERIES = 35


@pytest.fixture(autouse=True)
def _clock():
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def office(db):
    return an_office(a_network())


@pytest.fixture
def desk(client, office):
    client.force_login(a_user("townhall", office=office))
    return client


@pytest.fixture
def words(desk):
    """Return the page as a person reads it."""

    def read() -> str:
        response = desk.get(HOME)
        assert response.status_code == 200
        html = response.content.decode()
        assert "«undefined" not in html
        text = BeautifulSoup(html, "html.parser").get_text(" ").replace("\u202f", " ").replace("\u00a0", " ")
        return " ".join(text.split())

    return read


def seen(office, n: int, month: int = 11, status: str = "seen"):
    """Store `n` visits on the first Monday of a month, each of another patient."""
    first = date(2026, month, 1)
    day = first + timedelta(days=-first.weekday() % 7)
    shift = a_published_shift(office, a_doctor(office.network, last_name=f"Du mois {month} {status}"), day)
    for rank in range(n):
        minutes = 8 * 60 + 30 + 5 * rank
        a_visit(shift, time(minutes // 60, minutes % 60), minutes=5, status=status)


def test_page_when_nobody_is_logged_in_asks_to_log_in(client, db):
    response = client.get(HOME)
    assert response.status_code == 302
    assert response["Location"].startswith("/compte/connexion/")


def test_page_when_a_stranger_asks_is_not_there(client, office):
    client.force_login(a_stranger())
    assert client.get(HOME).status_code == 404


def test_page_when_a_secretary_of_the_office_asks_is_not_there(client, office):
    client.force_login(a_user("secretary", office=office))
    assert client.get(HOME).status_code == 404


def test_page_when_nothing_happened_counts_zero(words):
    text = words()
    assert "0 Consultations" in text or "Consultations 0" in text
    assert "Aucun médecin n’est engagé aujourd’hui." in text


@pytest.mark.parametrize(("n", "shown"), [(0, "0"), (1, "moins de 11"), (10, "moins de 11"), (11, "11"), (23, "23")])
def test_count_when_it_is_1_to_10_is_masked(desk, office, n, shown):
    # DATA-03: a count under 11 never crosses.
    seen(office, n)
    page = BeautifulSoup(desk.get(HOME).content, "html.parser")
    figures = [" ".join(figure.get_text(" ").split()) for figure in page.select(".figure")]
    assert figures[0] == f"Consultations {shown} depuis le 1er du mois"
    assert figures[1] == f"Patients différents {shown} depuis le 1er du mois"
    cells = [cell.get_text(strip=True) for cell in page.select(".months tbody tr")[0].select("td")]
    assert cells[:2] == [shown, shown]


def test_chart_when_a_month_is_masked_tells_no_length(desk, office):
    seen(office, 30, month=9)
    seen(office, 7, month=10)
    seen(office, 2, month=11)
    page = BeautifulSoup(desk.get(HOME).content, "html.parser")
    bars = [(bar["width"], "chart__bar--masked" in bar["class"]) for bar in page.select("svg .chart__bar")]
    assert bars[0] == bars[1] == ("10", True)
    assert not bars[2][1]
    assert int(bars[2][0]) > 200
    texts = [text.get_text() for text in page.select("svg.chart text")]
    assert texts[:6] == ["nov. 2026", "< 11", "oct. 2026", "< 11", "sept. 2026", "30"]


def test_chart_when_drawn_has_no_inline_style_and_its_table_beside(desk, office):
    seen(office, 12)
    html = desk.get(HOME).content.decode()
    page = BeautifulSoup(html, "html.parser")
    assert not page.select("[style]")
    assert not page.select("style")
    chart = page.select_one("svg.chart[role=img]")
    assert page.find(id=chart["aria-labelledby"].split()[0]).get_text() == "Consultations par mois"
    assert len(page.select(".months tbody tr")) == len(page.select("svg .chart__bar")) == 13


def test_page_when_patients_are_seen_shows_neither_name_nor_time_of_any(words, office):
    seen(office, 12)
    seen(office, 11, status="no_show")
    text = words()
    assert "Costa" not in text
    assert "8 h 30" not in text


def test_page_when_another_office_is_busy_counts_only_its_own(words, office):
    seen(an_office(office.network), 40)
    assert "40" not in words()


def test_coverage_when_a_doctor_promised_counts_weeks_that_are_not_open_yet(words, office):
    doctor = a_doctor(office.network)
    a_promise(office, doctor, ends_on=date(2027, 5, 14))
    a_published_shift(office, doctor, date(2026, 11, 23))
    text = words()
    # Eight weeks of eight half-days, less two Fridays that are holidays; Dr Benali promised the mornings.
    assert "Demi-journées d’ouverture 60" in text
    assert "Avec un médecin 30 (50 %), dont 1 déjà ouverte aux patients" in text
    assert "Sans médecin 30 la première le lundi 23 novembre" in text
    assert "Dr Leïla Benali jusqu’au 14 mai 2027" in text


def test_coverage_when_past_counts_what_was_published_only(desk, office):
    seen(office, 1, month=10)
    page = BeautifulSoup(desk.get(HOME).content, "html.parser")
    october = [
        cell.get_text(strip=True).replace("\u202f", " ") for cell in page.select(".months tbody tr")[1].select("td")
    ]
    # October 2026: four Mondays, Tuesdays and Wednesdays, five Fridays.
    assert october[3:] == ["34", "2 %"]


def test_page_when_the_office_opens_four_days_tells_what_the_label_asks(words):
    # ARS-09
    assert "Jours d’ouverture par semaine 4 Le label France Santé en demande au moins 5." in words()


def test_page_when_the_reception_is_away_says_since_when(words, office):
    ReceptionAbsence.objects.create(network=office.network, office=office, day=date(2026, 12, 2), half="pm")
    assert "Sans accueil 1 la première le mercredi 2 décembre" in words()


def test_page_when_the_office_closes_tells_holidays_and_closures(words, office):
    Closure.objects.create(
        network=office.network, office=office, first_on=date(2026, 12, 28), last_on=date(2026, 12, 31), label="Travaux"
    )
    text = words()
    assert "Vendredi 25 décembre 2026 Noël" in text
    assert "Du 28 décembre 2026 au 30 décembre 2026 Travaux" in text
    assert "Vendredi 1er janvier 2027 Jour de l’an" in text


def test_page_when_the_office_is_in_la_reunion_keeps_its_own_holidays(client, db):
    office = an_office(a_network(), time_zone="Indian/Reunion", holiday_region="RE", weekdays=range(5))
    client.force_login(a_user("townhall", office=office))
    html = client.get(HOME).content.decode()
    assert "Dimanche 20 décembre" not in html  # Abolition of slavery: a Sunday, the office would not open
    assert "Noël" in html


def test_page_when_a_mayor_has_two_offices_lets_choose(client, office):
    other = an_office(a_network("CPTS d’ailleurs"), name="Cabinet de Bully")
    mayor = a_user("townhall", office=office)
    Membership.objects.create(user=mayor, desk="townhall", network=other.network, office=other)
    client.force_login(mayor)
    assert "Cabinet de Bully" in client.get(HOME).content.decode()
    client.post("/compte/place/", {"desk": "townhall", "office": other.id})
    page = BeautifulSoup(client.get(HOME).content, "html.parser")
    assert page.h1.get_text(strip=True) == "Cabinet de Bully"


@pytest.mark.parametrize("n", [1, 4])
def test_page_when_shifts_and_visits_grow_asks_as_often(desk, office, django_assert_num_queries, n):
    for month in range(1, n + 1):
        seen(office, n, month=month)
    desk.get(HOME)
    with django_assert_num_queries(N_QUERIES):
        desk.get(HOME)
