"""The worlds, their database roles, and which tables each role may touch (DATA-03, docs/decisions/0002)."""

from dataclasses import dataclass
from enum import StrEnum

from django.apps import apps
from django.db.models import Model


class World(StrEnum):
    """The PostgreSQL schema in which a table lives."""

    ESTATE = "estate"  # walls, promises, shifts: town hall, network, doctors for themselves
    CARE = "care"  # patients and appointments: secretaries, doctors, patients
    PEOPLE = "people"  # logins and sessions: every request


class Role(StrEnum):
    """The PostgreSQL role under which a request runs."""

    ESTATE = "releve_estate"  # no right at all on `care`
    CARE = "releve_care"  # one network's patients and appointments
    PUBLIC = "releve_public"  # open search: offices and times of every network, no name


# Third-party apps keep their tables with the logins; the others stay in `public`, out of reach of every role.
PEOPLE_APPS = {"people", "account", "mfa", "sessions", "auth", "contenttypes"}
CARE_APPS = {"appointments"}
ESTATE_APPS = {"offices", "commitments", "rota", "slots"}

# What the open search may read of an appointment: that a time is taken, never by whom.
PUBLIC_APPOINTMENT_COLUMNS = ("id", "network_id", "shift_id", "doctor_id", "starts_at", "ends_at", "status", "held_until")
# What the open search may read of the estate. Of a doctor: what stands on her plate (ORD-20).
PUBLIC_ESTATE_TABLES = {
    "offices_network": None,
    "offices_town": None,
    "offices_office": None,
    "offices_room": None,
    "offices_openinghalfday": None,
    "offices_closure": None,
    "offices_receptionabsence": None,
    "commitments_doctor": ("id", "network_id", "first_name", "last_name"),
    "commitments_commitment": None,
    "rota_shift": None,
    "slots_visitreason": None,
}
# A person sees her own seats before the network she works for is known.
OWN_ROWS = {"offices_membership": "user_id", "commitments_doctor": "user_id", "appointments_patient": "user_id"}


@dataclass(frozen=True, slots=True)
class Place:
    """Where a model's table lives and how its rows are told apart by network."""

    table: str
    world: World
    network_column: str | None  # None: a reference table that every network shares


def world_of(app_label: str) -> World | None:
    """Return the world of an app, or None for a table that no request may touch."""
    if app_label in PEOPLE_APPS:
        return World.PEOPLE
    if app_label in CARE_APPS:
        return World.CARE
    if app_label in ESTATE_APPS:
        return World.ESTATE
    return None


def network_column(model: type[Model]) -> str | None:
    """Return the column that tells a row's network, if the model has one."""
    if model._meta.label_lower == "offices.network":
        return "id"
    names = {field.name: field for field in model._meta.local_concrete_fields}
    return names["network"].column if "network" in names else None


def places() -> list[Place]:
    """Return every table that has a world, in the order of the apps."""
    found = []
    for model in apps.get_models(include_auto_created=True):
        world = world_of(model._meta.app_label)
        if world and model._meta.managed and not model._meta.proxy:
            found.append(Place(model._meta.db_table, world, network_column(model)))
    return found
