import pytest
from django.urls import reverse

from releve.desks.secretary.tests.conftest import HTMX, MONDAY, read, time_value, words
from releve.pipeline.appointments.models import Appointment, AppointmentStep
from releve.pipeline.offices.models import Closure, Membership, ReceptionAbsence
from tests.factories import a_doctor, a_patient, a_published_shift, an_office

DAY = "/secretariat/"


def test_day_when_opened_shows_doctor_room_patient_and_counts(desk, visit):
    page = read(desk.get(DAY))
    said = words(page)
    assert "Dr Leïla Benali" in said
    assert "Salle 1 · 8 h 30 – 12 h" in said.replace("\u202f", " ")
    line = page.find(id=f"visite-{visit.id}")
    assert "Costa Manuel" in words(line)
    assert "1958" in words(line)
    assert [dd.text for dd in page.select("#comptes dd")] == ["1", "0", "0", "0", "11"]


def test_day_when_times_are_free_offers_each_in_its_place(desk, shift):
    page = read(desk.get(DAY))
    # 8:30 and 8:45 are past; a reception books the running minute and what comes.
    assert page.find(id=f"libre-{time_value(shift, 0)}") is None
    link = page.find(id=f"libre-{time_value(shift, 60)}")
    assert link["href"] == f"{reverse('secretary:patients')}?creneau={time_value(shift, 60)}"


def test_day_when_times_are_kept_marks_them(desk, office, reason):
    a_published_shift(office, day=MONDAY.replace(day=11))
    assert "Gardé pour les soins non programmés" in words(read(desk.get(DAY, {"jour": "2026-12-11"})))


def test_day_when_the_reception_is_away_says_so(desk, shift, office):
    assert "Sans accueil" not in words(read(desk.get(DAY)))
    ReceptionAbsence.objects.create(network=office.network, office=office, day=MONDAY, half="am")
    assert "Sans accueil" in words(read(desk.get(DAY)))


@pytest.mark.parametrize(
    ("day", "said"),
    [
        ("2026-12-25", "Jour férié : Noël"),
        ("2026-12-29", "Motif : Travaux"),
        ("2026-12-10", "Le cabinet n’ouvre pas ce jour de la semaine"),
        ("2026-12-08", "Aucun médecin ce jour"),
    ],
)
def test_day_when_nobody_works_says_why(desk, shift, office, day, said):
    Closure.objects.create(
        network=office.network, office=office, first_on="2026-12-28", last_on="2026-12-30", label="Travaux"
    )
    assert said in words(read(desk.get(DAY, {"jour": day}))).replace("\u202f", " ")


@pytest.mark.parametrize("day", ["hier", "2026-02-31", "9999-12-31", "0001-01-01", "\u202e2026"])
def test_day_when_the_date_is_senseless_shows_today_and_says_so(desk, shift, day):
    page = read(desk.get(DAY, {"jour": day}))
    assert "Lundi" in page.h1.text.capitalize()
    assert "Cette date n’existe pas dans l’agenda" in words(page)


def test_day_when_another_office_of_the_network_works_shows_ours_only(desk, network, reason, shift):
    other = an_office(network)
    a_published_shift(other, a_doctor(network, "Camille", "Wattiez"), MONDAY)
    assert "Wattiez" not in words(read(desk.get(DAY)))


def test_day_when_she_has_two_seats_lets_her_choose(desk, petit, network, shift):
    other = an_office(network, name="Cabinet de Bully")
    Membership.objects.create(user=petit, desk="secretary", network=network, office=other)
    page = read(desk.get(DAY))
    form = page.select_one("form.seat")
    desk.post(form["action"], {"desk": "secretary", "office": other.id})
    assert words(read(desk.get(DAY)).select_one(".page-head")).count("Cabinet de Bully") == 1


@pytest.mark.parametrize("n_visits", [1, 8])
def test_day_when_full_or_empty_asks_the_same_number_of_statements(
    desk, network, book, n_visits, django_assert_num_queries
):
    for n in range(n_visits):
        book(15 * n, patient=a_patient(network, last_name=f"Costa{n}"))
    desk.get(DAY)
    with django_assert_num_queries(24):
        desk.get(DAY)


def test_day_list_when_no_day_is_asked_is_tomorrow_s_with_telephones(desk, office, costa, reason, book):
    shift = a_published_shift(office, day=MONDAY.replace(day=8))
    book(0, shift=shift)
    page = read(desk.get(reverse("secretary:day_list")))
    assert "Mardi 8 décembre 2026" in page.h1.text.capitalize()
    assert "06 00 00 00 01" in words(page)
    assert "12/04/1958" in words(page)


