"""Reads of the calls for a gap: what each half-day has become, and for whom it is."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Max, Q, QuerySet

from releve.pipeline.commitments.handover import AbsentDays, CandidateKind, CandidateStage, Promise, Route
from releve.pipeline.commitments.models import Absence, Candidate, Commitment, Doctor
from releve.pipeline.commitments.queries import doctors_of_network, promises
from releve.pipeline.commitments.rules import is_absent
from releve.pipeline.offices.queries import calendars
from releve.pipeline.offices.rules import half_days_between
from releve.pipeline.rota.handover import ExistingShift
from releve.pipeline.rota.models import Call, CallInvitation, CallTaking, Shift
from releve.pipeline.rota.queries.shifts import existing_shifts
from releve.pipeline.rota.rules.calls import OfferedHalf, Taker, why_not
from releve.shared.half_days import Half, instant

HalfDay = tuple[date, Half]
# Under somebody's supervision: they replace nobody (ORD-13, ORD-14).
SUPERVISED = frozenset({Route.JUNIOR_DOCTOR, Route.ASSISTANT})


@dataclass(frozen=True, slots=True)
class Invitee:
    """A person whom a call can reach."""

    name: str
    taker: Taker
    doctor_id: int | None = None
    candidate_id: int | None = None


def calls_of(network_id: int) -> QuerySet[Call]:
    """Return the calls of a network, the latest first, with all that a list shows."""
    found = Call.objects.filter(network_id=network_id).select_related("office", "replaced__doctor")
    return found.prefetch_related("half_days__takings__shift", "invitations__candidate")


def who_works_at(calls: Iterable[Call]) -> dict[tuple[int, date, Half], Doctor]:
    """Return who works on the half-days of some calls of `calls_of`, by office, however she came to it: 1 query."""
    asked = {(call.office_id, half.day, Half(half.half)) for call in calls for half in call.half_days.all()}
    standing = Shift.objects.filter(
        office_id__in={office_id for office_id, _day, _half in asked},
        day__in={day for _office_id, day, _half in asked},
    ).exclude(status=Shift.Status.CANCELLED)
    ordered = standing.select_related("doctor").order_by("-starts_at", "-id")
    return {(shift.office_id, shift.day, Half(shift.half)): shift.doctor for shift in ordered}


def standing_takings(call_id: int | None = None) -> QuerySet[CallTaking]:
    """Return what was taken, of one call or of all, and is held still: whose shift is cancelled took nothing."""
    held = CallTaking.objects.exclude(shift__status=Shift.Status.CANCELLED)
    return held if call_id is None else held.filter(half_day__call_id=call_id)


def doctor_id_of(invitation: CallInvitation) -> int | None:
    """Return the doctor behind an invitation; None: a candidate who never came."""
    return invitation.doctor_id or (invitation.candidate.doctor_id if invitation.candidate else None)


def invitation_in(network_id: int, invitation_id: int) -> CallInvitation | None:
    """Return an invitation with its call, or None."""
    found = CallInvitation.objects.filter(id=invitation_id, network_id=network_id)
    return found.select_related("call__office__town", "call__replaced__doctor", "doctor", "candidate").first()


def taken_in(call_id: int) -> dict[HalfDay, int]:
    """Return who took which half-day of a call."""
    taken = standing_takings(call_id).values_list("half_day__day", "half_day__half", "doctor_id")
    return {(day, Half(half)): doctor_id for day, half, doctor_id in taken}


def half_days_of(call: Call) -> dict[HalfDay, int]:
    """Return the half-days of a call with their ids, in the order of time."""
    found = call.half_days.order_by("day", "half").values_list("day", "half", "id")
    return {(day, Half(half)): half_day_id for day, half, half_day_id in found}


def offered_halves(
    office_id: int,
    half_days: Mapping[HalfDay, int],
    *,
    replaced_id: int | None = None,
    taken: Mapping[HalfDay, int] | None = None,
) -> list[OfferedHalf]:
    """Return what becomes of these half-days of an office as things stand now: 10 queries, however many."""
    if not half_days:
        return []
    days = [day for day, _ in half_days]
    first, last = min(days), max(days)
    calendar = calendars([office_id], first, last)[office_id]
    opened = {(half.day, half.half): half for half in half_days_between(calendar, first, last)[0]}
    standing = [s for s in existing_shifts(office_ids=[office_id], first=first, last=last) if not s.is_cancelled]
    away = _absences_of_replaced(office_id, replaced_id, first, last)
    found = []
    for (day, half), half_day_id in sorted(half_days.items()):
        opening = opened.get((day, half))
        starts_at = instant(day, opening.opens_at, calendar.time_zone) if opening else None
        ends_at = instant(day, opening.closes_at, calendar.time_zone) if opening else None
        there = [s for s in standing if starts_at and ends_at and s.starts_at < ends_at and starts_at < s.ends_at]
        busy = {shift.room_id for shift in there}
        found.append(
            OfferedHalf(
                id=half_day_id,
                day=day,
                half=half,
                starts_at=starts_at,
                ends_at=ends_at,
                free_room_ids=tuple(room.id for room in calendar.rooms if room.id not in busy),
                is_covered=any((shift.day, shift.half) == (day, half) for shift in there),
                taken_by=(taken or {}).get((day, half)),
                replaced_is_away=is_absent(away, day, half),
            )
        )
    return found


def offered_of(call: Call) -> list[OfferedHalf]:
    """Return the half-days of a call as things stand now."""
    return offered_halves(call.office_id, half_days_of(call), replaced_id=call.replaced_id, taken=taken_in(call.id))


def invitees(network_id: int, office_id: int, first: date, last: date) -> list[Invitee]:
    """Return the network's doctors and the replacements it knows who have an address, with what decides for them."""
    doctors = list(doctors_of_network(network_id).exclude(email=""))
    takers = _takers(doctors, office_id, first, last)
    known = [Invitee(str(doctor), takers[doctor.id], doctor_id=doctor.id) for doctor in doctors]
    candidates = (
        Candidate.objects.filter(network_id=network_id, doctor__isnull=True)
        .filter(Q(kind=CandidateKind.LOCUM) | Q(licence_until__isnull=False))
        .exclude(email="")
        .exclude(stage=CandidateStage.DECLINED)
        .order_by("last_name", "first_name", "id")
    )
    return [*known, *(Invitee(str(person), _candidate(person), candidate_id=person.id) for person in candidates)]


