from datetime import date, timedelta

import pytest
from django.db import connection
from django.urls import reverse
from django.utils import timezone
from procrastinate.contrib.django.models import ProcrastinateJob

from releve.pipeline.commitments.models import Absence
from releve.pipeline.rota.actions.calls import withdraw_call
from releve.pipeline.rota.messages.call_links import call_token
from releve.pipeline.rota.models import Call, CallTaking, Shift
from releve.shared.half_days import Half
from releve.shared.worlds.roles import Role
from releve.shared.worlds.scope import current_scope
from tests.candidates import a_call, a_candidate
from tests.factories import a_doctor, a_promise, a_stranger, a_user, an_office

GAP = "2026-12-01-pm"
TYPED = {"half_days": [GAP], "until": "2026-11-30", "publishes_shifts": "yes", "message": "Merci !"}


@pytest.fixture
def haddad(office):
    promise = a_promise(office, a_doctor(office.network, "Karim", "Haddad", email="h@example.org"), pattern="fri-am")
    return promise.doctor


@pytest.fixture
def send(desk, see):
    return lambda name, /, *parts, **given: see(desk.post(reverse(f"network:{name}", args=parts), given, follow=True))


@pytest.fixture
def published(send, office, haddad):
    """Return a call that is published to Dr Haddad alone."""

    def publish(**typed):
        given = TYPED | typed
        send("publish_call", office.slug, confirm="1", **given, **{f"doctor-{haddad.id}": "on"})
        return Call.objects.latest("id")

    return publish


@pytest.fixture
def page(client, see):
    """Return what the link of an invitation shows; `half_days` are sent, if given."""

    def of(invitation, *half_days, sends=False):
        client.logout()
        address = reverse("network:open_call", args=[call_token(invitation.network_id, invitation.id)])
        response = client.post(address, {"half_day": half_days}) if half_days or sends else client.get(address)
        response = client.get(response["Location"]) if response.status_code == 302 else response
        return response.status_code, see(response)

    return of


def test_pages_when_asked_then_for_the_coordinator_only(desk, client, published, office):
    call = published()
    addresses = [
        reverse("network:calls"),
        reverse("network:call", args=[call.id]),
        reverse("network:publish_call", args=[office.slug]),
    ]
    assert [desk.get(address).status_code for address in addresses] == [200] * 3
    client.logout()
    assert [client.get(address).status_code for address in addresses] == [302] * 3
    client.force_login(a_stranger())
    assert [client.get(address).status_code for address in addresses] == [404] * 3
    client.force_login(a_user("network", network=an_office().network, full_name="Mme Dumas"))
    assert [client.get(address).status_code for address in addresses[1:]] == [404] * 2
    assert client.post(reverse("network:withdraw_call", args=[call.id])).status_code == 404


def test_publish_when_typed_then_first_shows_who_will_be_told_and_who_not(send, office, haddad, benali):
    benali.email = "b@example.org"
    benali.save()
    words = send("publish_call", office.slug, **TYPED)
    assert "1 demi-journée. Chacun reçoit un lien à lui seul." in words
    assert "Dr Karim Haddad" in words
    assert "aucune de ces demi-journées n’est pour eux : Dr Leïla Benali" in words
    assert not Call.objects.exists()


def test_publish_when_confirmed_then_mails_are_asked_for(published, see, desk):
    call = published()
    words = see(desk.get(reverse("network:call", args=[call.id])))
    assert "Mardi 1er décembre, après-midi personne" in words
    assert "Prévenus Dr Karim Haddad" in words
    assert ProcrastinateJob.objects.filter(task_name="rota.send_call").count() == 1


def test_publish_when_nobody_is_left_ticked_then_refused(send, office, haddad):
    assert "Personne du réseau ne peut prendre" in send("publish_call", office.slug, confirm="1", **TYPED)


def test_publish_when_nobody_can_come_then_says_so_before(send, office):
    assert "Personne ne peut répondre" in send("publish_call", office.slug, **TYPED)


