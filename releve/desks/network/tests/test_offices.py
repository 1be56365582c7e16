from datetime import date, time
from decimal import Decimal

import pytest
from django.urls import reverse

from releve.pipeline.offices.models import Closure, OpeningHalfDay, ReceptionAbsence
from tests.factories import a_published_shift

THURSDAY = 3


@pytest.fixture
def send(desk, office, see):
    """Send a form of the office and return the words of the page that follows."""

    def post(name, /, *parts, **given):
        return see(desk.post(reverse(f"network:{name}", args=[office.slug, *parts]), given, follow=True))

    return post


OPENING = {
    "weekdays": ["3"],
    "half": "am",
    "opens_at": "09:00",
    "closes_at": "12:00",
    "has_reception": "on",
    "valid_from": "2026-12-01",
}


def test_hours_when_looked_at_show_the_week_and_how_many_days_the_label_asks(desk, office, see):
    words = see(desk.get(reverse("network:office", args=[office.slug])))
    assert "Lundi matin 8 h 30 – 12 h Avec accueil depuis le 3 janvier 2022" in words
    # ARS-09: five days a week.
    assert "Le cabinet ouvre 4 jours par semaine. Le label France Santé en demande au moins 5." in words


def test_opening_when_added_opens_each_ticked_day(send, office):
    words = send("office", **OPENING | {"weekdays": ["3", "5"]})
    assert "Horaire ajouté." in words
    added = OpeningHalfDay.objects.filter(office=office, weekday__in=[3, 5])
    assert set(added.values_list("opens_at", "valid_from")) == {(time(9), date(2026, 12, 1))}


def test_opening_when_one_of_several_days_is_taken_stores_none(send, office):
    words = send("office", **OPENING | {"weekdays": ["3", "0"]})
    assert "Cette demi-journée a déjà un horaire pour une partie de ces dates." in words
    assert not OpeningHalfDay.objects.filter(office=office, weekday=THURSDAY).exists()


@pytest.mark.parametrize(
    ("given", "sentence"),
    [
        ({"weekdays": []}, "Cochez au moins un jour."),
        ({"closes_at": "08:00"}, "L’heure de fermeture vient après l’heure d’ouverture."),
        ({"opens_at": "neuf heures"}, "« neuf heures » n’est pas une heure"),
        ({"valid_to": "2026-11-01"}, "Le dernier jour vient après le premier."),
        ({"valid_from": "bientôt"}, "« bientôt » n’est pas un jour"),
    ],
)
def test_opening_when_mistyped_is_refused_with_the_remedy(send, office, given, sentence):
    assert sentence in send("office", **OPENING | given)
    assert not OpeningHalfDay.objects.filter(office=office, weekday=THURSDAY).exists()


def test_opening_when_changed_from_a_day_keeps_the_past(send, office):
    monday = OpeningHalfDay.objects.get(office=office, weekday=0, half="am")
    words = send("change_opening", monday.id, from_on="2026-12-07", opens_at="9h", closes_at="12:00")
    assert "Horaire changé." in words
    monday.refresh_from_db()
    assert monday.valid_to == date(2026, 12, 6)
    following = OpeningHalfDay.objects.get(office=office, weekday=0, half="am", valid_from=date(2026, 12, 7))
    assert (following.opens_at, following.has_reception) == (time(9), False)


def test_opening_when_ended_is_written_with_its_last_day(send, office):
    monday = OpeningHalfDay.objects.get(office=office, weekday=0, half="am")
    assert "du 3 janvier 2022 au 31 décembre 2026" in send("end_opening", monday.id, last_on="2026-12-31")


def test_opening_when_shifts_stand_after_its_end_is_refused_with_their_number(send, office, benali):
    a_published_shift(office, benali, date(2027, 1, 4))
    monday = OpeningHalfDay.objects.get(office=office, weekday=0, half="am")
    assert "1 vacation est posée dans ce temps." in send("end_opening", monday.id, last_on="2026-12-31")
    monday.refresh_from_db()
    assert monday.valid_to is None


def test_room_when_added_renamed_and_put_out_of_service_is_told(send, office):
    assert "Salle ajoutée." in send("rooms", name="Salle 5")
    room = office.rooms.get(name="Salle 5")
    assert "Salle renommée." in send("room", room.id, name="Salle bleue")
    assert "« Salle bleue » est hors service" in send("switch_room", room.id, is_active="0")
    assert "Remettre en service Salle bleue" in send("switch_room", room.id, is_active="0")
    assert "« Salle bleue » est de nouveau en service." in send("switch_room", room.id, is_active="1")


