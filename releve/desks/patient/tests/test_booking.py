from datetime import timedelta

import pytest
from django.contrib.sessions.models import Session
from django.test import Client
from django.urls import reverse

from releve.desks.patient.tests.conftest import COSTA, HALF_PAST_EIGHT, NOW, read, words
from releve.pipeline.appointments.handover import Status
from releve.pipeline.appointments.models import Appointment, BookingRequest, Patient
from releve.shared.words import time_value
from tests.factories import a_network, a_reason

QUARTER = timedelta(minutes=15)


def inputs(page):
    return {each["name"]: each.get("value", "") for each in page.select("main form input[name]")}


def test_booking_when_walked_to_the_end_is_stored_and_shown(place, only_visit):
    token = place.held()
    page = read(place.open("identity", token))
    assert "lundi 7 décembre à 8 h 30" in words(page)
    assert "Cet horaire vous est gardé jusqu’à 10 h 10." in words(page)
    response = place.type_identity(token, is_first_visit="oui", has_registered_doctor="non")
    assert response.url == reverse("patient:code", args=[token])
    assert "costa@example.org" in words(read(place.client.get(response.url)))
    response = place.type_code(token, place.sent_code())
    page = read(place.client.get(response.url))
    assert "Votre rendez-vous est confirmé" in page.h1.get_text()
    visit = only_visit()
    assert (visit.status, visit.patient.last_name) == (Status.BOOKED, "Costa")
    assert (visit.is_first_visit, visit.has_registered_doctor) == (True, False)


def test_booking_when_nobody_is_logged_in_leaves_nothing_in_the_session(place):
    place.booked()
    assert set(place.client.cookies) <= {"csrftoken", "messages"}
    assert not Session.objects.exists()


def test_hold_when_the_page_stays_open_asks_a_bounded_number_of_questions(place, django_assert_max_num_queries):
    with django_assert_max_num_queries(16):
        token = place.held()
    with django_assert_max_num_queries(8):
        place.open("identity", token)


@pytest.mark.parametrize(
    "sent",
    [
        {"horaire": "x"}, {"horaire": ""}, {"motif": "x"}, {"reseau": ""}, {"horaire": "999999-1796112600"},
        {"reseau": "999999"}, {"horaire": "9" * 500}, {"reseau": "😀"},
    ],
)  # fmt: skip
def test_hold_when_the_form_was_tampered_with_is_not_found(place, sent):
    assert place.hold(**sent).status_code == 404
    assert not Appointment.objects.exists()


def test_hold_when_the_network_is_another_is_not_found(place):
    assert place.hold(reseau=a_network().id).status_code == 404


def test_hold_when_the_time_is_past_or_not_offered_is_refused_with_others(place):
    for start in (HALF_PAST_EIGHT - timedelta(days=30), HALF_PAST_EIGHT + timedelta(minutes=7)):
        page = read(place.hold(start), 409)
        assert "Choisissez un autre horaire" in page.h1.get_text()
    assert not Appointment.objects.exists()


def test_hold_when_the_reason_is_by_phone_is_refused(place):
    reason = a_reason(place.network, "Domicile", booked_by="phone")
    assert "téléphone" in words(read(place.hold(motif=reason.id), 409))


def test_hold_when_somebody_was_faster_offers_the_next_three_times_in_the_same_answer(place):
    place.held()
    place.client = Client()
    page = read(place.hold(), 409)
    assert "Cet horaire vient d’être pris." in words(page)
    assert [b.contents[0].replace("\xa0", " ") for b in page.select("button.time")] == ["8 h 45", "9 h", "9 h 15"]
    sent = {name: value for name, value in inputs(page).items() if name in {"reseau", "motif"}}
    chosen = page.select("button.time")[0]["value"]
    assert place.client.post(reverse("patient:hold"), sent | {"horaire": chosen}).status_code == 302


def test_hold_when_clicked_twice_is_the_same_hold(place):
    place.client.get("/")
    read(place.open("office", place.office.slug))
    assert place.client.cookies["csrftoken"].value
    assert place.held() == place.held()
    assert Appointment.objects.count() == 1


def test_hold_when_two_tabs_confirm_it_both_end_at_the_same_confirmation(place):
    read(place.open("office", place.office.slug))
    first, second = place.held(), place.held()
    place.type_identity(first)
    place.type_identity(second)
    assert BookingRequest.objects.get().n_codes_sent == 1
    code = place.sent_code()
    ends = {place.type_code(first, code).url, place.type_code(second, code).url}
    assert len(ends) == 1
    assert Appointment.objects.filter(status=Status.BOOKED).count() == 1


def test_hold_when_get_is_used_is_refused(place):
    assert place.client.get(reverse("patient:hold")).status_code == 405


def test_hold_when_the_form_comes_from_elsewhere_is_refused(place):
    place.client = Client(enforce_csrf_checks=True)
    assert place.hold().status_code == 403


