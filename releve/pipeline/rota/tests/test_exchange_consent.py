"""Who is written to when an exchange waits: the colleague who answers, then the network that gives its consent."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.db import transaction
from procrastinate.contrib.django.models import ProcrastinateJob

from releve.pipeline.rota.actions.exchanges import (
    Given,
    allow_exchange,
    answer_exchange,
    propose_exchange,
    refuse_exchange,
    withdraw_exchange,
)
from releve.pipeline.rota.models import RotaKnobs
from releve.pipeline.rota.tasks.exchanges import ask_consent, tell_exchange
from releve.shared.worlds.roles import Role
from releve.shared.worlds.scope import world_scope
from tests.factories import a_doctor, a_network, a_promise, a_published_shift, a_user, an_office

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 12, 1, 9, tzinfo=UTC)
MONDAY = date(2026, 12, 7)


@pytest.fixture
def office():
    office = an_office()
    RotaKnobs.objects.create(network=office.network, exchanges_need_consent=True)
    return office


@pytest.fixture
def benali(office):
    return a_promise(office, a_doctor(office.network, email="benali@example.org")).doctor


@pytest.fixture
def delattre(office):
    return a_promise(office, a_doctor(office.network, "Hugo", "Delattre", email="delattre@example.org")).doctor


@pytest.fixture
def aubry(office):
    """Mme Aubry coordinates the network; the others must hear of nothing."""
    a_user("network", network=a_network("CPTS d’ailleurs"))
    a_user("secretary", office=office)
    return a_user("network", network=office.network, email="aubry@example.org")


@pytest.fixture
def exchange(office, benali, delattre, aubry):
    shift = a_published_shift(office, benali, MONDAY)
    given = [Given(shift.id, delattre.id)]
    return propose_exchange(doctor_id=benali.id, given=given, note="Merci !", by=None, now=NOW)


@pytest.fixture
def agreed(office, exchange, delattre):
    with world_scope(Role.ESTATE, [office.network_id]):
        return answer_exchange(exchange_id=exchange.id, doctor_id=delattre.id, is_agreed=True, by=None, now=NOW)


def jobs(name):
    return [job.args for job in ProcrastinateJob.objects.filter(task_name=f"rota.{name}").order_by("id")]


def run_mails():
    for arguments in jobs("tell_exchange"):
        tell_exchange(**arguments)
    for arguments in jobs("ask_consent"):
        ask_consent(**arguments)


def test_colleague_when_an_exchange_is_proposed_gets_the_link_that_answers(client, exchange, delattre, mailoutbox):
    run_mails()
    (sent,) = mailoutbox
    assert sent.to == ["delattre@example.org"]
    address = next(line for line in sent.body.splitlines() if "/medecin/echange/" in line)
    page = client.get(address[address.index("/medecin/") :]).content.decode()
    assert 'name="reponse" value="oui"' in page


def test_coordinator_when_all_doctors_agree_is_asked_with_the_place_that_answers(agreed, aubry, mailoutbox):
    assert jobs("ask_consent") == [{"exchange_id": agreed.id, "user_id": aubry.id}]
    ask_consent(**jobs("ask_consent")[0])
    (sent,) = mailoutbox
    assert (sent.to, sent.subject) == (
        ["aubry@example.org"],
        "Un échange attend votre accord, demandé par Dr Leïla Benali",
    )
    assert "– lundi 7 décembre, matin" in sent.body
    assert "Dr Leïla Benali → Dr Hugo Delattre" in sent.body
    assert "« Merci ! »" in sent.body
    assert f"/reseau/souhaits/echanges/#echange-{agreed.id}" in sent.body
    assert "Sans réponse avant le 7 décembre 2026" in sent.body


def test_link_of_the_coordinator_when_followed_leads_to_the_exchange_and_its_answer(client, agreed, aubry):
    client.force_login(aubry)
    page = client.get("/reseau/souhaits/echanges/").content.decode()
    assert f'id="echange-{agreed.id}"' in page
    assert f"/reseau/souhaits/echanges/{agreed.id}/valider/" in page


def test_doctor_when_her_exchange_waits_for_the_network_hears_for_whom_she_waits(agreed, mailoutbox):
    run_mails()
    told = {sent.to[0]: sent for sent in mailoutbox}
    assert told["benali@example.org"].subject == "Échange accepté, à valider par le réseau"
    assert "tant que le réseau n’a pas validé" in told["benali@example.org"].body


def test_coordinator_when_the_network_needs_not_consent_is_not_written_to(office, exchange, delattre):
    RotaKnobs.objects.update(exchanges_need_consent=False)
    answer_exchange(exchange_id=exchange.id, doctor_id=delattre.id, is_agreed=True, by=None, now=NOW)
    assert jobs("ask_consent") == []


@pytest.mark.parametrize("way", ["allowed", "refused", "withdrawn", "gone"])
def test_coordinator_when_it_is_settled_before_the_mail_leaves_is_not_bothered(agreed, aubry, benali, way, mailoutbox):
    if way == "allowed":
        allow_exchange(exchange_id=agreed.id, by=aubry, now=NOW)
    elif way == "refused":
        refuse_exchange(exchange_id=agreed.id, because="Elle forme l’interne", by=aubry, now=NOW)
    elif way == "withdrawn":
        withdraw_exchange(exchange_id=agreed.id, doctor_id=benali.id, by=None, now=NOW)
    ask_consent(exchange_id=agreed.id if way != "gone" else 10**9, user_id=aubry.id)
    assert mailoutbox == []


def test_coordinator_when_she_left_the_network_meanwhile_is_not_written_to(agreed, aubry, mailoutbox):
    aubry.is_active = False
    aubry.save()
    ask_consent(exchange_id=agreed.id, user_id=aubry.id)
    assert mailoutbox == []


def test_asking_when_the_answer_is_not_kept_leaves_no_mail_behind(office, exchange, delattre):
    """The jobs are stored with the answer or not at all."""
    with transaction.atomic():
        answer_exchange(
            exchange_id=exchange.id, doctor_id=delattre.id, is_agreed=True, by=None, now=NOW + timedelta(hours=1)
        )
        assert len(jobs("ask_consent")) == 1
        transaction.set_rollback(True)
    assert jobs("ask_consent") == []
