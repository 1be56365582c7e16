"""What every page of the doctor's desk has: who she is, the time zone she works in, the way around."""

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

from releve.desks.access import DESK_NAMES, DeskRequest
from releve.pipeline.commitments.models import Commitment, Doctor

ENTRIES = (
    ("doctor:weeks", _("Mes semaines")),
    ("doctor:availability", _("Disponibilités")),
    ("doctor:exchanges", _("Échanges")),
    ("doctor:fairness", _("Équité")),
    ("doctor:promise", _("Mon engagement")),
    ("doctor:calendar", _("Mon agenda partagé")),
)
PARIS = "Europe/Paris"


class DoctorRequest(DeskRequest):
    """A request from the desk of one doctor."""

    doctor: Doctor
    zone: str
    htmx: HtmxDetails


def at_doctors_desk(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Run a view for the doctor who asks, in the time zone of the office she works in last."""

    @wraps(view)
    def for_the_doctor(request: DoctorRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        doctors = Doctor.objects.filter(network_id=request.seat.network_id, user=request.user)
        request.doctor = get_object_or_404(doctors, id=request.seat.doctor_id)
        request.zone = zone_of(request.doctor)
        with timezone.override(ZoneInfo(request.zone)):
            response = view(request, *args, **kwargs)
        patch_cache_control(response, private=True)
        return response

    return for_the_doctor


def page(
    request: DoctorRequest,
    template: str,
    context: dict[str, Any] | None = None,
    *,
    entry: str = "",
    status: int = 200,
) -> HttpResponse:
    """Answer with a page of the doctor's desk; `entry` is the line of the navigation that it belongs to."""
    around = {
        "desk_name": DESK_NAMES["doctor"],
        "place_name": str(request.doctor),
        "doctor": request.doctor,
        "desk_nav": [{"label": label, "url": reverse(name), "is_current": name == entry} for name, label in ENTRIES],
    }
    return render(request, template, around | (context or {}), status=status)


def zone_of(doctor: Doctor) -> str:
    """Return the time zone of the office she works in last."""
    zones = Commitment.objects.filter(doctor=doctor).order_by("-starts_on", "-id")
    return zones.values_list("office__time_zone", flat=True).first() or PARIS
