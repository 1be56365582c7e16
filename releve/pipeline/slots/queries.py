"""Reads of the reasons for a visit. Free times need the appointments: see `appointments.queries`."""

from releve.pipeline.slots.handover import Visit
from releve.pipeline.slots.models import VisitReason


def as_visit(reason: VisitReason) -> Visit:
    """Return a reason as the rules need it."""
    return Visit(
        reason_id=reason.id,
        minutes=reason.minutes,
        is_online=reason.booked_by == VisitReason.BookedBy.EVERYONE,
        earliest_days_ahead=reason.earliest_days_ahead,
        latest_min_ahead=reason.latest_min_ahead,
        is_unscheduled=reason.is_unscheduled,
    )


def reasons_for(network_id: int, *, is_online: bool = False) -> list[VisitReason]:
    """Return the reasons that a network offers, in its own order; with `is_online`, those that can be booked online."""
    reasons = VisitReason.objects.filter(network_id=network_id, is_active=True)
    if is_online:
        reasons = reasons.filter(booked_by=VisitReason.BookedBy.EVERYONE)
    return list(reasons.order_by("position", "id"))
