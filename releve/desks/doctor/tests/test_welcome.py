"""Her welcome list: she reads who does what before she comes; the network ticks it."""

from django.urls import reverse

from releve.desks.doctor.tests.conftest import NOW, read, words
from releve.pipeline.commitments.actions.welcome import draw_up_welcome
from releve.pipeline.commitments.actions.welcome_ticks import tick_welcome
from releve.pipeline.commitments.models import WelcomeLine
from tests.factories import a_promise, a_user


def test_promise_when_her_arrival_is_under_way_then_shows_her_list_and_what_is_done(desk, office, shift):
    aubry = a_user("network", network=office.network)
    draw_up_welcome(commitment_id=shift.commitment_id, by=aubry, now=NOW)
    line = WelcomeLine.objects.get(task="insurance")
    tick_welcome(line_id=line.id, done_on=NOW.date(), by=aubry, now=NOW)
    shown = words(read(desk.get(reverse("doctor:promise"))))
    assert "Mon arrivée" in shown
    assert "fait le 7 décembre 2026 Assurance en responsabilité civile professionnelle · le médecin" in shown


def test_promise_when_all_is_done_or_nothing_listed_then_no_list(desk, office, shift):
    address = reverse("doctor:promise")
    assert "Mon arrivée" not in words(read(desk.get(address)))
    aubry = a_user("network", network=office.network)
    draw_up_welcome(commitment_id=shift.commitment_id, by=aubry, now=NOW)
    WelcomeLine.objects.update(done_on=NOW.date())
    assert "Mon arrivée" not in words(read(desk.get(address)))


def test_promise_when_the_list_is_a_colleagues_then_not_shown(desk, office):
    other = a_promise(office)
    draw_up_welcome(commitment_id=other.id, by=a_user("network", network=office.network), now=NOW)
    assert "Mon arrivée" not in words(read(desk.get(reverse("doctor:promise"))))
