"""What the person who runs the machines does to a login. Nobody does this from a page."""

from datetime import datetime

from allauth.mfa.models import Authenticator
from django.contrib.auth import SESSION_KEY
from django.contrib.sessions.models import Session
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from releve.shared.errors import Refused
from releve.shared.people.models import User
from releve.shared.people.sessions import SessionStore


@transaction.atomic
def close_account(*, user: User, by: User | None, now: datetime) -> int:
    """Let this login in no more, and end its sessions: how many those were. Its seats and its deeds stay written."""
    user.is_active = False
    user.save(update_fields=["is_active"])
    return _end_sessions(user, now)


@transaction.atomic
def reopen_account(*, user: User, by: User | None, now: datetime) -> None:
    """Let a closed login in again, with the password and the second factor it had."""
    user.is_active = True
    user.save(update_fields=["is_active"])


@transaction.atomic
def reset_second_factor(*, user: User, by: User | None, now: datetime) -> int:
    """Forget the second factors of a member of staff, recovery codes included: how many those were.

    Her sessions end too: a lost telephone may be logged in. The next login leads to the choice of a new factor.
    """
    if not user.is_member_of_staff:
        raise Refused(_("C’est un compte de patient : il entre par un code et n’a pas de deuxième preuve."))
    n_removed, _by_model = Authenticator.objects.filter(user=user).delete()
    _end_sessions(user, now)
    return n_removed


def _end_sessions(user: User, now: datetime) -> int:
    """End the sessions of a login, on every machine. A session tells whose it is only once it is decoded."""
    store = SessionStore()
    theirs = [
        row.session_key
        for row in Session.objects.filter(expire_date__gt=now).iterator()
        if store.decode(row.session_data).get(SESSION_KEY) == str(user.pk)
    ]
    Session.objects.filter(session_key__in=theirs).delete()
    return len(theirs)
