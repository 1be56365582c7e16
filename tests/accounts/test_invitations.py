"""`releve manage invite`: staff get their login from whoever runs the machines."""

import io

import pytest
from django.core import mail
from django.core.management import CommandError, call_command
from django.urls import reverse

from releve.pipeline.offices.models import Membership
from releve.shared.people.models import User
from tests.factories import a_doctor, a_network, a_user

PETIT = "Petit@mairie-mazingarbe.example"
pytestmark = pytest.mark.django_db


def invite(*words):
    out = io.StringIO()
    call_command("invite", *words, stdout=out)
    return out.getvalue()


def link_in(message):
    address = next(line for line in message.body.splitlines() if "/mot-de-passe/choisir/" in line)
    return address.removeprefix("http://localhost:8000")


def test_invitation_when_sent_then_opens_the_desk_of_that_office(client, office, log_in):
    told = invite(PETIT, "--desk", "secretary", "--office", office.slug, "--name", "Mme Petit")
    petit = User.objects.get(email=PETIT.lower())
    assert petit.email in told
    assert petit.is_member_of_staff
    assert not petit.has_usable_password()
    assert Membership.objects.get(user=petit).office == office
    (message,) = mail.outbox
    page = client.get(link_in(message), follow=True)
    password = "une-phrase-toute-neuve"
    client.post(page.redirect_chain[-1][0], {"password1": password, "password2": password})
    log_in(petit, password)
    assert client.get(reverse("my_desk")).url == reverse("secretary:day")


def test_invitation_when_repeated_then_one_login_one_seat_and_a_new_link(office):
    for _ in range(2):
        invite(PETIT, "--desk", "secretary", "--office", office.slug)
    assert User.objects.count() == Membership.objects.count() == 1
    assert len(mail.outbox) == 2


def test_invitation_when_she_has_a_password_already_then_only_the_seat_is_added(petit):
    network = a_network()
    told = invite(petit.email, "--desk", "network", "--network", network.slug)
    assert "déjà un mot de passe" in told
    assert Membership.objects.filter(user=petit).count() == 2
    assert mail.outbox == []


def test_invitation_when_for_a_doctor_then_her_login_is_hers():
    doctor = a_doctor()
    invite("benali@example.org", "--desk", "doctor", "--doctor", str(doctor.id))
    doctor.refresh_from_db()
    assert doctor.user.email == "benali@example.org"
    with pytest.raises(CommandError, match="déjà un compte"):
        invite("autre@example.org", "--desk", "doctor", "--doctor", str(doctor.id))
    assert not User.objects.filter(email="autre@example.org").exists()


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (["pas-une-adresse", "--desk", "network", "--network", "x"], "n'est pas une adresse"),
        (["a@example.org", "--desk", "secretary"], "Ajoutez --office"),
        (["a@example.org", "--desk", "townhall", "--office", "nulle-part"], "Connus : mazingarbe"),
        (["a@example.org", "--desk", "doctor", "--doctor", "999999"], "est inconnu"),
    ],
)
def test_invitation_when_something_is_missing_or_unknown_then_says_what_to_write(office, words, told):
    with pytest.raises(CommandError, match=told):
        invite(*words)
    assert not User.objects.exists()


def test_invitation_when_the_address_is_a_patients_then_refused(office):
    costa = a_user()
    with pytest.raises(CommandError, match="compte de patient"):
        invite(costa.email, "--desk", "secretary", "--office", office.slug)
    assert not Membership.objects.exists()
