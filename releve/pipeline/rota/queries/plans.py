"""Reads of the plans."""

from collections.abc import Iterable
from datetime import date, datetime

from django.db.models import QuerySet

from releve.pipeline.offices.rules import half_days_between
from releve.pipeline.rota.handover import Planned
from releve.pipeline.rota.models import RotaPlan
from releve.pipeline.rota.queries.problem import Ground
from releve.pipeline.rota.rules.plans import as_planned
from releve.shared.half_days import Half, instant


def plans_of(network_id: int) -> QuerySet[RotaPlan]:
    """Return the doctors' plans of a network that nobody put aside, the latest first, without what they hold."""
    return _listed(network_id).exclude(kind=RotaPlan.Kind.RECEPTION)


def reception_plans_of(network_id: int) -> QuerySet[RotaPlan]:
    """Return the same of the reception."""
    return _listed(network_id).filter(kind=RotaPlan.Kind.RECEPTION)


def _listed(network_id: int) -> QuerySet[RotaPlan]:
    return (
        RotaPlan.objects.filter(network_id=network_id)
        .exclude(status=RotaPlan.Status.WITHDRAWN)
        .select_related("asked_by", "doctor")
        .defer("half_days", "undo", "patients", "violations")
        .order_by("-id")
    )


def plan_of_network(network_id: int, plan_id: int) -> RotaPlan | None:
    """Return one plan of a network, or None."""
    found = RotaPlan.objects.filter(network_id=network_id, id=plan_id).exclude(status=RotaPlan.Status.WITHDRAWN)
    return found.select_related("asked_by", "published_by", "doctor").first()


def planned_in(plan: RotaPlan) -> list[Planned]:
    """Return the half-days of a plan, in the order of time; of the reception, with secretaries for doctors."""
    return [
        Planned(doctor_id, office_id, date.fromisoformat(day), Half(half))
        for doctor_id, office_id, day, half in plan.half_days
    ]


def still_ahead(ground: Ground, planned: Iterable[Planned], now: datetime, *, with_past: bool = False) -> list[Planned]:
    """Return the half-days that are not over yet; `with_past`, those also that stand in the past and count."""
    past = {as_planned(shift) for shift in ground.kept if shift.ends_at <= now} if with_past else set()
    # The ground is that of a moment: what is over in it is closed, unless it was worked.
    ahead = [half_day for half_day in planned if half_day not in past and not _is_over(ground, half_day, now)]
    return [*sorted(past), *ahead]


def _is_over(ground: Ground, half_day: Planned, now: datetime) -> bool:
    calendar = ground.calendars.get(half_day.office_id)
    if calendar is None or half_day.day > now.date():
        return False
    opened, _closed = half_days_between(calendar, half_day.day, half_day.day)
    ends = [found.closes_at for found in opened if found.half == half_day.half]
    return all(instant(half_day.day, end, calendar.time_zone) <= now for end in ends)
