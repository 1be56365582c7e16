"""Patients: a one-time code to their e-mail, no password."""

from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from django.urls import reverse

from tests.accounts.conftest import PASSWORD, code_in, is_logged_in

NOW = datetime(2026, 12, 1, 8, tzinfo=UTC)
TYPE_CODE = "account_confirm_login_code"


@pytest.fixture(autouse=True)
def clock():
    with time_machine.travel(NOW, tick=False) as traveller:
        yield traveller


@pytest.fixture
def type_code(client):
    return lambda code: client.post(reverse(TYPE_CODE), {"code": code})


def another(code):
    return f"{(int(code) + 1) % 1_000_000:06}"


def test_patient_when_she_types_the_code_of_her_mail_then_is_in(client, costa, ask_code, type_code):
    answer, messages = ask_code(costa.email)
    assert answer.url == reverse(TYPE_CODE)
    assert client.get(answer.url).status_code == 200
    assert [message.to for message in messages] == [[costa.email]]
    entered = type_code(code_in(messages[0]))
    assert is_logged_in(client)
    assert entered.url == reverse("my_desk")
    assert client.get(entered.url).url == reverse("patient:my_appointments")


def test_message_when_sent_then_says_the_code_and_nothing_of_care(costa, ask_code):
    _, (message,) = ask_code(costa.email)
    assert code_in(message) in message.subject
    for word in ("médecin", "docteur", "consultation", "Costa"):
        assert word not in message.subject + message.body


def test_code_when_wrong_then_not_in_and_may_try_again(client, costa, ask_code, type_code):
    code = code_in(ask_code(costa.email)[1][0])
    answer = type_code(another(code))
    assert answer.status_code == 200
    assert answer.context["verify_form"].errors
    type_code(code)
    assert is_logged_in(client)


def test_code_when_three_times_wrong_then_the_right_one_is_too_late(client, costa, ask_code, type_code):
    code = code_in(ask_code(costa.email)[1][0])
    for _ in range(3):
        type_code(another(code))
    assert type_code(code).status_code == 302
    assert not is_logged_in(client)


def test_code_when_ten_minutes_old_then_expired(client, costa, ask_code, type_code, clock):
    code = code_in(ask_code(costa.email)[1][0])
    clock.move_to(NOW + timedelta(minutes=10, seconds=1))
    assert type_code(code).url == reverse("account_request_login_code")
    assert not is_logged_in(client)


def test_code_when_used_once_then_is_worth_nothing(client, costa, ask_code, type_code):
    code = code_in(ask_code(costa.email)[1][0])
    type_code(code)
    client.post(reverse("account_logout"))
    type_code(code)
    assert not is_logged_in(client)


def test_code_when_typed_in_another_browser_then_is_worth_nothing(client, costa, ask_code):
    code = code_in(ask_code(costa.email)[1][0])
    elsewhere = type(client)()
    elsewhere.post(reverse(TYPE_CODE), {"code": code})
    assert not is_logged_in(elsewhere)


def test_code_when_asked_too_often_then_that_address_waits_and_others_do_not(client, costa, ask_code, clock):
    for _ in range(3):
        assert len(ask_code(costa.email)[1]) == 1
        client.cookies.clear()
    refused, messages = ask_code(costa.email)
    assert refused.context["form"].errors
    assert messages == []
    assert ask_code("autre@example.org")[0].status_code == 302
    client.cookies.clear()
    clock.move_to(NOW + timedelta(minutes=11))
    assert len(ask_code(costa.email)[1]) == 1


def test_code_when_sent_again_then_only_the_new_one_is_right(
    client, costa, ask_code, type_code, django_capture_on_commit_callbacks, mailoutbox
):
    old = code_in(ask_code(costa.email)[1][0])
    with django_capture_on_commit_callbacks(execute=True):
        client.post(reverse(TYPE_CODE), {"action": "resend"})
    new = code_in(mailoutbox[-1])
    if old != new:
        type_code(old)
        assert not is_logged_in(client)
    type_code(new)
    assert is_logged_in(client)


def test_staff_when_at_the_patients_door_then_gets_no_code_and_is_told_by_mail(client, petit, ask_code, type_code):
    answer, (message,) = ask_code(petit.email)
    assert answer.url == reverse(TYPE_CODE)
    assert reverse("account_login") in message.body
    for guess in ("", "000000", "123456"):
        type_code(guess)
    assert not is_logged_in(client)


def test_staff_when_her_session_holds_a_code_all_the_same_then_refused_at_the_door(client, petit, ask_code, type_code):
    """Even a form that forgot to ask would not let her in."""
    ask_code(petit.email)
    session = client.session
    state = session["account_login"]
    state["user_pk"] = str(petit.pk)
    state["state"]["stages"]["login_by_code"]["data"] |= {"code": "123456", "user_id": str(petit.pk)}
    session["account_login"] = state
    session.save()
    assert type_code("123456").url == reverse("account_login")
    assert not is_logged_in(client)


def test_patient_when_somebody_gave_her_a_password_all_the_same_then_it_opens_nothing(client, costa, log_in):
    costa.set_password(PASSWORD)
    costa.save()
    assert log_in(costa).url == reverse("account_login")
    assert not is_logged_in(client)


def test_address_when_unknown_then_the_same_answer_as_for_a_known_one(client, costa, petit, ask_code):
    pages = []
    for email in (costa.email, petit.email, "personne@example.org"):
        answer, _ = ask_code(email)
        page = client.get(answer.url)
        wrong = client.post(answer.url, {"code": "12"})
        pages.append(
            [
                (part.status_code, answer.url, _without_what_varies(part.content.decode(), email))
                for part in (page, wrong)
            ]
        )
        client.cookies.clear()
    assert pages[0] == pages[1] == pages[2]


def _without_what_varies(page, email):
    lines = page.replace(email, "…").splitlines()
    return [line for line in lines if "csrfmiddlewaretoken" not in line]


def test_address_when_unknown_then_no_message_leaves(db, ask_code):
    assert ask_code("personne@example.org")[1] == []


def test_mail_server_when_down_then_the_visitor_sees_no_error(client, costa, ask_code, settings):
    settings.EMAIL_BACKEND = "tests.accounts.mail_that_fails.EmailBackend"
    assert ask_code(costa.email)[0].url == reverse(TYPE_CODE)
