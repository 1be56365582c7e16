"""Which addresses of the accounts are open, closed, or not there at all; and what protects every answer."""

import importlib

import pytest
from django.core import mail
from django.urls import NoReverseMatch, reverse

from releve.config import settings as settings_module
from tests.accounts.conftest import PASSWORD, is_logged_in

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    "name",
    [
        "account_login",
        "account_request_login_code",
        "account_reset_password",
        "account_reset_password_done",
        "account_reset_password_from_key_done",
        "account_inactive",
    ],
)
def test_open_page_when_nobody_is_logged_in_then_shown(client, name):
    assert client.get(reverse(name)).status_code == 200


@pytest.mark.parametrize(
    ("name", "leads_to"),
    [
        ("account_confirm_login_code", "account_request_login_code"),
        ("mfa_authenticate", "account_login"),
        ("mfa_login_webauthn", "account_login"),
    ],
)
def test_step_of_a_login_when_nobody_began_one_then_back_to_its_beginning(client, name, leads_to):
    answer = client.get(reverse(name))
    assert answer.status_code == 302
    assert answer.url == reverse(leads_to)


@pytest.mark.parametrize(
    "name",
    [
        "mfa_index",
        "mfa_activate_totp",
        "mfa_add_webauthn",
        "mfa_view_recovery_codes",
        "account_change_password",
        "account_reauthenticate",
        "mfa_reauthenticate",
        "mfa_list_webauthn",
        "my_desk",
        "choose_seat",
    ],
)
def test_closed_page_when_nobody_is_logged_in_then_asked_to(client, name):
    answer = client.get(reverse(name))
    assert answer.status_code == 302
    assert answer.url.startswith(reverse("account_login"))


@pytest.mark.parametrize(
    "name",
    [
        "mfa_index",
        "mfa_activate_totp",
        "mfa_add_webauthn",
        "mfa_view_recovery_codes",
        "account_change_password",
        "account_set_password",
        "account_reauthenticate",
        "mfa_reauthenticate",
        "mfa_list_webauthn",
    ],
)
def test_page_of_the_staff_when_a_patient_asks_then_not_found(client, costa, name):
    client.force_login(costa)
    assert client.get(reverse(name)).status_code == 404


@pytest.mark.parametrize(
    "name",
    [
        "mfa_index",
        "mfa_list_webauthn",
        "account_change_password",
        "account_reauthenticate",
        "mfa_reauthenticate",
        "account_logout",
    ],
)
def test_page_of_the_staff_when_a_member_asks_then_drawn(client, petit_with_factor, name):
    client.force_login(petit_with_factor)
    assert client.get(reverse(name), follow=True).status_code == 200


@pytest.mark.parametrize(
    "name", ["account_signup", "account_email", "account_confirm_email", "account_email_verification_sent", "mfa_trust"]
)
def test_address_of_allauth_when_not_wanted_then_not_there(name):
    with pytest.raises(NoReverseMatch):
        reverse(name)


def test_language_when_nobody_is_logged_in_then_can_be_chosen(client, settings):
    answer = client.post(reverse("set_language"), {"language": "en", "next": reverse("account_login")})
    assert answer.url == reverse("account_login")
    cookie = answer.cookies[settings.LANGUAGE_COOKIE_NAME]
    assert (cookie.value, cookie["samesite"], cookie["httponly"]) == ("en", "Lax", True)
    elsewhere = client.post(reverse("set_language"), {"language": "fr", "next": "https://ailleurs.example/"})
    assert elsewhere.url == "/"


def test_logout_when_only_a_link_is_followed_then_still_logged_in(client, petit_with_factor):
    client.force_login(petit_with_factor)
    assert client.get(reverse("account_logout")).status_code == 200
    assert is_logged_in(client)
    client.post(reverse("account_logout"))
    assert not is_logged_in(client)


def ask_for_password(client, email, capture):
    with capture(execute=True):
        return client.post(reverse("account_reset_password"), {"email": email})


def test_forgotten_password_when_a_member_asks_then_chosen_by_the_link_and_the_factor_stays(
    client, petit_with_factor, django_capture_on_commit_callbacks, settings, log_in
):
    settings.PUBLIC_ADDRESS = "https://cabinet.ville.fr"
    settings.ALLOWED_HOSTS = ["testserver", "autre.example"]
    client.defaults["HTTP_HOST"] = "autre.example"
    asked = ask_for_password(client, petit_with_factor.email, django_capture_on_commit_callbacks)
    assert asked.url == reverse("account_reset_password_done")
    (message,) = mail.outbox
    link = next(line for line in message.body.splitlines() if line.startswith("https://cabinet.ville.fr/compte/"))
    page = client.get(link.removeprefix("https://cabinet.ville.fr"), follow=True)
    path = page.redirect_chain[-1][0]
    new = "une-phrase-toute-neuve"
    assert client.post(path, {"password1": new, "password2": new}).url == reverse(
        "account_reset_password_from_key_done"
    )
    assert not is_logged_in(client)
    assert log_in(petit_with_factor, PASSWORD).status_code == 200
    assert log_in(petit_with_factor, new).url == reverse("mfa_authenticate")
    used = client.get(link.removeprefix("https://cabinet.ville.fr"))
    assert used.context["token_fail"]


