"""Gives a member of the staff her login and her seat. Nobody signs up by herself."""

from allauth.account.forms import default_token_generator
from allauth.account.models import EmailAddress
from allauth.account.utils import user_pk_to_url_str
from django.conf import settings
from django.db import transaction
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from releve.adapters import mail
from releve.config.accounts import password_link
from releve.pipeline.commitments.models import Doctor
from releve.pipeline.offices.models import Membership, Network, Office
from releve.shared.errors import Refused
from releve.shared.people.models import User


@transaction.atomic
def invite(*, email: str, full_name: str, place: Office | Network | Doctor, desk: str) -> User:
    """Create the login if there is none, and give it the seat. Doing it twice changes nothing."""
    user = User.objects.filter(email=email.lower()).first()
    if user is None:
        user = User.objects.create_user(email, kind=User.Kind.STAFF, full_name=full_name)
        # The link that we send proves the address.
        EmailAddress.objects.create(user=user, email=user.email, verified=True, primary=True)
    if not user.is_member_of_staff:
        raise Refused(_("Cette adresse est celle d’un compte de patient : il en faut une autre, professionnelle."))
    if not user.is_active:
        raise Refused(_("Ce compte est fermé. Rouvrez-le d’abord : releve manage close_account ADRESSE --reopen"))
    _give_seat(user, place, desk)
    return user


def _give_seat(user: User, place: Office | Network | Doctor, desk: str) -> None:
    match place:
        case Doctor():
            if place.user_id not in {None, user.id}:
                raise Refused(_("Ce médecin a déjà un compte, à une autre adresse."))
            place.user = user
            place.save(update_fields=["user"])
        case Network():
            Membership.objects.get_or_create(user=user, desk=desk, network=place, office=None)
        case Office():
            Membership.objects.get_or_create(user=user, desk=desk, network=place.network, office=place)


def send_invitation(*, user: User, place: str) -> str:
    """Send the link by which the password is chosen, and return it. It serves once, for three days."""
    link = password_link(f"{user_pk_to_url_str(user)}-{default_token_generator.make_token(user)}")
    login_url = settings.PUBLIC_ADDRESS + reverse("account_login")
    words = {"password_link": link, "login_url": login_url, "place": place}
    mail.send_text(
        to=user.email,
        subject=render_to_string("account/email/invitation_subject.txt").strip(),
        text=render_to_string("account/email/invitation_message.txt", words).strip(),
    )
    return link
