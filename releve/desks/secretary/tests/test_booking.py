from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse

from releve.desks.secretary.tests.conftest import HTMX, MONDAY, NOW, read, time_value, words
from releve.pipeline.appointments.models import AccessLine, Appointment
from releve.pipeline.slots.models import VisitReason
from tests.concurrency.simultaneous import at_once
from tests.factories import a_doctor, a_patient, a_published_shift, a_reason, a_user, an_office


@pytest.fixture
def times_page(costa):
    return reverse("secretary:book", args=[costa.id])


@pytest.fixture
def confirm_page(costa):
    return reverse("secretary:confirm", args=[costa.id])


@pytest.fixture
def answers(shift, reason):
    def of(minutes=60, **changed):
        given = {"creneau": time_value(shift, minutes), "motif": reason.id, "booked_for": "oneself", "booker_name": ""}
        return given | changed

    return of


def offered(page):
    """The times that a refusal offers in the same answer."""
    return [button["value"] for button in page.select(".notice--error button.time")]


# Choosing


def test_times_when_opened_show_the_first_reason_s_times_of_every_doctor(desk, times_page, shift, network, office):
    a_published_shift(office, a_doctor(network, "Hugo", "Delattre"), MONDAY)
    page = read(desk.get(times_page))
    assert [name.text for name in page.select(".offered__name")] == ["Dr Leïla Benali", "Dr Hugo Delattre"]
    first = page.select_one("button.time")
    assert first["value"] == time_value(shift, 30)
    assert first["formaction"] == reverse("secretary:confirm", args=times_page.split("/")[3:4])


def test_times_when_another_reason_is_asked_are_cut_anew_and_no_address_tells_it(desk, times_page, network, shift):
    long_visit = a_reason(network, "Première consultation", 30, position=2)
    page = read(desk.post(times_page, {"motif": long_visit.id}, headers=HTMX))
    assert page.find("html") is None
    values = [button["value"] for button in page.select("button.time")]
    assert values[:2] == [time_value(shift, 30), time_value(shift, 60)]
    assert not [link for link in page.select("[href], [formaction], [action]") if "motif" in str(link.get("href"))]


def test_times_when_one_doctor_is_asked_are_hers(desk, times_page, shift, network, office):
    delattre = a_published_shift(office, a_doctor(network, "Hugo", "Delattre"), MONDAY).doctor
    page = read(desk.post(times_page, {"medecin": delattre.id}))
    assert {name.text for name in page.select(".offered__name")} == {"Dr Hugo Delattre"}


def test_times_when_the_week_is_empty_offer_the_next_ones(desk, times_page, shift, office):
    later = a_published_shift(office, shift.doctor, MONDAY + timedelta(days=14))
    page = read(desk.post(times_page, {"semaine": "2026-12-14"}))
    assert "Aucun horaire libre cette semaine" in words(page)
    assert page.select_one(".empty button.time")["value"] == time_value(later, 0)


def test_times_when_the_week_is_past_start_today(desk, times_page, shift):
    page = read(desk.post(times_page, {"semaine": "2020-01-06"}))
    assert "Du lundi 7 décembre" in words(page)


def test_times_when_another_office_is_near_show_it_too(desk, times_page, network, shift):
    other = an_office(network, name="Cabinet de Bully")
    there = a_published_shift(other, a_doctor(network, "Camille", "Wattiez"), MONDAY + timedelta(days=1))
    page = read(desk.get(times_page))
    assert "Cabinet de Bully" in words(page.select_one(".elsewhere"))
    assert page.select_one(".elsewhere button.time")["value"] == time_value(there, 0)


def test_times_when_the_network_has_no_reason_say_so(desk, office, costa, times_page):
    assert "Aucun motif de consultation" in words(read(desk.get(times_page)))


def test_times_when_opened_write_who_looked(desk, times_page, shift, costa):
    desk.get(times_page)
    assert AccessLine.objects.get().what == "book"


# Confirming


def test_booking_when_confirmed_is_stored_and_leads_back_to_its_line(desk, confirm_page, answers, costa, petit):
    answer = desk.post(confirm_page, answers())
    visit = Appointment.objects.get()
    assert answer["Location"] == f"/secretariat/?jour=2026-12-07#visite-{visit.id}"
    assert (visit.patient, visit.status, visit.changed_by, visit.changed_as) == (costa, "booked", petit, "secretary")
    assert visit.contact_email == costa.email
    assert "Rendez-vous donné" in words(read(desk.get(answer["Location"])))


def test_booking_when_a_time_was_clicked_asks_before_storing(desk, confirm_page, shift):
    page = read(desk.get(confirm_page, {"creneau": time_value(shift, 60)}))
    assert "lundi 7 décembre à 9 h 30" in words(page).replace("\u202f", " ")
    assert not Appointment.objects.exists()


