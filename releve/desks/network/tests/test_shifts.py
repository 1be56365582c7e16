from datetime import date, datetime, time
from zoneinfo import ZoneInfo

import pytest
import time_machine
from django.urls import reverse

from releve.pipeline.commitments.models import Absence
from releve.pipeline.rota.models import Shift
from tests.factories import a_doctor, a_promise, a_published_shift, a_visit, an_office

DAY = date(2026, 12, 7)


@pytest.fixture
def shift(office, benali, promise):
    return a_published_shift(office, benali, DAY)


@pytest.fixture
def send(desk, shift, see):
    """Send one of the shift's forms and return the words of the page that follows."""

    def post(name, /, status=200, **given):
        response = desk.post(reverse(f"network:{name}", args=[shift.id]), given, follow=True)
        assert response.status_code == status
        shift.refresh_from_db()
        return see(response)

    return post


def local_hours(shift, zone="Europe/Paris"):
    return tuple(f"{moment.astimezone(ZoneInfo(zone)):%H:%M}" for moment in (shift.starts_at, shift.ends_at))


def test_shift_when_looked_at_tells_doctor_room_hours_and_history(desk, shift, see):
    words = see(desk.get(reverse("network:shift", args=[shift.id])))
    assert "Lundi 7 décembre, matin" in words
    assert "Dr Leïla Benali · Salle 1 · 8 h 30 – 12 h" in words
    assert "Le cabinet ouvre : 8 h 30 – 12 h." in words
    assert "posée d’après la semaine type : Salle 1, 8 h 30 – 12 h" in words


def test_times_when_shortened_are_stored_and_written_in_the_history(send, shift):
    words = send("change_times", starts="09:00", ends="11h30")
    assert "L’horaire de la vacation est changé." in words
    assert local_hours(shift) == ("09:00", "11:30")
    assert shift.is_edited
    assert "horaire changé : 9 h – 11 h 30 Mme Aubry" in words


def test_times_when_outside_opening_hours_are_refused_with_a_remedy(send, shift):
    words = send("change_times", status=422, starts="07:00", ends="12:00")
    assert "la vacation sort des heures d’ouverture de cette demi-journée" in words
    assert local_hours(shift) == ("08:30", "12:00")


@pytest.mark.parametrize(
    ("starts", "ends", "sentence"),
    [
        ("12:00", "08:30", "La fin de la vacation vient après son début."),
        ("midi", "12:00", "« midi » n’est pas une heure : écrivez-la comme 08:30."),
        ("25:00", "26:00", "« 25:00 » n’est pas une heure"),
        ("", "12:00", "Indiquez une heure."),
    ],
)
def test_times_when_mistyped_are_refused_with_the_value(send, shift, starts, ends, sentence):
    assert sentence in send("change_times", status=422, starts=starts, ends=ends)
    assert local_hours(shift) == ("08:30", "12:00")


@pytest.mark.parametrize(
    ("n", "sentence"),
    [
        (1, "1 patient a rendez-vous hors du nouvel horaire : l’accueil doit d’abord le déplacer."),
        (3, "3 patients ont rendez-vous hors du nouvel horaire : l’accueil doit d’abord les déplacer."),
    ],
)
def test_times_when_patients_are_booked_outside_tell_their_number_and_no_name(send, shift, n, sentence):
    for rank in range(n):
        a_visit(shift, time(11, 15 * rank))
    words = send("change_times", status=422, starts="08:30", ends="11:00")
    assert sentence in words
    assert "Costa" not in words
    assert "/secretariat/" not in words
    assert local_hours(shift) == ("08:30", "12:00")


def test_times_when_patients_are_booked_inside_are_stored(send, shift):
    a_visit(shift, time(9))
    assert "L’horaire de la vacation est changé." in send("change_times", starts="08:30", ends="11:00")


def test_times_when_the_office_is_in_la_reunion_are_its_own(desk, network):
    office = an_office(network, time_zone="Indian/Reunion", holiday_region="RE")
    shift = a_published_shift(office, a_doctor(network), DAY)
    desk.post(reverse("network:change_times", args=[shift.id]), {"starts": "09:00", "ends": "12:00"})
    shift.refresh_from_db()
    assert local_hours(shift, "Indian/Reunion") == ("09:00", "12:00")


def test_room_when_free_is_taken(send, shift, office):
    second = office.rooms.all()[1]
    words = send("move_to_room", room=second.id)
    assert "La vacation a changé de salle." in words
    assert "déplacée : Salle 2" in words
    assert shift.room == second


def test_room_when_another_doctor_is_in_it_is_refused_at_the_field(send, shift, office, network):
    taken = a_published_shift(office, a_doctor(network, last_name="Martin"), DAY)
    words = send("move_to_room", status=422, room=taken.room_id)
    assert "Salle – Elle est déjà prise à ce moment. Choisissez une autre salle ou d’autres heures." in words


