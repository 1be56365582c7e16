"""How people log in: staff by password and second factor, patients by a one-time code (settings name these classes)."""

import base64
import hashlib
import logging
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.auth_backends import AuthenticationBackend
from allauth.account.forms import RequestLoginCodeForm
from allauth.account.internal.flows.login import get_authentication_records
from allauth.account.internal.stagekit import clear_login
from allauth.core import context as allauth_context
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.totp.internal.auth import generate_totp_secret
from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from django.conf import settings
from django.contrib import messages
from django.core.mail import EmailMessage
from django.db import transaction
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.encoding import force_str

from releve.desks.second_factor import note_login
from releve.shared.people.models import User
from releve.shared.worlds.scope import see_own_rows

logger = logging.getLogger(__name__)
# What each kind of person may enter with. The second factor comes after a password; a passkey counts for both.
WAYS_IN = {User.Kind.STAFF: {"password", "mfa"}, User.Kind.PATIENT: {"code"}}
_POST_OFFICE = ThreadPoolExecutor(max_workers=1, thread_name_prefix="mail")


class Backend(AuthenticationBackend):
    """Shows a request the login of the person who asks, before it is read."""

    def get_user(self, user_id: int) -> User | None:
        see_own_rows(user_id)
        return super().get_user(user_id)


class AccountAdapter(DefaultAccountAdapter):
    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """A booking or an invitation creates a login, never a form."""
        return False

    def pre_login(self, request: HttpRequest, user: User, **hook: Any) -> HttpResponse | None:
        """Refuse a way in that is not this person's, whatever form led here."""
        records = get_authentication_records(request, user)
        if not records or records[-1]["method"] not in WAYS_IN[User.Kind(user.kind)]:
            clear_login(request)
            self.add_message(request, messages.ERROR, message=str(self.error_messages["invalid_login"]))
            return HttpResponseRedirect(reverse("account_login"))
        return super().pre_login(request, user, **hook)

    def login(self, request: HttpRequest, user: User) -> None:
        methods = {record["method"] for record in get_authentication_records(request, user)}
        super().login(request, user)
        note_login(request, with_second_factor="mfa" in methods)

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        """Send after the commit and outside the request: neither time nor trouble tells that an address is known."""
        request = allauth_context.request
        message = self.render_mail(template_prefix, email, {"request": request, "email": email} | context)
        transaction.on_commit(partial(_post, message), robust=True)

    def send_password_reset_mail(self, user: User, email: str, context: dict[str, Any]) -> None:
        """A patient has no password to reset."""
        if user.is_member_of_staff:
            super().send_password_reset_mail(user, email, context)

    def get_reset_password_from_key_url(self, key: str) -> str:
        return password_link(key)

    def get_password_change_redirect_url(self, request: HttpRequest) -> str:
        return reverse("mfa_index")


def password_link(key: str) -> str:
    """Return the address at which a password is chosen. It starts with the product's own address, not the request's."""
    path = reverse("account_reset_password_from_key", kwargs={"uidb36": "UID", "key": "KEY"})
    return settings.PUBLIC_ADDRESS + path.replace("UID-KEY", key)


def _post(message: EmailMessage) -> None:
    if settings.ACCOUNT_MAILS_LEAVE_IN_BACKGROUND:
        _POST_OFFICE.submit(_send, message)
    else:
        _send(message)


def _send(message: EmailMessage) -> None:
    try:
        message.send()
    except OSError:  # the errors of smtplib too
        logger.exception("An account's message did not leave")


class RequestCodeForm(RequestLoginCodeForm):
    """A code for a patient. Any other address gets the same answer, and no code."""

    _user: User | None

    def clean_email(self) -> str:
        email: str = super().clean_email()
        if self._user and self._user.is_member_of_staff:
            adapter = AccountAdapter()
            adapter.send_mail("account/email/staff_has_a_password", email, {"login_url": _address_of("account_login")})
            self._user = None
        return email


def _address_of(name: str) -> str:
    return settings.PUBLIC_ADDRESS + reverse(name)


class MfaAdapter(DefaultMFAAdapter):
    """Second factors of the staff. Their secrets are stored encrypted with the product's secret key."""

    def encrypt(self, text: str) -> str:
        return _cipher().encrypt(text.encode()).decode()

    def decrypt(self, encrypted_text: str) -> str:
        try:
            return _cipher().decrypt(encrypted_text.encode()).decode()
        except InvalidToken:
            # Stored under a secret key that is gone: no code is right any more, and none can be guessed.
            logger.exception("A second factor was stored under another RELEVE_SECRET_KEY")
            return generate_totp_secret()

    def _get_site_name(self) -> str:
        return "Relève"


def _cipher() -> MultiFernet:
    keys = (settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS)
    digests = (hashlib.sha256(f"second factor:{force_str(key)}".encode()).digest() for key in keys)
    return MultiFernet([Fernet(base64.urlsafe_b64encode(digest)) for digest in digests])
