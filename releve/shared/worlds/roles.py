"""The worlds, their database roles, and where each table lives (DATA-03, docs/decisions/0002)."""

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


# Any other app's tables stay in `public`, out of reach of every role: a table that nobody thought of is closed.
PEOPLE_APPS = {"people", "account", "mfa", "sessions"}
CARE_APPS = {"appointments"}
ESTATE_APPS = {"offices", "commitments", "rota", "slots"}
# The shared counters of allauth's rate limits (settings.CACHES): a table without a model.
COUNTERS_TABLE = "people_counters"


@dataclass(frozen=True, slots=True)
class Place:
    """Where a table lives and how its rows are told apart by network."""

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
    return [*found, Place(COUNTERS_TABLE, World.PEOPLE, None)]