def test_publish_when_the_replaced_is_away_then_replacements_can_answer(send, office, benali, promise):
    Absence.objects.create(network=office.network, doctor=benali, first_on=date(2026, 12, 1), last_on=date(2026, 12, 1))
    roussel = a_candidate(office.network)
    assert "Inès Roussel" in send("publish_call", office.slug, **TYPED, replaced=promise.id)
    send("publish_call", office.slug, confirm="1", **TYPED, replaced=promise.id, **{f"candidate-{roussel.id}": "on"})
    assert Call.objects.get().replaced == promise


def test_publish_when_every_half_day_has_a_doctor_then_nothing_to_call(desk, see, network):
    office = an_office(network, weekdays=())
    assert "Aucune demi-journée sans médecin" in see(desk.get(reverse("network:publish_call", args=[office.slug])))


def test_publish_when_a_promise_will_fill_a_half_day_then_it_is_no_gap(desk, see, office, promise):
    words = see(desk.get(reverse("network:publish_call", args=[office.slug])))
    assert "lundi 30 novembre, après-midi" in words
    assert "lundi 30 novembre, matin" not in words  # Dr Benali's, once the weeks are laid


def test_list_when_calls_end_then_told_apart(desk, see, published, send):
    call = published()
    assert "Cabinet médical de Mazingarbe en cours" in see(desk.get(reverse("network:calls")))
    assert "Appel retiré" in send("withdraw_call", call.id)
    words = see(desk.get(reverse("network:calls")))
    assert "Aucun appel en cours. Terminés" in words


def test_link_when_opened_without_login_then_runs_as_the_estate_and_is_kept_nowhere(client, published):
    invitation = published().invitations.get()
    client.logout()
    roles = set()

    def note(execute, sql, params, many, context):
        roles.add(current_scope())
        return execute(sql, params, many, context)

    with connection.execute_wrapper(note):
        address = reverse("network:open_call", args=[call_token(invitation.network_id, invitation.id)])
        response = client.get(address)
    assert response.status_code == 200
    assert response["Cache-Control"] == "no-store"
    assert (Role.ESTATE, f"{{{invitation.network_id}}}") in roles


def test_link_when_taken_then_noted_and_open_to_patients(page, published):
    call = published()
    invitation, half_day = call.invitations.get(), call.half_days.get()
    status, words = page(invitation)
    assert status == 200
    assert "Cabinet médical de Mazingarbe : demi-journées à prendre" in words
    assert "Mardi 1er décembre, après-midi, 13 h 30 – 18 h" in words
    status, words = page(invitation, half_day.id)
    assert (status, "C’est noté à votre nom" in words) == (200, True)
    assert Shift.objects.get().status == "published"
    # The other tab, still open, sends again.
    assert page(invitation, half_day.id)[0] == 200
    assert CallTaking.objects.count() == 1


def test_link_when_nothing_is_ticked_then_asks_to(page, published):
    status, words = page(published().invitations.get(), sends=True)
    assert status == 409
    assert "Cochez au moins une demi-journée." in words


def test_link_when_somebody_was_first_then_says_so(page, send, office, haddad):
    faure = a_promise(office, a_doctor(office.network, "Nina", "Faure", email="f@example.org")).doctor
    send("publish_call", office.slug, confirm="1", **TYPED, **{f"doctor-{d.id}": "on" for d in (faure, haddad)})
    call = Call.objects.get()
    half_day = call.half_days.get()
    page(call.invitations.get(doctor=faure), half_day.id)
    status, words = page(call.invitations.get(doctor=haddad), half_day.id)
    assert status == 409
    assert "Un autre médecin vient de prendre cette demi-journée." in words
    status, words = page(call.invitations.get(doctor=haddad))
    assert status == 410
    assert "Il n’y a plus rien à prendre" in words


