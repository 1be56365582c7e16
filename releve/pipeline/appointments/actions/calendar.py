"""A doctor's calendar at a secret address."""

import secrets
from datetime import datetime
from hashlib import sha256

from releve.pipeline.appointments.models import CalendarFeed
from releve.pipeline.commitments.models import Doctor


def secret_hash(secret: str) -> str:
    """Return the fingerprint under which a secret address is stored."""
    return sha256(secret.encode()).hexdigest()


def renew_calendar_address(*, doctor: Doctor, shows_names: bool, now: datetime) -> str:
    """Give a doctor's calendar a new secret address and return it; the one before stops working at once."""
    secret = secrets.token_urlsafe(32)
    CalendarFeed.objects.update_or_create(
        doctor=doctor,
        defaults={
            "network_id": doctor.network_id,
            "secret_hash": secret_hash(secret),
            "shows_names": shows_names,
            "renewed_at": now,
        },
    )
    return secret


def show_names_in_calendar(*, doctor: Doctor, shows_names: bool) -> None:
    """Turn patients' names in the calendar on or off; the address stays."""
    CalendarFeed.objects.filter(doctor=doctor).update(shows_names=shows_names)
