"""The reasons for a visit, common to every office of the network."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from releve.desks.access import DeskRequest
from releve.desks.network.forms.reasons import ReasonForm
from releve.desks.network.page import accepted, draw, tell_done
from releve.pipeline.slots.actions import add_reason, change_reason, offer_reason_again, retire_reason
from releve.pipeline.slots.models import VisitReason


@require_http_methods(["GET", "HEAD", "POST"])
def reasons(request: DeskRequest) -> HttpResponse:
    network_id = request.seat.network_id
    form = ReasonForm(request.POST or None)
    if request.method == "POST" and accepted(
        form, lambda: add_reason(network_id=network_id, terms=form.terms(), by=request.user, now=timezone.now())
    ):
        messages.success(request, _("Motif ajouté."))
        return redirect("network:reasons")
    found = VisitReason.objects.filter(network_id=network_id).order_by("-is_active", "position", "id")
    return draw(request, "network/reasons.html", "reasons", form=form, reasons=list(found))


@require_http_methods(["GET", "HEAD", "POST"])
def change(request: DeskRequest, reason_id: int) -> HttpResponse:
    reason = _reason_of(request, reason_id)
    form = ReasonForm(request.POST) if request.method == "POST" else ReasonForm.of(reason)
    if request.method == "POST" and accepted(
        form, lambda: change_reason(reason=reason, terms=form.terms(), by=request.user, now=timezone.now())
    ):
        messages.success(request, _("Motif modifié. Les rendez-vous déjà pris ne changent pas."))
        return redirect("network:reasons")
    return draw(
        request,
        "network/one_form.html",
        "reasons",
        form=form,
        heading=_("Modifier un motif"),
        explanation=_("Les rendez-vous déjà pris gardent leur durée."),
        submit=_("Enregistrer"),
        back_url=reverse("network:reasons"),
        crumbs=[{"label": _("Motifs"), "url": reverse("network:reasons")}, {"label": _("Modifier"), "url": ""}],
    )


@require_POST
def switch(request: DeskRequest, reason_id: int) -> HttpResponse:
    """Offer a reason or stop offering it, as the button said; clicked twice it changes nothing more."""
    reason = _reason_of(request, reason_id)
    if request.POST.get("is_active") == "1":
        turn, said = offer_reason_again, _("« %(name)s » est de nouveau proposé.") % {"name": reason.name}
    else:
        turn, said = retire_reason, _("« %(name)s » n’est plus proposé.") % {"name": reason.name}
    tell_done(request, lambda: turn(reason=reason, by=request.user, now=timezone.now()), said)
    return redirect("network:reasons")


def _reason_of(request: DeskRequest, reason_id: int) -> VisitReason:
    reason = VisitReason.objects.filter(id=reason_id, network_id=request.seat.network_id).first()
    if reason is None:
        raise Http404
    return reason
