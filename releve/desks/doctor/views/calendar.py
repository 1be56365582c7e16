"""The settings of her calendar feed: its secret address, and whether names stand in it."""

from django.conf import settings
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from releve.desks.doctor.feed_address import feed_secret
from releve.desks.doctor.forms import NamesForm
from releve.desks.doctor.pages import DoctorRequest, at_doctors_desk, page
from releve.pipeline.appointments.actions.calendar import renew_calendar_address, show_names_in_calendar
from releve.pipeline.appointments.models import CalendarFeed


@require_safe
@at_doctors_desk
def calendar(request: DoctorRequest) -> HttpResponse:
    feed = _feed(request)
    return page(request, "doctor/calendar.html", {"feed": feed, "mark": _mark(feed)}, entry="doctor:calendar")


@require_POST
@at_doctors_desk
def renew(request: DoctorRequest) -> HttpResponse:
    """Create or renew the address and show it, this once: only its fingerprint is stored.

    The form tells which address it replaces, so that a reload does not break the one that was just copied.
    """
    before = _feed(request)
    if request.POST.get("remplace", "") != _mark(before):
        messages.warning(request, _("L’adresse a déjà été renouvelée. Pour la revoir, il faut en créer une autre."))
        return redirect("doctor:calendar")
    secret = renew_calendar_address(
        doctor=request.doctor, shows_names=before.shows_names if before else False, now=timezone.now()
    )
    path = reverse("doctor:feed", args=[feed_secret(request.seat.network_id, secret)])
    context = {"address": f"{settings.PUBLIC_ADDRESS}{path}", "is_renewed": before is not None}
    response = page(request, "doctor/calendar_address.html", context, entry="doctor:calendar")
    response["Cache-Control"] = "no-store, private"
    return response


@require_http_methods(["GET", "HEAD", "POST"])
@at_doctors_desk
def names(request: DoctorRequest) -> HttpResponse:
    """Put names into the feed after an explicit word; take them out at once."""
    feed = _feed(request)
    if feed is None:
        return redirect("doctor:calendar")
    if request.method == "POST" and request.POST.get("noms") == "non":
        show_names_in_calendar(doctor=request.doctor, shows_names=False)
        messages.success(request, _("Les noms ne sont plus dans l’agenda partagé. Les copies déjà faites restent."))
        return redirect("doctor:calendar")
    form = NamesForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        show_names_in_calendar(doctor=request.doctor, shows_names=True)
        messages.success(request, _("Les noms des patients sont dans l’agenda partagé."))
        return redirect("doctor:calendar")
    status = 422 if form.errors else 200
    return page(request, "doctor/calendar_names.html", {"form": form}, entry="doctor:calendar", status=status)


def _feed(request: DoctorRequest) -> CalendarFeed | None:
    return CalendarFeed.objects.filter(doctor=request.doctor).first()


def _mark(feed: CalendarFeed | None) -> str:
    return feed.renewed_at.isoformat() if feed else ""
