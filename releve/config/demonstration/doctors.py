"""Invented doctors who take turns. A post is handed on from its first doctor to today's: turnover is plain to see."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import pairwise
from math import ceil
from random import Random

from stdnum import luhn

from releve.config.demonstration.logins import BULLY_DOCTOR, MAZINGARBE_DOCTOR
from releve.config.demonstration.names import a_first_name, a_surname
from releve.config.demonstration.territory import BULLY, MAZINGARBE
from releve.pipeline.commitments.handover import Route, Weeks
from releve.pipeline.commitments.models import Absence, Commitment, Doctor, PatternHalfDay
from releve.pipeline.commitments.rules import add_months
from releve.pipeline.offices.models import Network, Office
from releve.shared.half_days import Half, monday_of
from releve.shared.people.models import User

# Real RPPS numbers of doctors begin with 10 0 or 10 1 today; these have the right key and are nobody's.
RPPS_PREFIX = "109999"
TERM_MONTHS_MAX = 24
# Bully's text tells one year at least and six months' notice, and no maximum (domain.md §0).
BULLY_TERM_MONTHS_MAX = 48
FORMER_TERM_MONTHS_MAX = 22
WEEKDAYS = {"mon": 0, "tue": 1, "wed": 2, "thu": 3, "fri": 4}


@dataclass(frozen=True, slots=True)
class Post:
    """A place in an office's rota: its pattern, today's doctor and since when, and those before her."""

    office_slug: str
    pattern: str  # « mon-am fri-pm/even »
    route: Route
    names: tuple[str, ...]  # « First Last », today's doctor first, then her predecessor, and so on
    sex: str
    first_months_ago: int = 0  # today's doctor came this many months ago,
    since: date | None = None  # or on this day, as long as her term allows
    term_months_max: int = TERM_MONTHS_MAX
    opened_on: date = MAZINGARBE.opened_on
    email: str = ""
    is_ending: bool = False  # the last day is agreed, and the office knows it


POSTS = (
    Post(
        MAZINGARBE.slug,
        "mon-am mon-pm tue-am tue-pm fri-am fri-pm/even",
        Route.DISTINCT_SITE,
        ("Leïla Benali", "Élodie Vancoppenolle", "Joaquim Teixeira"),
        "f",
        first_months_ago=19,
        email=MAZINGARBE_DOCTOR.email,
        is_ending=True,
    ),
    Post(
        MAZINGARBE.slug,
        "mon-am wed-am wed-pm fri-am fri-pm",
        Route.PRINCIPAL_PRACTICE,
        ("Hanna Szymkowiak", "Thibault Delacroix", "Agathe Quiévreux", "Paul Lhomme"),
        "f",
        first_months_ago=13,
    ),
    Post(
        MAZINGARBE.slug,
        "mon-pm tue-am tue-pm wed-am fri-pm/odd",
        Route.LIBERAL_COLLABORATOR,
        ("Clémence Obrecht", "Karim Aït-Saïd", "Marion Wallart", "Tom Van Eecke"),
        "f",
        first_months_ago=7,
    ),
    Post(
        BULLY.slug,
        "mon-am mon-pm tue-am tue-pm",
        Route.DISTINCT_SITE,
        ("Lucie Harmant", "Rémi Castelain"),
        "f",
        since=BULLY.opened_on,
        term_months_max=BULLY_TERM_MONTHS_MAX,
        opened_on=BULLY.opened_on,
        email=BULLY_DOCTOR.email,
    ),
    Post(
        BULLY.slug,
        "wed-am wed-pm thu-am thu-pm",
        Route.PRINCIPAL_PRACTICE,
        ("Samuel Ndiaye", "Anne-Laure Thorel"),
        "m",
        since=BULLY.opened_on,
        term_months_max=BULLY_TERM_MONTHS_MAX,
        opened_on=BULLY.opened_on,
    ),
    Post(
        BULLY.slug,
        "mon-pm/odd fri-am fri-pm",
        Route.DISTINCT_SITE,
        ("Nadia Chérifi", "Vincent Dewulf"),
        "f",
        since=date(2024, 11, 4),
        term_months_max=BULLY_TERM_MONTHS_MAX,
        opened_on=date(2024, 11, 4),
    ),
    Post(
        BULLY.slug,
        "tue-am thu-am/even fri-am/odd",
        Route.LIBERAL_COLLABORATOR,
        ("Benoît Stachowiak", "Maud Lheureux"),
        "m",
        since=date(2024, 11, 4),
        term_months_max=BULLY_TERM_MONTHS_MAX,
        opened_on=date(2024, 11, 4),
    ),
)


def terms_of(post: Post, today: date) -> list[tuple[date, date | None]]:
    """Return first and agreed last days of a post's commitments, today's first; one follows the other without a gap."""
    start = _start_of_present(post, today)
    end = add_months(start, post.term_months_max) - timedelta(days=1)
    first_month = post.opened_on.replace(day=1)
    n_months = (start.year - first_month.year) * 12 + start.month - first_month.month
    n_before = ceil(n_months / FORMER_TERM_MONTHS_MAX)
    starts = [add_months(first_month, round(n * n_months / n_before)) for n in range(n_before)] + [start]
    starts[0] = post.opened_on
    before = [(mine, following - timedelta(days=1)) for mine, following in pairwise(starts)]
    return [(start, end if post.is_ending else None), *reversed(before)]


def _start_of_present(post: Post, today: date) -> date:
    month = (today + timedelta(days=15)).replace(day=1)
    if post.since is None:
        return add_months(month, -post.first_months_ago)
    is_over_soon = today > add_months(post.since, post.term_months_max - 6)
    return add_months(month, -post.term_months_max // 2) if is_over_soon else post.since


def add_doctors(
    chance: Random, network: Network, offices: dict[str, Office], staff: dict[str, User], today: date
) -> list[tuple[int, Commitment]]:
    """Store every doctor who ever held a post, with her commitment and her week; each with the number of her post."""
    commitments: list[tuple[int, Commitment]] = []
    for n_post, post in enumerate(POSTS):
        names = list(post.names)
        for starts_on, ends_on in terms_of(post, today):
            is_present = ends_on is None or ends_on >= today
            name = names.pop(0) if names else _another_name(chance, starts_on)
            first_name, _, last_name = name.partition(" ")
            email = post.email if is_present else ""
            doctor = Doctor.objects.create(
                network=network,
                user=staff.get(email),
                first_name=first_name,
                last_name=last_name,
                rpps=an_rpps(1001 + len(commitments)),
                email=email,
            )
            commitment = _add_commitment(doctor, offices[post.office_slug], post, starts_on, ends_on)
            commitments.append((n_post, commitment))
    return commitments


def _add_commitment(doctor: Doctor, office: Office, post: Post, starts_on: date, ends_on: date | None) -> Commitment:
    parts = [_pattern_part(word) for word in post.pattern.split()]
    commitment = Commitment.objects.create(
        network=office.network,
        doctor=doctor,
        office=office,
        route=post.route,
        starts_on=starts_on,
        ends_on=ends_on,
        half_days_per_week=sum(1.0 if weeks is Weeks.EVERY else 0.5 for _, _, weeks in parts),
        minimum_term_months=12,
        maximum_term_months=post.term_months_max,
        notice_months=6,
    )
    PatternHalfDay.objects.bulk_create(
        PatternHalfDay(network=office.network, commitment=commitment, weekday=weekday, half=half, weeks=weeks)
        for weekday, half, weeks in parts
    )
    return commitment


def _pattern_part(word: str) -> tuple[int, Half, Weeks]:
    place, _, weeks = word.partition("/")
    day, half = place.split("-")
    return WEEKDAYS[day], Half(half), Weeks(weeks or "every")


def an_rpps(number: int) -> str:
    """Return a number with the right key that is nobody's."""
    digits = f"{RPPS_PREFIX}{number}"
    return digits + str(luhn.calc_check_digit(digits))


