"""The addresses of allauth that Relève uses, and no others: nobody signs up, nobody changes an address.

Whoever has no login yet must reach the first group; the second is the staff's.
"""

from collections.abc import Callable
from functools import wraps
from typing import Any

from allauth.account import views as account
from allauth.mfa.base import views as mfa
from allauth.mfa.recovery_codes import views as recovery_codes
from allauth.mfa.totp import views as totp
from allauth.mfa.webauthn import views as webauthn
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import path, re_path

from releve.desks.second_factor import step_before_security_page

View = Callable[..., HttpResponse]


def staff_only(view: View) -> View:
    """A patient has neither password nor second factor: for her these addresses are not there."""

    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if request.user.is_authenticated and not request.user.is_member_of_staff:
            raise Http404
        return view(request, *args, **kwargs)

    return guarded


def fully_open(view: View) -> View:
    """Whoever has a second factor shows it before she changes what protects the account."""

    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if request.user.is_authenticated and (step := step_before_security_page(request)):
            return redirect(step)
        return view(request, *args, **kwargs)

    return staff_only(guarded)


urlpatterns = [
    path("connexion/", account.login, name="account_login"),
    path("connexion/code/", account.request_login_code, name="account_request_login_code"),
    path("connexion/code/saisir/", account.confirm_login_code, name="account_confirm_login_code"),
    path("connexion/etape/", mfa.authenticate, name="mfa_authenticate"),
    path("connexion/cle/", webauthn.login_webauthn, name="mfa_login_webauthn"),
    path("deconnexion/", account.logout, name="account_logout"),
    path("inactif/", account.account_inactive, name="account_inactive"),
    path("mot-de-passe/oublie/", account.password_reset, name="account_reset_password"),
    path("mot-de-passe/envoye/", account.password_reset_done, name="account_reset_password_done"),
    re_path(
        r"^mot-de-passe/choisir/(?P<uidb36>[0-9A-Za-z]+)-(?P<key>.+)/$",
        account.password_reset_from_key,
        name="account_reset_password_from_key",
    ),
    path("mot-de-passe/choisi/", account.password_reset_from_key_done, name="account_reset_password_from_key_done"),
    path("mot-de-passe/", fully_open(account.password_change), name="account_change_password"),
    path("mot-de-passe/creer/", fully_open(account.password_set), name="account_set_password"),
    path("confirmer/", staff_only(account.reauthenticate), name="account_reauthenticate"),
    path("confirmer/code/", staff_only(mfa.reauthenticate), name="mfa_reauthenticate"),
    path("confirmer/cle/", staff_only(webauthn.reauthenticate_webauthn), name="mfa_reauthenticate_webauthn"),
    path("securite/", fully_open(mfa.index), name="mfa_index"),
    path("securite/application/", fully_open(totp.activate_totp), name="mfa_activate_totp"),
    path("securite/application/retirer/", fully_open(totp.deactivate_totp), name="mfa_deactivate_totp"),
    path("securite/secours/", fully_open(recovery_codes.view_recovery_codes), name="mfa_view_recovery_codes"),
    path(
        "securite/secours/creer/",
        fully_open(recovery_codes.generate_recovery_codes),
        name="mfa_generate_recovery_codes",
    ),
    path(
        "securite/secours/telecharger/",
        fully_open(recovery_codes.download_recovery_codes),
        name="mfa_download_recovery_codes",
    ),
    path("securite/cles/", fully_open(webauthn.list_webauthn), name="mfa_list_webauthn"),
    path("securite/cles/ajouter/", fully_open(webauthn.add_webauthn), name="mfa_add_webauthn"),
    path("securite/cles/<int:pk>/", fully_open(webauthn.edit_webauthn), name="mfa_edit_webauthn"),
    path("securite/cles/<int:pk>/retirer/", fully_open(webauthn.remove_webauthn), name="mfa_remove_webauthn"),
]
