"""Two rotas side by side: what changes, and what it costs whom. Named figures are the coordinator's alone."""

from typing import Any

from django.http import Http404, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from releve.desks.access import DeskRequest
from releve.desks.network.boards.changes import (
    change_lines,
    compare_rotas,
    lines_between,
    patients_in_words,
)
from releve.desks.network.boards.plans import PlanLine, view_of
from releve.desks.network.page import draw
from releve.desks.network.views.plans.drawing import open_offices, plan_crumbs, plan_of
from releve.pipeline.rota.actions.drawing import patients_of_plan
from releve.pipeline.rota.models import RotaPlan
from releve.pipeline.rota.queries.plans import planned_in, plans_of
from releve.pipeline.rota.queries.problem import standing_planned
from releve.pipeline.rota.rules.plans import patients_of


@require_safe
def compare(request: DeskRequest, plan_id: int) -> HttpResponse:
    found = plan_of(request, plan_id)
    names = {office.id: office.name for office in open_offices(request)}
    line = PlanLine(found, names)
    others = [
        PlanLine(other, names)
        for other in plans_of(request.seat.network_id)
        if other.id != found.id and _are_of_the_same_weeks(found, other)
    ]
    if not found.is_valid:
        raise Http404
    other = _asked(request, others)
    seen = view_of(found, timezone.now())
    after = [*(p for p in planned_in(found))]
    if other:
        before = planned_in(plan_of(request, other.plan.id))
        lines = lines_between(seen.ground, before, after)
        title_before = other.title
    else:
        before, lines, title_before = standing_planned(seen.ground), change_lines(seen), _("En place")
    touched = patients_of([shift.shift_id for shift in seen.changes.removed], patients_of_plan(found))
    return draw(
        request,
        "network/plan_compare.html",
        "plans",
        plan=found,
        line=line,
        comparison=compare_rotas(seen.ground, before, after, lines),
        title_before=title_before,
        is_with_what_stands=other is None,
        patients=patients_in_words(touched),
        choices=_choices(found, others, other),
        crumbs=plan_crumbs(line, _("Comparer")),
    )


def _are_of_the_same_weeks(found: RotaPlan, other: RotaPlan) -> bool:
    mine = (found.first_monday, found.n_weeks, found.office_ids)
    return other.is_valid and mine == (other.first_monday, other.n_weeks, other.office_ids)


def _asked(request: DeskRequest, others: list[PlanLine]) -> PlanLine | None:
    asked = request.GET.get("avec", "")
    return next((other for other in others if str(other.plan.id) == asked), None)


def _choices(found: RotaPlan, others: list[PlanLine], current: PlanLine | None) -> list[dict[str, Any]]:
    here = reverse("network:compare_plan", args=[found.id])
    return [
        {"label": _("Ce qui est en place"), "url": here, "is_current": current is None, "count": None},
        *(
            {
                "label": other.title,
                "url": f"{here}?avec={other.plan.id}",
                "is_current": other is current,
                "count": None,
            }
            for other in others[:8]
        ),
    ]
