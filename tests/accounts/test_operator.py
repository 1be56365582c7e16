"""What whoever runs the machines does: found a network, close a login, forget a lost second factor."""

import io

import pytest
from allauth.mfa.models import Authenticator
from django.core import mail
from django.core.management import CommandError, call_command
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from releve.pipeline.appointments.actions.calendar import renew_calendar_address, secret_hash
from releve.pipeline.appointments.models import CalendarFeed
from releve.pipeline.offices.models import Membership, Network
from releve.pipeline.slots.queries import reasons_for
from releve.shared.people.models import User
from tests.accounts.conftest import PASSWORD
from tests.factories import a_doctor, a_town, a_user

pytestmark = pytest.mark.django_db
DAY = "secretary:day"


def manage(*words):
    out = io.StringIO()
    call_command(*words, stdout=out)
    return out.getvalue()


@pytest.fixture
def at_work(petit_with_factor):
    """A browser in which the secretary works."""
    browser = Client()
    browser.force_login(petit_with_factor)
    assert browser.get(reverse(DAY)).status_code == 200
    return browser


def test_network_when_founded_can_invite_its_coordinator():
    told = manage("found_network", "CPTS Liévin", "--email", "contact@cpts.example")
    network = Network.objects.get()
    assert "Consultation (15 min)" in told
    assert "load_towns" in told
    assert f"--desk network --network {network.slug}" in told
    assert len(reasons_for(network.id)) == 7
    manage("invite", "aubry@cpts.example", "--desk", "network", "--network", network.slug)
    assert Membership.objects.get().network == network
    assert len(mail.outbox) == 1


def test_network_when_towns_are_known_is_not_told_to_load_them():
    a_town()
    assert "load_towns" not in manage("found_network", "CPTS Liévin")


@pytest.mark.parametrize(
    ("words", "told"), [(["--slug", "lievin"], "déjà celui d’un autre réseau"), (["--email", "x"], "^Adresse e-mail")]
)
def test_network_when_refused_leaves_nothing_behind(words, told):
    manage("found_network", "CPTS Liévin", "--slug", "lievin")
    with pytest.raises(CommandError, match=told):
        manage("found_network", "Une autre", *words)
    assert Network.objects.count() == 1


def test_account_when_closed_ends_its_sessions_and_lets_nobody_in(client, at_work, petit_with_factor, log_in):
    somebody_else = Client()
    somebody_else.force_login(a_user("secretary"))
    assert "Sessions arrêtées : 1" in manage("close_account", petit_with_factor.email.upper())
    assert at_work.get(reverse(DAY)).url.startswith(reverse("account_login"))
    log_in(petit_with_factor, PASSWORD)
    assert "_auth_user_id" not in client.session
    assert somebody_else.get(reverse(DAY)).status_code == 200


def test_account_when_closed_is_not_invited_by_mistake_and_can_be_reopened(office, petit, at_work):
    manage("close_account", petit.email)
    with pytest.raises(CommandError, match="Ce compte est fermé"):
        manage("invite", petit.email, "--desk", "secretary", "--office", office.slug)
    assert "Compte rouvert" in manage("close_account", petit.email, "--reopen")
    assert User.objects.get(pk=petit.pk).is_active


def test_account_of_a_doctor_when_closed_ends_her_calendar_address():
    doctor = a_doctor()
    benali = a_user("doctor", doctor=doctor)
    secret = renew_calendar_address(doctor=doctor, shows_names=True, now=timezone.now())
    assert "agenda partagé" in manage("close_account", benali.email)
    feed = CalendarFeed.objects.get()
    assert feed.secret_hash != secret_hash(secret)
    assert not feed.shows_names


def test_second_factor_when_reset_leads_to_the_choice_of_a_new_one(client, at_work, petit_with_factor, log_in):
    told = manage("reset_second_factor", petit_with_factor.email)
    assert f"effacées : 1 ({petit_with_factor.email})" in told
    assert not Authenticator.objects.exists()
    assert at_work.get(reverse(DAY)).url.startswith(reverse("account_login"))
    log_in(petit_with_factor)
    assert client.get(reverse(DAY)).url == reverse("mfa_index")


def test_second_factor_when_somebody_else_has_one_stays_hers(petit_with_factor):
    aubry = a_user("network")
    manage("reset_second_factor", petit_with_factor.email)
    assert Authenticator.objects.get().user == aubry


def test_second_factor_of_a_patient_is_refused(costa):
    with pytest.raises(CommandError, match="compte de patient"):
        manage("reset_second_factor", costa.email)


@pytest.mark.parametrize("command", ["close_account", "reset_second_factor"])
def test_command_when_nobody_has_the_address_says_so(command):
    with pytest.raises(CommandError, match=r"Aucun compte n'a l'adresse « x@example\.org »"):
        manage(command, "x@example.org")