def taker_of(invitation: CallInvitation, first: date, last: date) -> Taker:
    """Return what decides for one invited person now."""
    doctor = _doctor_of(invitation)
    if doctor is None:
        return _candidate(invitation.candidate) if invitation.candidate else Taker()
    return _takers([doctor], invitation.call.office_id, first, last)[doctor.id]


def takers_of(invitations: Sequence[CallInvitation], office_id: int, first: date, last: date) -> dict[int, Taker]:
    """Return what decides for each invitation now: as many queries for one as for all."""
    doctors = {invitation.id: doctor for invitation in invitations if (doctor := _doctor_of(invitation))}
    takers = _takers(list({doctor.id: doctor for doctor in doctors.values()}.values()), office_id, first, last)
    known = {invitation_id: takers[doctor.id] for invitation_id, doctor in doctors.items()}
    others = {
        invitation.id: _candidate(invitation.candidate)
        for invitation in invitations
        if invitation.id not in known and invitation.candidate
    }
    return known | others


def _doctor_of(invitation: CallInvitation) -> Doctor | None:
    return invitation.doctor or (invitation.candidate.doctor if invitation.candidate else None)


def who_fits(
    people: Iterable[Invitee], offered: Sequence[OfferedHalf], replaced_doctor_id: int | None, now: datetime
) -> list[Invitee]:
    """Return those who may take at least one of the half-days: nobody else is written to."""
    return [
        person
        for person in people
        if any(why_not(half, person.taker, replaced_doctor_id, now) is None for half in offered)
    ]


