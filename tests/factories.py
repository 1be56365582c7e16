"""Plain functions that store what a test needs, and nothing more.

The people are always the same: Mme Aubry coordinates the network, Mme Petit is the secretary, Dr Benali is the doctor,
M. Costa is a patient; Mme Dumas is a stranger, secretary of another network.
"""

from collections.abc import Iterable
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from itertools import count
from typing import Any

from allauth.mfa.models import Authenticator

from releve.pipeline.appointments.models import Appointment, Patient
from releve.pipeline.commitments.handover import Route, Weeks
from releve.pipeline.commitments.models import Commitment, Doctor, PatternHalfDay
from releve.pipeline.offices.models import Membership, Network, Office, OpeningHalfDay, Room, Town
from releve.pipeline.rota.models import Shift
from releve.pipeline.slots.models import VisitReason
from releve.shared.half_days import HALVES, Half, instant
from releve.shared.names import search_form
from releve.shared.people.models import User

NUMBERS = count(1)
DAYS = {"mon": 0, "tue": 1, "wed": 2, "thu": 3, "fri": 4, "sat": 5, "sun": 6}
MAZINGARBE_DAYS = (0, 1, 2, 4)  # every weekday but Thursday
HOURS = {Half.MORNING: (time(8, 30), time(12, 0)), Half.AFTERNOON: (time(13, 30), time(18, 0))}
EVERY_MORNING_BUT_THURSDAY = "mon-am tue-am wed-am fri-am"
STAFF = {
    "secretary": ("Mme Petit", "petit"),
    "network": ("Mme Aubry", "aubry"),
    "townhall": ("Mme Lemaire", "lemaire"),
    "doctor": ("Dr Benali", "benali"),
    None: ("M. Costa", "costa"),
}


def a_network(name: str = "CPTS Liévin – Pays d’Artois", **fields: Any) -> Network:
    """Store a network; each call gives another one."""
    return Network.objects.create(**{"name": name, "slug": f"reseau-{next(NUMBERS)}"} | fields)


def a_town(insee: str = "62563", name: str = "Mazingarbe", **fields: Any) -> Town:
    """Return the town of this INSEE code, stored once."""
    given = {
        "name": name,
        "search_name": search_form(name),
        "postal_codes": ["62670"],
        "department": "62",
        "population": 8217,
        "latitude": 50.46859,
        "longitude": 2.72496,
    } | fields
    return Town.objects.get_or_create(insee=insee, defaults=given)[0]


def an_office(
    network: Network | None = None,
    *,
    town: Town | None = None,
    n_rooms: int = 4,
    weekdays: Iterable[int] = MAZINGARBE_DAYS,
    valid_from: date | None = None,
    **fields: Any,
) -> Office:
    """Store an office like Mazingarbe's: every weekday but Thursday, 8:30–12:00 and 13:30–18:00, four rooms."""
    town = town or a_town()
    network = network or a_network()
    given = {
        "name": f"Cabinet médical de {town.name}",
        "slug": f"{search_form(town.name).replace(' ', '-')}-{next(NUMBERS)}",
        "address": "place du Docteur-Urbaniak",
        "postal_code": town.postal_codes[0],
        "phone": "+33321000000",
        "latitude": town.latitude,
        "longitude": town.longitude,
        "opened_on": date(2022, 1, 3),
    } | fields
    office = Office.objects.create(network=network, town=town, **given)
    Room.objects.bulk_create(
        Room(network=network, office=office, name=f"Salle {n}", position=n) for n in range(1, n_rooms + 1)
    )
    OpeningHalfDay.objects.bulk_create(
        OpeningHalfDay(
            network=network,
            office=office,
            weekday=weekday,
            half=half,
            opens_at=HOURS[half][0],
            closes_at=HOURS[half][1],
            valid_from=valid_from or office.opened_on,
        )
        for weekday in weekdays
        for half in HALVES
    )
    return office


def a_doctor(
    network: Network | None = None, first_name: str = "Leïla", last_name: str = "Benali", **fields: Any
) -> Doctor:
    """Store a doctor; each call gives another one."""
    network = network or a_network()
    return Doctor.objects.create(network=network, first_name=first_name, last_name=last_name, **fields)


def a_promise(
    office: Office | None = None,
    doctor: Doctor | None = None,
    *,
    pattern: str = EVERY_MORNING_BUT_THURSDAY,
    half_days_per_week: float | None = None,
    **fields: Any,
) -> Commitment:
    """Store a commitment with its weekly pattern, written « mon-am tue-pm/odd fri-am/even »."""
    office = office or an_office()
    doctor = doctor or a_doctor(office.network)
    parts = [_pattern_part(word) for word in pattern.split()]
    n_half_days = half_days_per_week or sum(1 if weeks == Weeks.EVERY else 0.5 for _, _, weeks in parts) or 1
    given = {
        "route": Route.DISTINCT_SITE,
        "starts_on": date(2026, 1, 1),
        "half_days_per_week": Decimal(str(n_half_days)),
    } | fields
    promise = Commitment.objects.create(network=office.network, office=office, doctor=doctor, **given)
    PatternHalfDay.objects.bulk_create(
        PatternHalfDay(network=office.network, commitment=promise, weekday=weekday, half=half, weeks=weeks)
        for weekday, half, weeks in parts
    )
    return promise