def test_room_when_of_another_office_is_refused(send, shift, network):
    other = an_office(network).rooms.first()
    assert "Il reste une chose à corriger" in send("move_to_room", status=422, room=other.id)


def test_cancel_when_a_reason_is_given_keeps_it(send, shift):
    words = send("cancel_shift", because="coupure d’eau")
    assert "La vacation est annulée." in words
    assert "annulée : coupure d’eau" in words
    assert shift.status == Shift.Status.CANCELLED


def test_cancel_when_no_reason_is_given_asks_for_one(send, shift):
    assert "Indiquez pourquoi" in send("cancel_shift", status=422, because="  ")
    assert shift.status == Shift.Status.PUBLISHED


def test_cancel_when_patients_are_booked_tells_their_number(send, shift):
    a_visit(shift, time(9))
    a_visit(shift, time(10))
    sentence = "2 patients ont rendez-vous dans cette vacation : l’accueil doit d’abord les déplacer."
    assert sentence in send("cancel_shift", status=422, because="empêchement")
    assert shift.status == Shift.Status.PUBLISHED


def test_shift_when_over_offers_no_change(desk, aubry, shift, see):
    with time_machine.travel(datetime.fromisoformat("2026-12-08T08:00:00+00:00"), tick=False):
        desk.force_login(aubry)
        words = see(desk.get(reverse("network:shift", args=[shift.id])))
        refused = see(desk.post(reverse("network:change_times", args=[shift.id]), {"starts": "9:00", "ends": "10:00"}))
    assert "Cette vacation est passée : elle ne change plus." in words
    assert "Annuler la vacation" not in words
    assert "elle ne change plus" in refused


@pytest.fixture
def add(desk, office, see):
    def post(**given):
        return see(desk.post(reverse("network:add_shift", args=[office.slug]), given, follow=True))

    return post


def test_add_when_the_gap_is_clicked_proposes_its_half_day(desk, office):
    response = desk.get(reverse("network:add_shift", args=[office.slug]) + "?jour=2026-12-07&demi=pm")
    assert response.context["form"].initial == {"day": DAY, "half": "pm"}


@pytest.mark.parametrize("query", ["?jour=demain", "?jour=2026-12-07&demi=nuit", "?demi=😀"])
def test_add_when_the_address_is_odd_is_an_empty_form(desk, office, query):
    assert desk.get(reverse("network:add_shift", args=[office.slug]) + query).status_code == 200


def test_add_when_lawful_is_a_draft_over_the_whole_half_day(add, office, benali, promise):
    words = add(doctor=benali.id, room=office.rooms.first().id, day="2026-12-07", half="pm")
    assert "Vacation ajoutée, en brouillon" in words
    shift = Shift.objects.get()
    assert (shift.status, shift.is_edited, local_hours(shift)) == ("draft", True, ("13:30", "18:00"))


def test_add_when_times_are_given_keeps_them(add, office, benali, promise):
    add(doctor=benali.id, room=office.rooms.first().id, day="2026-12-07", half="pm", starts="14:00", ends="17:00")
    assert local_hours(Shift.objects.get()) == ("14:00", "17:00")


@pytest.mark.parametrize(
    ("day", "half", "sentence"),
    [
        ("2026-12-10", "am", "Jour – Le cabinet n’ouvre pas sur cette demi-journée."),
        ("2026-12-25", "am", "Jour – Le cabinet est fermé (Noël)."),
        ("2027-06-07", "am", "Jour – Il est hors de l’engagement du médecin dans ce cabinet."),
        ("2026-11-02", "am", "Cette vacation est passée"),
        ("32/12/2026", "am", "« 32/12/2026 » n’est pas un jour : écrivez-le comme 23/11/2026."),
    ],
)
def test_add_when_the_day_is_wrong_is_refused_with_a_remedy(add, office, benali, promise, day, half, sentence):
    assert sentence in add(doctor=benali.id, room=office.rooms.first().id, day=day, half=half)
    assert not Shift.objects.exists()


def test_add_when_the_doctor_is_away_is_refused(add, network, office, benali, promise):
    Absence.objects.create(network=network, doctor=benali, first_on=DAY, last_on=DAY)
    words = add(doctor=benali.id, room=office.rooms.first().id, day="2026-12-07", half="am")
    assert "Médecin – Il est noté absent ce jour-là." in words


def test_add_when_the_doctor_works_elsewhere_is_refused(add, network, office, benali, promise):
    elsewhere = an_office(network)
    a_promise(elsewhere, benali)
    a_published_shift(elsewhere, benali, DAY)
    words = add(doctor=benali.id, room=office.rooms.first().id, day="2026-12-07", half="am")
    assert "Médecin – Il consulte déjà ailleurs à ce moment." in words
