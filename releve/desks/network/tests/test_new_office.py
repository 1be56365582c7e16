from datetime import date, time

import pytest
from django.urls import reverse

from releve.pipeline.offices.models import Office
from tests.factories import a_promise, a_published_shift, a_reason, a_town

NEW = "/reseau/cabinets/nouveau/"
OFFICE = {
    "name": "Cabinet médical éphémère de Mazingarbe",
    "place": "mazingarbe",
    "address": "place du Docteur-Urbaniak",
    "phone": "03 53 01 00 62",
    "opened_on": "2026-12-01",
    "n_rooms": "4",
    "week": ["0-am", "0-pm", "4-am"],
}
# Session, login, seats, second factor, networks in sight, network's name; the towns are asked when the form is sent.
N_QUERIES = 14


@pytest.fixture(autouse=True)
def towns(db):
    a_town()
    a_town("62510", "Liévin", postal_codes=["62800"])
    a_town("59350", "Lille", postal_codes=["59000", "59800"], department="59", latitude=50.63, longitude=3.06)
    a_town("97411", "Saint-Denis", postal_codes=["97400"], department="974", latitude=-20.88, longitude=55.45)
    a_town("93066", "Saint-Denis", postal_codes=["93200"], department="93", latitude=48.93, longitude=2.35)
    a_town("67482", "Strasbourg", postal_codes=["67000"], department="67", latitude=48.57, longitude=7.75)


@pytest.fixture
def send(desk, see):
    """Send the form of a new office and return the words of the page that follows."""

    def post(**given):
        return see(desk.post(NEW, OFFICE | given, follow=True))

    return post


def test_office_when_opened_has_its_rooms_and_week_and_says_what_follows(send, network):
    a_reason(network)
    words = send()
    office = Office.objects.get()
    assert (office.network, office.town_id, office.postal_code) == (network, "62563", "62670")
    assert (office.phone, office.time_zone, office.holiday_region) == ("+33353010062", "Europe/Paris", "")
    assert (office.latitude, office.longitude) == (50.46859, 2.72496)
    assert office.rooms.count() == 4
    assert list(office.openings.values_list("weekday", "half", "opens_at", "closes_at", "valid_from")) == [
        (0, "am", time(8, 30), time(12), date(2026, 12, 1)),
        (0, "pm", time(13, 30), time(18), date(2026, 12, 1)),
        (4, "am", time(8, 30), time(12), date(2026, 12, 1)),
    ]
    assert "Cabinet ouvert : « Cabinet médical éphémère de Mazingarbe »." in words
    assert "Pour commencer" in words
    assert "Motifs · 1 est proposé, relisez-le" in words
    assert "Médecins · ajoutez-les, puis l’engagement de chacun" in words


def test_office_of_la_reunion_when_opened_keeps_its_own_clocks_and_holidays(send):
    words = send(place="97400", phone="0262 20 20 20")
    office = Office.objects.get()
    assert (office.town_id, office.time_zone, office.holiday_region) == ("97411", "Indian/Reunion", "RE")
    assert office.phone == "+262262202020"
    assert "(heure de La Réunion)" in words


def test_office_of_alsace_when_opened_keeps_its_own_holidays(send):
    send(place="Strasbourg")
    assert Office.objects.get().holiday_region == "Alsace-Moselle"


def test_town_when_several_have_the_name_is_chosen_by_its_postal_code(send):
    words = send(place="saint denis")
    assert "Plusieurs communes répondent à ce nom ou à ce code : choisissez la vôtre" in words
    assert "Saint-Denis (97400)" in words
    assert not Office.objects.exists()
    send(place="saint denis", town="97411-97400")
    assert Office.objects.get().town_id == "97411"


def test_town_when_it_has_several_postal_codes_asks_which(send):
    assert "Lille (59800)" in send(place="Lille")
    send(place="Lille 59800")
    assert Office.objects.get().postal_code == "59800"


def test_town_when_the_choice_is_of_another_name_is_asked_again(send):
    assert "choisissez la vôtre" in send(place="Lille", town="97411-97400")
    assert not Office.objects.exists()


def test_position_when_given_is_kept_and_may_have_a_comma(send):
    send(latitude="50,47", longitude="2.73")
    office = Office.objects.get()
    assert (office.latitude, office.longitude) == (50.47, 2.73)


