"""The answer to whoever lost a time: the next three, in the same answer, and nothing to type again."""

from datetime import datetime
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse

from releve.desks.patient.forms import IdentityForm
from releve.desks.patient.offers import office_facts, shown_time
from releve.pipeline.appointments.errors import NotBookable
from releve.pipeline.appointments.queries.free_times import next_times_after
from releve.pipeline.offices.models import Office
from releve.pipeline.slots.models import VisitReason
from releve.pipeline.slots.queries import as_visit
from releve.shared.words import zone_words

# What a person typed travels inside the page, never in the session: other worlds may read sessions.
LONGEST_CARRIED = 300


def typed_fields(request: HttpRequest) -> dict[str, str]:
    """Return what was typed about the person in this request, to be sent again with another time."""
    names = IdentityForm.base_fields
    if "last_name" not in request.POST:
        return {}
    return {name: request.POST[name][:LONGEST_CARRIED] for name in names if request.POST.get(name)}


def answer_lost(
    request: HttpRequest,
    office: Office,
    reason_id: int,
    refused: NotBookable,
    *,
    now: datetime,
    before: str = "",
    after: datetime | None = None,
) -> HttpResponse:
    """Draw the next times as buttons: 409 for a form that came too late, 410 for an address that is over."""
    slots = refused.next_times
    if not slots and after is not None:
        reason = VisitReason.objects.filter(id=reason_id, is_active=True).first()
        slots = [] if reason is None else next_times_after(
            office_id=office.id, reason=as_visit(reason), after=max(now, after), now=now
        )  # fmt: skip
    times_url = reverse("patient:office_times", args=[office.slug])
    context: dict[str, Any] = {
        "message": str(refused.message),
        "office": office_facts(office),
        "reason_id": reason_id,
        "times": [shown_time(slot, office.time_zone, now) for slot in slots],
        "carried": typed_fields(request),
        "before": before,
        "zone": zone_words(office.time_zone),
        "times_url": f"{times_url}?motif={reason_id}",
    }
    return render(request, "patient/choose_again.html", context, status=409 if request.method == "POST" else 410)
