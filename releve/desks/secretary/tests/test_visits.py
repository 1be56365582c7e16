from datetime import timedelta

import pytest
from django.urls import reverse

from releve.desks.secretary.tests.conftest import MONDAY, NOW, read, time_value, words
from releve.pipeline.appointments.actions.changes import move_appointment
from releve.pipeline.appointments.handover import By
from releve.pipeline.appointments.models import AccessLine, Appointment
from tests.factories import a_doctor, a_patient, a_published_shift, a_user


def address(name, visit):
    return reverse(f"secretary:{name}", args=[visit.id])


def moving(visit, shift, minutes):
    return {"creneau": time_value(shift, minutes), "vu": visit.changed_at.isoformat()}


def test_visit_when_opened_tells_its_history_and_writes_who_looked(desk, visit, petit):
    desk.post(address("step", visit), {"etape": "arrived", "depuis": "booked"})
    page = read(desk.get(address("visit", visit)))
    rows = [words(row) for row in page.select("#historique ~ .table-box tbody tr")]
    assert "Arrivé l’accueil (Mme Petit)" in rows[0]
    assert "Rendez-vous pris" in rows[1]
    assert AccessLine.objects.get().what == "open_appointment"


def test_step_when_taken_from_the_visit_comes_back_to_it(desk, visit):
    typed = {"etape": "arrived", "depuis": "booked", "retour": "rendez-vous"}
    assert desk.post(address("step", visit), typed)["Location"] == address("visit", visit)


# Moving


def test_move_when_asked_shows_the_times_but_not_the_reason(desk, visit, shift):
    page = read(desk.get(address("move", visit)))
    assert time_value(shift, 75) in [button["value"] for button in page.select("button.time")]
    assert page.select_one("form.form--wide")["method"] == "get"
    assert not page.select("[name=motif]")


def test_move_when_a_time_is_chosen_asks_once_more(desk, visit, shift):
    page = read(desk.get(address("move", visit), {"creneau": time_value(shift, 120)}))
    assert "Confirmer le déplacement" in words(page)
    visit.refresh_from_db()
    assert visit.starts_at == shift.starts_at + timedelta(minutes=60)


def test_move_when_confirmed_moves_and_the_history_tells_it(desk, visit, shift, petit):
    answer = desk.post(address("move", visit), moving(visit, shift, 120))
    assert answer["Location"] == address("visit", visit)
    visit.refresh_from_db()
    assert (visit.starts_at, visit.changed_by) == (shift.starts_at + timedelta(minutes=120), petit)
    assert "Déplacé" in words(read(desk.get(answer["Location"])))


def test_move_when_clicked_twice_moves_once(desk, visit, shift):
    typed = moving(visit, shift, 120)
    desk.post(address("move", visit), typed)
    answer = desk.post(address("move", visit), typed)
    assert "entre-temps" not in words(read(desk.get(answer["Location"])))


def test_move_when_another_secretary_moved_it_meanwhile_shows_where_it_is(desk, visit, shift, clock):
    typed = moving(visit, shift, 120)
    clock.shift(60)
    colleague = a_user("secretary", office=shift.office, full_name="Mme Roux")
    move_appointment(
        appointment_id=visit.id,
        shift_id=shift.id,
        starts_at=shift.starts_at + timedelta(minutes=180),
        by_kind=By.SECRETARY,
        by=colleague,
        now=NOW + timedelta(seconds=60),
    )
    page = read(desk.get(desk.post(address("move", visit), typed)["Location"]))
    assert "Ce rendez-vous a changé entre-temps" in words(page)
    assert "11 h 30" in words(page.h1).replace("\u202f", " ")
    assert "Mme Roux" in words(page)


@pytest.mark.parametrize("seen", ["", "hier"])
def test_move_when_the_form_does_not_say_what_was_seen_is_nothing(desk, visit, shift, seen):
    assert desk.post(address("move", visit), moving(visit, shift, 120) | {"vu": seen}).status_code == 404
    visit.refresh_from_db()
    assert visit.starts_at == shift.starts_at + timedelta(minutes=60)


def test_move_when_the_time_was_just_taken_keeps_the_old_one_and_offers_three(desk, visit, book, network, shift):
    book(120, patient=a_patient(network, last_name="Autre"))
    page = read(desk.post(address("move", visit), moving(visit, shift, 120)), status=409)
    offered = [button["value"] for button in page.select(".notice--error button.time")]
    assert offered == [time_value(shift, minutes) for minutes in (135, 150, 165)]
    again = {field["name"]: field["value"] for field in page.select(".notice--error input")}
    desk.post(address("move", visit), again | {"creneau": offered[0]})
    visit.refresh_from_db()
    assert visit.starts_at == shift.starts_at + timedelta(minutes=135)


