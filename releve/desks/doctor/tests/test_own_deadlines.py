"""She notes what is hers, with the proved date; who noted it is kept, and nobody else can."""

from datetime import date

import pytest
from django.urls import reverse

from releve.desks.doctor.tests.conftest import NOW, read, words
from releve.pipeline.commitments.actions.welcome import draw_up_welcome
from releve.pipeline.commitments.models import Commitment, DeadlineMark, WelcomeLine
from tests.factories import a_doctor, a_user
from tests.promises import a_mark, an_act

PROMISE = "/medecin/engagement/"


@pytest.fixture
def promise(benali, shift):
    """Signed on 20 November: due at the Ordre on 20 December (ORD-16)."""
    found = Commitment.objects.get(doctor=benali)
    an_act(found, "sign", happened_on=date(2026, 11, 20))
    return found


def send(browser, promise, kind="send_contract", due_on="2026-12-20", **typed):
    address = reverse("doctor:mark_deadline", args=[promise.id])
    return browser.post(address, {"kind": kind, "due_on": due_on, "done_on": "2026-12-01"} | typed, follow=True)


def test_deadline_when_hers_then_noted_with_date_proof_and_by_whom(desk, promise, benali):
    said = words(read(send(desk, promise, proof="Recommandé n° 7")))
    assert "« Contrat envoyé à l’Ordre » est noté." in said
    assert "fait le 1er décembre 2026" in said
    mark = DeadlineMark.objects.get()
    assert (mark.done_on, mark.proof, mark.noted_at) == (date(2026, 12, 1), "Recommandé n° 7", NOW)
    assert mark.noted_by == benali.user


def test_network_when_she_noted_it_then_sees_by_whom_and_when(desk, client, promise, network):
    send(desk, promise)
    client.force_login(a_user("network", network=network))
    said = words(read(client.get(reverse("network:promise", args=[promise.id]))))
    assert f"noté par {DeadlineMark.objects.get().noted_by} le 7 décembre 2026" in said


def test_mark_when_her_own_then_taken_back_and_the_networks_is_not(desk, promise, network):
    send(desk, promise)
    assert "de nouveau à faire" in words(read(send(desk, promise, undo="1")))
    assert not DeadlineMark.objects.exists()
    a_mark(promise, due_on=date(2026, 12, 20), noted_by=a_user("network", network=network))
    assert "demandez-lui de le rouvrir" in words(read(send(desk, promise, undo="1")))
    assert DeadlineMark.objects.count() == 1


@pytest.mark.parametrize(
    ("kind", "due_on"),
    [("find_successor", "2026-12-20"), ("give_notice", "2027-06-30"), ("minimum_term", "2026-12-31")],
)
def test_deadline_when_it_is_not_hers_to_note_then_refused(desk, promise, kind, due_on):
    assert "n’est pas à vous" in words(read(send(desk, promise, kind, due_on)))
    assert not DeadlineMark.objects.exists()


@pytest.mark.parametrize(("typed", "said"), [({"done_on": "2026-12-24"}, "à venir"), ({"done_on": ""}, "obligatoire")])
def test_deadline_when_badly_typed_then_says_what_to_correct(desk, promise, typed, said):
    assert said in words(read(send(desk, promise, **typed)))
    assert not DeadlineMark.objects.exists()


def test_deadline_when_a_colleague_sends_it_then_not_there(client, promise, network):
    client.force_login(a_user("doctor", doctor=a_doctor(network, "Hugo", "Delattre"), full_name="Dr Delattre"))
    assert send(client, promise).status_code == 404
    assert not DeadlineMark.objects.exists()


def test_deadline_when_a_stranger_sends_it_then_not_there(stranger, promise):
    assert send(stranger, promise).status_code == 404
    assert send(stranger, promise, "nonsense").status_code == 404
    assert not DeadlineMark.objects.exists()


def test_welcome_when_a_point_is_hers_then_ticked_and_the_networks_is_not(desk, promise, network):
    draw_up_welcome(commitment_id=promise.id, by=a_user("network", network=network), now=NOW)
    points = {task: WelcomeLine.objects.get(task=task) for task in ("insurance", "software")}
    for point in points.values():
        desk.post(reverse("doctor:tick_welcome", args=[point.id]), {"done_on": "2026-12-01"})
        point.refresh_from_db()
    assert (points["insurance"].done_on, points["software"].done_on) == (date(2026, 12, 1), None)
    page = read(desk.get(PROMISE))
    assert "fait le 1er décembre 2026 Assurance" in words(page)


def test_welcome_when_a_colleague_ticks_it_then_not_there(client, promise, network):
    draw_up_welcome(commitment_id=promise.id, by=a_user("network", network=network), now=NOW)
    client.force_login(a_user("doctor", doctor=a_doctor(network, "Hugo", "Delattre"), full_name="Dr Delattre"))
    line = WelcomeLine.objects.get(task="insurance")
    address = reverse("doctor:tick_welcome", args=[line.id])
    assert client.post(address, {"done_on": "2026-12-01"}).status_code == 404
    line.refresh_from_db()
    assert line.done_on is None
