from datetime import date

import pytest
from bs4 import BeautifulSoup
from django.urls import reverse

from releve.pipeline.commitments.models import CoverageAlarm, CoverageKnobs
from tests.factories import a_doctor, a_network, a_promise, a_stranger, an_office

EVERY_HALF_DAY = "mon-am mon-pm tue-am tue-pm wed-am wed-pm fri-am fri-pm"
SAMPLE_KNOBS = {
    "doctors_wanted": 2,
    "recruitment_months": 7,
    "recruitment_spread_months": 2,
    "post_notice_months": 0,
    "notice_chance": 3,
    "extension_chance": 0,
    "alarm_lead_months": 4,
    "alarm_repeat_weeks": 2,
    "note": "nos trois derniers recrutements",
}
PAGES = ("coverage", "chances", "coverage_knobs")


@pytest.fixture
def covered(office, benali):
    """Dr Benali holds every half-day until the end of August."""
    return a_promise(office, benali, pattern=EVERY_HALF_DAY, ends_on=date(2027, 8, 31))


@pytest.fixture
def alarm(network, office):
    return CoverageAlarm.objects.create(
        network=network,
        office=office,
        gap_on=date(2027, 9, 1),
        missing_a_week=8,
        look_by=date(2026, 12, 1),
        raised_on=date(2026, 11, 2),
        last_sent_on=date(2026, 11, 2),
    )


def address(name, office):
    return reverse(f"network:{name}", args=[office.slug])


def test_home_when_a_gap_comes_draws_it_and_says_until_when_to_look(desk, covered, see):
    response = desk.get("/reseau/")
    words = see(response)
    assert "Premier manque le 1er septembre 2027, dans 9 mois : 8 demi-journées par semaine." in words
    assert "Fin de l’engagement : Dr Leïla Benali." in words
    assert "Commencer à chercher au plus tard le 1er décembre 2026, dans 8 jours." in words
    svg = BeautifulSoup(response.content, "html.parser").select_one("svg.coverage--small")
    assert svg.title.text == "Horizon de couverture : Cabinet médical de Mazingarbe"
    assert "Premier manque le 1er septembre 2027" in svg.desc.text


def test_home_when_told_as_a_table_has_the_quarters(desk, covered, see):
    table = BeautifulSoup(desk.get("/reseau/").content, "html.parser").select_one(".coverage-cards ~ details table")
    heads = [cell.text for cell in table.select("thead th")]
    assert heads[:3] == ["Cabinet", "T4 2026", "T1 2027"]
    missing = dict(zip(heads[1:], [cell.text for cell in table.select("tbody td")], strict=True))
    assert missing["T4 2026"] == "0"
    assert missing["T1 2028"] == "104"  # thirteen weeks of eight, Easter Monday is in April


def test_home_when_all_is_promised_says_from_when_a_notice_would_be_felt(desk, office, benali, see):
    a_promise(office, benali, pattern=EVERY_HALF_DAY, ends_on=date(2029, 12, 31), maximum_term_months=60)
    words = see(desk.get("/reseau/"))
    assert "Chaque demi-journée est promise jusqu’au 26 novembre 2028." in words
    assert "Un départ annoncé aujourd’hui manquerait à partir du" in words


def test_home_when_an_alarm_waits_shows_it_until_it_is_seen(desk, office, alarm, see):
    assert "un médecin manquera à partir du 1er septembre 2027" in see(desk.get("/reseau/"))
    answer = desk.post(reverse("network:acknowledge_alarm", args=[alarm.id]), {"look_again_on": "2027-01-15"})
    assert answer.url == address("coverage", office)
    assert "un médecin manquera" not in see(desk.get("/reseau/"))
    assert "Vue par Mme Aubry" in see(desk.get(answer.url))


def test_alarm_when_the_day_to_look_again_is_past_is_refused_with_the_remedy(desk, alarm, see):
    answer = desk.post(reverse("network:acknowledge_alarm", args=[alarm.id]), {"look_again_on": "2026-11-23"})
    assert answer.status_code == 422
    assert "Choisissez un jour à venir." in see(answer)
    assert CoverageAlarm.objects.get().acknowledged_at is None


