"""She notes what is hers: a deadline that she met, a point of her arrival that is done. The network sees it at once."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from releve.desks.doctor.forms import OwnMarkForm
from releve.desks.doctor.pages import DoctorRequest, at_doctors_desk
from releve.pipeline.commitments.actions.own_marks import mark_own_deadline, tick_own_welcome, unmark_own_deadline
from releve.pipeline.commitments.handover import DeadlineKind
from releve.pipeline.commitments.models import Commitment, WelcomeLine
from releve.pipeline.commitments.words.promises import DEADLINES
from releve.shared.errors import Refused
from releve.shared.worlds.roles import Role
from releve.shared.worlds.scope import world_scope


@require_POST
@at_doctors_desk
def mark(request: DoctorRequest, commitment_id: int) -> HttpResponse:
    commitment = get_object_or_404(Commitment, id=commitment_id, doctor=request.doctor)
    is_undone = "undo" in request.POST
    form = OwnMarkForm(request.POST)
    form.fields["done_on"].required = not is_undone
    if not form.is_valid():
        messages.error(request, " ".join(str(error) for errors in form.errors.values() for error in errors))
        return redirect("doctor:promise")
    given = {**form.cleaned_data}
    try:
        kind = DeadlineKind(given.pop("kind"))
    except ValueError as error:
        raise Http404 from error
    of_hers = {"doctor": request.doctor, "commitment_id": commitment.id, "kind": kind, "due_on": given["due_on"]}
    words = {"what": DEADLINES[kind][0]}
    if is_undone:
        said = _("« %(what)s » est de nouveau à faire.") % words
        return _written(request, lambda: unmark_own_deadline(**of_hers, by=request.user, now=timezone.now()), said)
    told = {"done_on": given["done_on"], "proof": given["proof"]}
    said = _("« %(what)s » est noté. Le réseau le voit, et les rappels s’arrêtent.") % words
    return _written(request, lambda: mark_own_deadline(**of_hers, **told, by=request.user, now=timezone.now()), said)


@require_POST
@at_doctors_desk
def tick(request: DoctorRequest, line_id: int) -> HttpResponse:
    line = get_object_or_404(WelcomeLine, id=line_id, commitment__doctor=request.doctor)
    form = OwnMarkForm({"done_on": request.POST.get("done_on"), "kind": line.task, "due_on": line.due_on})
    if not form.is_valid():
        messages.error(request, " ".join(str(error) for error in form.errors.get("done_on", ())))
        return redirect("doctor:promise")
    done_on = form.cleaned_data["done_on"]
    said = _("« %(what)s » est noté. Le réseau le voit.") % {"what": line}

    def write() -> None:
        tick_own_welcome(doctor=request.doctor, line_id=line.id, done_on=done_on, by=request.user, now=timezone.now())

    return _written(request, write, said)


def _written(request: DoctorRequest, write: Callable[[], Any], said: str) -> HttpResponse:
    try:
        # Promises belong to the estate; care may only read them.
        with world_scope(Role.ESTATE, [request.seat.network_id]):
            write()
    except Refused as refusal:
        messages.error(request, str(refusal.message))
    else:
        messages.success(request, said)
    return redirect("doctor:promise")
