"""Staff: e-mail and password, then a second factor."""

from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import SECRET_SESSION_KEY, TOTP
from django.core import mail
from django.urls import reverse

from releve.desks.second_factor import HALF_OPEN
from releve.shared.people.models import User
from tests.accounts.conftest import PASSWORD, code_of, is_logged_in
from tests.factories import a_stranger, a_user

NOW = datetime(2026, 12, 1, 8, 0, 5, tzinfo=UTC)
DAY = "secretary:day"


@pytest.fixture(autouse=True)
def clock():
    with time_machine.travel(NOW, tick=False) as traveller:
        yield traveller


def test_staff_when_password_only_then_led_to_choose_a_second_factor(client, petit, log_in):
    assert log_in(petit).status_code == 302
    entered = client.get(reverse(DAY))
    assert entered.status_code == 302
    assert entered.url == reverse("mfa_index")
    page = client.get(entered.url)
    assert page.status_code == 200
    assert reverse("mfa_activate_totp") in page.content.decode()


def test_staff_when_she_activates_the_application_then_gets_in(client, petit, log_in):
    log_in(petit)
    activate = reverse("mfa_activate_totp")
    asked = client.get(activate)
    assert asked.url.startswith(reverse("account_reauthenticate"))
    client.post(asked.url, {"password": PASSWORD})
    page = client.get(activate)
    assert page.status_code == 200
    assert "<svg" in page.content.decode()
    chosen = client.post(activate, {"code": code_of(client.session[SECRET_SESSION_KEY], NOW)})
    assert chosen.url == reverse("mfa_view_recovery_codes")
    assert client.get(chosen.url).status_code == 200
    assert client.get(reverse(DAY)).status_code == 200
    stored = Authenticator.objects.get(user=petit, type=Authenticator.Type.TOTP).data["secret"]
    assert len(stored) > 80, "stored encrypted"


def test_staff_when_she_has_the_application_then_asked_for_its_code_and_gets_in(
    client, petit_with_factor, secret, log_in
):
    answer = log_in(petit_with_factor)
    assert answer.url == reverse("mfa_authenticate")
    assert not is_logged_in(client)
    assert client.get(answer.url).status_code == 200
    entered = client.post(answer.url, {"code": code_of(secret, NOW)})
    assert entered.url == reverse("my_desk")
    assert client.get(reverse("my_desk")).url == reverse(DAY)
    assert client.get(reverse(DAY)).status_code == 200


def test_second_factor_when_wrong_then_not_in_and_said(client, petit_with_factor, log_in):
    step = log_in(petit_with_factor).url
    answer = client.post(step, {"code": "000000"})
    assert answer.status_code == 200
    assert answer.context["form"].errors
    assert not is_logged_in(client)


def test_second_factor_when_five_times_wrong_then_even_the_right_one_must_wait(
    client, petit_with_factor, secret, log_in, clock
):
    step = log_in(petit_with_factor).url
    for _ in range(5):
        client.post(step, {"code": "000000"})
    client.post(step, {"code": code_of(secret, NOW)})
    assert not is_logged_in(client)
    clock.move_to(NOW + timedelta(minutes=6))
    client.post(step, {"code": code_of(secret, NOW + timedelta(minutes=6))})
    assert is_logged_in(client)


def test_second_factor_when_the_same_code_is_used_again_then_refused(client, petit_with_factor, secret, log_in):
    client.post(log_in(petit_with_factor).url, {"code": code_of(secret, NOW)})
    client.post(reverse("account_logout"))
    client.post(log_in(petit_with_factor).url, {"code": code_of(secret, NOW)})
    assert not is_logged_in(client)


def test_second_factor_when_the_secret_key_was_changed_then_refused_without_an_error_page(
    client, petit_with_factor, secret, log_in, settings
):
    settings.SECRET_KEY = "another-key"
    answer = client.post(log_in(petit_with_factor).url, {"code": code_of(secret, NOW)})
    assert answer.status_code == 200
    assert not is_logged_in(client)


def test_second_factor_when_the_old_key_is_kept_as_a_fallback_then_accepted(
    client, petit_with_factor, secret, log_in, settings
):
    settings.SECRET_KEY_FALLBACKS = [settings.SECRET_KEY]
    settings.SECRET_KEY = "another-key"
    client.post(log_in(petit_with_factor).url, {"code": code_of(secret, NOW)})
    assert is_logged_in(client)


