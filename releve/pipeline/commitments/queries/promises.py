"""Reads of the commitments."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from datetime import date

from django.db.models import Q, QuerySet

from releve.pipeline.commitments import handover
from releve.pipeline.commitments.models import Absence, Commitment, Doctor, PatternHalfDay
from releve.pipeline.commitments.queries.amendments import amended_of, with_amendments
from releve.pipeline.commitments.rules import last_day
from releve.pipeline.commitments.rules.amendments import Period, periods_of
from releve.pipeline.commitments.rules.life import UNLAID
from releve.shared.half_days import Half
from releve.shared.people.models import User


def doctor_of(user: User) -> Doctor | None:
    """Return the doctor who uses this login, if any."""
    return Doctor.objects.filter(user=user).first()


def doctors_of_network(network_id: int) -> QuerySet[Doctor]:
    """Return every doctor whom a network knows, by name."""
    return Doctor.objects.filter(network_id=network_id).order_by("last_name", "first_name", "id")


def doctors_of(office_id: int, on: date) -> list[handover.DoctorHere]:
    """Return the doctors who are committed to an office on a day, by name, with the day until which they stay.

    Reads what the open search may read of a doctor, and nothing else.
    """
    running = (
        _not_ended([office_id], on, on)
        .order_by("doctor__last_name", "doctor__first_name", "doctor_id")
        .values_list(
            "doctor_id", "doctor__first_name", "doctor__last_name", "starts_on", "ends_on", "maximum_term_months"
        )
    )
    here = [
        handover.DoctorHere(doctor_id, first_name, last_name, starts_on, last_day(starts_on, ends_on, months))
        for doctor_id, first_name, last_name, starts_on, ends_on, months in running
    ]
    return [doctor for doctor in here if doctor.last_on >= on]


def promises(office_ids: Iterable[int], first: date, last: date) -> list[handover.Promise]:
    """Return the commitments to these offices that run between two days (both included): 3 queries, however many.

    What is only proposed or opposed is not among them; what waits for its declaration starts when that allows it. An
    amendment cuts a commitment in two: each part has the terms that hold on its days.
    """
    found = with_amendments(_not_ended(office_ids, first, last).select_related("doctor"))
    running = [
        commitment
        for commitment in found.order_by("starts_on", "id")
        if _first_day(commitment, first) <= last
        and last_day(commitment.starts_on, commitment.ends_on, commitment.maximum_term_months)
        >= max(first, _first_day(commitment, first))
    ]
    patterns = patterns_of([commitment.id for commitment in running])
    absences = absences_by_doctor({commitment.doctor_id for commitment in running}, first, last)
    return [
        handover.Promise(
            commitment_id=commitment.id,
            doctor_id=commitment.doctor_id,
            doctor_name=str(commitment.doctor),
            office_id=commitment.office_id,
            starts_on=period.first_on,
            last_on=period.last_on,
            half_days_per_week=period.terms.half_days_per_week,
            pattern=period.terms.pattern,
            absences=tuple(absences[commitment.doctor_id]),
            is_amended_after=period.is_amended_after,
            amended_since=starts_on if period.first_on > (starts_on := _first_day(commitment, first)) else None,
        )
        for commitment in running
        for period in _periods(commitment, patterns[commitment.id], first)
        if period.first_on <= last and period.last_on >= first
    ]


def commitments_of_doctor(doctor_id: int) -> QuerySet[Commitment]:
    """Return a doctor's commitments with their offices, patterns and amendments, the latest first."""
    return (
        with_amendments(Commitment.objects.filter(doctor_id=doctor_id))
        .select_related("office", "office__town")
        .prefetch_related("pattern")
        .order_by("-starts_on", "-id")
    )


def commitments_of_office(office_id: int, on: date) -> list[Commitment]:
    """Return the commitments to an office that run on a day or start later, with their doctors and patterns."""
    found = (
        Commitment.objects.filter(Q(ends_on__isnull=True) | Q(ends_on__gte=on), office_id=office_id)
        .exclude(state__in=UNLAID)
        .select_related("doctor")
        .prefetch_related("pattern")
        .order_by("starts_on", "id")
    )
    return [row for row in found if last_day(row.starts_on, row.ends_on, row.maximum_term_months) >= on]


def absences_of(doctor_id: int, since: date) -> QuerySet[Absence]:
    """Return a doctor's absences that end on a day or later."""
    return Absence.objects.filter(doctor_id=doctor_id, last_on__gte=since).order_by("first_on", "id")


def _not_ended(office_ids: Iterable[int], first: date, last: date) -> QuerySet[Commitment]:
    return Commitment.objects.filter(
        Q(ends_on__isnull=True) | Q(ends_on__gte=first), office_id__in=sorted(set(office_ids)), starts_on__lte=last
    ).exclude(state__in=UNLAID)


def _periods(commitment: Commitment, pattern: list[handover.PatternHalfDay], first: date) -> Iterator[Period]:
    starts_on = _first_day(commitment, first)
    last_on = last_day(commitment.starts_on, commitment.ends_on, commitment.maximum_term_months)
    terms = handover.TermsFrom(commitment.starts_on, float(commitment.half_days_per_week), tuple(pattern))
    return periods_of(starts_on, last_on, terms, amended_of(commitment))


def _first_day(commitment: Commitment, first: date) -> date:
    """Return from when she may be laid, asked from a day on; a declaration says nothing of days before it was noted."""
    allowed, noted = commitment.may_start_on, commitment.declaration_noted_on
    return max(commitment.starts_on, allowed) if allowed and noted and noted <= first else commitment.starts_on


def patterns_of(commitment_ids: list[int]) -> dict[int, list[handover.PatternHalfDay]]:
    patterns: dict[int, list[handover.PatternHalfDay]] = defaultdict(list)
    found = PatternHalfDay.objects.filter(commitment_id__in=commitment_ids)
    for row in found.order_by("weekday", "half", "weeks", "id"):
        patterns[row.commitment_id].append(
            handover.PatternHalfDay(row.weekday, Half(row.half), handover.Weeks(row.weeks))
        )
    return patterns


def absences_by_doctor(doctor_ids: set[int], first: date, last: date) -> dict[int, list[handover.AbsentDays]]:
    absences: dict[int, list[handover.AbsentDays]] = defaultdict(list)
    found = Absence.objects.filter(doctor_id__in=sorted(doctor_ids), first_on__lte=last, last_on__gte=first)
    for row in found.order_by("doctor_id", "first_on", "id"):
        absences[row.doctor_id].append(
            handover.AbsentDays(row.first_on, row.last_on, Half(row.first_half), Half(row.last_half))
        )
    return absences
