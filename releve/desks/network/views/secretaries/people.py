"""A secretary: how much she works, when she can, when she is away."""

from datetime import timedelta
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from releve.desks.access import DeskRequest
from releve.desks.network.boards.reception import SecretaryLine, secretary_lines
from releve.desks.network.forms.secretaries import SecretaryTermsForm
from releve.desks.network.page import accepted, draw
from releve.desks.network.views.secretaries.rota import SECTION
from releve.pipeline.rota.actions.reception import agree_secretary_terms
from releve.pipeline.rota.handover import Respondent
from releve.pipeline.rota.queries.duties import absences_of_secretary, duties_of
from releve.pipeline.rota.queries.reception import secretaries_of
from releve.pipeline.rota.queries.wishes import answer_of
from releve.pipeline.rota.words.half_days import season_words
from releve.ui.season import SeasonPlace, answer_for_season
from releve.ui.season.lines import read_season
from releve.ui.secretary_absences import SecretaryAbsenceForm, absence_lines, note_absence, withdraw_absence

WEEKS_AHEAD = timedelta(weeks=4)


@require_http_methods(["GET", "HEAD", "POST"])
def secretary(request: DeskRequest, secretary_id: int) -> HttpResponse:
    line = _line_of(request, secretary_id)
    form = SecretaryTermsForm(request.POST or None, initial=_terms_of(line))

    def act() -> None:
        agree_secretary_terms(
            network_id=request.seat.network_id,
            secretary_id=secretary_id,
            **form.cleaned_data,
            by=request.user,
            now=timezone.now(),
        )

    if request.method == "POST" and accepted(form, act):
        messages.success(request, _("Temps de travail enregistré."))
        return redirect("network:secretary", secretary_id)
    return _page(request, line, form, SecretaryAbsenceForm())


@require_http_methods(["GET", "HEAD", "POST"])
def wishes(request: DeskRequest, secretary_id: int, step: str = "") -> HttpResponse:
    """Her season, for the coordinator to read, or to note what she said on the telephone."""
    line = _line_of(request, secretary_id)
    who = _whose(request, line)

    def draw_season(context: dict[str, Any]) -> HttpResponse:
        coming = absences_of_secretary(who, max(context["season"], timezone.localdate()))
        return draw(
            request,
            "network/secretaries/availability.html",
            SECTION,
            **context,
            heading=_("Disponibilités de %(name)s") % {"name": line.name},
            absences=[absence for absence in coming if absence.first_on <= context["last"]],
            absences_url=reverse("network:secretary", args=[secretary_id]) + "#absence",
            crumbs=[*_crumbs(line), {"label": _("Disponibilités"), "url": ""}],
        )

    here = reverse("network:secretary_wishes", args=[secretary_id])
    return answer_for_season(request, SeasonPlace(who, request.user, here, draw_season), step)


@require_POST
def absence(request: DeskRequest, secretary_id: int) -> HttpResponse:
    line, form = _line_of(request, secretary_id), SecretaryAbsenceForm(request.POST)
    if note_absence(request, request.user, _whose(request, line), form):
        return redirect("network:secretary", secretary_id)
    return _page(request, line, SecretaryTermsForm(initial=_terms_of(line)), form)


@require_POST
def drop_absence(request: DeskRequest, secretary_id: int, absence_id: int) -> HttpResponse:
    withdraw_absence(request, request.user, _whose(request, _line_of(request, secretary_id)), absence_id)
    return redirect("network:secretary", secretary_id)


def _page(
    request: DeskRequest, line: SecretaryLine, terms: SecretaryTermsForm, absence: SecretaryAbsenceForm
) -> HttpResponse:
    today, who = timezone.localdate(), _whose(request, line)
    season = read_season("", today)

    def drop_url(absence_id: int) -> str:
        return reverse("network:withdraw_secretary_absence", args=[line.user_id, absence_id])

    return draw(
        request,
        "network/secretaries/secretary.html",
        SECTION,
        line=line,
        terms=terms,
        season_title=season_words(season),
        answer=answer_of(who, season),
        absence=absence,
        absence_url=reverse("network:secretary_absence", args=[line.user_id]),
        absences=absence_lines(who, today, drop_url),
        duties=list(duties_of(line.user_id, today, today + WEEKS_AHEAD)),
        crumbs=[_crumbs(line)[0], {"label": line.name, "url": ""}],
    )


def _crumbs(line: SecretaryLine) -> list[dict[str, str]]:
    return [
        {"label": _("Secrétaires"), "url": reverse("network:secretaries")},
        {"label": line.name, "url": reverse("network:secretary", args=[line.user_id])},
    ]


def _terms_of(line: SecretaryLine) -> dict[str, Any]:
    if line.terms is None:
        return {"starts_on": timezone.localdate()}
    return {name: getattr(line.terms, name) for name in ("half_days_per_week", "starts_on", "ends_on")}


def _whose(request: DeskRequest, line: SecretaryLine) -> Respondent:
    return Respondent(request.seat.network_id, secretary_id=line.user_id)


def _line_of(request: DeskRequest, secretary_id: int) -> SecretaryLine:
    lines = secretary_lines(secretaries_of(request.seat.network_id))
    found = next((line for line in lines if line.user_id == secretary_id), None)
    if found is None:
        raise Http404
    return found