def test_identity_when_empty_names_every_thing_to_correct(place):
    token = place.held()
    page = read(place.client.post(reverse("patient:identity", args=[token]), {"booked_for": "oneself"}))
    assert page.title.get_text().startswith("Erreur")
    assert len(page.select(".error-summary li")) == 4
    assert not BookingRequest.objects.exists()


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"last_name": "C" * 500}, "60 signes au plus"),
        ({"first_name": "😀"}, "Écrivez ce nom avec des lettres"),
        ({"birth_date": "31/02/1980"}, "Cette date n’existe pas"),
        ({"birth_date": "01/01/2090"}, "dans l’avenir"),
        ({"email": "costa@"}, "n’est pas complète"),
        ({"email": "a" * 300 + "@example.org"}, "254"),
        ({"email": ""}, "Indiquez une adresse e-mail ou un téléphone portable"),
        ({"email": "", "phone": "03 21 00 00 00"}, "ne reçoit pas de SMS"),
        ({"phone": "12"}, "Ce numéro n’existe pas"),
        ({"booked_for": "child"}, "Écrivez votre nom"),
        ({"booked_for": "😀"}, "booked_for"),
        ({"is_first_visit": "peut-être"}, "is_first_visit"),
    ],
)
def test_identity_when_something_is_wrong_says_so_and_keeps_the_rest(place, changes, said):
    token = place.held()
    page = read(place.type_identity(token, **changes))
    assert said in words(page) or page.select_one(f".field--error [name={said}]")
    if "first_name" not in changes:
        assert page.select_one("[name=first_name]")["value"] == "Manuel"
    assert not BookingRequest.objects.exists()
    assert not Patient.objects.exists()


@pytest.mark.parametrize(
    ("first_name", "kept"), [("محمد", "محمد"), ("\u202eAna\u202c", "Ana"), ("  Ana   Lou ", "Ana Lou")]
)
def test_identity_when_written_from_right_to_left_is_kept_as_it_reads(place, first_name, kept):
    token = place.held()
    assert place.type_identity(token, first_name=first_name).status_code == 302
    assert BookingRequest.objects.get().first_name == kept


def test_identity_when_for_a_child_keeps_who_books(place, only_visit):
    place.booked(booked_for="child", booker_name="Ana Costa", first_name="Lou")
    visit = only_visit()
    assert (visit.booked_for, visit.booker_name, visit.patient.first_name) == ("child", "Ana Costa", "Lou")


def test_identity_when_there_is_only_a_telephone_sends_the_code_there(place):
    token = place.held()
    response = place.type_identity(token, email="", phone="06 12 34 56 78")
    said = words(read(place.client.get(response.url)))
    assert "Un SMS est parti au 06 12 34 56 78" in said
    assert BookingRequest.objects.get().phone == "+33612345678"


def test_identity_when_corrected_shows_what_was_typed(place):
    token = place.held()
    place.type_identity(token)
    page = read(place.open("identity", token))
    assert page.select_one("[name=birth_date]")["value"] == "12/04/1958"
    assert page.select_one("[name=email]")["value"] == "costa@example.org"


def test_identity_when_sent_too_often_says_that_codes_were_sent_already(place, clock):
    token = place.held()
    for n in range(4):
        clock.move_to(NOW + n * timedelta(minutes=1))
        response = place.type_identity(token)
    assert "Plusieurs codes ont déjà été envoyés" in words(read(response))


def test_identity_when_the_hold_is_over_offers_other_times_and_keeps_what_was_typed(place, clock, only_visit):
    token = place.held()
    clock.move_to(NOW + timedelta(minutes=11))
    page = read(place.type_identity(token), 409)
    assert "Le délai pour confirmer est passé" in words(page)
    assert len(page.select("button.time")) == 3
    sent = inputs(page)
    assert {name: sent[name] for name in COSTA} == COSTA
    response = place.client.post(reverse("patient:hold"), sent | {"horaire": page.select("button.time")[0]["value"]})
    assert response.url.endswith("/code/")
    assert BookingRequest.objects.get().last_name == "Costa"


def test_identity_when_opened_after_the_hold_is_over_says_so(place, clock):
    token = place.held()
    clock.move_to(NOW + timedelta(minutes=11))
    page = read(place.open("identity", token), 410)
    assert len(page.select("button.time")) == 3


def test_identity_when_typed_again_with_mistakes_after_a_lost_time_is_asked_again(place):
    chosen = {
        "reseau": place.network.id,
        "motif": place.reason.id,
        "horaire": time_value(place.shift.id, HALF_PAST_EIGHT),
    }
    response = place.client.post(reverse("patient:hold"), chosen | COSTA | {"email": "costa@"})
    assert response.url.endswith("/vous/")


def test_code_when_wrong_says_how_many_tries_are_left(place):
    token = place.held()
    place.type_identity(token)
    for n_left in (4, 3, 2):
        assert f"Il vous reste {n_left} essais" in words(read(place.type_code(token, "000000")))
    assert "Il vous reste 1 essai." in words(read(place.type_code(token, "000000")))
    assert "dernier essai" in words(read(place.type_code(token, "000000")))
    assert "dernier essai" in words(read(place.type_code(token, place.sent_code())))


