"""The welcome of a doctor: what her arrival asks, who does it, by when, and what is done."""

from itertools import groupby
from typing import Any

from django import forms
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from releve.desks.access import DeskRequest
from releve.desks.network.forms.fields import DayField
from releve.desks.network.page import draw, tell_done
from releve.desks.network.views.doctors import doctor_crumbs
from releve.pipeline.commitments.actions.welcome import draw_up_welcome
from releve.pipeline.commitments.actions.welcome_ticks import tick_welcome, untick_welcome
from releve.pipeline.commitments.models import Commitment, WelcomeLine
from releve.pipeline.commitments.queries.welcome import unfinished_welcomes, welcome_of
from releve.pipeline.commitments.rules.welcome import SOURCES, WelcomeTask


class DoneForm(forms.Form):
    done_on = DayField()


@require_safe
def welcomes(request: DeskRequest) -> HttpResponse:
    lines = unfinished_welcomes(request.seat.network_id)
    today = timezone.localdate()
    lists = [_progress(commitment, list(points), today) for commitment, points in groupby(lines, _commitment)]
    return draw(request, "network/welcomes.html", "candidates", lists=lists)


@require_safe
def welcome(request: DeskRequest, commitment_id: int) -> HttpResponse:
    commitment = _commitment_of(request, commitment_id)
    lines, today = list(welcome_of([commitment.id])), timezone.localdate()
    return draw(
        request,
        "network/welcome.html",
        "candidates",
        commitment=commitment,
        progress=_progress(commitment, lines, today),
        lines=[
            {
                "line": line,
                "sources": _sources(WelcomeTask(line.task)),
                "is_late": not line.done_on and line.due_on < today,
            }
            for line in lines
        ],
        today=today,
        crumbs=doctor_crumbs(commitment.doctor, _("Accueil")),
    )


@require_POST
def draw_up(request: DeskRequest, commitment_id: int) -> HttpResponse:
    commitment = _commitment_of(request, commitment_id)

    def act() -> None:
        draw_up_welcome(commitment_id=commitment.id, by=request.user, now=timezone.now())

    tell_done(request, act, _("La liste d’accueil est établie, avec ses dates."))
    return redirect("network:welcome", commitment.id)


@require_POST
def tick(request: DeskRequest, line_id: int) -> HttpResponse:
    line = WelcomeLine.objects.filter(id=line_id, network_id=request.seat.network_id).first()
    if line is None:
        raise Http404
    if "reopen" in request.POST:

        def undo() -> None:
            untick_welcome(line_id=line.id, by=request.user, now=timezone.now())

        tell_done(request, undo, _("« %(task)s » est de nouveau à faire.") % {"task": line})
        return redirect("network:welcome", line.commitment_id)
    form = DoneForm(request.POST)
    if not form.is_valid():
        messages.error(request, "; ".join(str(error) for error in form.errors["done_on"]))
        return redirect("network:welcome", line.commitment_id)

    def act() -> None:
        tick_welcome(line_id=line.id, done_on=form.cleaned_data["done_on"], by=request.user, now=timezone.now())

    tell_done(request, act, _("« %(task)s » est fait.") % {"task": line})
    return redirect("network:welcome", line.commitment_id)


def _sources(task: WelcomeTask) -> str:
    """Return « règle ORD-16 », or that no text fixes the day."""
    rules = [source for source in SOURCES[task] if "-" in source and not source.startswith("§")]
    if "C" in SOURCES[task]:
        return _("date d’usage")
    return _("règle %(rules)s") % {"rules": ", ".join(rules)} if rules else ""


def _commitment(line: WelcomeLine) -> Commitment:
    return line.commitment


def _progress(commitment: Commitment, lines: list[WelcomeLine], today: Any) -> dict[str, Any]:
    left = [line for line in lines if not line.done_on]
    return {
        "commitment": commitment,
        "n_done": len(lines) - len(left),
        "n": len(lines),
        "next": min(left, key=lambda line: line.due_on, default=None),
        "n_late": sum(line.due_on < today for line in left),
    }


def _commitment_of(request: DeskRequest, commitment_id: int) -> Commitment:
    commitments = Commitment.objects.select_related("doctor", "office")
    found = commitments.filter(id=commitment_id, network_id=request.seat.network_id).first()
    if found is None:
        raise Http404
    return found
