"""Two rotas side by side: what changes, and what it costs whom. Named figures are the coordinator's alone."""

from typing import Any

from django.http import Http404, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from releve.desks.access import DeskRequest
from releve.desks.network.boards.changes import (
    ChangeLine,
    arrow,
    change_lines,
    change_weeks,
    compare_rotas,
    lines_between,
    patients_in_words,
)
from releve.desks.network.boards.plans import PlanLine, view_of
from releve.desks.network.page import draw
from releve.desks.network.views.plans.drawing import open_offices, plan_crumbs, plan_of
from releve.pipeline.offices.models import Office
from releve.pipeline.rota.actions.drawing import patients_of_plan
from releve.pipeline.rota.models import RotaPlan
from releve.pipeline.rota.queries.plans import planned_in, plans_of
from releve.pipeline.rota.queries.problem import standing_planned
from releve.pipeline.rota.rules.plans import patients_of

# The weeks that come first are shown whole; the others unfold.
N_WEEKS_OPEN = 2


@require_safe
def compare(request: DeskRequest, plan_id: int) -> HttpResponse:
    found = plan_of(request, plan_id)
    if not found.is_valid:
        raise Http404
    offices = [office for office in open_offices(request) if office.id in found.office_ids]
    names = {office.id: office.name for office in offices}
    others = [
        PlanLine(other, names)
        for other in plans_of(request.seat.network_id)
        if other.id != found.id and _are_of_the_same_weeks(found, other)
    ]
    other = _asked(request, others)
    seen, line, after = view_of(found, timezone.now()), PlanLine(found, names), planned_in(found)
    if other:
        before = planned_in(plan_of(request, other.plan.id))
        lines, title_before = lines_between(seen.ground, before, after), other.title
    else:
        before, lines, title_before = standing_planned(seen.ground), change_lines(seen), _("En place")
    touched = patients_of([shift.shift_id for shift in seen.changes.removed], patients_of_plan(found))
    office = next((o for o in offices if o.slug == request.GET.get("cabinet")), offices[0] if offices else None)
    comparison = compare_rotas(seen.ground, before, after)
    return draw(
        request,
        "network/plan_compare.html",
        "plans",
        plan=found,
        line=line,
        comparison=comparison,
        n_empty_words=arrow(*comparison.n_empty),
        n_half_days_words=arrow(*comparison.n_half_days),
        n_changes=comparison.n_removed + comparison.n_added,
        n_weeks_open=N_WEEKS_OPEN,
        title_before=title_before,
        is_with_what_stands=other is None,
        patients=patients_in_words(touched),
        n_patients=touched.most,
        choices=_choices(found, others, other),
        tabs=_tabs(found, other, offices, office, lines),
        weeks=change_weeks(lines, office.id) if office else [],
        crumbs=plan_crumbs(line, _("Comparer")),
    )


def _tabs(
    found: RotaPlan, other: PlanLine | None, offices: list[Office], current: Office | None, lines: list[ChangeLine]
) -> list[dict[str, Any]]:
    here = reverse("network:compare_plan", args=[found.id])
    with_whom = f"avec={other.plan.id}&" if other else ""
    return [
        {
            "label": office.name,
            "url": f"{here}?{with_whom}cabinet={office.slug}#changements",
            "is_current": office is current,
            "count": sum(line.n_changes for line in lines if line.office_id == office.id),
        }
        for office in offices
    ]


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
