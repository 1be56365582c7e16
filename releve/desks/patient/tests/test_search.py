import pytest
from django.urls import reverse

from releve.desks.patient.tests.conftest import MONDAY, read, words
from releve.shared.half_days import Half
from tests.factories import a_doctor, a_network, a_published_shift, a_reason, a_town, an_office

BULLY = {
    "insee": "62186",
    "name": "Bully-les-Mines",
    "postal_codes": ["62160"],
    "latitude": 50.44206,
    "longitude": 2.72507,
}
GRENAY = {"insee": "62386", "name": "Grenay", "postal_codes": ["62160"], "latitude": 50.4502, "longitude": 2.7433}


def test_home_when_opened_asks_one_question(client, db, django_assert_num_queries):
    with django_assert_num_queries(4):  # the scope: savepoint, role, role, savepoint
        page = read(client.get("/"))
    assert page.h1.get_text().startswith("Où habitez-vous")
    assert len(page.select("main input:not([type=hidden])")) == 1


def test_home_when_answered_with_nothing_says_what_to_write(client, db):
    page = read(client.get("/", {"ou": " \u200b "}))
    assert "Écrivez le nom de votre commune" in words(page)
    assert page.select_one("#ou")["aria-invalid"] == "true"


@pytest.mark.parametrize(
    "typed", ["62670", "mazingarbe", "MAZINGARBE", "Mazingarbe (62670)", "62670 Mazingarbe", "Mazin"]
)
def test_search_when_the_town_is_known_shows_offices_by_travel_time(place, typed):
    page = read(place.open("home", ou=typed))
    office = page.select_one("li.office")
    assert place.office.name in office.get_text()
    assert "2 min en voiture" in words(page)
    times = [button.get_text(" ").replace("\xa0", " ") for button in office.select("button.time")]
    assert times == ["8 h 30 lun. 7 déc.", "8 h 45 lun. 7 déc.", "9 h lun. 7 déc."]


def test_search_when_several_offices_asks_few_questions_of_the_database(place, django_assert_num_queries):
    for n in range(8):
        town = a_town(f"6290{n}", f"Ville {n}", latitude=50.4 - n / 100)
        office = an_office(place.network, town=town, n_rooms=1)
        a_published_shift(office, a_doctor(place.network, last_name=f"Médecin {n}"), MONDAY)
    with django_assert_num_queries(8):  # the scope, and town, offices, reasons, times
        page = read(place.open("home", ou="Mazingarbe"))
    minutes = [int(travel.get_text().split()[0]) for travel in page.select(".travel")]
    assert len(minutes) == 9
    assert minutes == sorted(minutes)


def test_search_when_an_office_has_no_free_time_says_so_with_its_telephone(place):
    an_office(place.network, town=a_town(**BULLY))
    said = words(read(place.open("home", ou="62160")))
    assert "Aucun horaire libre en ligne" in said
    assert "03 21 00 00 00" in said


def test_search_when_there_are_many_offices_offers_the_farther_ones(place):
    for n in range(11):
        an_office(place.network, town=a_town(f"629{n:02}", f"Ville {n}", latitude=50.4 - n / 100), n_rooms=1)
    page = read(place.open("home", ou="Mazingarbe"))
    assert len(page.select("li.office")) == 10
    more = page.find("a", string="Voir les cabinets plus éloignés")
    assert len(read(place.client.get("/" + more["href"])).select("li.office")) == 12


def test_search_when_the_ten_nearest_are_full_shows_the_next_that_are_free(place):
    for n in range(10):
        an_office(place.network, town=a_town(f"6290{n}", f"Ville {n}", latitude=49.9), n_rooms=1)
    page = read(place.open("home", ou="Ville 3"))
    assert place.office.name in page.select("li.office")[-1].get_text()
    assert len(page.select("li.office")) == 11


def test_search_when_another_reason_is_chosen_offers_its_times(place):
    a_reason(place.network, "Certificat", 30, position=2)
    page = read(place.open("home", ou="62670"))
    assert [option.get_text() for option in page.select("#motif option")] == ["Consultation", "Certificat"]
    other = page.select("#motif option")[1]["value"]
    page = read(place.open("home", ou="62670", motif=other))
    times = [button.contents[0].replace("\xa0", " ") for button in page.select("button.time")]
    assert times == ["8 h 30", "9 h", "9 h 30"]
    assert page.select_one("input[name=motif]")["value"] == other


