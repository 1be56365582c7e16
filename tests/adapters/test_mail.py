from smtplib import SMTPServerDisconnected

import pytest
from django.core import mail
from django.core.mail import BadHeaderError

from releve.adapters.mail import send_text


def test_mail_when_sent_then_plain_to_one_address_and_marked_automatic(settings):
    settings.DEFAULT_FROM_EMAIL = "Relève <ne-pas-repondre@ville.fr>"
    send_text(to="costa@example.org", subject="Votre rendez-vous", text="Bonjour,\nà demain.")
    (message,) = mail.outbox
    assert message.to == ["costa@example.org"]
    assert message.from_email == "Relève <ne-pas-repondre@ville.fr>"
    assert message.body == "Bonjour,\nà demain."
    assert message.message()["Auto-Submitted"] == "auto-generated"


def test_mail_when_it_has_a_calendar_file_then_attached():
    send_text(
        to="costa@example.org", subject="s", text="t", attachments=[("rendez-vous.ics", "BEGIN", "text/calendar")]
    )
    assert mail.outbox[0].attachments == [("rendez-vous.ics", "BEGIN", "text/calendar")]


@pytest.mark.parametrize(
    "words", [{"subject": "Bonjour\nBcc: x@example.org"}, {"to": "a@example.org\nBcc: x@example.org"}]
)
def test_mail_when_a_header_is_smuggled_in_then_refused(words):
    with pytest.raises((BadHeaderError, ValueError)):
        send_text(**({"to": "costa@example.org", "subject": "s", "text": "t"} | words))


def test_mail_when_the_server_is_down_then_raised_for_the_job_to_try_again(settings):
    settings.EMAIL_BACKEND = "tests.accounts.mail_that_fails.EmailBackend"
    with pytest.raises(SMTPServerDisconnected):
        send_text(to="costa@example.org", subject="s", text="t")


def test_mail_when_the_console_is_the_sender_then_printed(settings, capsys):
    settings.EMAIL_BACKEND = "django.core.mail.backends.console.EmailBackend"
    send_text(to="costa@example.org", subject="Code", text="123 456")
    assert "123 456" in capsys.readouterr().out
