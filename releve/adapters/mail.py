"""E-mail, by the sender that RELEVE_MAIL_URL names (console or SMTP)."""

from collections.abc import Sequence

from django.core.mail import EmailMessage

# File name, content, MIME type.
Attachment = tuple[str, str | bytes, str]


def send_text(*, to: str, subject: str, text: str, attachments: Sequence[Attachment] = ()) -> None:
    """Send one plain message to one address. A trouble of the mail server is raised, so that a job tries again."""
    message = EmailMessage(
        subject=subject,
        body=text,
        to=[to],
        attachments=list(attachments),
        # RFC 3834: holiday answers and the like stay silent.
        headers={"Auto-Submitted": "auto-generated"},
    )
    message.send()