def test_move_when_the_patient_is_there_already_is_refused(desk, book):
    visit = book(status="arrived")
    page = read(desk.get(desk.get(address("move", visit))["Location"]))
    assert "il ne peut pas être déplacé" in words(page)


def test_move_when_the_visit_was_double_is_an_ordinary_one_again(desk, book, network, shift, petit):
    book(60, patient=a_patient(network, last_name="Autre"))
    double = book(60, double_booked_because="Fièvre", changed_by=petit)
    desk.post(address("move", double), moving(double, shift, 120))
    double.refresh_from_db()
    assert double.double_booked_because == ""


# Cancelling


def test_cancel_when_confirmed_gives_the_time_back_and_says_who_asked(desk, visit, shift, petit):
    desk.post(address("cancel", visit), {"by_kind": "patient"})
    visit.refresh_from_db()
    assert (visit.status, visit.changed_as, visit.changed_by) == ("cancelled", "patient", petit)
    assert read(desk.get("/secretariat/")).find(id=f"libre-{time_value(shift, 60)}")


def test_cancel_when_only_asked_changes_nothing(desk, visit):
    assert "Annuler ce rendez-vous" in words(read(desk.get(address("cancel", visit))))
    visit.refresh_from_db()
    assert visit.status == "booked"


def test_cancel_when_clicked_twice_says_that_it_is_done(desk, visit):
    desk.post(address("cancel", visit), {"by_kind": "patient"})
    answer = desk.post(address("cancel", visit), {"by_kind": "patient"})
    assert "déjà annulé" in words(read(desk.get(answer["Location"])))


def test_cancel_when_the_time_has_begun_is_the_reception_s_word(desk, book):
    visit = book(15)
    desk.post(address("cancel", visit), {"by_kind": "patient"})
    visit.refresh_from_db()
    assert (visit.status, visit.changed_as) == ("cancelled", "secretary")


def test_cancel_when_the_patient_was_seen_is_refused(desk, book):
    visit = book(status="seen")
    answer = desk.post(address("cancel", visit), {"by_kind": "patient"})
    assert "n’est plus à venir" in words(read(desk.get(answer["Location"])))
    assert Appointment.objects.get().status == "seen"


def test_cancel_when_nobody_is_said_to_have_asked_asks(desk, visit):
    read(desk.post(address("cancel", visit), {"by_kind": "chat"}), status=422)


# Shifts whose patients must move


def test_shifts_when_listed_tell_how_many_wait(desk, visit, shift):
    page = read(desk.get(reverse("secretary:shifts")))
    (row,) = page.select("tbody tr")
    assert row.select_one(".num").text == "1"
    assert row.a["href"] == reverse("secretary:shift_patients", args=[shift.id])


def test_shift_patients_when_opened_names_them_and_leads_back_after_each(desk, visit, shift, costa, office, network):
    other = a_published_shift(office, a_doctor(network, "Hugo", "Delattre"), MONDAY)
    listed = reverse("secretary:shift_patients", args=[shift.id])
    page = read(desk.get(listed))
    assert "Costa Manuel" in words(page)
    assert AccessLine.objects.get().what == "list_of_shift"
    way = page.find("a", href=f"{address('move', visit)}?retour={shift.id}")["href"]
    confirm = read(desk.get(way, {"retour": shift.id, "creneau": time_value(other, 60)}))
    typed = {field["name"]: field["value"] for field in confirm.select(".confirm form input[type=hidden]")}
    assert desk.post(address("move", visit), typed)["Location"] == listed
    assert "Plus personne n’est attendu" in words(read(desk.get(listed)))


@pytest.mark.parametrize("back", ["x", "../../", "9" * 40])
def test_move_when_the_way_back_is_senseless_leads_to_the_visit(desk, visit, shift, back):
    typed = moving(visit, shift, 120) | {"retour": back}
    assert desk.post(address("move", visit), typed)["Location"] == address("visit", visit)


@pytest.mark.parametrize("n_visits", [1, 8])
def test_shift_patients_when_many_wait_ask_the_same_number_of_statements(
    desk, shift, book, network, n_visits, django_assert_num_queries
):
    for n in range(n_visits):
        book(60 + 15 * n, patient=a_patient(network, last_name=f"Costa{n}"))
    desk.get("/secretariat/")
    with django_assert_num_queries(18):
        desk.get(reverse("secretary:shift_patients", args=[shift.id]))
