"""Reads of what is published of the receptions, and of when a secretary is away."""

from collections.abc import Iterable
from datetime import date

from django.db.models import QuerySet

from releve.pipeline.offices.models import ReceptionDuty, ReceptionWeek
from releve.pipeline.rota.handover import Respondent
from releve.pipeline.rota.models import SecretaryAbsence


def duties_between(office_ids: Iterable[int], first: date, last: date) -> QuerySet[ReceptionDuty]:
    """Return who is at the receptions of offices between two days, both included, in the order of time."""
    found = ReceptionDuty.objects.filter(office_id__in=sorted(set(office_ids)), day__range=(first, last))
    return found.select_related("secretary").order_by("day", "half", "id")


def duties_of(secretary_id: int, first: date, last: date) -> QuerySet[ReceptionDuty]:
    """Return a secretary's half-days between two days, both included, in the order of time."""
    found = ReceptionDuty.objects.filter(secretary_id=secretary_id, day__range=(first, last))
    return found.select_related("office").order_by("day", "half")


def coming_duties(network_id: int, secretary_id: int, first: date) -> QuerySet[ReceptionDuty]:
    """Return a secretary's half-days in a network from a day on, in the order of time."""
    found = ReceptionDuty.objects.filter(network_id=network_id, secretary_id=secretary_id, day__gte=first)
    return found.select_related("office").order_by("day", "half", "id")


def absences_of_secretary(who: Respondent, first: date) -> QuerySet[SecretaryAbsence]:
    """Return the days on which a secretary is away, from a day on, in order."""
    return SecretaryAbsence.objects.filter(
        network_id=who.network_id, secretary_id=who.secretary_id, last_on__gte=first
    ).order_by("first_on", "id")


def published_weeks(office_id: int, first: date, last: date) -> set[date]:
    """Return the Mondays between two days of the weeks whose reception is published."""
    found = ReceptionWeek.objects.filter(office_id=office_id, monday__range=(first, last)).order_by("monday")
    return set(found.values_list("monday", flat=True))
