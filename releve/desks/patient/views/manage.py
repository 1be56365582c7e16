"""An appointment behind its signed link: see it, keep it in a calendar, move it, cancel it. No account is needed."""

from datetime import datetime
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from releve.desks.patient.calendar_file import calendar_file
from releve.desks.patient.offers import Choice, doctors_of_week, shown_time, week_page
from releve.desks.patient.open_pages import signed_page
from releve.desks.patient.visits import address_of, for_whom, is_to_come, linked_visit, shown_visit
from releve.desks.patient.week import week_asked, week_of
from releve.pipeline.appointments.actions.changes import cancel_appointment, move_appointment
from releve.pipeline.appointments.errors import AlreadyOver, NotBookable
from releve.pipeline.appointments.handover import By, Status
from releve.pipeline.appointments.models import Appointment
from releve.pipeline.rota.models import Shift
from releve.pipeline.slots.handover import Slot
from releve.pipeline.slots.queries import as_visit
from releve.shared.errors import Refused
from releve.shared.words import moment_words, read_time_value


@signed_page
@require_safe
def appointment(request: HttpRequest, token: str) -> HttpResponse:
    visit, now = linked_visit(token), timezone.now()
    context = {"visit": shown_visit(visit, now), "token": token, "for_whom": for_whom(visit)}
    return render(request, "patient/appointment.html", context)


@signed_page
@require_safe
def agenda(request: HttpRequest, token: str) -> HttpResponse:
    visit = linked_visit(token)
    response = HttpResponse(calendar_file(visit, timezone.now()), content_type="text/calendar; charset=utf-8")
    response["Content-Disposition"] = 'attachment; filename="rendez-vous.ics"'
    return response


@signed_page
@require_http_methods(["GET", "HEAD", "POST"])
def cancel(request: HttpRequest, token: str) -> HttpResponse:
    visit, now = linked_visit(token), timezone.now()
    if visit.status == Status.CANCELLED:
        return redirect(address_of(visit))
    if not is_to_come(visit, now):
        return _too_late(request, visit, now)
    if request.method != "POST":
        return render(request, "patient/cancel.html", {"visit": shown_visit(visit, now), "token": token})
    try:
        cancel_appointment(appointment_id=visit.id, by_kind=By.PATIENT, by=None, now=now)
    except Refused:
        return _too_late(request, visit, now)
    return redirect(address_of(visit))


@signed_page
@require_http_methods(["GET", "HEAD", "POST"])
def move(request: HttpRequest, token: str) -> HttpResponse:
    """Week by week, then one question: the new time instead of the old one?"""
    visit, now = linked_visit(token), timezone.now()
    if not is_to_come(visit, now):
        return _too_late(request, visit, now)
    chosen = read_time_value((request.POST if request.method == "POST" else request.GET).get("horaire", ""))
    if request.method == "POST" and chosen:
        return _moved(request, visit, *chosen, now=now)
    context = {"visit": shown_visit(visit, now), "token": token}
    zone = visit.office.time_zone
    if chosen:
        shift = Shift.objects.select_related("doctor").filter(id=chosen[0]).first()
        if shift is None:
            raise Http404
        asked = {"new_when": moment_words(chosen[1], zone, now=now), "new_doctor": str(shift.doctor)}
        return render(request, "patient/move_confirm.html", context | asked | {"value": request.GET["horaire"]})
    week = week_asked(request.GET.get("semaine", week_of(visit.starts_at, zone).code), now, zone)
    choice = Choice(visit.office_id, zone, as_visit(visit.reason))
    names = doctors_of_week(choice, week, now)
    page = reverse("patient:move", args=[token])
    return render(request, "patient/move.html", context | {"shown": week_page(choice, week, page, {}, names, now)})


def _moved(
    request: HttpRequest, visit: Appointment, shift_id: int, starts_at: datetime, *, now: datetime
) -> HttpResponse:
    try:
        move_appointment(
            appointment_id=visit.id, shift_id=shift_id, starts_at=starts_at, by_kind=By.PATIENT, by=None, now=now
        )
    except NotBookable as refused:
        return _choose_again(request, visit, str(refused.message), refused.next_times, now)
    except AlreadyOver:
        return _too_late(request, visit, now)
    except Refused as refused:
        return _choose_again(request, visit, str(refused.message), [], now)
    messages.success(request, _("Votre rendez-vous est déplacé. L’ancien horaire est rendu."))
    return redirect(address_of(visit))


def _choose_again(
    request: HttpRequest, visit: Appointment, message: str, slots: list[Slot], now: datetime
) -> HttpResponse:
    move_url = reverse("patient:move", args=[address_of(visit).split("/")[-2]])
    context: dict[str, Any] = {
        "message": message,
        "visit": shown_visit(visit, now),
        "move_url": move_url,
        "times": [shown_time(slot, visit.office.time_zone, now) for slot in slots],
    }
    return render(request, "patient/move_again.html", context, status=409)


def _too_late(request: HttpRequest, visit: Appointment, now: datetime) -> HttpResponse:
    status = 409 if request.method == "POST" else 200
    context = {"visit": shown_visit(visit, now), "address": address_of(visit)}
    return render(request, "patient/too_late.html", context, status=status)
