"""The reception's own rota: from the database to the same engine's problem, and what was published of it."""

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta
from hashlib import sha256
from math import ceil

from django.db.models import Q, QuerySet

from releve.pipeline.commitments.handover import AbsentDays, Promise
from releve.pipeline.commitments.rules import is_absent
from releve.pipeline.offices.handover import OfficeCalendar
from releve.pipeline.offices.models import Membership, ReceptionDuty
from releve.pipeline.offices.queries import calendars
from releve.pipeline.offices.rules import half_days_between
from releve.pipeline.rota.engine.problem import (
    Assignment,
    Cell,
    Demand,
    Place,
    Problem,
    Standing,
    Weights,
    Worker,
)
from releve.pipeline.rota.handover import Respondent
from releve.pipeline.rota.models import SecretaryAbsence, SecretaryTerms
from releve.pipeline.rota.models.reception import MOST_HALF_DAYS
from releve.pipeline.rota.queries.before import BALANCE_WEEKS
from releve.pipeline.rota.queries.places import spots_km
from releve.pipeline.rota.queries.wishes import Spoken, wishes_of
from releve.pipeline.rota.rules.balance import WorkedWeek, days_in_a_row, half_days_owed, within_a_block
from releve.pipeline.rota.rules.plans import is_away_all_week, week_and_slot
from releve.shared.half_days import HALVES, Half, monday_of
from releve.shared.people.models import User

# A colleague who is away is replaced by who can do a little more that week; the block of four weeks evens it out.
MORE_IN_A_WEEK = 2
MAX_DAYS_PER_WEEK = 5
# Code du travail, article L. 3132-1: no employee works more than six days a week.
MAX_CONSECUTIVE_DAYS = 6
AT_THE_DESK = Demand(minimum=1, wanted=1)
# One balance over all her receptions.
ANYWHERE = 0


@dataclass(frozen=True, slots=True)
class ReceptionGround:
    """The problem of the receptions, and what its answers need to be published."""

    problem: Problem
    calendars: Mapping[int, OfficeCalendar]  # as if the reception were always there
    names: Mapping[int, str]  # of the secretaries
    stood: str  # fingerprint of what is published


def reception_ground(network_id: int, office_ids: Collection[int], first_monday: date, n_weeks: int) -> ReceptionGround:
    """Return the problem of some receptions over some weeks: 12 queries, however many offices, people and weeks."""
    last = first_monday + timedelta(weeks=n_weeks, days=-1)
    opened = {
        office_id: replace(calendar, reception_absences=frozenset())
        for office_id, calendar in calendars(office_ids, first_monday, last).items()
    }
    promised = _promises(network_id, first_monday, last)
    since = first_monday - timedelta(weeks=BALANCE_WEEKS)
    duties = list(ReceptionDuty.objects.filter(network_id=network_id, day__range=(since, last)).order_by("id"))
    workers = _workers(network_id, opened, promised, duties, first_monday, n_weeks)
    here = [duty for duty in duties if duty.day >= first_monday and duty.office_id in opened]
    known = {worker.id for worker in workers}
    problem = Problem(
        first_monday=first_monday,
        n_weeks=n_weeks,
        places=_places(opened, first_monday, last),
        workers=workers,
        weights=Weights(),
        standing=tuple(
            Standing(_assignment(duty, first_monday), is_published=True)
            for duty in here
            if str(duty.secretary_id) in known
        ),
    )
    names = {promise.doctor_id: promise.doctor_name for promise in promised}
    return ReceptionGround(problem, opened, names, _fingerprint(here))


def reception_offices(network_id: int, first: date, last: date) -> list[int]:
    """Return the offices in which a secretary whose time is known has her seat: 2 queries."""
    running = [promise.doctor_id for promise in _promises(network_id, first, last)]
    seats = _seats(network_id, running).exclude(office__closed_on__lte=first)
    return sorted({seat.office_id for seat in seats if seat.office_id})


def secretaries_of(network_id: int) -> list[tuple[Membership, SecretaryTerms | None]]:
    """Return the seats of the secretaries of a network by name, with their time where it is known: 2 queries."""
    terms = {row.secretary_id: row for row in SecretaryTerms.objects.filter(network_id=network_id).order_by("id")}
    seats = Membership.objects.filter(network_id=network_id, desk=Membership.Desk.SECRETARY)
    ordered = seats.select_related("user", "office").order_by("user__full_name", "user_id", "office__name")
    return [(seat, terms.get(seat.user_id)) for seat in ordered]


def receptions_of(network_id: int, secretary_id: int) -> list[int]:
    """Return the offices at whose reception a secretary has her seat."""
    return sorted({seat.office_id for seat in _seats(network_id, [secretary_id]) if seat.office_id})


def secretaries_at_work(network_id: int, first: date, last: date) -> list[User]:
    """Return the secretaries with a seat here whose time runs between two days: 2 queries."""
    running = {terms.secretary_id: terms.secretary for terms in _terms(network_id, first, last)}
    return [running[user_id] for user_id in sorted({seat.user_id for seat in _seats(network_id, running)})]


def _terms(network_id: int, first: date, last: date) -> QuerySet[SecretaryTerms]:
    running = SecretaryTerms.objects.filter(Q(ends_on__isnull=True) | Q(ends_on__gte=first), starts_on__lte=last)
    return running.filter(network_id=network_id).select_related("secretary").order_by("secretary_id")


