"""A plan of the receptions: look at it, publish it, take it back."""

from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from releve.desks.access import DeskRequest
from releve.desks.network.boards.plans import PlanLine
from releve.desks.network.boards.reception import n_half_days, names_of, reception_weeks
from releve.desks.network.page import draw, tell_done
from releve.desks.network.views.plans.drawing import open_offices
from releve.desks.network.views.secretaries.rota import SECTION
from releve.pipeline.rota.actions.reception_plans import publish_reception_plan, withdraw_reception_plan
from releve.pipeline.rota.models import RotaPlan
from releve.pipeline.rota.queries.plans import plan_of_network, planned_in
from releve.pipeline.rota.queries.reception import reception_ground


@require_safe
def reception_plan(request: DeskRequest, plan_id: int) -> HttpResponse:
    found = plan_of_receptions(request, plan_id)
    if not found.is_valid:
        return redirect("network:plan", found.id)
    offices = [office for office in open_offices(request) if office.id in found.office_ids]
    office = next((o for o in offices if o.slug == request.GET.get("cabinet")), offices[0] if offices else None)
    line = PlanLine(found, {each.id: each.name for each in offices})
    ground = reception_ground(found.network_id, found.office_ids, found.first_monday, found.n_weeks)
    planned = planned_in(found)
    here = reverse("network:reception_plan", args=[found.id])
    return draw(
        request,
        "network/secretaries/plan.html",
        SECTION,
        plan=found,
        line=line,
        n_half_days=len(planned),
        is_out_of_date=found.status == RotaPlan.Status.READY and found.stood != ground.stood,
        secretaries=n_half_days(planned, ground.names),
        office=office,
        tabs=[
            {"label": o.name, "url": f"{here}?cabinet={o.slug}#semaines", "is_current": o == office, "count": None}
            for o in offices
        ],
        weeks=reception_weeks(
            ground.calendars[office.id],
            names_of(planned, office.id, ground.names),
            found.first_monday,
            found.n_weeks,
            why_url=reverse("network:why_without_reception", args=[found.id, office.slug]),
        )
        if office
        else [],
        crumbs=[
            {"label": _("Secrétaires"), "url": reverse("network:secretaries")},
            {"label": line.title, "url": ""},
        ],
    )


@require_POST
def publish(request: DeskRequest, plan_id: int) -> HttpResponse:
    found = plan_of_receptions(request, plan_id)

    def act() -> None:
        publish_reception_plan(plan_id=found.id, by=request.user, now=timezone.now())

    tell_done(request, act, _("Planning de l’accueil publié : chaque secrétaire voit ses demi-journées à son bureau."))
    return redirect("network:reception_plan", found.id)


@require_POST
def undo(request: DeskRequest, plan_id: int) -> HttpResponse:
    found = plan_of_receptions(request, plan_id)

    def act() -> None:
        withdraw_reception_plan(plan_id=found.id, by=request.user, now=timezone.now())

    tell_done(request, act, _("Publication annulée : l’accueil est de nouveau comme avant."))
    return redirect("network:reception_plan", found.id)


def plan_of_receptions(request: DeskRequest, plan_id: int) -> RotaPlan:
    """Return a plan of the receptions of her network. Raises Http404 where there is none."""
    found = plan_of_network(request.seat.network_id, plan_id)
    if found is None or found.kind != RotaPlan.Kind.RECEPTION:
        raise Http404
    return found