def test_alarm_of_another_network_when_answered_is_not_there(desk, alarm):
    alarm.network = a_network("CPTS d’ailleurs")
    alarm.save()
    answer = desk.post(reverse("network:acknowledge_alarm", args=[alarm.id]), {"look_again_on": "2027-01-15"})
    assert answer.status_code == 404


def test_coverage_page_when_opened_tells_the_same_numbers_in_table_and_picture(desk, office, covered):
    page = BeautifulSoup(desk.get(address("coverage", office)).content, "html.parser")
    rows = [[cell.text for cell in row.select("th, td")] for row in page.select(".coverage-table tbody tr")]
    assert rows[0] == ["23 novembre 2026", "8", "8", "8", "0", "0"]
    assert rows[-1] == ["20 novembre 2028", "8", "8", "0", "0", "8"]
    drawn = [group.title.text.replace("\u202f", " ") for group in page.select("svg.coverage--year g") if group.title]
    assert drawn[0] == "Semaine du 23 novembre : besoin 8 ; sûr 8, probable 0, manque 0"
    assert len(drawn) == len(rows)
    for row, words in zip(rows, drawn, strict=True):
        assert words.endswith(f"besoin {row[2]} ; sûr {row[3]}, probable {row[4]}, manque {row[5]}")


def test_coverage_page_when_read_says_how_the_dates_come_about(desk, office, covered, see):
    words = see(desk.get(address("coverage", office)))
    assert "9 mois avant le manque, soit 6 mois de recherche, 2 mois pour la déclaration à l’Ordre" in words


def test_knobs_when_set_hold_for_the_office_until_it_follows_the_network_again(desk, network, office, see):
    answer = desk.post(address("coverage_knobs", office), SAMPLE_KNOBS)
    assert answer.url == address("coverage", office)
    stored = CoverageKnobs.objects.get(office=office)
    assert (stored.doctors_wanted, float(stored.notice_chance), stored.changed_on) == (2, 0.03, date(2026, 11, 23))
    words = see(desk.get(answer.url))
    assert "2 médecins à chaque demi-journée" in words
    assert "D’où viennent ces réglages : nos trois derniers recrutements" in words
    desk.post(address("follow_network_knobs", office))
    assert "Ce cabinet a ses propres réglages." not in see(desk.get(answer.url))


def test_knobs_of_the_network_when_set_hold_for_every_office_without_its_own(desk, network, office, see):
    assert desk.post(reverse("network:network_coverage_knobs"), SAMPLE_KNOBS).status_code == 302
    assert "2 médecins à chaque demi-journée" in see(desk.get(address("coverage", office)))


def test_knobs_when_a_number_is_impossible_are_refused_beside_their_field(desk, office, see):
    answer = desk.post(address("coverage_knobs", office), SAMPLE_KNOBS | {"doctors_wanted": 0})
    assert answer.status_code == 422
    assert not CoverageKnobs.objects.exists()


@pytest.mark.parametrize("name", PAGES)
def test_coverage_pages_when_a_stranger_asks_are_not_there(client, office, name):
    assert client.get(address(name, office)).status_code == 302
    client.force_login(a_stranger())
    assert client.get(address(name, office)).status_code == 404
    assert client.get(reverse("network:network_coverage_knobs")).status_code == 404


@pytest.mark.parametrize("name", PAGES)
def test_coverage_pages_of_another_network_when_asked_are_not_there(desk, name):
    assert desk.get(address(name, an_office())).status_code == 404


def test_home_when_offices_grow_asks_as_often(desk, network, django_assert_max_num_queries):
    counts = []
    for n in range(2):
        for m in range(3 * n + 1):
            office = an_office(network)
            a_promise(office, a_doctor(network, last_name=f"Médecin {n} {m}"))
        with django_assert_max_num_queries(60) as captured:
            desk.get("/reseau/")
        counts.append(len(captured))
    assert counts[0] == counts[1]


def test_coverage_page_when_the_clock_is_in_reunion_counts_from_its_own_day(desk, network, see):
    office = an_office(network, time_zone="Indian/Reunion", holiday_region="RE")
    a_promise(office, a_doctor(network), pattern=EVERY_HALF_DAY, ends_on=date(2027, 8, 31))
    assert "Premier manque le 1er septembre 2027" in see(desk.get(address("coverage", office)))
