"""What every page of the reception has: its office, that office's own time, and the way around."""

from collections.abc import Callable
from functools import wraps
from typing import Any
from zoneinfo import ZoneInfo

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.cache import patch_cache_control
from django.utils.translation import gettext_lazy as _
from django_htmx.middleware import HtmxDetails

from releve.desks.access import DESK_NAMES, DeskRequest, offices_to_choose
from releve.pipeline.offices.models import Office

ENTRIES = (
    ("secretary:day", _("Journée")),
    ("secretary:patients", _("Patients")),
    ("secretary:shifts", _("À déplacer")),
    ("secretary:my_half_days", _("Mes demi-journées")),
)


class ReceptionRequest(DeskRequest):
    """A request from the reception of one office."""

    office: Office
    htmx: HtmxDetails


def at_reception(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Run a view in the office's own time zone; its answer is kept out of shared caches."""

    @wraps(view)
    def in_the_office(request: ReceptionRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        offices = Office.objects.select_related("town").filter(network_id=request.seat.network_id)
        request.office = get_object_or_404(offices, id=request.seat.office_id)
        with timezone.override(ZoneInfo(request.office.time_zone)):
            response = view(request, *args, **kwargs)
        patch_cache_control(response, private=True)
        return response

    return in_the_office


def page(
    request: ReceptionRequest,
    template: str,
    context: dict[str, Any] | None = None,
    *,
    entry: str = "",
    status: int = 200,
) -> HttpResponse:
    """Answer with a page of the reception; `entry` is the line of the navigation that it belongs to."""
    around = {
        "desk_name": DESK_NAMES["secretary"],
        "place_name": request.office.name,
        "office": request.office,
        "desk_nav": [{"label": label, "url": reverse(name), "is_current": name == entry} for name, label in ENTRIES],
        "seats": offices_to_choose(request),
    }
    return render(request, template, around | (context or {}), status=status)
