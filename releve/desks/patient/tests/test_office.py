from datetime import date, datetime, timedelta

import pytest
from django.urls import reverse

from releve.desks.patient.tests.conftest import MONDAY, NOW, read, words
from releve.pipeline.appointments.models import Appointment
from releve.pipeline.offices.models import Closure, OpeningHalfDay, ReceptionAbsence
from releve.shared.half_days import Half
from tests.factories import a_doctor, a_promise, a_published_shift, a_reason, a_town, an_office


def facts(page):
    return {dt.get_text(): dd.get_text(" ", strip=True).replace("\xa0", " ") for dt, dd in
            zip(page.select("dl.facts dt"), page.select("dl.facts dd"), strict=True)}  # fmt: skip


def test_office_when_opened_by_anybody_says_where_and_when(place, django_assert_num_queries):
    with django_assert_num_queries(13):
        page = read(place.open("office", place.office.slug))
    said = words(page)
    assert page.h1.get_text() == place.office.name
    assert "place du Docteur-Urbaniak, 62670 Mazingarbe" in said
    assert "03 21 00 00 00" in said
    assert facts(page)["Lundi"] == "8 h 30 – 12 h · 13 h 30 – 18 h"
    assert facts(page)["Jeudi"] == "fermé"
    assert len(page.select("button.time")) == 3


def test_office_when_in_danger_says_whom_to_call(place):
    said = words(read(place.open("office", place.office.slug)))
    for number in ("15", "112", "114", "116 117"):
        assert number in said


def test_office_when_doctors_stay_for_a_time_says_until_when(place):
    a_promise(place.office, a_doctor(place.network, "Antoine", "Lefebvre"), ends_on=date(2027, 3, 31))
    said = words(read(place.open("office", place.office.slug)))
    assert "Dr Antoine Lefebvre , médecin généraliste jusqu’en mars 2027" in said
    assert "remplaçant" not in said


def test_office_when_a_doctor_has_left_does_not_name_her(place):
    a_promise(
        place.office,
        a_doctor(place.network, last_name="Partie"),
        starts_on=date(2026, 1, 1),
        ends_on=date(2026, 11, 30),
    )
    assert "Partie" not in read(place.open("office", place.office.slug)).get_text()


def test_office_when_a_half_day_has_no_reception_says_so(place):
    OpeningHalfDay.objects.filter(office=place.office, weekday=2, half="pm").update(has_reception=False)
    ReceptionAbsence.objects.create(network=place.network, office=place.office, day=date(2026, 12, 8), half="am")
    page = read(place.open("office", place.office.slug))
    assert "sans accueil" in facts(page)["Mercredi"]
    assert "sans accueil" not in facts(page)["Mardi"]
    assert "Pas d’accueil" in facts(page)["Mardi 8 décembre, le matin"]


def test_office_when_days_ahead_are_closed_says_which_and_why(place):
    Closure.objects.create(
        network=place.network,
        office=place.office,
        first_on=date(2026, 12, 28),
        last_on=date(2027, 1, 1),
        label="Congés",
    )
    said = facts(read(place.open("office", place.office.slug)))
    assert said["Vendredi 25 décembre"].endswith("Noël")
    assert said["Du lundi 28 décembre au vendredi 1er janvier"].endswith("Congés")
    assert "Vendredi 1er janvier" not in said


def test_office_when_its_hours_will_change_shows_both_weeks(place):
    openings = OpeningHalfDay.objects.filter(office=place.office, weekday=0, half="am")
    openings.update(valid_to=date(2026, 12, 31))
    OpeningHalfDay.objects.create(
        network=place.network, office=place.office, weekday=3, half="am", opens_at="09:00", closes_at="12:00",
        valid_from=date(2027, 1, 1),
    )  # fmt: skip
    page = read(place.open("office", place.office.slug))
    assert "À partir du vendredi 1er janvier" in words(page)
    assert [dd.get_text(strip=True) for dd in page.select("dl.facts")[0].select("dd")][3] == "fermé"
    assert "9 h – 12 h" in words(page)


def test_office_when_not_yet_open_or_closed_says_so(db, client):
    later = an_office(town=a_town(), opened_on=date(2027, 2, 1))
    said = words(read(client.get(reverse("patient:office", args=[later.slug]))))
    assert "Il ouvre le lundi 1er février 2027" in said
    gone = an_office(town=a_town(), closed_on=date(2026, 11, 1))
    page = read(client.get(reverse("patient:office", args=[gone.slug])))
    assert "Il a fermé le dimanche 1er novembre 2026" in words(page)
    assert not page.select("button.time")


def test_office_when_unknown_is_not_found(place):
    assert place.client.get("/cabinets/nulle-part/").status_code == 404
    assert place.client.get("/cabinets/nulle-part/horaires/").status_code == 404


def test_times_when_no_week_is_asked_start_at_the_first_free_one(place, django_assert_num_queries):
    with django_assert_num_queries(10):
        page = read(place.open("office_times", place.office.slug))
    assert "Semaine du lundi 7 décembre" in words(page)
    assert len(page.select("button.time")) == 11  # 3.5 hours less the kept share


