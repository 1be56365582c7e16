"""Why nobody is at a reception on a half-day of a plan, and what would open it."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from releve.desks.access import DeskRequest
from releve.desks.network.boards.plans import PlanLine
from releve.desks.network.boards.reasons_empty import why_at_reception
from releve.desks.network.page import draw, office_of
from releve.desks.network.views.plans.why import asked_half_day
from releve.desks.network.views.secretaries.plans import plan_of_receptions
from releve.desks.network.views.secretaries.rota import SECTION
from releve.desks.network.words import half_day_words
from releve.shared.half_days import monday_of


@require_safe
def why_without_reception(request: DeskRequest, plan_id: int, slug: str) -> HttpResponse:
    plan, office = plan_of_receptions(request, plan_id), office_of(request, slug)
    day, half = asked_half_day(request)
    n_weeks = (monday_of(day) - plan.first_monday).days // 7
    if not plan.is_valid or office.id not in plan.office_ids or not 0 <= n_weeks < plan.n_weeks:
        raise Http404
    plan_url = reverse("network:reception_plan", args=[plan.id]) + f"?cabinet={slug}#semaines"
    why = why_at_reception(plan, office, day, half)
    if why is None:
        messages.warning(request, _("Ce planning n’est plus à jour : dessinez-en un autre, puis demandez pourquoi."))
        return redirect(plan_url)
    heading = half_day_words(day, half)
    return draw(
        request,
        "network/secretaries/why_empty.html",
        SECTION,
        office=office,
        heading=heading[:1].upper() + heading[1:],
        why=why,
        back_url=plan_url,
        back=_("Au planning"),
        crumbs=[
            {"label": _("Secrétaires"), "url": reverse("network:secretaries")},
            {"label": PlanLine(plan, {office.id: office.name}).title, "url": plan_url},
            {"label": _("Pourquoi sans accueil ?"), "url": ""},
        ],
    )
