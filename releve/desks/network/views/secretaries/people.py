"""A secretary: how much she works, when she can, when she is away."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

from django import forms
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST

from releve.desks.access import DeskRequest
from releve.desks.network.boards.reception import SecretaryLine, secretary_lines
from releve.desks.network.forms.secretaries import SecretaryAbsenceForm, SecretaryTermsForm, SecretaryWishesForm
from releve.desks.network.page import accepted, draw, tell_done
from releve.desks.network.views.secretaries.rota import SECTION
from releve.pipeline.rota.actions.reception import (
    agree_secretary_terms,
    note_secretary_absence,
    say_secretary_wishes,
    withdraw_secretary_absence,
)
from releve.pipeline.rota.models import SecretaryAbsence
from releve.pipeline.rota.queries.reception import duties_of, reception_slots, said_by_secretary, secretaries_of

WEEKS_AHEAD = timedelta(weeks=4)


@require_http_methods(["GET", "HEAD", "POST"])
def secretary(request: DeskRequest, secretary_id: int) -> HttpResponse:
    form = SecretaryTermsForm(request.POST or None, initial=_terms_of(request, secretary_id))

    def act() -> None:
        agree_secretary_terms(**_whose(request, secretary_id), **form.cleaned_data)

    if request.method == "POST" and accepted(form, act):
        messages.success(request, _("Temps de travail enregistré."))
        return redirect("network:secretary", secretary_id)
    return _page(request, secretary_id, terms=form)


@require_POST
def wishes(request: DeskRequest, secretary_id: int) -> HttpResponse:
    form = _wishes_form(request, secretary_id)

    def act() -> None:
        say_secretary_wishes(**_whose(request, secretary_id), wishes=form.wishes)

    return _answer(request, secretary_id, form, act, _("Disponibilités enregistrées."), "wishes")


@require_POST
def absence(request: DeskRequest, secretary_id: int) -> HttpResponse:
    form = SecretaryAbsenceForm(request.POST)

    def act() -> None:
        n_lost = note_secretary_absence(**_whose(request, secretary_id), **form.cleaned_data)
        if n_lost:
            sentence = ngettext(
                "%(n)d demi-journée publiée est maintenant sans accueil : dessinez de nouveau ces semaines.",
                "%(n)d demi-journées publiées sont maintenant sans accueil : dessinez de nouveau ces semaines.",
                n_lost,
            )
            messages.warning(request, sentence % {"n": n_lost})

    return _answer(request, secretary_id, form, act, _("Absence notée."), "absence")


@require_POST
def drop_absence(request: DeskRequest, secretary_id: int, absence_id: int) -> HttpResponse:
    _line_of(request, secretary_id)

    def act() -> None:
        hers = SecretaryAbsence.objects.filter(network_id=request.seat.network_id, secretary_id=secretary_id)
        if hers.filter(id=absence_id).exists():
            withdraw_secretary_absence(absence_id=absence_id, by=request.user, now=timezone.now())

    tell_done(request, act, _("Absence retirée."))
    return redirect("network:secretary", secretary_id)


def _answer(
    request: DeskRequest, secretary_id: int, form: forms.Form, act: Callable[[], None], said: str, name: str
) -> HttpResponse:
    _line_of(request, secretary_id)
    if accepted(form, act):
        messages.success(request, said)
        return redirect("network:secretary", secretary_id)
    return _page(request, secretary_id, **{name: form})


def _page(request: DeskRequest, secretary_id: int, **given: forms.Form) -> HttpResponse:
    line = _line_of(request, secretary_id)
    today = timezone.localdate()
    away = SecretaryAbsence.objects.filter(network_id=request.seat.network_id, secretary_id=secretary_id)
    return draw(
        request,
        "network/secretaries/secretary.html",
        SECTION,
        line=line,
        terms=given.get("terms") or SecretaryTermsForm(initial=_terms_of(request, secretary_id)),
        wishes=given.get("wishes") or _wishes_form(request, secretary_id, is_asked=False),
        absence=given.get("absence") or SecretaryAbsenceForm(),
        absences=list(away.filter(last_on__gte=today)),
        duties=list(duties_of(secretary_id, today, today + WEEKS_AHEAD)),
        crumbs=[{"label": _("Secrétaires"), "url": reverse("network:secretaries")}, {"label": line.name, "url": ""}],
    )


def _wishes_form(request: DeskRequest, secretary_id: int, is_asked: bool = True) -> SecretaryWishesForm:
    network_id = request.seat.network_id
    return SecretaryWishesForm(
        request.POST if is_asked else None,
        slots=reception_slots(network_id, secretary_id, timezone.localdate()),
        said=said_by_secretary(network_id, secretary_id),
    )


def _terms_of(request: DeskRequest, secretary_id: int) -> dict[str, Any]:
    terms = _line_of(request, secretary_id).terms
    if terms is None:
        return {"starts_on": timezone.localdate()}
    return {name: getattr(terms, name) for name in ("half_days_per_week", "starts_on", "ends_on")}


def _whose(request: DeskRequest, secretary_id: int) -> dict[str, Any]:
    return {
        "network_id": request.seat.network_id,
        "secretary_id": secretary_id,
        "by": request.user,
        "now": timezone.now(),
    }


def _line_of(request: DeskRequest, secretary_id: int) -> SecretaryLine:
    lines = secretary_lines(secretaries_of(request.seat.network_id))
    found = next((line for line in lines if line.user_id == secretary_id), None)
    if found is None:
        raise Http404
    return found