def _another_name(chance: Random, starts_on: date) -> str:
    surname = a_surname(chance)
    return f"{a_first_name(chance, chance.choice('fm'), surname.origin, starts_on.year - 33)} {surname.text}"


def add_absences(commitments: list[tuple[int, Commitment]], since: date, today: date) -> None:
    """Store the holidays of the year behind, and of the weeks ahead: a fortnight, a conference day, a week."""
    monday = monday_of(today)
    days: list[tuple[Doctor, date, int]] = []
    for n_post, commitment in commitments:
        first, last = max(commitment.starts_on, since), min(commitment.ends_on or today, today)
        days += [(commitment.doctor, *holiday) for holiday in holidays_between(n_post % 4, first, last)]
    present = {each.doctor.last_name: each.doctor for _, each in commitments if (each.ends_on or today) >= today}
    for last_name, week, weekday, n_days in ABSENCES_AHEAD:
        days.append((present[last_name], monday + timedelta(weeks=week, days=weekday), n_days))
    Absence.objects.bulk_create(
        Absence(network=doctor.network, doctor=doctor, first_on=start, last_on=start + timedelta(days=n_days - 1))
        for doctor, start, n_days in days
    )


# Doctor, weeks from this one, day of the week, number of days. Dr Szymkowiak's fortnight leaves two half-days empty.
ABSENCES_AHEAD = (
    ("Szymkowiak", 2, 0, 14),
    ("Obrecht", 4, 1, 1),
    ("Benali", 7, 0, 7),
    ("Ndiaye", 3, 3, 1),
    ("Stachowiak", 5, 0, 7),
)


def holidays_between(turn: int, first: date, last: date) -> Iterator[tuple[date, int]]:
    """Yield a doctor's past holidays: a week in winter, spring and autumn, a fortnight in summer, each in her turn."""
    for year in range(first.year, last.year + 1):
        for month, n_days in ((2, 7), (4, 7), (7, 14), (10, 7)):
            start = date(year, month, 1) + timedelta(days=turn * n_days)
            start -= timedelta(days=start.weekday())
            if first <= start and start + timedelta(days=n_days) <= last:
                yield start, n_days
