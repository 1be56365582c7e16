from datetime import timedelta

import pytest

from releve.desks.doctor.tests.conftest import HTMX, MONDAY, read, words
from releve.pipeline.appointments.models import Appointment, AppointmentStep
from releve.pipeline.offices.models import ReceptionAbsence
from tests.factories import a_patient, a_published_shift, a_shift, a_town, an_office

WEEKS, DAY = "/medecin/", "/medecin/jour/"


def take(desk, visit, step, was, **headers):
    return desk.post(f"/medecin/rendez-vous/{visit.id}/etape/", {"etape": step, "depuis": was}, headers=headers)


def test_weeks_when_opened_show_today_s_patients_and_how_full_each_half_day_is(desk, visit):
    page = read(desk.get(WEEKS))
    assert "Costa Manuel" in words(page.find(id=f"visite-{visit.id}"))
    half = words(page.select_one(".week .half"))
    assert "8 h 30 – 12 h" in half
    assert "Mazingarbe, Salle 1" in half
    assert "1 rendez-vous , 195 min libres" in half or "1 rendez-vous, 195 min libres" in half
    assert len(page.select(".week tbody tr")) == 8


def test_weeks_when_a_shift_is_a_draft_say_so(desk, office, benali):
    a_shift(office, benali, MONDAY + timedelta(days=8))
    assert "Brouillon" in words(read(desk.get(WEEKS)).select_one(".half--draft"))


def test_weeks_when_the_reception_is_away_say_so(desk, office):
    ReceptionAbsence.objects.create(network=office.network, office=office, day=MONDAY, half="am")
    assert "Sans accueil" in words(read(desk.get(WEEKS)).select_one(".week .half"))


def test_weeks_when_she_works_in_two_towns_tell_which(desk, network, benali):
    bully = a_town("62186", "Bully-les-Mines")
    a_published_shift(an_office(network, town=bully), benali, MONDAY + timedelta(days=1))
    assert "Bully-les-Mines, Salle 1" in words(read(desk.get(WEEKS)))


@pytest.mark.parametrize("week", ["", "2026-12-09", "hier", "9999-12-31"])
def test_weeks_when_a_week_is_asked_start_on_its_monday(desk, week):
    first = read(desk.get(WEEKS, {"semaine": week})).select_one(".week tbody th")
    assert "Semaine 50" in words(first)


def test_weeks_when_the_office_lies_in_la_reunion_tell_its_hours(desk, network, benali):
    there = an_office(network, town=a_town("97411", "Saint-Denis"), time_zone="Indian/Reunion", holiday_region="RE")
    a_published_shift(there, benali, MONDAY + timedelta(days=1))
    cells = [words(half) for half in read(desk.get(WEEKS)).select(".week .half")]
    assert any("Saint-Denis" in cell and "8 h 30 – 12 h" in cell for cell in cells)


@pytest.mark.parametrize("n_shifts", [1, 5])
def test_weeks_when_full_or_empty_ask_the_same_number_of_statements(
    desk, office, benali, book, network, n_shifts, django_assert_num_queries
):
    for n in range(n_shifts):
        shift = a_published_shift(office, benali, MONDAY + timedelta(days=7 * (n + 1)))
        book(15 * n, patient=a_patient(network, last_name=f"Costa{n}"))
        book(0, shift=shift)
    desk.get(WEEKS)
    with django_assert_num_queries(25):
        desk.get(WEEKS)


def test_day_when_another_is_asked_shows_its_patients_without_steps(desk, office, benali, book):
    tomorrow = a_published_shift(office, benali, MONDAY + timedelta(days=1))
    visit = book(0, shift=tomorrow)
    page = read(desk.get(DAY, {"jour": "2026-12-08"}))
    line = page.find(id=f"visite-{visit.id}")
    assert "Costa Manuel" in words(line)
    assert not line.select("button")


def test_day_when_she_does_not_work_says_so(desk):
    assert "Pas de consultation ce jour" in words(read(desk.get(DAY, {"jour": "2026-12-10"})))


def test_step_when_the_patient_arrived_calls_her_in_then_sees_her(desk, book):
    visit = book(status="arrived")
    take(desk, visit, "in_consultation", "arrived")
    take(desk, visit, "seen", "in_consultation")
    visit.refresh_from_db()
    assert (visit.status, visit.changed_as) == ("seen", "doctor")


def test_step_when_nobody_received_the_patient_notes_both_steps(desk, visit):
    take(desk, visit, "in_consultation", "booked")
    steps = AppointmentStep.objects.filter(pgh_obj_id=visit.id).order_by("pgh_id").values_list("status", flat=True)
    assert list(steps) == ["booked", "arrived", "in_consultation"]


def test_step_when_htmx_asks_answers_with_the_line(desk, book):
    visit = book(status="arrived")
    page = read(take(desk, visit, "in_consultation", "arrived", **HTMX))
    assert page.find("html") is None
    assert [button["value"] for button in page.select("button")] == ["seen", "arrived"]


def test_step_when_clicked_twice_is_taken_once(desk, book):
    visit = book(status="arrived")
    for _click in range(2):
        take(desk, visit, "in_consultation", "arrived")
    assert Appointment.objects.get().status == "in_consultation"
    assert AppointmentStep.objects.filter(pgh_obj_id=visit.id, status="in_consultation").count() == 1


def test_step_when_the_reception_was_faster_shows_where_it_stands(desk, book):
    visit = book(status="excused")
    page = read(take(desk, visit, "in_consultation", "booked", **HTMX))
    assert "a changé entre-temps" in words(page)
    assert "Excusé" in words(page)


@pytest.mark.parametrize(("step", "was"), [("cancelled", "booked"), ("seen", "booked"), ("x", "y"), ("", "")])
def test_step_when_it_is_none_of_hers_is_not_there(desk, visit, step, was):
    assert take(desk, visit, step, was).status_code == 404
