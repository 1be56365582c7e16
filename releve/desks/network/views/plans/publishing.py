"""Publish a plan, after saying what that will do; and take it back."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST

from releve.desks.access import DeskRequest
from releve.desks.network.boards.changes import change_lines, patients_in_words
from releve.desks.network.boards.plans import PlanLine, view_of
from releve.desks.network.page import draw
from releve.desks.network.views.plans.drawing import open_offices, plan_crumbs, plan_of
from releve.desks.network.words import half_day_words
from releve.pipeline.appointments.queries.desk import masked_patients
from releve.pipeline.rota.actions.publication import publish_plan, withdraw_publication
from releve.pipeline.rota.handover import PlanPublished
from releve.pipeline.rota.models import RotaPlan
from releve.pipeline.rota.rules.plans import patients_of
from releve.shared.errors import Refused


@require_http_methods(["GET", "HEAD", "POST"])
def publish(request: DeskRequest, plan_id: int) -> HttpResponse:
    found = plan_of(request, plan_id)
    if request.method == "POST":
        return _publish(request, found)
    if found.status != RotaPlan.Status.READY:
        return redirect("network:plan", found.id)
    seen = view_of(found, timezone.now())
    masked = masked_patients(seen.ground.first, seen.ground.last)
    touched = [shift for shift in seen.changes.removed if shift.shift_id in masked]
    line = PlanLine(found, {office.id: office.name for office in open_offices(request)})
    return draw(
        request,
        "network/plan_publish.html",
        "plans",
        plan=found,
        line=line,
        seen=seen,
        lines=[changed for changed in change_lines(seen) if changed.removed],
        n_drafts_opened=sum(seen.ground.rows[s.shift_id].status == "draft" for s in seen.changes.kept),
        touched=touched,
        patients=patients_in_words(patients_of([shift.shift_id for shift in touched], masked)),
        crumbs=plan_crumbs(line, _("Publier")),
        back_url=reverse("network:plan", args=[found.id]),
    )


@require_POST
def undo(request: DeskRequest, plan_id: int) -> HttpResponse:
    found = plan_of(request, plan_id)
    try:
        is_undone = withdraw_publication(plan_id=found.id, by=request.user, now=timezone.now())
    except Refused as refusal:
        messages.error(request, str(refusal.message))
    else:
        if is_undone:
            messages.success(request, _("La publication est annulée : tout est redevenu comme avant."))
        else:
            messages.info(request, _("Ce planning n’est pas publié : il n’y a rien à annuler."))
    return redirect("network:plan", found.id)


def _publish(request: DeskRequest, found: RotaPlan) -> HttpResponse:
    try:
        published = publish_plan(plan_id=found.id, by=request.user, now=timezone.now())
    except Refused as refusal:
        messages.error(request, str(refusal.message))
        return redirect("network:plan", found.id)
    if published.is_repeated:
        messages.info(request, _("Ce planning était déjà publié : rien n’a changé."))
    else:
        messages.success(request, _published_words(published))
        _tell_staying(request, published)
    return redirect("network:plan", found.id)


def _published_words(published: PlanPublished) -> str:
    n_opened = published.n_added + published.n_opened
    opened = ngettext(
        "Planning publié : %(n)d vacation s’ouvre aux patients.",
        "Planning publié : %(n)d vacations s’ouvrent aux patients.",
        n_opened,
    ) % {"n": n_opened}
    if not published.n_cancelled:
        return opened
    cancelled = ngettext("%(n)d est retirée.", "%(n)d sont retirées.", published.n_cancelled)
    return f"{opened} {cancelled % {'n': published.n_cancelled}}"


def _tell_staying(request: DeskRequest, published: PlanPublished) -> None:
    if published.staying:
        shown = ", ".join(f"{s.doctor_name}, {half_day_words(s.day, s.half)}" for s in published.staying[:3])
        sentence = ngettext(
            "%(n)d vacation reste, car des patients y ont rendez-vous : l’accueil les déplace, puis vous l’annulez "
            "(%(which)s).",
            "%(n)d vacations restent, car des patients y ont rendez-vous : l’accueil les déplace, puis vous les "
            "annulez (%(which)s).",
            len(published.staying),
        )
        more = "…" if len(published.staying) > 3 else ""
        messages.warning(request, sentence % {"n": len(published.staying), "which": shown + more})
