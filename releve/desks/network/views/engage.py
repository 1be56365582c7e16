"""A candidate becomes a doctor of the network, with a promise that is proposed: one click, one transaction."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from releve.desks.access import DeskRequest
from releve.desks.network.boards.candidates import office_starts
from releve.desks.network.boards.promises import half_days_words
from releve.desks.network.forms.candidates import EngageForm
from releve.desks.network.page import accepted, draw
from releve.desks.network.views.candidates import candidate_crumbs, candidate_of_network
from releve.pipeline.commitments.actions.candidates import become_doctor
from releve.pipeline.commitments.handover import PatternHalfDay, Route
from releve.pipeline.commitments.models import Candidate, Commitment
from releve.pipeline.commitments.models import Route as RouteChoices
from releve.pipeline.commitments.queries.candidates import StartsThere, offices_now, starts_of
from releve.pipeline.commitments.queries.life import open_calls
from releve.pipeline.commitments.rules.matching import LASTING_ROUTES
from releve.pipeline.offices.models import Office
from releve.shared.half_days import HALVES
from releve.shared.words import date_words


@require_http_methods(["GET", "HEAD", "POST"])
def engage(request: DeskRequest, candidate_id: int) -> HttpResponse:
    found = candidate_of_network(request, candidate_id)
    today = timezone.localdate()
    starts = starts_of(found, offices_now(request.seat.network_id, today), today)
    form = _form(request, found, starts)
    proposed: list[Commitment] = []

    def act() -> None:
        given = form.cleaned_data
        proposed.append(
            become_doctor(
                candidate_id=found.id,
                office=Office.objects.get(id=given["office"], network_id=request.seat.network_id),
                route=Route(given["route"]),
                starts_on=given["starts_on"],
                half_days_per_week=given["half_days_per_week"],
                pattern=form.grid.chosen(),
                by=request.user,
                now=timezone.now(),
            )
        )

    if request.method == "POST" and accepted(form, act):
        _tell(request, proposed[0])
        return redirect("network:doctor", proposed[0].doctor_id)
    return draw(
        request,
        "network/candidate_engage.html",
        "candidates",
        candidate=found,
        form=form,
        offices=office_starts(starts),
        week_note="",
        back_url=reverse("network:candidate", args=[found.id]),
        crumbs=candidate_crumbs(found, _("Proposer un engagement")),
    )


def _tell(request: DeskRequest, proposed: Commitment) -> None:
    """Say that she is in the network, which searches she answers, and which remain open."""
    messages.success(
        request, _("%(doctor)s est dans le réseau, avec un engagement proposé.") % {"doctor": proposed.doctor}
    )
    n_closed = proposed.answered_calls.count()
    if n_closed:
        closed = ngettext(
            "La recherche ouverte pour ce cabinet est close. Si l’engagement est abandonné, elle se rouvre.",
            "%(n)d recherches ouvertes pour ce cabinet sont closes. Si l’engagement est abandonné, elles se rouvrent.",
            n_closed,
        )
        messages.success(request, closed % {"n": n_closed})
    for call in open_calls(proposed.network_id):
        if call.office_id == proposed.office_id:
            sentence = _(
                "Une recherche reste ouverte pour ce cabinet : %(n)s demi-journées par semaine à partir du %(day)s."
            )
            words = {"n": half_days_words(call.half_days_per_week), "day": date_words(call.needed_from)}
            messages.warning(request, sentence % words)


def _form(request: DeskRequest, found: Candidate, starts: list[StartsThere]) -> EngageForm:
    return EngageForm(
        request.POST or None,
        initial=_initial(found, starts),
        pattern=[PatternHalfDay(slot // 2, HALVES[slot % 2]) for slot in found.slots],
        offices=[(there.office.id, there.office.name) for there in starts],
        # A replacement needs somebody to replace: it is agreed from the doctor's own page, or taken from a call.
        routes=[(value, str(label)) for value, label in RouteChoices.choices if Route(value) in LASTING_ROUTES],
    )


def _initial(found: Candidate, starts: list[StartsThere]) -> dict[str, object]:
    """Propose the soonest lawful start by a route that lasts."""
    possible = [
        (start.on, there.office.id, start.route)
        for there in starts
        for start in there.starts
        if start.on and start.route in LASTING_ROUTES
    ]
    half_days = found.half_days_per_week.normalize() if found.half_days_per_week else None
    if not possible:
        return {"half_days_per_week": half_days}
    on, office_id, route = min(possible)
    return {"half_days_per_week": half_days, "starts_on": on, "office": office_id, "route": route}
