"""The office itself: opening it, describing it, turning its knobs, closing it."""

from collections.abc import Iterable
from dataclasses import asdict, dataclass
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from itertools import count
from zoneinfo import available_timezones

from django.db import IntegrityError, transaction
from django.utils.text import slugify
from django.utils.translation import gettext as _

from releve.pipeline.offices.actions.laws import LAWS
from releve.pipeline.offices.errors import OfficeRefused
from releve.pipeline.offices.models import Office, OpeningHalfDay, Room, Town
from releve.pipeline.offices.rules import LONGEST_WINDOW_DAYS, REGIONS
from releve.shared.broken_law import broken_law
from releve.shared.half_days import Half, local_day
from releve.shared.lawful_writes import check_fields, lawful_write
from releve.shared.people.models import User

MOST_ROOMS = 50
# Those of most offices (domain.md §0); each half-day has its own afterwards.
USUAL_HOURS = {Half.MORNING: (time(8, 30), time(12, 0)), Half.AFTERNOON: (time(13, 30), time(18, 0))}
N_SLUGS_TRIED = 100


@dataclass(frozen=True, slots=True)
class OfficeFacts:
    """Where an office is and what it is called. Without a position of its own it stands in the middle of its town."""

    name: str
    town: Town
    address: str
    postal_code: str
    phone: str = ""
    time_zone: str = "Europe/Paris"
    holiday_region: str = ""
    access: str = ""
    latitude: float | None = None
    longitude: float | None = None


@dataclass(frozen=True, slots=True)
class OfficeKnobs:
    """What varies from town to town."""

    kept_share: Decimal
    released_day_before_share: Decimal
    released_day_before_at: time
    released_same_day_at: time
    hold_min: int
    n_open_appointments_max: int


def open_office(
    *,
    network_id: int,
    facts: OfficeFacts,
    opened_on: date,
    n_rooms: int,
    by: User | None,
    now: datetime,
    week: Iterable[tuple[int, Half]] = (),
) -> Office:
    """Open an office with its rooms, « Salle 1 » and on, and the half-days of `week` at the usual hours."""
    if not 1 <= n_rooms <= MOST_ROOMS:
        raise OfficeRefused(_("Salles : indiquez-en entre 1 et %(n)d.") % {"n": MOST_ROOMS})
    office = Office(network_id=network_id, opened_on=opened_on)
    _describe(office, facts)
    if opened_on > local_day(now, office.time_zone) + timedelta(days=LONGEST_WINDOW_DAYS):
        raise OfficeRefused(_("Ouvert à partir du : dans plus de trois ans. Vérifiez l’année."))
    with lawful_write(OfficeRefused, LAWS):
        _store_under_free_slug(office)
        Room.objects.bulk_create(
            Room(network_id=network_id, office=office, name=_("Salle %(n)d") % {"n": n}, position=n)
            for n in range(1, n_rooms + 1)
        )
        OpeningHalfDay.objects.bulk_create(
            OpeningHalfDay(
                network_id=network_id,
                office=office,
                weekday=weekday,
                half=half,
                opens_at=USUAL_HOURS[half][0],
                closes_at=USUAL_HOURS[half][1],
                valid_from=opened_on,
            )
            for weekday, half in week
        )
    return office


def change_office(*, office_id: int, facts: OfficeFacts, by: User, now: datetime) -> Office:
    """Describe the office anew. Its address on the web stays."""
    office = Office.objects.get(pk=office_id)
    _describe(office, facts)
    with lawful_write(OfficeRefused, LAWS):
        office.save()
    return office


def change_knobs(*, office_id: int, knobs: OfficeKnobs, by: User, now: datetime) -> Office:
    """Turn the knobs of an office. Appointments already taken stay as they are."""
    office = Office.objects.get(pk=office_id)
    for name, value in asdict(knobs).items():
        setattr(office, name, value)
    check_fields(office, OfficeRefused)
    with lawful_write(OfficeRefused, LAWS):
        office.save(update_fields=list(asdict(knobs)))
    return office


def close_office(*, office_id: int, closed_on: date | None, by: User, now: datetime) -> Office:
    """Close the office for good from a day on; None opens it again. Raises ShiftsMustEnd when shifts stand after it."""
    office = Office.objects.get(pk=office_id)
    office.closed_on = closed_on
    with lawful_write(OfficeRefused, LAWS):
        office.save(update_fields=["closed_on"])
    return office


def _describe(office: Office, facts: OfficeFacts) -> None:
    if facts.time_zone not in available_timezones():
        raise OfficeRefused(_("Fuseau horaire : il n’est pas connu. Écrivez par exemple Indian/Reunion."))
    if facts.holiday_region not in REGIONS:
        raise OfficeRefused(_("Région des jours fériés : elle n’est pas connue. Laissez vide pour la métropole."))
    office.name, office.town, office.address = facts.name.strip(), facts.town, facts.address.strip()
    office.postal_code, office.phone, office.access = facts.postal_code, facts.phone, facts.access.strip()
    office.time_zone, office.holiday_region = facts.time_zone, facts.holiday_region
    office.latitude = facts.town.latitude if facts.latitude is None else facts.latitude
    office.longitude = facts.town.longitude if facts.longitude is None else facts.longitude
    if not office.slug:
        office.slug = slugify(f"{facts.town.name}")[:40] or "cabinet"
    check_fields(office, OfficeRefused)


def _store_under_free_slug(office: Office) -> None:
    # Another network's offices are out of sight: only the constraint knows which addresses are taken.
    wanted = office.slug
    for n in count(2):
        try:
            with transaction.atomic():
                office.save()
        except IntegrityError as error:
            law = broken_law(error)
            if law is None or law.name != "offices_office_slug_key" or n > N_SLUGS_TRIED:
                raise
            office.slug = f"{wanted}-{n}"
        else:
            return
