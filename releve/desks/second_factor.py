"""Whether this very session has shown a second factor: a password alone opens no desk.

A thief of a password may be logged in before its owner chooses a second factor: his session stays half open for ever.
"""

from urllib.parse import urlencode

from allauth.account.signals import authentication_step_completed
from allauth.core import context as allauth_context
from allauth.mfa.models import Authenticator
from allauth.mfa.utils import is_mfa_enabled
from django.conf import settings
from django.contrib.auth.base_user import AbstractBaseUser
from django.db.models.signals import post_save
from django.dispatch import receiver
from django.http import HttpRequest
from django.urls import reverse

HALF_OPEN = "is_half_open"


def note_login(request: HttpRequest, *, with_second_factor: bool) -> None:
    """Remember in a new session how far it is open."""
    if with_second_factor:
        request.session.pop(HALF_OPEN, None)
    else:
        request.session[HALF_OPEN] = True


def step_before_desk(request: HttpRequest) -> str | None:
    """Return the address where a member of the staff must pass first: choose a second factor, or show it."""
    if not settings.IS_SECOND_FACTOR_REQUIRED:
        return None
    if not is_mfa_enabled(request.user, [Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN]):
        return reverse("mfa_index")
    return step_before_security_page(request)


def step_before_security_page(request: HttpRequest) -> str | None:
    """Return where a half open session of someone who has a second factor must show it."""
    if not request.session.get(HALF_OPEN) or not is_mfa_enabled(request.user):
        return None
    has_code = is_mfa_enabled(request.user, [Authenticator.Type.TOTP])
    page = reverse("mfa_reauthenticate" if has_code else "mfa_reauthenticate_webauthn")
    return f"{page}?{urlencode({'next': request.get_full_path()})}"


@receiver(authentication_step_completed)
def second_factor_was_shown(
    sender: type, request: HttpRequest, method: str, user: AbstractBaseUser, **extra: object
) -> None:
    if method == "mfa":
        request.session.pop(HALF_OPEN, None)


@receiver(post_save, sender=Authenticator)
def second_factor_was_chosen(sender: type, instance: Authenticator, created: bool, **extra: object) -> None:
    request = allauth_context.request
    is_factor = instance.type != Authenticator.Type.RECOVERY_CODES
    if created and is_factor and request is not None and request.user == instance.user:
        request.session.pop(HALF_OPEN, None)