def test_link_when_withdrawn_or_expired_then_a_clear_page(page, published, aubry):
    call = published()
    invitation = call.invitations.get()
    Call.objects.update(
        expires_at=timezone.now() - timedelta(seconds=1), published_at=timezone.now() - timedelta(days=9)
    )
    status, words = page(invitation, call.half_days.get().id)
    assert (status, "Cet appel n’est plus valable" in words) == (409, True)
    assert page(invitation)[0] == 410
    withdraw_call(call_id=call.id, by=aubry, now=timezone.now())
    status, words = page(invitation)
    assert (status, "Cet appel est retiré" in words) == (410, True)
    assert not CallTaking.objects.exists()


def test_link_when_unknown_then_a_clear_page(client, see, published):
    invitation = published().invitations.get()
    for token in ("1-1~faux", call_token(invitation.network_id, invitation.id + 1)):
        response = client.get(reverse("network:open_call", args=[token]))
        assert response.status_code == 404
        assert "Ce lien n’existe pas" in see(response)


def test_link_when_the_rules_forbid_it_by_now_then_tells_why(page, published, haddad):
    call = published()
    Absence.objects.create(network=haddad.network, doctor=haddad, first_on=date(2026, 12, 1), last_on=date(2026, 12, 1))
    status, words = page(call.invitations.get())
    assert status == 200
    assert "vous êtes noté absent" in words
    assert "Aucune de celles qui restent n’est pour vous." in words
    status, words = page(call.invitations.get(), call.half_days.get().id)
    assert status == 409
    assert "mardi 1er décembre, après-midi : vous êtes noté absent." in words


def test_list_when_there_are_many_calls_then_as_few_questions(desk, office, haddad, django_assert_max_num_queries):

    for n in range(10):
        a_call(office, half_days=[(date(2026, 12, 7) + timedelta(days=n), Half.MORNING)])
    with django_assert_max_num_queries(20):
        desk.get(reverse("network:calls"))


def test_link_when_a_known_replacement_takes_then_becomes_a_doctor_without_any_login(
    page, send, office, benali, promise
):
    Absence.objects.create(network=office.network, doctor=benali, first_on=date(2026, 12, 1), last_on=date(2026, 12, 1))
    roussel = a_candidate(office.network)
    ticked = {f"candidate-{roussel.id}": "on", "replaced": promise.id, "confirm": "1"}
    send("publish_call", office.slug, **TYPED, **ticked)
    call = Call.objects.get()
    status, words = page(call.invitations.get(), call.half_days.get().id)
    assert (status, "C’est noté à votre nom" in words) == (200, True)
    roussel.refresh_from_db()
    assert Shift.objects.get().doctor == roussel.doctor


def test_link_when_she_cannot_then_noted_told_to_the_coordinator_and_she_may_change_her_mind(
    client, desk, page, published, aubry, see
):
    call = published()
    invitation = call.invitations.get()
    client.logout()
    address = reverse("network:open_call", args=[call_token(invitation.network_id, invitation.id)])
    assert "Je ne peux pas" in see(client.get(address))
    said = see(client.post(address, {"reponse": "non"}, follow=True))
    assert "Vous avez répondu que vous ne pouvez pas" in said
    assert "Je prends les demi-journées cochées" in said
    assert "Je ne peux pas" not in said
    client.force_login(aubry)
    shown = see(client.get(reverse("network:call", args=[call.id])))
    assert "Dr Karim Haddad (ne peut pas)" in shown
    assert "Plus personne ne peut répondre à cet appel" in shown
    assert "plus personne ne peut répondre" in see(client.get(reverse("network:calls")))
    assert page(invitation, call.half_days.get().id)[0] == 200
    client.force_login(aubry)
    assert "Dr Karim Haddad (vient)" in see(client.get(reverse("network:call", args=[call.id])))


def test_link_when_she_has_taken_something_then_saying_no_is_refused_in_words(client, page, published, see):
    call = published()
    invitation = call.invitations.get()
    page(invitation, call.half_days.get().id)
    address = reverse("network:open_call", args=[call_token(invitation.network_id, invitation.id)])
    response = client.post(address, {"reponse": "non"})
    assert response.status_code == 409
    assert "Prévenez le réseau" in see(response)