def replaceable(office_id: int, first: date, last: date) -> list[Promise]:
    """Return the promises to an office whose doctor is away on some of these days: whom a call can replace (ORD-08)."""
    found = [promise for promise in promises([office_id], first, last) if promise.absences]
    routes = dict(
        Commitment.objects.filter(id__in=[promise.commitment_id for promise in found]).values_list("id", "route")
    )
    known = {promise.commitment_id: promise for promise in found}  # once, though an amendment cuts her promise in two
    return [promise for id_, promise in known.items() if routes[id_] not in SUPERVISED | {Route.REPLACEMENT}]


def _candidate(person: Candidate) -> Taker:
    is_registered = bool(person.registered_department)
    return Taker(
        doctor_id=person.doctor_id,
        may_replace=is_registered or person.licence_until is not None,
        licence_from=None if is_registered else person.licence_from,
        licence_until=None if is_registered else person.licence_until,
    )


def _takers(doctors: Sequence[Doctor], office_id: int, first: date, last: date) -> dict[int, Taker]:
    ids = [doctor.id for doctor in doctors]
    promised: dict[int, list[tuple[date, date]]] = defaultdict(list)
    for promise in promises([office_id], first, last):
        promised[promise.doctor_id].append((promise.starts_on, promise.last_on))
    absences: dict[int, list[AbsentDays]] = defaultdict(list)
    for row in Absence.objects.filter(doctor_id__in=ids, first_on__lte=last, last_on__gte=first):
        absences[row.doctor_id].append(AbsentDays(row.first_on, row.last_on, Half(row.first_half), Half(row.last_half)))
    shifts: dict[int, list[ExistingShift]] = defaultdict(list)
    for shift in existing_shifts(office_ids=[], first=first, last=last, doctor_ids=ids):
        if not shift.is_cancelled:
            shifts[shift.doctor_id].append(shift)
    rights = _rights_to_replace(ids, first)
    return {
        doctor_id: Taker(
            doctor_id=doctor_id,
            promised=tuple(promised[doctor_id]),
            absences=tuple(absences[doctor_id]),
            elsewhere=tuple((shift.starts_at, shift.ends_at) for shift in shifts[doctor_id]),
            may_replace=rights[doctor_id][0],
            licence_from=rights[doctor_id][1],
            licence_until=rights[doctor_id][2],
        )
        for doctor_id in ids
    }


def _rights_to_replace(doctor_ids: list[int], on: date) -> dict[int, tuple[bool, date | None, date | None]]:
    """Return whether each doctor may replace, and the dates of her licence if she is on no roll (ORD-11)."""
    running = Commitment.objects.filter(doctor_id__in=doctor_ids, starts_on__lte=on)
    running = running.filter(Q(ends_on__isnull=True) | Q(ends_on__gte=on))
    supervised = set(running.filter(route__in=SUPERVISED).values_list("doctor_id", flat=True))
    licences = dict(
        Commitment.objects.filter(doctor_id__in=doctor_ids, licence_until__isnull=False)
        .values("doctor_id")
        .annotate(until=Max("licence_until"))
        .values_list("doctor_id", "until")
    )
    since: dict[int, date | None] = {}
    for person in Candidate.objects.filter(doctor_id__in=doctor_ids, registered_department=""):
        if person.doctor_id and person.licence_until:
            licences[person.doctor_id] = person.licence_until
            since[person.doctor_id] = person.licence_from
    return {
        doctor_id: (doctor_id not in supervised, since.get(doctor_id), licences.get(doctor_id))
        for doctor_id in doctor_ids
    }


def _absences_of_replaced(office_id: int, replaced_id: int | None, first: date, last: date) -> tuple[AbsentDays, ...]:
    if replaced_id is None:
        return ()
    found = (promise.absences for promise in promises([office_id], first, last) if promise.commitment_id == replaced_id)
    return next(found, ())
