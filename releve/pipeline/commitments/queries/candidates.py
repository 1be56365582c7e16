"""Reads of the candidates: whom to call, who may start when, for how long a file is kept."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from django.db.models import F, Q, QuerySet

from releve.pipeline.commitments.handover import CandidateKind, CandidateStage, Promise, Route
from releve.pipeline.commitments.models import Candidate, Commitment, RecruitmentKnobs
from releve.pipeline.commitments.queries.promises import promises
from releve.pipeline.commitments.rules import add_months
from releve.pipeline.commitments.rules.candidates import (
    USUAL_RETENTION_MONTHS,
    EarliestStart,
    Situation,
    earliest_starts,
)
from releve.pipeline.commitments.rules.matching import Wanted
from releve.pipeline.offices.queries import offices_of
from releve.shared.geography import distance_km
from releve.shared.half_days import HALVES, Half

# ORD-08, ORD-12, ORD-13: who has a place of her own can be replaced, joined or assisted.
INSTALLED_ROUTES = frozenset({Route.PRINCIPAL_PRACTICE, Route.DISTINCT_SITE, Route.LIBERAL_COLLABORATOR})
ON_THE_WAY = (CandidateStage.MET, CandidateStage.INTERESTED, CandidateStage.VISITING, CandidateStage.AGREED)


@dataclass(frozen=True, slots=True)
class OfficeNow:
    """What an office offers to somebody who would come, as the legal routes ask it."""

    id: int
    name: str
    department: str
    latitude: float
    longitude: float
    someone_installed: bool
    replaced_away_from: date | None


@dataclass(frozen=True, slots=True)
class StartsThere:
    """The routes to one office, the soonest first, and how far it is."""

    office: OfficeNow
    starts: tuple[EarliestStart, ...]
    km: float | None
    declaration_received_on: date | None


def candidates_of(network_id: int) -> QuerySet[Candidate]:
    """Return the candidates of a network: who is on the way first, then by name."""
    found = Candidate.objects.filter(network_id=network_id)
    return found.select_related("followed_up_by", "home_town", "doctor").prefetch_related("offices__office")


def to_call(network_id: int, until: date) -> QuerySet[Candidate]:
    """Return the follow-up list: who is on the way and should hear from the network by a day, or at no set day."""
    on_the_way = candidates_of(network_id).filter(stage__in=ON_THE_WAY)
    return on_the_way.exclude(next_contact_on__gt=until).order_by(F("next_contact_on").asc(nulls_last=True), "id")


def retention_of(network_id: int) -> RecruitmentKnobs:
    """Return for how long a network keeps the file of whom nobody was in touch with; the default where none is set."""
    return RecruitmentKnobs.objects.filter(network_id=network_id).first() or RecruitmentKnobs(network_id=network_id)


def silent_since(today: date, months: int) -> date:
    """Return the day before which a last contact is too long ago to keep the file."""
    return add_months(today, -months)


def silent_candidates(today: date) -> QuerySet[Candidate]:
    """Return the candidates, of every network in sight, who are to be erased by what their network keeps."""
    own = dict(RecruitmentKnobs.objects.values_list("network_id", "retention_months"))
    is_silent = Q(last_contact_on__lt=silent_since(today, USUAL_RETENTION_MONTHS)) & ~Q(network_id__in=list(own))
    for network_id, months in own.items():
        is_silent |= Q(network_id=network_id, last_contact_on__lt=silent_since(today, months))
    return Candidate.objects.filter(is_silent)


def offices_now(network_id: int, today: date) -> dict[int, OfficeNow]:
    """Return what each office of a network offers: 4 queries."""
    offices = list(offices_of(network_id))
    running = [promise for promise in promises([o.id for o in offices], today, today) if promise.last_on >= today]
    ahead = promises([o.id for o in offices], today, add_months(today, 12)) if running else []
    routes = dict(
        Commitment.objects.filter(id__in=[promise.commitment_id for promise in ahead]).values_list("id", "route")
    )
    installed = [promise for promise in ahead if routes[promise.commitment_id] in INSTALLED_ROUTES]
    return {
        office.id: OfficeNow(
            id=office.id,
            name=office.name,
            department=office.town.department,
            latitude=office.latitude,
            longitude=office.longitude,
            someone_installed=any(p.office_id == office.id and p.starts_on <= today for p in installed),
            replaced_away_from=_first_absence([p for p in installed if p.office_id == office.id], today),
        )
        for office in offices
    }


def starts_of(candidate: Candidate, offices: Mapping[int, OfficeNow], today: date) -> list[StartsThere]:
    """Return when she may start in the offices that she named, or in every one if she named none."""
    named = {wish.office_id: wish.declaration_received_on for wish in candidate.offices.all()}
    return [
        StartsThere(
            office,
            earliest_starts(_situation(candidate, office, named.get(office.id), today), today),
            _km(candidate, office),
            named.get(office.id),
        )
        for office in offices.values()
        if not named or office.id in named
    ]


def slot_of(weekday: int, half: Half) -> int:
    """Return the number of a half-day of the week: Monday morning is 0, Monday afternoon 1."""
    return 2 * weekday + HALVES.index(half)


def wanted_by(candidate: Candidate) -> Wanted:
    """Return what a candidate would like, as the rules read it."""
    return Wanted(
        candidate_id=candidate.id,
        name=str(candidate),
        half_days_per_week=float(candidate.half_days_per_week) if candidate.half_days_per_week else None,
        slots=frozenset(candidate.slots),
        office_ids=frozenset(wish.office_id for wish in candidate.offices.all()),
        farthest_km=candidate.farthest_km,
    )


def _situation(candidate: Candidate, office: OfficeNow, declared_on: date | None, today: date) -> Situation:
    replaced_until = candidate.last_replacement_on or (today if candidate.has_replaced_nearby else None)
    return Situation(
        kind=CandidateKind(candidate.kind),
        registered_department=candidate.registered_department,
        registration_asked_on=candidate.registration_asked_on,
        thesis_on=candidate.thesis_on,
        licence_from=candidate.licence_from,
        licence_until=candidate.licence_until,
        supervisor_name=candidate.supervisor_name,
        available_from=candidate.available_from,
        present_notice_months=candidate.present_notice_months,
        notice_given_on=candidate.notice_given_on,
        last_replacement_on=replaced_until,
        may_settle_nearby=candidate.may_settle_nearby,
        department=office.department,
        declaration_received_on=declared_on,
        someone_installed=office.someone_installed,
        replaced_away_from=office.replaced_away_from,
    )


def _km(candidate: Candidate, office: OfficeNow) -> float | None:
    home = candidate.home_town
    return distance_km(home.latitude, home.longitude, office.latitude, office.longitude) if home else None


def _first_absence(of_office: Iterable[Promise], today: date) -> date | None:
    days = [max(today, absence.first_on) for promise in of_office for absence in promise.absences]
    return min(days, default=None)