def test_booking_when_a_parent_calls_writes_down_who(desk, confirm_page, answers):
    desk.post(confirm_page, answers(booked_for="child", booker_name="  Ana   Costa "))
    visit = Appointment.objects.get()
    assert (visit.booked_for, visit.booker_name) == ("child", "Ana Costa")


def test_booking_when_the_caller_has_no_name_asks_for_it(desk, confirm_page, answers):
    page = read(desk.post(confirm_page, answers(booked_for="child")), status=422)
    assert "Écrivez le nom de la personne qui appelle" in words(page.select_one(".error-summary"))
    assert not Appointment.objects.exists()


def test_booking_when_in_another_office_of_the_network_leads_to_the_visit(desk, confirm_page, answers, network, reason):
    there = a_published_shift(an_office(network), day=MONDAY + timedelta(days=1))
    answer = desk.post(confirm_page, answers(creneau=time_value(there, 0)))
    assert answer["Location"] == reverse("secretary:visit", args=[Appointment.objects.get().id])


def test_booking_when_the_time_is_kept_is_the_desk_s_to_give(desk, confirm_page, answers, office, shift):
    friday = a_published_shift(office, shift.doctor, MONDAY + timedelta(days=4))
    desk.post(confirm_page, answers(creneau=time_value(friday, 195)))
    assert Appointment.objects.get().starts_at == friday.ends_at - timedelta(minutes=15)


def test_booking_when_sent_again_by_the_back_button_stays_one(desk, confirm_page, answers):
    first = desk.post(confirm_page, answers())
    again = desk.post(confirm_page, answers())
    assert again["Location"] == first["Location"]
    assert "était déjà enregistré" in words(read(desk.get(again["Location"])))
    assert Appointment.objects.count() == 1


# Losing a race


def test_booking_when_the_time_was_just_taken_offers_the_next_three(desk, confirm_page, answers, book, network, shift):
    book(60, patient=a_patient(network, last_name="Autre"))
    page = read(desk.post(confirm_page, answers()), status=409)
    assert "Cet horaire vient d’être pris" in words(page)
    assert offered(page) == [time_value(shift, minutes) for minutes in (75, 90, 105)]
    again = {field["name"]: field["value"] for field in page.select(".notice--error input")}
    assert desk.post(confirm_page, again | {"creneau": offered(page)[0]}).status_code == 302


def test_booking_when_the_patient_is_busy_offers_times_after_her_other_visit(
    desk, confirm_page, answers, book, network
):
    other = a_published_shift(an_office(network), day=MONDAY)
    book(60, shift=other, reason=VisitReason.objects.get())
    page = read(desk.post(confirm_page, answers()), status=409)
    assert "Ce patient a déjà un rendez-vous à ce moment" in words(page)
    assert offered(page)[0].partition("-")[2] == time_value(other, 75).partition("-")[2]


def test_booking_when_the_shift_was_cancelled_meanwhile_offers_other_times(desk, confirm_page, answers, shift, office):
    tomorrow = a_published_shift(office, shift.doctor, MONDAY + timedelta(days=1))
    shift.status, shift.cancelled_because = "cancelled", "malade"
    shift.save()
    page = read(desk.post(confirm_page, answers()), status=409)
    assert "ne tient plus dans une vacation publiée" in words(page)
    assert offered(page)[0] == time_value(tomorrow, 0)


def test_booking_when_the_time_is_past_says_so_without_sending_her_to_herself(desk, confirm_page, answers):
    page = read(desk.post(confirm_page, answers(0)), status=409)
    assert "Cet horaire est passé" in words(page)
    assert "Appelez le cabinet" not in words(page)


@pytest.mark.parametrize(
    "changed", [{"motif": "0"}, {"motif": "x"}, {"booked_for": "chat"}, {"booker_name": "x" * 500}]
)
def test_booking_when_badly_sent_is_asked_again(desk, confirm_page, answers, changed):
    assert read(desk.post(confirm_page, answers(**changed)), status=422).select_one(".error-summary")
    assert not Appointment.objects.exists()


def test_booking_when_no_time_is_sent_leads_to_the_times(desk, confirm_page, times_page, shift):
    assert desk.get(confirm_page)["Location"] == times_page


@pytest.mark.django_db(transaction=True)
def test_booking_when_two_clicks_arrive_at_once_is_stored_once(clock):
    shift = a_published_shift(day=MONDAY)
    reason, patient = a_reason(shift.network), a_patient(shift.network)
    petit = a_user("secretary", office=shift.office)
    typed = {"creneau": time_value(shift, 60), "motif": reason.id, "booked_for": "oneself"}
    address = reverse("secretary:confirm", args=[patient.id])

    def click():
        browser = Client()
        browser.force_login(petit)
        return browser.post(address, typed)

    answers = at_once([click, click])
    assert [answer.status_code for answer in answers] == [302, 302]
    assert len({answer["Location"] for answer in answers}) == 1
    assert Appointment.objects.count() == 1
    assert Appointment.objects.get().created_at == NOW