def a_shift(
    office: Office | None = None,
    doctor: Doctor | None = None,
    day: date = date(2026, 12, 7),
    half: Half = Half.MORNING,
    *,
    room: Room | None = None,
    starts: time | None = None,
    ends: time | None = None,
    **fields: Any,
) -> Shift:
    """Store a draft shift over the opening hours of a half-day (local times), in the first room that is free."""
    office = office or an_office()
    doctor = doctor or a_doctor(office.network)
    promise = Commitment.objects.filter(office=office, doctor=doctor).first() or a_promise(office, doctor)
    opens_at, closes_at = HOURS[half]
    starts_at = instant(day, starts or opens_at, office.time_zone)
    ends_at = instant(day, ends or closes_at, office.time_zone)
    taken = Shift.objects.filter(office=office, starts_at__lt=ends_at, ends_at__gt=starts_at)
    taken = taken.exclude(status="cancelled")
    room = room or Room.objects.filter(office=office).exclude(id__in=taken.values("room")).first()
    given = {"status": Shift.Status.DRAFT, "changed_at": starts_at} | fields
    return Shift.objects.create(
        network=office.network,
        office=office,
        doctor=doctor,
        commitment=promise,
        room=room,
        day=day,
        half=half,
        starts_at=starts_at,
        ends_at=ends_at,
        **given,
    )


def a_published_shift(
    office: Office | None = None,
    doctor: Doctor | None = None,
    day: date = date(2026, 12, 7),
    half: Half = Half.MORNING,
    **fields: Any,
) -> Shift:
    """Store a shift that patients can book."""
    return a_shift(office, doctor, day, half, status=Shift.Status.PUBLISHED, **fields)


def a_reason(
    network: Network | None = None, name: str = "Consultation", minutes: int = 15, **fields: Any
) -> VisitReason:
    """Store a reason for a visit."""
    return VisitReason.objects.create(network=network or a_network(), name=name, minutes=minutes, **fields)


def a_patient(
    network: Network | None = None, first_name: str = "Manuel", last_name: str = "Costa", **fields: Any
) -> Patient:
    """Store a patient; ask for another name or birth date to have a second one in a network."""
    given = {
        "birth_date": date(1958, 4, 12),
        "email": f"patient{next(NUMBERS)}@example.org",
        "phone": "+33600000001",
        "search_name": search_form(f"{last_name} {first_name}"),
        "created_at": datetime.fromisoformat("2026-11-01T09:00:00+00:00"),
    } | fields
    return Patient.objects.create(network=network or a_network(), first_name=first_name, last_name=last_name, **given)


def a_visit(
    shift: Shift, at: time, *, minutes: int = 15, status: str = "booked", patient: Patient | None = None, **fields: Any
) -> Appointment:
    """Store an appointment of a shift at a local time; each call without a patient is of another one."""
    rank = next(NUMBERS)
    starts_at = instant(shift.day, at, shift.office.time_zone)
    given = {"created_at": starts_at, "changed_at": starts_at} | fields
    reason = VisitReason.objects.filter(network=shift.network).first() or a_reason(shift.network)
    return Appointment.objects.create(
        network=shift.network,
        office=shift.office,
        shift=shift,
        doctor=shift.doctor,
        reason=given.pop("reason", reason),
        patient=patient or a_patient(shift.network, first_name=f"Manuel {rank}"),
        starts_at=starts_at,
        ends_at=starts_at + timedelta(minutes=minutes),
        status=status,
        **given,
    )


def a_user(
    desk: str | None = None,
    *,
    network: Network | None = None,
    office: Office | None = None,
    doctor: Doctor | None = None,
    has_second_factor: bool = True,
    **fields: Any,
) -> User:
    """Store a login that sits at `desk` ("secretary", "network", "townhall", "doctor"), or a patient's (None)."""
    full_name, address = STAFF[desk]
    kind = User.Kind.STAFF if desk else User.Kind.PATIENT
    given = {"email": f"{address}{next(NUMBERS)}@example.org", "full_name": full_name, "kind": kind} | fields
    user = User.objects.create_user(given.pop("email"), **given)
    if desk is None:
        return user
    if has_second_factor:
        Authenticator.objects.create(user=user, type=Authenticator.Type.TOTP, data={"secret": "for-tests-only"})
    if desk == "doctor":
        doctor = doctor or a_doctor(network or (office.network if office else None))
        doctor.user = user
        doctor.save(update_fields=["user"])
        return user
    if desk != "network":
        office = office or an_office(network)
    network = network or (office.network if office else a_network())
    Membership.objects.create(user=user, desk=desk, network=network, office=None if desk == "network" else office)
    return user


def a_stranger() -> User:
    """Store Mme Dumas, a secretary of another network."""
    return a_user("secretary", network=a_network("CPTS d’ailleurs"), full_name="Mme Dumas")


def _pattern_part(word: str) -> tuple[int, Half, Weeks]:
    place, _, weeks = word.partition("/")
    day, half = place.split("-")
    return DAYS[day], Half(half), Weeks(weeks or "every")
