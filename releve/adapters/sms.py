"""Text messages. RELEVE_SMS names the sender: `console:` prints them, `https://…` posts them to a gateway.

The gateway gets `POST <RELEVE_SMS>`, `Authorization: Bearer <RELEVE_SMS_TOKEN>`, `Content-Type: application/json`:

    {"to": "+33612345678", "text": "Relève : votre code est 123 456."}

Any 2xx means accepted. Everything else, and an answer that takes longer than ten seconds, raises `SmsNotSent`: the job
tries again later. Most providers need a few lines between this and their own format.
"""

import json
import sys
from http.client import HTTPException
from typing import Any
from urllib.error import HTTPError
from urllib.parse import urlsplit
from urllib.request import HTTPRedirectHandler, Request, build_opener

import phonenumbers
from django.conf import settings

TIMEOUT_S = 10
THIS_MACHINE = {"localhost", "127.0.0.1", "::1"}


class SmsNotSent(Exception):
    """The message did not leave. Says why, and neither the number nor the text: it ends up in logs."""


class _NoRedirect(HTTPRedirectHandler):
    """A redirection would carry the token and a patient's number to an address that nobody has chosen."""

    def redirect_request(self, *args: Any, **kwargs: Any) -> None:
        return None


def send(*, to: str, text: str) -> None:
    """Send one text message to a number in international form (E.164)."""
    number = _checked(to)
    address = settings.SMS_GATEWAY
    if address in {"", "console:"}:
        sys.stdout.write(f"SMS → {number} : {text}\n")
        sys.stdout.flush()
        return
    parts = urlsplit(address)
    if parts.scheme != "https" and not (parts.scheme == "http" and parts.hostname in THIS_MACHINE):
        raise SmsNotSent("RELEVE_SMS must be console: or https://…")
    _post(address, {"to": number, "text": text})


def _checked(number: str) -> str:
    try:
        parsed = phonenumbers.parse(number, None)
    except phonenumbers.NumberParseException:
        parsed = None
    if parsed is None or not phonenumbers.is_possible_number(parsed):
        raise SmsNotSent("the number is not in international form (E.164)")
    return phonenumbers.format_number(parsed, phonenumbers.PhoneNumberFormat.E164)


def _post(address: str, message: dict[str, str]) -> None:
    headers = {"Authorization": f"Bearer {settings.SMS_GATEWAY_TOKEN}", "Content-Type": "application/json"}
    request = Request(address, json.dumps(message).encode(), headers, method="POST")  # noqa: S310 — checked by send()
    try:
        with build_opener(_NoRedirect).open(request, timeout=TIMEOUT_S):
            return
    except HTTPError as error:
        error.close()
        raise SmsNotSent(f"the SMS gateway answered {error.code}") from None
    except (OSError, HTTPException) as error:
        raise SmsNotSent(f"the SMS gateway cannot be reached ({type(error).__name__})") from None