@pytest.mark.parametrize(
    ("given", "sentence"),
    [
        ({"name": ""}, "Nom du cabinet – Ce champ est obligatoire."),
        ({"name": "x" * 500}, "Nom du cabinet – "),
        ({"place": ""}, "Commune – Ce champ est obligatoire."),
        ({"place": "Nulle-Part"}, "Commune – « Nulle-Part » n’est pas une commune connue."),
        ({"place": "62"}, "Commune – « 62 » n’est pas une commune connue."),
        ({"address": " "}, "Adresse – Ce champ est obligatoire."),
        ({"phone": "12"}, "Téléphone – Ce numéro n’existe pas."),
        ({"opened_on": "bientôt"}, "Ouvert à partir du – « bientôt » n’est pas un jour"),
        ({"opened_on": "2226-12-01"}, "Ouvert à partir du – Dans plus de trois ans. Vérifiez l’année."),
        ({"n_rooms": "0"}, "Salles – "),
        ({"n_rooms": "51"}, "Salles – "),
        ({"week": []}, "Semaine d’ouverture – Cochez au moins une demi-journée."),
        ({"week": ["9-am"]}, "Semaine d’ouverture – "),
        ({"latitude": "50"}, "Longitude – Donnez la latitude et la longitude, ou aucune des deux."),
        ({"latitude": "2.72", "longitude": "50.46"}, "km de Mazingarbe. Vérifiez la latitude et la longitude."),
        ({"latitude": "nord", "longitude": "2"}, "Latitude – "),
        ({"latitude": "nan", "longitude": "2"}, "Latitude – "),
    ],
)
def test_office_when_mistyped_is_refused_at_its_field(send, given, sentence):
    words = send(**given)
    assert "Il reste une chose à corriger" in words
    assert sentence in words
    assert not Office.objects.exists()


def test_office_when_refused_keeps_what_was_ticked(desk):
    html = desk.post(NEW, OFFICE | {"name": ""}).content.decode()
    assert html.count("checked") == 3


def test_page_when_asked_proposes_the_working_week_and_few_statements(desk, django_assert_num_queries):
    desk.get(NEW)
    with django_assert_num_queries(N_QUERIES):
        html = desk.get(NEW).content.decode()
    assert html.count("checked") == 10


def test_page_when_in_english_names_the_days_in_english(desk, office, see):
    desk.cookies["django_language"] = "en"
    assert 'aria-label="Monday morning"' in desk.get(NEW).content.decode()
    assert "Lundi" not in see(desk.get(reverse("network:office", args=[office.slug])))


def test_office_when_closed_is_listed_as_such(desk, office, see):
    office.closed_on = date(2026, 11, 2)
    office.save()
    assert "fermé" in see(desk.get(reverse("network:offices")))


def test_offices_when_listed_lead_to_a_new_one(desk):
    assert f'href="{NEW}"' in desk.get(reverse("network:offices")).content.decode()


def test_first_steps_when_a_shift_is_laid_are_over(desk, office, benali, see):
    a_promise(office, benali)
    page = reverse("network:office", args=[office.slug])
    assert "1 engagement est noté" in see(desk.get(page))
    a_published_shift(office, benali)
    assert "Pour commencer" not in see(desk.get(page))


def test_office_when_closed_for_good_says_from_when_and_can_be_reopened(desk, office, see):
    close, reopen = (reverse(f"network:{name}", args=[office.slug]) for name in ("close_office", "reopen_office"))
    words = see(desk.post(close, {"closed_on": "2027-01-04"}, follow=True))
    assert "La fermeture définitive est notée." in words
    assert "fermé à partir du 4 janvier 2027" in words
    assert "Le cabinet est rouvert." in see(desk.post(reopen, follow=True))
    office.refresh_from_db()
    assert office.closed_on is None


@pytest.mark.parametrize(
    ("day", "sentence"),
    [
        ("", "Choisissez un jour."),
        ("2020-01-01", "La date de fermeture vient après la date d’ouverture."),
        ("2026-12-01", "1 vacation est posée dans ce temps."),
    ],
)
def test_office_when_it_cannot_close_stays_open(desk, office, benali, see, day, sentence):
    a_published_shift(office, benali, date(2026, 12, 7))
    words = see(desk.post(reverse("network:close_office", args=[office.slug]), {"closed_on": day}))
    assert sentence in words
    office.refresh_from_db()
    assert office.closed_on is None
