import pytest
from django.urls import reverse

from releve.desks.secretary.tests.conftest import read, time_value, words
from releve.pipeline.appointments.models import Appointment, AppointmentStep
from tests.factories import a_patient


@pytest.fixture
def nowak(network):
    return a_patient(network, "Zoé", "Nowak")


@pytest.fixture
def address(nowak, shift):
    return reverse("secretary:double", args=[nowak.id, shift.id])


def typed(shift, reason, minutes=60, because="Fièvre d’un nourrisson"):
    start = time_value(shift, minutes).partition("-")[2]
    return {"debut": start, "because": because, "motif": reason.id, "booked_for": "oneself"}


def test_double_when_a_reason_is_written_stands_on_the_board_and_in_the_history(
    desk, address, visit, shift, reason, petit
):
    desk.post(address, typed(shift, reason))
    double = Appointment.objects.get(patient__last_name="Nowak")
    assert (double.starts_at, double.double_booked_because) == (visit.starts_at, "Fièvre d’un nourrisson")
    line = read(desk.get("/secretariat/")).find(id=f"visite-{double.id}")
    assert "En double" in words(line)
    assert AppointmentStep.objects.get(pgh_obj_id=double.id).changed_by == petit


@pytest.mark.parametrize("because", ["", "   ", "\u200b"])
def test_double_when_no_reason_is_written_is_refused(desk, address, visit, shift, reason, because):
    page = read(desk.post(address, typed(shift, reason, because=because)), status=422)
    assert page.select_one(".error-summary")
    assert Appointment.objects.count() == 1


def test_double_when_the_time_is_free_is_no_choice(desk, address, visit, shift, reason):
    read(desk.post(address, typed(shift, reason, minutes=90)), status=422)
    assert Appointment.objects.count() == 1


def test_double_when_asked_offers_only_taken_times_to_come(desk, address, book, network, visit):
    book(0, patient=a_patient(network, last_name="Passé"))
    page = read(desk.get(address))
    times = [option.text.replace("\u202f", " ").replace("\xa0", " ") for option in page.select("#id_debut option")]
    assert times == ["9 h 30", "9 h 35", "9 h 40"]


def test_double_when_nobody_is_booked_leads_to_the_free_times(desk, address, nowak):
    assert desk.get(address)["Location"] == reverse("secretary:book", args=[nowak.id])


def test_double_when_the_patient_herself_is_busy_then_is_refused(desk, visit, costa, shift, reason):
    address = reverse("secretary:double", args=[costa.id, shift.id])
    page = read(desk.post(address, typed(shift, reason)), status=409)
    assert "Ce patient a déjà un rendez-vous à ce moment" in words(page)


def test_double_when_offered_is_a_way_of_its_own(desk, visit, shift, nowak):
    """The plain booking never doubles, whatever is sent with it."""
    board = read(desk.get("/secretariat/"))
    assert board.find(id=f"doubler-{shift.id}")["href"] == f"{reverse('secretary:patients')}?double={shift.id}"
    plain = {"creneau": time_value(shift, 60), "booked_for": "oneself", "double": "1", "because": "x", "is_double": "1"}
    plain["motif"] = Appointment.objects.get().reason_id
    assert desk.post(reverse("secretary:confirm", args=[nowak.id]), plain).status_code == 409
