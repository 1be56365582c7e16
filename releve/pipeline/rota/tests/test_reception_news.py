"""What secretaries and coordinators are told of the reception's rota: once, and only what changed."""

from datetime import date, timedelta

import pytest
import time_machine
from procrastinate.contrib.django.models import ProcrastinateJob

from releve.pipeline.offices.models import ReceptionDuty, ReceptionWeek
from releve.pipeline.rota.actions.drawing import draw_plan
from releve.pipeline.rota.actions.reception import note_secretary_absence, seat_at_reception
from releve.pipeline.rota.actions.reception_news import TELL_AFTER
from releve.pipeline.rota.actions.reception_plans import (
    ask_reception_plan,
    publish_reception_plan,
    withdraw_reception_plan,
)
from releve.pipeline.rota.errors import ReceptionRefused
from releve.pipeline.rota.models import SecretaryAbsence, SecretaryTerms
from releve.pipeline.rota.tasks.reception import tell_half_days, tell_reception_lost
from releve.pipeline.rota.tests.drawing import MONDAY, NOW, by_hand
from releve.shared.half_days import Half
from tests.factories import a_network, a_user, an_office

pytestmark = pytest.mark.django_db
TUESDAY = MONDAY + timedelta(days=1)


@pytest.fixture(autouse=True)
def clock():
    with time_machine.travel(NOW, tick=False) as traveller:
        yield traveller


@pytest.fixture
def network():
    return a_network()


@pytest.fixture
def office(network):
    return an_office(network, weekdays=(0, 1))


@pytest.fixture
def by(network):
    return {"by": a_user("network", network=network, email="aubry@example.org"), "now": NOW}


@pytest.fixture
def petit(office):
    return a_secretary(office, "Mme Petit", "petit@example.org")


def a_secretary(office, name, email):
    secretary = a_user("secretary", office=office, full_name=name, email=email)
    SecretaryTerms.objects.create(
        network=office.network, secretary=secretary, half_days_per_week=4, starts_on=date(2026, 1, 1), changed_at=NOW
    )
    return secretary


@pytest.fixture
def published(network, petit, by):
    asked = ask_reception_plan(network_id=network.id, first=MONDAY, n_weeks=1, seconds=2, **by)
    draw_plan(plan_id=asked.id, now=NOW, draw=by_hand())
    publish_reception_plan(plan_id=asked.id, **by)
    return asked


def run_mails():
    for job in ProcrastinateJob.objects.filter(task_name="rota.tell_half_days").order_by("id"):
        tell_half_days(**job.args)


def test_plan_when_published_tells_each_secretary_once(published, petit, office, mailoutbox):
    (job,) = ProcrastinateJob.objects.filter(task_name="rota.tell_half_days")
    assert job.scheduled_at == NOW + TELL_AFTER
    assert job.args == {"network_id": office.network_id, "secretary_id": petit.id}
    for _twice in range(2):
        run_mails()
    (mail,) = mailoutbox
    assert mail.to == ["petit@example.org"]
    assert mail.subject == "Vos demi-journées à l’accueil"
    assert mail.body.count("\n– ") == 4
    assert f"matin, {office.name}" in mail.body
    assert "Vous n’y êtes plus" not in mail.body
    assert "/secretariat/mes-demi-journees/" in mail.body


def test_plan_when_taken_back_before_the_mail_leaves_tells_nobody(published, by, mailoutbox):
    withdraw_reception_plan(plan_id=published.id, **by)
    run_mails()
    assert mailoutbox == []


def test_plan_when_taken_back_later_tells_what_is_withdrawn(published, by, mailoutbox):
    run_mails()
    withdraw_reception_plan(plan_id=published.id, **by)
    run_mails()
    assert "Vous n’y êtes plus" in mailoutbox[1].body
    assert mailoutbox[1].body.count("\n– ") == 4


def test_half_days_when_changed_by_hand_tell_both_in_one_mail_each(published, petit, office, by, mailoutbox):
    run_mails()
    mailoutbox.clear()
    wacheux = a_secretary(office, "Mme Wacheux", "wacheux@example.org")
    for half in Half:
        seat_at_reception(office_id=office.id, day=TUESDAY, half=half, secretary_id=wacheux.id, **by)
    run_mails()
    told = {mail.to[0]: mail.body for mail in mailoutbox}
    assert len(mailoutbox) == len(told) == 2
    assert told["petit@example.org"].count("\n– ") == told["wacheux@example.org"].count("\n– ") == 2
    assert "Vous êtes à l’accueil" in told["wacheux@example.org"]
    assert "Vous n’y êtes plus" in told["petit@example.org"]
    assert "Vous êtes à l’accueil" not in told["petit@example.org"]


def test_half_days_when_the_change_is_refused_tell_nobody(published, office, by):
    ProcrastinateJob.objects.all().delete()
    with pytest.raises(ReceptionRefused):
        seat_at_reception(office_id=office.id, day=TUESDAY, half=Half.MORNING, secretary_id=by["by"].id, **by)
    assert not ProcrastinateJob.objects.exists()
    assert ReceptionDuty.objects.filter(day=TUESDAY, half="am").exists()


def test_half_days_when_over_are_not_told_as_withdrawn(published, clock, mailoutbox):
    run_mails()
    clock.move_to(NOW.replace(year=2028))
    run_mails()
    assert len(mailoutbox) == 1


def test_half_days_when_she_works_for_two_networks_are_told_apart(published, petit, mailoutbox):
    elsewhere = an_office(a_network("CPTS d’ailleurs"), name="Ailleurs")
    ReceptionWeek.objects.create(network=elsewhere.network, office=elsewhere, monday=MONDAY)
    ReceptionDuty.objects.create(
        network=elsewhere.network, office=elsewhere, secretary=petit, day=MONDAY + timedelta(days=3), half="am"
    )
    run_mails()
    tell_half_days(network_id=elsewhere.network_id, secretary_id=petit.id)
    assert [mail.body.count(elsewhere.name) for mail in mailoutbox] == [0, 1]


def test_half_days_when_her_login_is_closed_are_told_to_nobody(published, petit, mailoutbox):
    petit.is_active = False
    petit.save()
    run_mails()
    tell_half_days(network_id=10**9, secretary_id=10**9)
    assert mailoutbox == []


@pytest.mark.parametrize("who", ["petit", "aubry"])
def test_absence_when_a_secretary_notes_it_herself_then_coordinators_read_what_is_open(
    published, petit, office, by, mailoutbox, who
):
    noted_by = petit if who == "petit" else by["by"]
    note_secretary_absence(
        network_id=office.network_id, secretary_id=petit.id, first_on=MONDAY, last_on=MONDAY, by=noted_by, now=NOW
    )
    jobs = ProcrastinateJob.objects.filter(task_name="rota.tell_reception_lost")
    for job in jobs:
        tell_reception_lost(**job.args)
    if who == "aubry":
        assert mailoutbox == []
        return
    (mail,) = mailoutbox
    assert mail.to == ["aubry@example.org"]
    assert "absence de Mme Petit" in mail.subject
    assert "2 demi-journées publiées sont maintenant sans accueil" in mail.body
    SecretaryAbsence.objects.all().delete()
    for job in jobs:
        tell_reception_lost(**job.args)
    assert len(mailoutbox) == 1
