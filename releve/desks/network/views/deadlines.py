"""The deadlines of the network: who has to do what, by when, by which rule; and what is done."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from releve.desks.access import DeskRequest
from releve.desks.network.boards.deadlines import EVERYBODY, SLUGS, done_recently, groups_of, lines_of, of_party
from releve.desks.network.forms.promises import MarkForm, ReminderForm
from releve.desks.network.page import accepted, draw, tell_done
from releve.desks.network.views.promises import promise_of_network
from releve.pipeline.commitments.actions import change_reminders, mark_deadline, unmark_deadline
from releve.pipeline.commitments.handover import ActingParty, DeadlineKind
from releve.pipeline.commitments.queries.deadlines import deadlines_of_network, earliness_of
from releve.pipeline.commitments.words.promises import DEADLINES


@require_safe
def deadlines(request: DeskRequest) -> HttpResponse:
    today = timezone.localdate()
    everything = lines_of(deadlines_of_network(request.seat.network_id, today), timezone.now())
    chosen = request.GET.get("qui", EVERYBODY)
    lines = of_party(everything, chosen)
    labels = {
        EVERYBODY: _("Toutes"),
        SLUGS[ActingParty.COORDINATOR]: _("À faire par le réseau"),
        SLUGS[ActingParty.DOCTOR]: _("À faire par un médecin"),
    }
    groups = groups_of(lines, today)
    return draw(
        request,
        "network/deadlines.html",
        "deadlines",
        groups=groups,
        n_open=sum(len(group.lines) for group in groups),
        done=done_recently(lines, today),
        tabs=[
            {
                "label": label,
                "url": reverse("network:deadlines") + ("" if slug == EVERYBODY else f"?qui={slug}"),
                "is_current": slug == (chosen if chosen in labels else EVERYBODY),
                "count": None,
            }
            for slug, label in labels.items()
        ],
        today=today,
    )


@require_POST
def mark(request: DeskRequest, commitment_id: int) -> HttpResponse:
    commitment = promise_of_network(request, commitment_id)
    form = MarkForm(request.POST)
    form.fields["done_on"].required = "undo" not in request.POST
    back = redirect("network:promise", commitment.id) if "promise" in request.POST else redirect("network:deadlines")
    if not form.is_valid():
        messages.error(request, " ".join(str(sentence) for errors in form.errors.values() for sentence in errors))
        return back
    given = {**form.cleaned_data}
    try:
        kind = DeadlineKind(given.pop("kind"))
    except ValueError as error:
        raise Http404 from error
    words = {"what": DEADLINES[kind][0]}
    if "undo" in request.POST:
        undo = {"commitment_id": commitment.id, "kind": kind, "due_on": given["due_on"]}
        unmark_deadline(**undo, by=request.user, now=timezone.now())
        messages.success(request, _("« %(what)s » est de nouveau à faire.") % words)
        return back

    def act() -> None:
        mark_deadline(commitment_id=commitment.id, kind=kind, by=request.user, now=timezone.now(), **given)

    tell_done(request, act, _("« %(what)s » est noté.") % words)
    return back


@require_http_methods(["GET", "HEAD", "POST"])
def reminders(request: DeskRequest) -> HttpResponse:
    early = earliness_of(request.seat.network_id)
    initial = {name: getattr(early, name) for name in ReminderForm.base_fields}
    form = ReminderForm(request.POST or None, initial=initial)

    def act() -> None:
        change_reminders(network_id=request.seat.network_id, by=request.user, now=timezone.now(), **form.cleaned_data)

    if request.method == "POST" and accepted(form, act):
        messages.success(request, _("Rappels réglés."))
        return redirect("network:deadlines")
    return draw(
        request,
        "network/one_form.html",
        "deadlines",
        form=form,
        heading=_("Rappels des échéances"),
        explanation=_(
            "Un e-mail par personne et par jour au plus : à qui doit agir, et au réseau dès que le jour est passé."
        ),
        submit=_("Enregistrer"),
        back_url=reverse("network:deadlines"),
        crumbs=[{"label": _("Échéances"), "url": reverse("network:deadlines")}, {"label": _("Rappels"), "url": ""}],
    )