def _promises(network_id: int, first: date, last: date) -> list[Promise]:
    """Return the time of each secretary as the rules of promises read it."""
    away: dict[int, list[AbsentDays]] = defaultdict(list)
    since = first - timedelta(weeks=BALANCE_WEEKS)
    absent = SecretaryAbsence.objects.filter(network_id=network_id, last_on__gte=since, first_on__lte=last)
    for absence in absent.order_by("first_on", "id"):
        away[absence.secretary_id].append(AbsentDays(absence.first_on, absence.last_on))
    return [
        Promise(
            commitment_id=terms.id,
            doctor_id=terms.secretary_id,
            doctor_name=str(terms.secretary),
            office_id=ANYWHERE,
            starts_on=terms.starts_on,
            last_on=terms.ends_on or date.max,
            half_days_per_week=float(terms.half_days_per_week),
            pattern=(),
            absences=tuple(away[terms.secretary_id]),
        )
        for terms in _terms(network_id, first, last)
    ]


def _seats(network_id: int, secretary_ids: Collection[int]) -> QuerySet[Membership]:
    seats = Membership.objects.filter(network_id=network_id, desk=Membership.Desk.SECRETARY)
    return seats.filter(user_id__in=secretary_ids).order_by("id")


def _places(opened: Mapping[int, OfficeCalendar], first: date, last: date) -> tuple[Place, ...]:
    spots = spots_km(opened)
    n_weeks = ((last - first).days + 1) // 7
    places = []
    for office_id, calendar in opened.items():
        cells = {
            Cell(*week_and_slot(found.day, found.half, first))
            for found in half_days_between(calendar, first, last)[0]
            if found.has_reception
        }
        slots = sorted({cell.slot for cell in cells})
        places.append(
            Place(
                id=str(office_id),
                name=calendar.name,
                rooms=1,
                open_slots=tuple(slots),
                demand=AT_THE_DESK,
                closed=frozenset(Cell(w, slot) for w in range(n_weeks) for slot in slots if Cell(w, slot) not in cells),
                x_km=spots[office_id][0],
                y_km=spots[office_id][1],
            )
        )
    return tuple(places)


def _workers(
    network_id: int,
    opened: Mapping[int, OfficeCalendar],
    promised: list[Promise],
    duties: list[ReceptionDuty],
    first: date,
    n_weeks: int,
) -> tuple[Worker, ...]:
    ids = [promise.doctor_id for promise in promised]
    places: dict[int, set[str]] = defaultdict(set)
    for seat in _seats(network_id, ids):
        if seat.office_id in opened:
            places[seat.user_id].add(str(seat.office_id))
    who = {secretary_id: Respondent(network_id, secretary_id=secretary_id) for secretary_id in ids}
    wishes = wishes_of(list(who.values()), first, n_weeks)
    before = [duty for duty in duties if duty.day < first]
    owed = _owed(promised, before)
    days: dict[int, set[date]] = defaultdict(set)
    for duty in before:
        days[duty.secretary_id].add(duty.day)
    return tuple(
        _worker(promise, places[promise.doctor_id], wishes[who[promise.doctor_id]], owed, days, first, n_weeks)
        for promise in promised
        if places[promise.doctor_id]
    )


def _owed(promised: list[Promise], before: list[ReceptionDuty]) -> dict[int, float]:
    """Return the balance of the year before, as for the doctors: weeks of which something was published."""
    counted = Counter((duty.secretary_id, monday_of(duty.day)) for duty in before)
    return half_days_owed(promised, [WorkedWeek(who, ANYWHERE, monday, n) for (who, monday), n in counted.items()])


def _worker(
    promise: Promise,
    places: set[str],
    wishes: Spoken,
    owed: Mapping[int, float],
    days: Mapping[int, set[date]],
    first: date,
    n_weeks: int,
) -> Worker:
    last_week = min(n_weeks - 1, (promise.last_on - first).days // 7)
    first_week = max(0, (promise.starts_on - first).days // 7)
    weeks = range(first_week, last_week + 1)
    absences = set()
    for n in range(7 * n_weeks):
        day = first + timedelta(days=n)
        is_outside = not promise.starts_on <= day <= promise.last_on
        for half in HALVES:
            if is_outside or is_absent(promise.absences, day, half):
                absences.add(Cell(*week_and_slot(day, half, first)))
    return Worker(
        id=str(promise.doctor_id),
        name=promise.doctor_name,
        places=tuple(sorted(places)),
        half_days_per_week=promise.half_days_per_week,
        max_half_days_per_week=min(MOST_HALF_DAYS, ceil(promise.half_days_per_week) + MORE_IN_A_WEEK),
        max_days_per_week=MAX_DAYS_PER_WEEK,
        max_consecutive_days=MAX_CONSECUTIVE_DAYS,
        first_week=first_week,
        end_week=last_week + 1,
        wishes=wishes[0],
        wishes_in=wishes[1],
        leave_weeks=frozenset(w for w in weeks if is_away_all_week(promise, first + timedelta(weeks=w))),
        absences=frozenset(absences),
        owed_half_days=within_a_block(owed.get(promise.doctor_id, 0.0), promise.half_days_per_week),
        worked_days_before=days_in_a_row(days.get(promise.doctor_id, set()), first),
    )


def _assignment(duty: ReceptionDuty, first: date) -> Assignment:
    return Assignment(str(duty.secretary_id), str(duty.office_id), *week_and_slot(duty.day, Half(duty.half), first))


def _fingerprint(duties: Iterable[ReceptionDuty]) -> str:
    lines = sorted(f"{d.secretary_id} {d.office_id} {d.day} {d.half}" for d in duties)
    return sha256("\n".join(lines).encode()).hexdigest()