@pytest.mark.parametrize("typed", ["", "12345", "1234567", "abcdef", "١٢٣٤٥٦", "😀" * 6, "1" * 500])
def test_code_when_it_cannot_be_one_costs_no_try(place, typed):
    token = place.held()
    place.type_identity(token)
    assert "6 chiffres" in words(read(place.type_code(token, typed)))
    assert BookingRequest.objects.get().n_wrong_codes == 0


def test_code_when_typed_with_spaces_is_understood(place):
    token = place.held()
    place.type_identity(token)
    code = place.sent_code()
    assert place.type_code(token, f" {code[:3]}\u202f{code[3:]} ").status_code == 302


def test_code_when_expired_says_to_ask_for_another(place, clock):
    token = place.held()
    place.type_identity(token)
    BookingRequest.objects.update(code_expires_at=NOW)
    assert "Demandez un nouveau code" in words(read(place.type_code(token, place.sent_code())))


def test_code_when_sent_again_replaces_the_one_before(place):
    token = place.held()
    place.type_identity(token)
    before = place.sent_code()
    again = reverse("patient:send_again", args=[token])
    page = read(place.client.post(again, follow=True))
    assert "Un nouveau code est parti" in words(page)
    assert "n’est pas le bon" in words(read(place.type_code(token, before)))
    place.client.post(again)
    assert "Plusieurs codes ont déjà été envoyés" in words(read(place.client.post(again, follow=True)))
    assert place.type_code(token, place.sent_code()).status_code == 302


def test_code_when_nobody_said_who_comes_goes_back_to_that(place):
    token = place.held()
    assert place.open("code", token).url == reverse("patient:identity", args=[token])
    assert place.client.post(reverse("patient:send_again", args=[token])).url == reverse(
        "patient:identity", args=[token]
    )


def test_code_when_the_hold_is_over_takes_what_was_typed_to_the_next_time(place, clock):
    token = place.held()
    place.type_identity(token)
    code = place.sent_code()
    clock.move_to(NOW + timedelta(minutes=11))
    page = read(place.type_code(token, code), 409)
    assert "Costa" not in page.get_text()
    sent = inputs(page) | {"horaire": page.select("button.time")[0]["value"]}
    assert sent["avant"] == token
    response = place.client.post(reverse("patient:hold"), sent)
    assert response.url.endswith("/code/")
    assert BookingRequest.objects.latest("id").last_name == "Costa"


def test_code_when_the_other_click_was_faster_shows_the_confirmation(place):
    token = place.held()
    place.type_identity(token)
    code = place.sent_code()
    first = place.type_code(token, code)
    assert place.type_code(token, code).url == place.type_code(token, "000000").url == first.url


def test_code_when_confirmed_and_back_is_pressed_leads_to_the_confirmation(place):
    token = place.held()
    place.type_identity(token)
    confirmed = place.type_code(token, place.sent_code()).url
    for name in ("identity", "code"):
        assert place.open(name, token).url == confirmed
    assert place.type_identity(token).url == confirmed
    assert place.client.post(reverse("patient:give_back", args=[token])).url == confirmed


def test_code_when_the_person_has_too_many_appointments_says_so(place):
    place.office.n_open_appointments_max = 1
    place.office.save()
    place.booked()
    token = place.held(HALF_PAST_EIGHT + QUARTER)
    place.type_identity(token)
    assert "rendez-vous à venir pour cette personne" in words(read(place.type_code(token, place.sent_code())))
    assert Appointment.objects.filter(status=Status.BOOKED).count() == 1


def test_hold_when_the_browser_holds_as_many_as_it_may_leads_to_those(place):
    place.office.n_open_appointments_max = 2
    place.office.save()
    place.open("office", place.office.slug)
    tokens = [place.held(), place.held(HALF_PAST_EIGHT + QUARTER)]
    page = read(place.hold(HALF_PAST_EIGHT + 2 * QUARTER), 409)
    assert "Vous avez déjà 2 horaires réservés en cours. Terminez-en un" in words(page)
    assert [link["href"] for link in page.select(".card a")] == [
        reverse("patient:identity", args=[token]) for token in tokens
    ]
    place.client.post(page.select_one(".card form")["action"])
    assert place.hold(HALF_PAST_EIGHT + 2 * QUARTER).status_code == 302


def test_give_back_when_another_time_is_wanted_frees_this_one(place):
    token = place.held()
    response = place.client.post(reverse("patient:give_back", args=[token]))
    page = read(place.client.get(response.url))
    assert page.select("button.time")[0].contents[0].replace("\xa0", " ") == "8 h 30"
    assert page.select_one("#motif option[selected]")["value"] == str(place.reason.id)
    assert "Choisissez un autre horaire" in read(place.open("identity", token), 410).h1.get_text()
