"""Who enters the doctor's desk: she alone. Another doctor of her own network does not see her patients here."""

from datetime import timedelta

import pytest
from django.urls import reverse

from releve.desks.doctor.tests.conftest import MONDAY, NOW, read
from releve.pipeline.appointments.models import CalendarFeed
from releve.pipeline.commitments.actions.welcome import draw_up_welcome
from releve.pipeline.commitments.models import Absence, WelcomeLine
from releve.pipeline.rota.actions.exchanges import Given, propose_exchange
from releve.pipeline.rota.models import Exchange
from tests.factories import a_doctor, a_promise, a_user

ONE_DAY = timedelta(days=1)

OWN = ["weeks", "day", "promise", "add_absence", "calendar", "renew_calendar", "calendar_names"]
OWN += ["availability", "exchanges", "fairness"]
WITH_AN_ID = ["step", "remove_absence", "mark_deadline", "tick_welcome"]
OF_AN_EXCHANGE = ["propose_exchange", "propose_ring", "answer_exchange", "withdraw_exchange"]
STEPS = ["availability_step"]
OPEN = ["feed", "linked_exchange"]
ALL = [*OWN, *STEPS, *WITH_AN_ID, *OF_AN_EXCHANGE]


@pytest.fixture
def absence(benali):
    return Absence.objects.create(network=benali.network, doctor=benali, first_on=MONDAY, last_on=MONDAY)


@pytest.fixture
def address(visit, absence, office, benali):
    draw_up_welcome(commitment_id=visit.shift.commitment_id, by=None, now=NOW)
    gift = propose_exchange(
        doctor_id=benali.id, given=[Given(visit.shift_id, a_promise(office).doctor_id)], by=None, now=NOW - ONE_DAY
    )
    arguments = {
        "availability_step": ["exceptions"],
        "step": [visit.id],
        "remove_absence": [absence.id],
        "mark_deadline": [visit.shift.commitment_id],
        "tick_welcome": [WelcomeLine.objects.filter(commitment=visit.shift.commitment).first().id],
        "propose_exchange": [visit.shift_id],
        "propose_ring": [visit.shift_id, visit.shift_id],
        "answer_exchange": [gift.id],
        "withdraw_exchange": [gift.id],
    }
    return lambda name: reverse(f"doctor:{name}", args=arguments.get(name, []))


def test_addresses_when_listed_are_all_tried_here():
    from releve.desks.doctor.urls import urlpatterns

    assert {path.name for path in urlpatterns} == {*ALL, *OPEN}


@pytest.mark.parametrize("method", ["get", "post"])
def test_desk_when_asked_by_nobody_then_leads_to_the_login(client, address, method):
    for name in ALL:
        answer = getattr(client, method)(address(name))
        assert answer.status_code == 302, name
        assert answer["Location"].startswith(reverse("account_login")), name


@pytest.mark.parametrize("method", ["get", "post"])
@pytest.mark.parametrize("who", ["secretary", "network", "townhall", None])
def test_desk_when_asked_by_another_desk_then_is_not_there(client, address, office, method, who):
    client.force_login(a_user(who, network=office.network, office=None if who == "network" else office))
    assert {name: getattr(client, method)(address(name)).status_code for name in ALL} == dict.fromkeys(ALL, 404)


@pytest.mark.parametrize("name", WITH_AN_ID)
def test_desk_when_a_stranger_sends_our_number_then_nothing_is_there(stranger, address, visit, name):
    assert stranger.post(address(name), {"etape": "in_consultation", "depuis": "booked"}).status_code == 404
    visit.refresh_from_db()
    assert visit.status == "booked"
    assert Absence.objects.count() == 1


@pytest.mark.parametrize("name", WITH_AN_ID)
def test_desk_when_a_colleague_sends_her_number_then_nothing_is_there(client, network, address, visit, name):
    client.force_login(a_user("doctor", doctor=a_doctor(network, "Hugo", "Delattre"), full_name="Dr Delattre"))
    assert client.post(address(name), {"etape": "in_consultation", "depuis": "booked"}).status_code == 404
    visit.refresh_from_db()
    assert visit.status == "booked"
    assert Absence.objects.count() == 1


@pytest.mark.parametrize("method", ["get", "post"])
@pytest.mark.parametrize("name", OF_AN_EXCHANGE)
def test_exchange_when_a_stranger_sends_our_number_then_nothing_is_there(stranger, address, name, method):
    answer = getattr(stranger, method)(address(name), {"reponse": "oui", "choix": "tous"})
    assert answer.status_code in (404, 405)
    assert Exchange.objects.get().status == "open"


@pytest.mark.parametrize("name", ["weeks", "day", "promise", "calendar"])
def test_desk_when_a_colleague_opens_hers_then_no_name_of_ours(client, network, address, name):
    client.force_login(a_user("doctor", doctor=a_doctor(network, "Hugo", "Delattre"), full_name="Dr Delattre"))
    said = read(client.get(address(name), {"jour": "2026-12-07"})).get_text()
    assert "Costa" not in said
    assert "Benali" not in said


def test_calendar_when_a_stranger_renews_then_ours_stays(stranger, address, benali):
    CalendarFeed.objects.create(
        network=benali.network, doctor=benali, secret_hash="0" * 64, renewed_at="2026-12-01T08:00Z"
    )
    stranger.post(address("renew_calendar"))
    assert CalendarFeed.objects.get(doctor=benali).secret_hash == "0" * 64
