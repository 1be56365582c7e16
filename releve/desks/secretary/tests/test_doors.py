"""Who enters the reception: her secretaries. A stranger learns nothing, not even that something is there."""

import pytest
from django.urls import reverse

from releve.desks.secretary.tests.conftest import read, time_value
from releve.pipeline.appointments.models import Appointment, Patient
from tests.factories import a_user

OWN = ["my_half_days", "day", "day_list", "patients", "new_patient", "shifts", "availability"]
OF_A_VISIT = ["visit", "step", "move", "cancel"]
OF_A_PATIENT = ["patient", "contacts", "book", "confirm"]
OF_A_SHIFT = ["shift_patients"]
BOTH = ["double"]
FOR_HERSELF = {"add_absence": [], "drop_absence": [1], "availability_step": ["exceptions"]}
ALL = [*OWN, *OF_A_VISIT, *OF_A_PATIENT, *OF_A_SHIFT, *BOTH, *FOR_HERSELF]
METHODS = ["get", "post"]


@pytest.fixture
def address(visit, costa, shift):
    def of(name):
        arguments = [*FOR_HERSELF.get(name, [])]
        if name in {*OF_A_PATIENT, *BOTH}:
            arguments.append(costa.id)
        if name in {*OF_A_SHIFT, *BOTH}:
            arguments.append(shift.id)
        if name in OF_A_VISIT:
            arguments.append(visit.id)
        return reverse(f"secretary:{name}", args=arguments)

    return of


def test_addresses_when_listed_are_all_tried_here():
    from releve.desks.secretary.urls import urlpatterns

    assert {path.name for path in urlpatterns} == set(ALL)


@pytest.mark.parametrize("method", METHODS)
def test_desk_when_asked_by_nobody_then_leads_to_the_login(client, address, method):
    for name in ALL:
        answer = getattr(client, method)(address(name))
        assert answer.status_code == 302, name
        assert answer["Location"].startswith(reverse("account_login")), name


@pytest.mark.parametrize("method", METHODS)
@pytest.mark.parametrize("who", ["network", "townhall", "doctor", None])
def test_desk_when_asked_by_another_desk_then_is_not_there(client, address, office, method, who):
    client.force_login(a_user(who, network=office.network, office=None if who == "network" else office))
    assert {name: getattr(client, method)(address(name)).status_code for name in ALL} == dict.fromkeys(ALL, 404)


@pytest.mark.parametrize("name", [*OF_A_VISIT, *OF_A_PATIENT, *OF_A_SHIFT, *BOTH])
@pytest.mark.parametrize("method", METHODS)
def test_desk_when_a_stranger_asks_then_nothing_is_there(dumas, address, name, method):
    answer = getattr(dumas, method)(address(name))
    # Some addresses take one method only: they say so to everybody, before looking.
    assert answer.status_code in (
        {404, 405} if name in {"visit", "step", "patient", "contacts", "shift_patients"} else {404}
    )
    assert "Costa" not in answer.content.decode()


@pytest.mark.parametrize("name", OWN)
def test_desk_when_a_stranger_sees_her_own_pages_then_no_name_of_ours(dumas, address, name):
    assert "Costa" not in read(dumas.get(address(name), {"jour": "2026-12-07"})).get_text()


@pytest.mark.parametrize("query", ["creneau", "double"])
@pytest.mark.parametrize("name", ["patients", "new_patient"])
def test_desk_when_a_stranger_names_our_shift_then_nothing_is_there(dumas, address, shift, name, query):
    value = time_value(shift, 0) if query == "creneau" else shift.id
    assert dumas.get(address(name), {query: value}).status_code == 404


def test_search_when_a_stranger_types_our_patient_then_finds_nobody(dumas, costa):
    page = read(dumas.post(reverse("secretary:patients"), {"q": "costa 12/04/1958"}))
    assert "Aucun patient trouvé" in page.get_text()


def test_new_patient_when_a_stranger_types_ours_then_is_not_warned(dumas, costa):
    typed = {"last_name": "Costa", "first_name": "Manuel", "birth_date": "12/04/1958", "phone": "0612345678"}
    assert dumas.post(reverse("secretary:new_patient"), typed).status_code == 302
    assert Patient.objects.filter(search_name="costa manuel").count() == 2


def test_booking_when_a_stranger_sends_our_time_for_her_patient_then_nothing_is_stored(dumas, shift):
    dumas.post(
        reverse("secretary:new_patient"),
        {"last_name": "Roy", "first_name": "Zoé", "birth_date": "1/1/1990", "phone": "0612345678"},
    )
    hers = Patient.objects.get(last_name="Roy")
    typed = {"creneau": time_value(shift, 0), "motif": "1", "booked_for": "oneself"}
    assert dumas.post(reverse("secretary:confirm", args=[hers.id]), typed).status_code in {302, 404}
    assert not Appointment.objects.exists()
