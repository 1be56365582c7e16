"""A secretary for herself: her half-days at the reception, when she can work, when she is away."""

from datetime import timedelta
from itertools import groupby
from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from releve.desks.secretary.pages import ReceptionRequest, at_reception, page
from releve.pipeline.rota.handover import Respondent
from releve.pipeline.rota.queries.duties import absences_of_secretary, duties_of
from releve.shared.half_days import monday_of
from releve.ui.season import SeasonPlace, answer_for_season
from releve.ui.secretary_absences import SecretaryAbsenceForm, absence_lines, note_absence, withdraw_absence

ENTRY, SEASON = "secretary:my_half_days", "secretary:availability"
WEEKS_AHEAD = timedelta(weeks=8)


@require_safe
@at_reception
def my_half_days(request: ReceptionRequest) -> HttpResponse:
    """Her own half-days, from today to the end of the eighth week, whichever reception; nobody else's."""
    return _page(request, SecretaryAbsenceForm())


@require_http_methods(["GET", "HEAD", "POST"])
@at_reception
def availability(request: ReceptionRequest, step: str = "") -> HttpResponse:
    who = _myself(request)

    def draw(context: dict[str, Any]) -> HttpResponse:
        coming = absences_of_secretary(who, max(context["season"], timezone.localdate()))
        context |= {
            "tabs": _tabs(SEASON),
            "absences": [absence for absence in coming if absence.first_on <= context["last"]],
            "absences_url": reverse(ENTRY) + "#absence",
        }
        status = 422 if context["form"].errors else 200
        return page(request, "secretary/availability.html", context, entry=ENTRY, status=status)

    return answer_for_season(request, SeasonPlace(who, request.user, reverse(SEASON), draw), step)


@require_POST
@at_reception
def add_absence(request: ReceptionRequest) -> HttpResponse:
    form = SecretaryAbsenceForm(request.POST)
    return redirect(ENTRY) if note_absence(request, request.user, _myself(request), form) else _page(request, form)


@require_POST
@at_reception
def drop_absence(request: ReceptionRequest, absence_id: int) -> HttpResponse:
    withdraw_absence(request, request.user, _myself(request), absence_id)
    return redirect(ENTRY)


def _page(request: ReceptionRequest, form: SecretaryAbsenceForm) -> HttpResponse:
    today = timezone.localdate()
    found = duties_of(request.user.id, today, monday_of(today) + WEEKS_AHEAD - timedelta(days=1))

    def drop_url(absence_id: int) -> str:
        return reverse("secretary:drop_absence", args=[absence_id])

    context = {
        "tabs": _tabs(ENTRY),
        "weeks": [(monday, list(hers)) for monday, hers in groupby(found, key=lambda duty: monday_of(duty.day))],
        "absence": form,
        "absence_url": reverse("secretary:add_absence"),
        "absences": absence_lines(_myself(request), today, drop_url),
    }
    return page(request, "secretary/my_half_days.html", context, entry=ENTRY, status=422 if form.errors else 200)


def _myself(request: ReceptionRequest) -> Respondent:
    return Respondent(request.seat.network_id, secretary_id=request.user.pk)


def _tabs(current: str) -> list[dict[str, Any]]:
    tabs = ((ENTRY, _("Publiées")), (SEASON, _("Disponibilités")))
    return [
        {"label": label, "url": reverse(name), "is_current": name == current, "count": None} for name, label in tabs
    ]
