"""The network and its two offices, with the facts of domain.md §0. People and telephone numbers are invented."""

from dataclasses import asdict, dataclass
from datetime import date, time, timedelta
from pathlib import Path

from releve.config.demonstration import logins
from releve.pipeline.offices.models import (
    Closure,
    Membership,
    Network,
    Office,
    OpeningHalfDay,
    ReceptionAbsence,
    Room,
    Town,
)
from releve.pipeline.slots.actions import FIRST_REASONS
from releve.pipeline.slots.models import VisitReason
from releve.shared.half_days import Half
from releve.shared.people.models import User

NETWORK_SLUG = "lievin-pays-d-artois"
TOWNS_FILE = Path(__file__).resolve().parents[2] / "data" / "towns.csv"
Hours = dict[Half, tuple[time, time]]


@dataclass(frozen=True, slots=True)
class OfficePlan:
    """What is told of an office, before it is stored."""

    slug: str
    insee: str
    name: str
    address: str
    phone: str
    access: str
    opened_on: date
    weekdays: tuple[int, ...]
    hours: Hours
    n_rooms: int
    without_reception: tuple[int, Half] | None


MAZINGARBE = OfficePlan(
    slug="mazingarbe",
    insee="62563",
    name="Cabinet médical éphémère de Mazingarbe",
    address="place du Docteur-Urbaniak",
    # Numbers that the ARCEP keeps for fiction (decision 2018-0881): 03 53 01 and 06 39 98.
    phone="+33353010062",
    access=(
        "Au rez-de-chaussée de la Maison de la solidarité, de plain-pied. "
        "Place de stationnement réservée devant l’entrée. Toilettes accessibles en fauteuil roulant."
    ),
    opened_on=date(2022, 1, 3),
    weekdays=(0, 1, 2, 4),
    hours={Half.MORNING: (time(8, 30), time(12, 0)), Half.AFTERNOON: (time(13, 30), time(18, 0))},
    n_rooms=4,
    without_reception=(4, Half.AFTERNOON),
)
BULLY = OfficePlan(
    slug="bully-les-mines",
    insee="62186",
    name="Cabinet médical éphémère de Bully-les-Mines",
    address="rue du Centre",
    phone="+33353010186",
    access="Au centre-ville, entrée de plain-pied. Sonnez si la porte est fermée.",
    opened_on=date(2023, 12, 4),
    weekdays=(0, 1, 2, 3, 4),
    hours={Half.MORNING: (time(9, 0), time(12, 0)), Half.AFTERNOON: (time(14, 0), time(17, 30))},
    n_rooms=3,
    without_reception=None,
)


@dataclass(frozen=True, slots=True)
class Reasons:
    """The reasons for a visit, told apart because ages and seasons choose among them."""

    usual: VisitReason
    first: VisitReason
    long_term: VisitReason
    child: VisitReason
    certificate: VisitReason
    unscheduled: VisitReason
    over_80: VisitReason


def add_network() -> Network:
    return Network.objects.create(
        name="CPTS Liévin – Pays d’Artois",
        slug=NETWORK_SLUG,
        email="contact@releve.example",
        phone="+33353010010",
    )


def add_reasons(network: Network) -> Reasons:
    """Store the reasons that every network starts with."""
    return Reasons(
        **{
            key: VisitReason.objects.create(network=network, position=position, **asdict(terms))
            for position, (key, terms) in enumerate(FIRST_REASONS.items(), start=1)
        }
    )


def add_office(network: Network, plan: OfficePlan, today: date) -> Office:
    """Store an office with its rooms, opening half-days and closures, from its first day to the end of next year."""
    town = Town.objects.get(insee=plan.insee)
    office = Office.objects.create(
        network=network,
        name=plan.name,
        slug=plan.slug,
        town=town,
        address=plan.address,
        postal_code=town.postal_codes[0],
        phone=plan.phone,
        latitude=town.latitude,
        longitude=town.longitude,
        access=plan.access,
        opened_on=plan.opened_on,
    )
    _add_rooms_and_week(office, plan)
    Closure.objects.bulk_create(
        Closure(network=network, office=office, first_on=first, last_on=last, label=label)
        for year in range(plan.opened_on.year, today.year + 2)
        for first, last, label in closed_days(year)
    )
    office.refresh_from_db()  # the knobs' defaults as times and numbers
    return office


def _add_rooms_and_week(office: Office, plan: OfficePlan) -> None:
    network = office.network
    Room.objects.bulk_create(
        Room(network=network, office=office, name=f"Salle {n}", position=n) for n in range(1, plan.n_rooms + 1)
    )
    OpeningHalfDay.objects.bulk_create(
        OpeningHalfDay(
            network=network,
            office=office,
            weekday=weekday,
            half=half,
            opens_at=opens_at,
            closes_at=closes_at,
            has_reception=(weekday, half) != plan.without_reception,
            valid_from=plan.opened_on,
        )
        for weekday in plan.weekdays
        for half, (opens_at, closes_at) in plan.hours.items()
    )


def closed_days(year: int) -> list[tuple[date, date, str]]:
    """Return the closed days of a year: the week of 15 August, and those between Christmas and New Year's Day."""
    mid_august = date(year, 8, 15)
    monday = mid_august - timedelta(days=mid_august.weekday())
    return [
        (monday, monday + timedelta(days=5), "Fermeture d’été"),
        (date(year, 12, 24), date(year, 12, 31), "Fêtes de fin d’année"),
    ]


def add_reception_absence(office: Office, monday: date) -> None:
    """Note one half-day of a week on which the only secretary is away (COL-12)."""
    ReceptionAbsence.objects.create(
        network=office.network, office=office, day=monday + timedelta(days=3), half=Half.AFTERNOON
    )


def add_seats(network: Network, mazingarbe: Office, bully: Office, staff: dict[str, User]) -> None:
    """Seat everybody at a desk. Doctors sit at theirs by `Doctor.user`."""
    seats = {
        logins.COORDINATOR.email: (Membership.Desk.COORDINATOR, None),
        logins.MAZINGARBE_SECRETARY.email: (Membership.Desk.SECRETARY, mazingarbe),
        logins.SECOND_SECRETARY_EMAIL: (Membership.Desk.SECRETARY, mazingarbe),
        logins.BULLY_SECRETARY.email: (Membership.Desk.SECRETARY, bully),
        logins.MAZINGARBE_TOWN_HALL.email: (Membership.Desk.TOWN_HALL, mazingarbe),
        logins.BULLY_TOWN_HALL.email: (Membership.Desk.TOWN_HALL, bully),
    }
    Membership.objects.bulk_create(
        Membership(network=network, user=staff[email], desk=desk, office=office)
        for email, (desk, office) in seats.items()
    )
