"""The login that an operator means."""

from django.core.management.base import CommandError

from releve.shared.people.models import User


def account_at(email: str) -> User:
    """Return the login of an address, or say that there is none."""
    user = User.objects.filter(email=email.strip().lower()).first()
    if user is None:
        raise CommandError(f"Aucun compte n'a l'adresse « {email} ». Vérifiez l'adresse.")
    return user
