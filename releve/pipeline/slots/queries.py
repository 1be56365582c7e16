"""Reads of the reasons for a visit. Free times need the appointments: see `appointments.queries`."""

from releve.pipeline.slots.handover import Visit
from releve.pipeline.slots.models import VisitReason
from releve.shared.rows import columns_of, instance_of, rows

REASONS = f"""
    SELECT {columns_of(VisitReason, "reason")} FROM slots_visitreason reason
    WHERE reason.network_id = %(network_id)s AND reason.is_active
      AND (NOT %(is_online)s OR reason.booked_by = 'everyone')
    ORDER BY reason.position, reason.id
"""


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
    found = rows(REASONS, {"network_id": network_id, "is_online": is_online})
    return [instance_of(VisitReason, row) for row in found]