def test_thief_of_a_password_when_the_owner_chooses_a_factor_later_then_his_session_opens_nothing(
    client, petit, secret, log_in
):
    """Being logged in before there was a second factor is not having shown it."""
    log_in(petit)
    TOTP.activate(petit, secret)
    ask_for_it = reverse("mfa_reauthenticate")
    for closed in (DAY, "mfa_index", "mfa_deactivate_totp", "mfa_add_webauthn", "account_change_password"):
        answer = client.get(reverse(closed))
        assert answer.status_code == 302
        assert answer.url.startswith(ask_for_it), closed
    client.post(f"{ask_for_it}?next={reverse(DAY)}", {"code": code_of(secret, NOW)})
    assert client.get(reverse(DAY)).status_code == 200


def test_thief_of_a_password_when_the_owners_factor_is_a_passkey_then_asked_for_it(client, petit, log_in):
    log_in(petit)
    Authenticator.objects.create(user=petit, type=Authenticator.Type.WEBAUTHN, data={})
    assert client.get(reverse(DAY)).url.startswith(reverse("mfa_reauthenticate_webauthn"))


def test_staff_when_the_second_factor_is_off_then_in_with_the_password(client, petit, log_in, settings):
    settings.IS_SECOND_FACTOR_REQUIRED = False
    log_in(petit)
    assert client.get(reverse(DAY)).status_code == 200


def test_password_when_wrong_and_when_the_address_is_unknown_then_the_same_words(client, petit, log_in):
    wrong = log_in(petit, "une-autre-phrase-longue")
    unknown = log_in(User(email="personne@example.org"), "une-autre-phrase-longue")
    assert wrong.status_code == unknown.status_code == 200
    assert wrong.context["form"].errors == unknown.context["form"].errors
    assert not is_logged_in(client)


def test_password_when_left_empty_then_no_code_is_sent_instead(
    client, petit, log_in, django_capture_on_commit_callbacks
):
    with django_capture_on_commit_callbacks(execute=True):
        answer = log_in(petit, "")
    assert answer.context["form"].errors
    assert mail.outbox == []


def test_password_when_five_times_wrong_then_that_account_waits_and_its_neighbours_do_not(client, petit, log_in, clock):
    """Everybody at the town hall has the same address: the limit is the account's."""
    neighbour = a_user("secretary", password=PASSWORD)
    for _ in range(5):
        log_in(petit, "une-autre-phrase-longue")
    log_in(petit)
    assert not is_logged_in(client)
    assert log_in(neighbour).url == reverse("mfa_authenticate")
    client.cookies.clear()
    clock.move_to(NOW + timedelta(minutes=6))
    log_in(petit)
    assert is_logged_in(client)


def test_many_people_when_they_log_in_from_one_address_then_all_get_in(client, office, log_in):
    for _ in range(40):
        log_in(a_user("secretary", office=office, password=PASSWORD, has_second_factor=False))
        assert is_logged_in(client)
        client.post(reverse("account_logout"))


def test_session_when_somebody_logs_in_then_has_another_key(client, petit, log_in):
    """A key that was planted before the login is worth nothing after it (session fixation)."""
    client.get(reverse("account_login"))
    session = client.session
    session["planted"] = True
    session.save()
    client.cookies["sessionid"] = before = session.session_key
    log_in(petit)
    assert client.session.session_key != before
    client.cookies["sessionid"] = before
    assert not is_logged_in(client)


def test_session_when_the_account_is_switched_off_then_is_over(client, petit_with_factor):
    client.force_login(petit_with_factor)
    assert client.get(reverse(DAY)).status_code == 200
    User.objects.filter(id=petit_with_factor.id).update(is_active=False)
    assert client.get(reverse(DAY)).url.startswith(reverse("account_login"))


def test_session_when_the_browser_closes_then_ends(client, petit, log_in):
    log_in(petit)
    assert client.session.get_expire_at_browser_close()
    assert client.session[HALF_OPEN]


def test_stranger_when_at_a_desk_that_is_not_hers_then_not_found(client, petit_with_factor):
    client.force_login(a_stranger())
    for desk in ("network:home", "townhall:home", "doctor:weeks"):
        assert client.get(reverse(desk)).status_code == 404


def test_patient_when_at_a_desk_then_not_found(client, costa):
    client.force_login(costa)
    for desk in (DAY, "network:home", "townhall:home", "doctor:weeks"):
        assert client.get(reverse(desk)).status_code == 404


def test_nobody_when_at_a_desk_then_asked_to_log_in(client, db):
    for desk in (DAY, "network:home", "townhall:home", "doctor:weeks"):
        answer = client.get(reverse(desk))
        assert answer.status_code == 302
        assert answer.url.startswith(reverse("account_login"))


def test_login_when_the_next_address_is_elsewhere_then_not_followed(client, petit, log_in):
    assert log_in(petit, next="https://ailleurs.example/").url == reverse("my_desk")