# Steps


def take(desk, visit, step, was, **headers):
    return desk.post(reverse("secretary:step", args=[visit.id]), {"etape": step, "depuis": was}, headers=headers)


def test_step_when_clicked_comes_back_to_the_line(desk, visit, petit):
    answer = take(desk, visit, "arrived", "booked")
    assert answer["Location"] == f"{DAY}?jour=2026-12-07#visite-{visit.id}"
    visit.refresh_from_db()
    assert (visit.status, visit.changed_as, visit.changed_by) == ("arrived", "secretary", petit)


def test_step_when_htmx_asks_answers_with_the_line_and_the_counts(desk, visit):
    page = read(take(desk, visit, "arrived", "booked", **HTMX))
    assert page.find("html") is None
    assert "En consultation" in words(page.find(id=f"visite-{visit.id}"))
    assert page.find(id="comptes")["hx-swap-oob"] == "true"
    assert [dd.text for dd in page.select("#comptes dd")][:2] == ["0", "1"]
    assert "Arrivé" in page.find(id="annonce").text


def test_step_when_clicked_twice_is_taken_once(desk, visit):
    take(desk, visit, "arrived", "booked")
    take(desk, visit, "arrived", "booked")
    assert Appointment.objects.get().status == "arrived"
    assert AppointmentStep.objects.filter(pgh_obj_id=visit.id, status="arrived").count() == 1


def test_step_when_another_secretary_was_faster_shows_where_it_stands(desk, book):
    visit = book(status="seen")
    page = read(take(desk, visit, "no_show", "booked", **HTMX))
    line = page.find(id=f"visite-{visit.id}")
    assert "a changé entre-temps" in words(line)
    assert "Vu" in words(line)


def test_step_when_another_secretary_was_faster_without_javascript_says_so(desk, book):
    visit = book(status="seen")
    answer = take(desk, visit, "no_show", "booked")
    assert "a changé entre-temps" in words(read(desk.get(answer["Location"])))


@pytest.mark.parametrize(
    ("was", "back"),
    [("arrived", "booked"), ("in_consultation", "arrived"), ("seen", "in_consultation"), ("no_show", "booked")],
)
def test_step_when_wrong_is_taken_back(desk, book, was, back):
    visit = book(0, status=was)
    form = read(desk.get(DAY)).find(id=f"visite-{visit.id}").form
    assert back in [button["value"] for button in form("button")]
    take(desk, visit, back, was)
    assert Appointment.objects.get().status == back


def test_line_when_the_time_has_not_come_offers_no_absence(desk, book, network):
    early = book(0, patient=a_patient(network, last_name="Avant"))
    late = book(120, patient=a_patient(network, last_name="Apres"))
    page = read(desk.get(DAY))
    buttons = {visit.id: [b["value"] for b in page.find(id=f"visite-{visit.id}")("button")] for visit in (early, late)}
    assert buttons == {early.id: ["arrived", "no_show", "excused"], late.id: ["arrived"]}


@pytest.mark.parametrize("step", ["cancelled", "held", "perdu", ""])
def test_step_when_it_is_none_of_the_desk_s_is_not_there(desk, visit, step):
    assert take(desk, visit, step, "booked").status_code == 404


# Drawn again every 30 seconds


def test_board_when_nothing_changed_is_not_sent_again(desk, visit):
    board = read(desk.get(DAY, headers=HTMX)).find(id="tableau")
    version = board["hx-vals"].split('"')[3]
    assert desk.get(DAY, {"version": version}, headers=HTMX).status_code == 204


def test_board_when_somebody_arrived_is_sent_without_the_page(desk, visit):
    board = read(desk.get(DAY, headers=HTMX)).find(id="tableau")
    version = board["hx-vals"].split('"')[3]
    take(desk, visit, "arrived", "booked")
    page = read(desk.get(DAY, {"version": version}, headers=HTMX))
    assert page.find("html") is None
    assert page.find(id="tableau")


def test_board_when_drawn_again_keeps_the_focus_by_names_of_its_own(desk, visit, shift):
    page = read(desk.get(DAY))
    reachable = page.find(id="tableau").select("a[href], button")
    names = [element.get("id") for element in reachable]
    assert None not in names
    assert len(set(names)) == len(names)
