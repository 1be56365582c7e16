"""The day: who comes when to whom, and the steps of each visit."""

from datetime import date
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from releve.desks.secretary.board import board_of
from releve.desks.secretary.days import ONE_DAY, ONE_WEEK, day_url, week_tabs
from releve.desks.secretary.pages import ReceptionRequest, at_reception, page
from releve.desks.secretary.steps import LABELS
from releve.pipeline.appointments.actions.desk import take_step
from releve.pipeline.appointments.handover import By, Status
from releve.pipeline.appointments.models import Appointment
from releve.shared.errors import Refused
from releve.shared.typed import read_day

NOTHING_NEW = 204


@require_safe
@at_reception
def day(request: ReceptionRequest) -> HttpResponse:
    now, today = timezone.now(), timezone.localdate()
    chosen, is_understood = read_day(request.GET.get("jour", ""), today)
    board = board_of(request.office, chosen, now)
    if request.htmx:
        if request.GET.get("version") == board.version:
            return HttpResponse(status=NOTHING_NEW)
        return page(request, "secretary/day.html#board", {"board": board, "here": day_url(chosen)})
    if not is_understood:
        messages.warning(request, _("Cette date n’existe pas dans l’agenda : voici aujourd’hui."))
    return page(request, "secretary/day.html", {"board": board} | _around(chosen, today), entry="secretary:day")


@require_safe
@at_reception
def day_list(request: ReceptionRequest) -> HttpResponse:
    """The list of a day on paper, tomorrow's unless another is asked for."""
    today = timezone.localdate()
    chosen, _is_understood = read_day(request.GET.get("jour", ""), today)
    if not request.GET.get("jour"):
        chosen = today + ONE_DAY
    board = board_of(request.office, chosen, timezone.now())
    return page(
        request, "secretary/day_list.html", {"board": board, "printed_at": timezone.now()}, entry="secretary:day"
    )


@require_POST
@at_reception
def step(request: ReceptionRequest, visit_id: int) -> HttpResponse:
    """Take one step on or back; `depuis` is what the page showed, so that two clicks make one step."""
    visit = get_object_or_404(Appointment, id=visit_id, network_id=request.seat.network_id, patient__isnull=False)
    wanted, was = request.POST.get("etape", ""), request.POST.get("depuis", "")
    if wanted not in LABELS or was not in LABELS:
        raise Http404
    refusal = ""
    try:
        take_step(
            appointment_id=visit_id,
            status=Status(wanted),
            was=Status(was),
            by_kind=By.SECRETARY,
            by=request.user,
            now=timezone.now(),
        )
    except Refused as refused:
        refusal = str(refused.message)
    if request.htmx:
        return _line(request, visit, refusal)
    if refusal:
        messages.error(request, refusal)
    back_to_visit = request.POST.get("retour") == "rendez-vous"
    is_elsewhere = visit.office_id != request.office.id
    return redirect("secretary:visit", visit_id) if back_to_visit or is_elsewhere else redirect(_place_of(visit))


def _place_of(visit: Appointment) -> str:
    return f"{day_url(timezone.localdate(visit.starts_at))}#visite-{visit.id}"


def _line(request: ReceptionRequest, visit: Appointment, refusal: str) -> HttpResponse:
    """Answer with the visit's line alone, the counts beside it, and a word for those who listen."""
    shown = timezone.localdate(visit.starts_at)
    board = board_of(request.office, shown, timezone.now())
    line = board.line_of(visit.id)
    if line is None:
        return _reload(shown)
    context = {"line": line, "board": board, "refusal": refusal, "office": request.office}
    return HttpResponse(render_to_string("secretary/line_changed.html", context, request))


def _reload(shown: date) -> HttpResponse:
    response = HttpResponse(status=NOTHING_NEW)
    response["HX-Location"] = day_url(shown)
    return response


def _around(chosen: date, today: date) -> dict[str, Any]:
    return {
        "here": day_url(chosen),
        "today": today,
        "is_today": chosen == today,
        "is_past": chosen < today,
        "today_url": day_url(today),
        "previous_url": day_url(chosen - ONE_DAY),
        "next_url": day_url(chosen + ONE_DAY),
        "previous_week_url": day_url(chosen - ONE_WEEK),
        "next_week_url": day_url(chosen + ONE_WEEK),
        "week": week_tabs(chosen, today),
        "tomorrow": today + ONE_DAY,
    }