def test_room_when_its_name_is_taken_is_refused(send, office):
    assert "Une salle de ce cabinet porte déjà ce nom." in send("rooms", name="Salle 1")


@pytest.mark.parametrize("name", ["x" * 500, ""])
def test_room_when_its_name_cannot_be_stored_is_refused(send, office, name):
    assert "Il reste une chose à corriger" in send("rooms", name=name)
    assert office.rooms.count() == 4


def test_room_when_its_name_is_written_from_right_to_left_is_kept_as_text(send, office):
    words = send("rooms", name="غرفة 😀 <b>5</b>")
    assert "غرفة 😀 <b>5</b>" in words


def test_closure_when_added_is_listed_and_can_be_withdrawn(send, office):
    words = send("closures", first_on="2026-12-28", last_on="2026-12-31", label="Congés")
    assert "Fermeture ajoutée." in words
    assert "Congés du 28 décembre 2026 au 31 décembre 2026" in words
    assert "Noël" in words
    closure = Closure.objects.get()
    assert "Fermeture retirée." in send("withdraw_closure", closure.id)
    assert "Fermeture retirée." in send("withdraw_closure", closure.id)


def test_closure_when_shifts_stand_on_its_days_says_how_many(send, office, benali):
    a_published_shift(office, benali, date(2026, 12, 28))
    words = send("closures", first_on="2026-12-28", last_on="2026-12-31", label="Congés")
    assert "1 vacation est déjà posée sur ces jours" in words


def test_closure_when_past_is_refused_at_its_field(send, office):
    words = send("closures", first_on="2026-11-01", last_on="2026-11-02", label="Congés")
    assert "Dernier jour – Il est passé." in words


def test_reception_when_away_is_listed_and_can_be_withdrawn(send, office):
    words = send("reception", day="2026-12-02", half="pm")
    assert "Absence de l’accueil notée." in words
    assert "Mercredi 2 décembre 2026, après-midi" in words
    assert "Absence de l’accueil retirée." in send("withdraw_reception_absence", ReceptionAbsence.objects.get().id)


KNOBS = {
    "kept_share": "15",
    "released_day_before_share": "40",
    "released_day_before_at": "13:00",
    "released_same_day_at": "07:00",
    "hold_min": "12",
    "n_open_appointments_max": "2",
}


def test_knobs_when_looked_at_are_percentages(desk, office):
    html = desk.get(reverse("network:knobs", args=[office.slug])).content.decode()
    assert 'name="kept_share" value="20"' in html


def test_knobs_when_turned_are_stored(send, office):
    assert "Réglages enregistrés." in send("knobs", **KNOBS)
    office.refresh_from_db()
    assert (office.kept_share, office.hold_min, office.n_open_appointments_max) == (Decimal("0.15"), 12, 2)
    assert (office.released_day_before_share, office.released_day_before_at) == (Decimal("0.40"), time(13))


@pytest.mark.parametrize(
    ("name", "value"),
    [("kept_share", "120"), ("hold_min", "0"), ("n_open_appointments_max", "beaucoup"), ("released_same_day_at", "7")],
)
def test_knobs_when_impossible_are_refused_and_keep_what_was_typed(send, office, name, value):
    words = send("knobs", **KNOBS | {name: value})
    assert "Il reste une chose à corriger" in words
    office.refresh_from_db()
    assert office.hold_min == 10


def test_facts_when_changed_keep_town_and_position(send, office):
    before = (office.town_id, office.latitude, office.slug)
    words = send(
        "facts", name="Cabinet de Mazingarbe", address="1 rue Neuve", postal_code="62670", phone="", access="Rampe"
    )
    assert "Coordonnées enregistrées." in words
    office.refresh_from_db()
    assert (office.name, office.access) == ("Cabinet de Mazingarbe", "Rampe")
    assert (office.town_id, office.latitude, office.slug) == before


def test_facts_when_the_postal_code_is_none_are_refused(send, office):
    words = send("facts", name="Cabinet", address="1 rue Neuve", postal_code="6267", phone="", access="")
    assert "Un code postal s’écrit avec 5 chiffres." in words
