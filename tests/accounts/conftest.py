import re

import pytest
from allauth.mfa.totp.internal.auth import TOTP, format_hotp_value, generate_totp_secret, hotp_value
from django.core import mail
from django.urls import reverse

from tests.factories import a_user, an_office

PASSWORD = "une-phrase-longue-et-calme"


def code_of(secret, at):
    """What the telephone shows at this moment."""
    return format_hotp_value(hotp_value(secret, int(at.timestamp()) // 30))


@pytest.fixture
def secret():
    return generate_totp_secret()


@pytest.fixture
def office(db):
    return an_office()


@pytest.fixture
def petit(office):
    """The secretary, with a password and no second factor yet."""
    return a_user("secretary", office=office, password=PASSWORD, has_second_factor=False)


@pytest.fixture
def petit_with_factor(petit, secret):
    TOTP.activate(petit, secret)
    return petit


@pytest.fixture
def costa(db):
    return a_user()


@pytest.fixture
def log_in(client):
    def with_password(user, password=PASSWORD, **more):
        return client.post(reverse("account_login"), {"login": user.email, "password": password} | more)

    return with_password


@pytest.fixture
def ask_code(client, django_capture_on_commit_callbacks):
    """Ask for a code as a visitor does; the answer, and the messages that left."""

    def ask(email):
        mail.outbox.clear()
        with django_capture_on_commit_callbacks(execute=True):
            answer = client.post(reverse("account_request_login_code"), {"email": email})
        return answer, list(mail.outbox)

    return ask


def code_in(message):
    return re.search(r"\b\d{6}\b", message.body)[0]


def is_logged_in(client):
    return "_auth_user_id" in client.session
