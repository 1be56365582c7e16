from datetime import timedelta

from django.urls import reverse

from releve.desks.patient.tests.conftest import HALF_PAST_EIGHT, read, words
from releve.pipeline.appointments.actions.upkeep import give_login_to_contact
from releve.pipeline.appointments.handover import Status
from releve.pipeline.appointments.models import Appointment, Patient
from releve.shared.people.models import User
from tests.factories import a_stranger, a_user

MINE = "/rendez-vous/les-miens/"
QUARTER = timedelta(minutes=15)


def logged_in(place):
    """Return M. Costa's login, as the confirmation gives it to him."""
    user = give_login_to_contact(appointment=Appointment.objects.latest("id"))
    place.client.force_login(user)
    return user


def test_mine_when_nobody_is_logged_in_asks_for_a_code(place):
    response = place.client.get(MINE)
    assert response.status_code == 302
    assert response.url == f"{reverse('account_request_login_code')}?next={MINE}"


def test_mine_when_logged_in_shows_what_is_to_come_and_what_is_past(place, django_assert_max_num_queries):
    place.booked()
    place.booked(HALF_PAST_EIGHT + QUARTER, first_name="Lou", booked_for="child", booker_name="Manuel Costa")
    Appointment.objects.filter(patient__first_name="Lou").update(status=Status.CANCELLED)
    logged_in(place)
    with django_assert_max_num_queries(14):
        response = place.client.get(MINE)
    page = read(response)
    assert response["Cache-Control"] == "no-store"
    assert "À venir lundi 7 décembre à 8 h 30 Manuel C." in words(page)
    assert "Passés ou annulés lundi 7 décembre à 8 h 45 Annulé Lou C." in words(page)
    link = page.select_one("main h3 a")["href"]
    assert read(place.client.get(link))


def test_mine_when_there_is_nothing_offers_to_book(place):
    place.client.force_login(a_user())
    assert "Aucun rendez-vous à venir" in words(read(place.client.get(MINE)))


def test_mine_when_a_stranger_took_the_name_of_a_patient_shows_her_nothing_of_his(place):
    place.booked()
    thief = User.objects.create_user("thief@example.org", kind=User.Kind.PATIENT)
    Patient.objects.update(user=thief)
    place.client.force_login(thief)
    said = words(read(place.client.get(MINE)))
    assert "Aucun rendez-vous à venir" in said
    assert "Manuel" not in said


def test_mine_when_the_login_is_of_the_staff_shows_nothing(place):
    place.booked(email="dumas@example.org")
    stranger = a_stranger()
    User.objects.filter(id=stranger.id).update(email="dumas@example.org")
    place.client.force_login(User.objects.get(id=stranger.id))
    assert "Manuel" not in read(place.client.get(MINE)).get_text()