def test_times_when_two_doctors_are_free_show_each_time_once(place):
    a_published_shift(place.office, a_doctor(place.network, last_name="Lefebvre"), MONDAY, Half.MORNING)
    page = read(place.open("office_times", place.office.slug, semaine="2026-W50"))
    clocks = [button.contents[0] for button in page.select("button.time")]
    assert len(clocks) == len(set(clocks)) == 11


def test_times_when_a_doctor_is_chosen_are_hers(place):
    other = a_doctor(place.network, last_name="Lefebvre")
    a_published_shift(place.office, other, MONDAY, Half.AFTERNOON)
    page = read(place.open("office_times", place.office.slug, semaine="2026-W50", medecin=other.id))
    assert page.select("button.time")[0].contents[0].replace("\xa0", " ") == "13 h 30"
    assert page.select_one("#medecin option[selected]").get_text() == "Dr Leïla Lefebvre"
    pager = page.select_one("a[rel=next]")["href"]
    assert f"medecin={other.id}" in pager


@pytest.mark.parametrize("medecin", ["0", "x", "9" * 50, "😀"])
def test_times_when_the_doctor_is_unknown_are_everybodys(place, medecin):
    page = read(place.open("office_times", place.office.slug, semaine="2026-W50", medecin=medecin))
    assert len(page.select("button.time")) == 11


def test_times_when_the_doctor_comes_later_name_her_already(place):
    place.doctor.last_name = "Benali"
    newcomer = a_doctor(place.network, last_name="Nouvelle")
    a_promise(place.office, newcomer, starts_on=date(2026, 12, 14))
    a_published_shift(place.office, newcomer, date(2026, 12, 14), Half.MORNING)
    page = read(place.open("office_times", place.office.slug, semaine="2026-W51"))
    assert "Dr Leïla Nouvelle" in page.select_one(".day__name").get_text()


def test_times_when_the_week_is_empty_show_the_way_to_the_next_free_time(place):
    page = read(place.open("office_times", place.office.slug, semaine="2026-W49"))
    assert "Aucun horaire libre cette semaine." in words(page)
    assert "Prochain horaire libre : lundi 7 décembre à 8 h 30" in words(page)
    found = read(place.client.get(page.select_one(".empty a")["href"]))
    assert len(found.select("button.time")) == 11


def test_times_when_nothing_is_free_at_all_say_so(db, client):
    office = an_office()
    a_reason(office.network)
    page = read(client.get(reverse("patient:office_times", args=[office.slug]), {"semaine": "2026-W50"}))
    assert "ni les suivantes" in words(page)
    assert "03 21 00 00 00" in words(page)


def test_times_when_the_week_is_past_say_so(place):
    page = read(place.open("office_times", place.office.slug, semaine="2026-W40"))
    assert "Cette semaine est passée" in words(page)
    assert not page.select("a[rel=prev]")


def test_times_when_the_week_is_too_far_say_from_when_it_opens(place):
    page = read(place.open("office_times", place.office.slug, semaine="2027-W10"))
    # 8 March less 56 days.
    assert "à partir du lundi 11 janvier 2027" in words(page)


def test_times_when_the_office_is_closed_that_day_offer_none_of_it(place):
    page = read(place.open("office_times", place.office.slug, semaine="2026-W50"))
    assert "jeudi" not in words(page)


@pytest.mark.parametrize("week", ["2026-W60", "9999-W52", "0000-W00", "demain", "😀", "9" * 500])
def test_times_when_the_week_makes_no_sense_are_of_this_week(place, week):
    assert "Semaine du lundi 30 novembre" in words(read(place.open("office_times", place.office.slug, semaine=week)))


def test_times_when_the_clock_is_past_a_time_do_not_offer_it(place, clock):
    clock.move_to(datetime.fromisoformat("2026-12-07T08:20:00+00:00"))  # 9:20, an hour ahead is 10:20
    page = read(place.open("office_times", place.office.slug))
    assert page.select("button.time")[0].contents[0].replace("\xa0", " ") == "10 h 30"


def test_times_when_one_is_held_do_not_offer_it(place):
    place.held()
    assert Appointment.objects.get().held_until == NOW + timedelta(minutes=10)
    page = read(place.open("office_times", place.office.slug))
    assert page.select("button.time")[0].contents[0].replace("\xa0", " ") == "8 h 45"


def test_times_when_booked_by_phone_only_say_so(db, client):
    office = an_office()
    page = read(client.get(reverse("patient:office_times", args=[office.slug])))
    assert "par téléphone" in words(page)
    assert "par téléphone" in words(read(client.get(reverse("patient:office", args=[office.slug]))))


def test_times_when_overseas_say_whose_clock(db, client):
    town = a_town("97411", "Saint-Denis", postal_codes=["97400"], latitude=-20.8789, longitude=55.4481)
    office = an_office(town=town, time_zone="Indian/Reunion", holiday_region="RE")
    a_reason(office.network)
    a_published_shift(office, a_doctor(office.network), MONDAY, Half.MORNING)
    page = read(client.get(reverse("patient:office_times", args=[office.slug])))
    assert "heure de La Réunion" in words(page)
    assert page.select("button.time")[0].contents[0].replace("\xa0", " ") == "8 h 30"