@pytest.mark.parametrize("motif", ["0", "-1", "x", "9" * 60, "😀", "' OR 1=1"])
def test_search_when_the_reason_is_unknown_takes_the_first(place, motif):
    page = read(place.open("home", ou="62670", motif=motif))
    assert page.select_one("input[name=motif]")["value"] == str(place.reason.id)


def test_search_when_a_reason_is_by_phone_only_is_not_offered(place):
    a_reason(place.network, "Visite à domicile", booked_by="phone")
    assert "Visite à domicile" not in read(place.open("home", ou="62670")).get_text()


def test_search_when_two_networks_are_near_takes_the_reasons_of_the_nearest(place):
    other = a_network("CPTS voisine")
    far = an_office(other, town=a_town(**BULLY))
    reason = a_reason(other, "Consultation voisine")
    page = read(place.open("home", ou="62670"))
    assert "Consultation voisine" not in page.get_text()
    assert "D’autres réseaux" in words(page)
    assert page.select_one(f"a[href='{reverse('patient:office', args=[far.slug])}']")
    near = read(place.open("home", ou="62160", commune="62186"))
    assert near.select_one("input[name=motif]")["value"] == str(reason.id)


def test_search_when_a_postal_code_has_several_towns_asks_which(place):
    a_town(**BULLY), a_town(**GRENAY)
    page = read(place.open("home", ou="62160"))
    assert [link.get_text(" ", strip=True) for link in page.select("main li a")] == [
        "Bully-les-Mines 62160",
        "Grenay 62160",
    ]
    chosen = read(place.client.get(page.select("main li a")[1]["href"]))
    assert "près de Grenay" in chosen.h1.get_text()


def test_search_when_a_name_is_misspelt_offers_what_looks_like_it(place):
    page = read(place.open("home", ou="Mazingrabe"))
    assert "Vouliez-vous dire" in words(page)
    assert "Mazingarbe" in page.select_one("main li a").get_text()


@pytest.mark.parametrize("typed", ["Trifouillis", "00000", "?", "٦٢٦٧٠", "محلة", "😀😀", "%_%", "'; --", "a" * 59])
def test_search_when_the_town_is_unknown_says_how_to_be_understood(place, typed):
    said = words(read(place.open("home", ou=typed)))
    assert "Nous ne trouvons pas cette commune" in said
    assert "code postal" in said


@pytest.mark.parametrize("sign", ["a", "é", "😀", "م"])
def test_search_when_the_text_has_500_signs_says_it_is_too_long(place, sign):
    said = words(read(place.open("home", ou=sign * 500)))
    assert "trop long" in said
    assert sign * 40 not in said


def test_search_when_no_office_is_near_says_so(place):
    a_town("97411", "Saint-Denis", postal_codes=["97400"], latitude=-20.8789, longitude=55.4481)
    assert "Aucun cabinet à moins de deux heures de Saint-Denis" in words(read(place.open("home", ou="97400")))


def test_search_when_the_network_books_by_phone_only_says_so(db, client):
    network = a_network()
    an_office(network)
    assert "par téléphone" in words(read(client.get("/", {"ou": "62670"})))


def test_search_when_the_office_is_in_la_reunion_says_whose_clock(db, client):
    network = a_network()
    town = a_town("97411", "Saint-Denis", postal_codes=["97400"], latitude=-20.8789, longitude=55.4481)
    office = an_office(network, town=town, time_zone="Indian/Reunion", holiday_region="RE")
    a_reason(network)
    a_published_shift(office, a_doctor(network), MONDAY, Half.MORNING)
    said = words(read(client.get("/", {"ou": "97400"})))
    assert "heure de La Réunion" in said
    assert "8 h 30" in said


def test_suggestions_when_typing_are_options_that_the_search_understands(place, django_assert_num_queries):
    with django_assert_num_queries(5):  # the scope, and the towns
        response = place.open("town_suggestions", ou="maz")
    assert '<option value="Mazingarbe (62670)">' in response.text
    assert "public" in response["Cache-Control"]
    assert "<html" not in response.text


@pytest.mark.parametrize("typed", ["", "m", "😀", "a" * 500])
def test_suggestions_when_there_is_nothing_to_say_are_empty(place, typed):
    assert place.open("town_suggestions", ou=typed).text.strip() == ""