def test_forgotten_password_when_a_patient_or_nobody_asks_then_the_same_answer_and_no_message(
    client, costa, petit, django_capture_on_commit_callbacks
):
    answers = [
        ask_for_password(client, email, django_capture_on_commit_callbacks)
        for email in (petit.email, costa.email, "personne@example.org")
    ]
    assert {(answer.status_code, answer.url) for answer in answers} == {(302, reverse("account_reset_password_done"))}
    assert [message.to for message in mail.outbox] == [[petit.email]]


def test_forgotten_password_when_asked_too_often_then_told_to_wait_in_french(client, petit):
    for _ in range(3):
        assert client.post(reverse("account_reset_password"), {"email": petit.email}).status_code == 302
    answer = client.post(reverse("account_reset_password"), {"email": petit.email})
    assert answer.status_code == 429
    assert "Trop de demandes" in answer.content.decode()


def test_password_when_short_or_common_then_refused(client, petit, log_in, settings):
    settings.IS_SECOND_FACTOR_REQUIRED = False
    log_in(petit)
    for weak in ("court", "password123456", "motdepasse"):
        answer = client.post(
            reverse("account_change_password"), {"oldpassword": PASSWORD, "password1": weak, "password2": weak}
        )
        assert answer.status_code == 200
        assert answer.context["form"].errors
    petit.refresh_from_db()
    assert petit.check_password(PASSWORD)


def test_answer_when_sent_then_carries_the_protecting_headers(client):
    headers = client.get(reverse("account_login")).headers
    policy = headers["Content-Security-Policy"]
    for part in ("default-src 'self'", "object-src 'none'", "frame-ancestors 'none'", "form-action 'self'"):
        assert part in policy
    assert "unsafe" not in policy
    assert headers["X-Frame-Options"] == "DENY"
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Referrer-Policy"] == "same-origin"
    assert "camera=()" in headers["Permissions-Policy"]
    assert "no-store" in headers["Cache-Control"]


def test_page_with_a_passkey_when_drawn_then_its_scripts_are_files(client):
    """Under `default-src 'self'` an inline script does not run: data blocks alone may stand in the page."""
    from bs4 import BeautifulSoup

    page = BeautifulSoup(client.get(reverse("account_login")).content, "html.parser")
    scripts = page.find_all("script")
    assert any("webauthn.js" in script.get("src", "") for script in scripts)
    assert all(
        script.get("src", "").startswith("/static/") or script["type"] == "application/json" for script in scripts
    )
    assert not page.find_all(style=True)


@pytest.fixture
def with_tls(monkeypatch):
    monkeypatch.setenv("RELEVE_TLS", "on")
    yield importlib.reload(settings_module)
    monkeypatch.undo()
    importlib.reload(settings_module)


def test_settings_when_tls_is_in_front_then_cookies_are_bound_to_this_site(with_tls):
    assert with_tls.SESSION_COOKIE_SECURE
    assert with_tls.CSRF_COOKIE_SECURE
    assert with_tls.LANGUAGE_COOKIE_SECURE
    assert with_tls.SESSION_COOKIE_NAME.startswith("__Host-")
    assert with_tls.CSRF_COOKIE_NAME.startswith("__Host-")
    assert with_tls.SECURE_HSTS_SECONDS >= 365 * 24 * 3600
    assert with_tls.ALLAUTH_TRUSTED_PROXY_COUNT == 1


def test_client_address_when_no_server_of_ours_is_in_front_then_the_header_is_not_believed(rf, settings):
    from allauth.core.internal.httpkit import get_client_ip

    request = rf.get("/", headers={"x-forwarded-for": "203.0.113.9"}, REMOTE_ADDR="198.51.100.1")
    assert settings.ALLAUTH_TRUSTED_PROXY_COUNT == 0
    assert get_client_ip(request) == "198.51.100.1"
    settings.ALLAUTH_TRUSTED_PROXY_COUNT = 1
    forged = rf.get("/", headers={"x-forwarded-for": "1.2.3.4, 203.0.113.9"}, REMOTE_ADDR="127.0.0.1")
    assert get_client_ip(forged) == "203.0.113.9"
