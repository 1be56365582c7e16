"""Have a rota drawn, watch it being drawn, look at it."""

from datetime import date, timedelta
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from releve.desks.access import DeskRequest
from releve.desks.network.boards.changes import change_lines
from releve.desks.network.boards.outlook import current_monday
from releve.desks.network.boards.plans import (
    WEEKS_AT_ONCE,
    PlanLine,
    PlanView,
    figures_of,
    view_of,
    weeks_of_plan,
)
from releve.desks.network.boards.week_grid import View
from releve.desks.network.forms.plans import DrawForm
from releve.desks.network.page import accepted, draw, tell_done
from releve.pipeline.appointments.queries.desk import masked_patients
from releve.pipeline.offices.models import Office
from releve.pipeline.offices.queries import offices_of
from releve.pipeline.rota.actions.drawing import ask_plan, drop_plan, stop_drawing
from releve.pipeline.rota.models import RotaPlan
from releve.pipeline.rota.queries.plans import plan_of_network, plans_of
from releve.shared.half_days import local_day, monday_of
from releve.shared.words import date_words, day_in_month

N_WEEKS = 13
SECONDS = 30
# The page asks again as often as the engine tells its news.
REFRESH_SECONDS = 2
LATE = timedelta(seconds=30)


@require_http_methods(["GET", "HEAD", "POST"])
def plans(request: DeskRequest) -> HttpResponse:
    now = timezone.now()
    offices = open_offices(request)
    names = {office.id: office.name for office in offices}
    initial = {
        "first": current_monday(timezone.localdate(now)) + timedelta(weeks=1),
        "n_weeks": N_WEEKS,
        "offices": list(names),
        "seconds": SECONDS,
    }
    form = DrawForm(request.POST or None, initial=initial, offices=names.items())
    asked: list[RotaPlan] = []

    def act() -> None:
        given = {**form.cleaned_data}
        first = monday_of(given.pop("first"))
        last = first + timedelta(weeks=given["n_weeks"], days=-1)
        asked.append(
            ask_plan(
                network_id=request.seat.network_id,
                office_ids=given.pop("offices"),
                first=first,
                patients=masked_patients(first, last),
                by=request.user,
                now=now,
                **given,
            )
        )

    if request.method == "POST" and accepted(form, act):
        return redirect("network:plan", asked[0].id)
    lines = [PlanLine(found, names) for found in plans_of(request.seat.network_id)[:30]]
    return draw(request, "network/plans.html", "plans", form=form, lines=lines)


@require_safe
def plan(request: DeskRequest, plan_id: int) -> HttpResponse:
    found = _any_plan_of(request, plan_id)
    if found.kind == RotaPlan.Kind.RECEPTION and found.is_valid:
        return redirect("network:reception_plan", found.id)
    line = PlanLine(found, {office.id: office.name for office in open_offices(request)})
    shown: dict[str, Any] = {
        "plan": found,
        "line": line,
        "crumbs": plan_crumbs(line),
        "is_drawing": found.status == RotaPlan.Status.DRAWING,
        "refresh_seconds": REFRESH_SECONDS,
        "is_late": is_late(found),
        "again_url": reverse("network:secretaries" if found.kind == RotaPlan.Kind.RECEPTION else "network:plans"),
    }
    if found.status in (RotaPlan.Status.DRAWING, RotaPlan.Status.FAILED):
        return draw(request, "network/plan_being_drawn.html", "plans", **shown)
    return draw(request, "network/plan.html", "plans", **shown, **_rota(request, found))


@require_safe
def progress(request: DeskRequest, plan_id: int) -> HttpResponse:
    """The part of the page that changes while the engine works; when it is done, the whole page comes again."""
    found = _any_plan_of(request, plan_id)
    if found.status != RotaPlan.Status.DRAWING:
        return HttpResponse(headers={"HX-Refresh": "true"})
    shown = {"plan": found, "line": PlanLine(found, {}), "is_late": is_late(found)}
    return render(request, "network/plan_progress.html", shown)


@require_POST
def stop(request: DeskRequest, plan_id: int) -> HttpResponse:
    found = _any_plan_of(request, plan_id)
    if stop_drawing(plan_id=found.id, by=request.user, now=timezone.now()):
        messages.success(request, _("Le calcul s’arrête et garde ce qu’il a trouvé de mieux."))
    else:
        messages.info(request, _("Le calcul était déjà fini."))
    return redirect("network:plan", found.id)


@require_POST
def drop(request: DeskRequest, plan_id: int) -> HttpResponse:
    found = _any_plan_of(request, plan_id)
    is_reception = found.kind == RotaPlan.Kind.RECEPTION

    def act() -> None:
        drop_plan(plan_id=found.id, by=request.user, now=timezone.now())

    said = (
        _("Planning jeté. L’accueil n’a pas changé.")
        if is_reception
        else _("Planning jeté. Les vacations en place n’ont pas changé.")
    )
    tell_done(request, act, said)
    return redirect("network:secretaries" if is_reception else "network:plans")


def plan_of(request: DeskRequest, plan_id: int) -> RotaPlan:
    """Return a plan of the doctors of the coordinator's own network."""
    found = _any_plan_of(request, plan_id)
    if found.kind == RotaPlan.Kind.RECEPTION:
        raise Http404
    return found


def _any_plan_of(request: DeskRequest, plan_id: int) -> RotaPlan:
    """Return a plan of the network, of its doctors or of its receptions: both are drawn alike."""
    found = plan_of_network(request.seat.network_id, plan_id)
    if found is None:
        raise Http404
    return found


def is_late(found: RotaPlan) -> bool:
    """Say whether the engine has told nothing for so long that the person should know why."""
    return found.cost is None and timezone.now() - found.asked_at > LATE


def open_offices(request: DeskRequest) -> list[Office]:
    today = timezone.localdate()
    return [o for o in offices_of(request.seat.network_id) if o.closed_on is None or o.closed_on > today]


def plan_crumbs(line: PlanLine, *more: str) -> list[dict[str, str]]:
    return [
        {"label": _("Plannings"), "url": reverse("network:plans")},
        {"label": line.title, "url": reverse("network:plan", args=[line.plan.id])},
        *({"label": label, "url": ""} for label in more),
    ]


def _rota(request: DeskRequest, found: RotaPlan) -> dict[str, Any]:
    now = timezone.now()
    seen = view_of(found, now)
    offices = [office for office in open_offices(request) if office.id in found.office_ids]
    office = next((o for o in offices if o.slug == request.GET.get("cabinet")), offices[0] if offices else None)
    first = _asked_monday(request, seen)
    view = View(request.GET["vue"]) if request.GET.get("vue") in set(View) else View.DOCTORS
    return {
        "seen": seen,
        "n_changes": len(seen.changes.added) + len(seen.changes.removed),
        "changes": change_lines(seen) if found.kind == RotaPlan.Kind.REPLANNED else [],
        "doctors": figures_of(seen.ground, seen.planned),
        "office": office,
        "weeks": weeks_of_plan(seen, office, first, view, local_day(now, office.time_zone), now) if office else [],
        "row_label": _("Médecin") if view is View.DOCTORS else _("Salle"),
        "tabs": [
            {
                "label": other.name,
                "url": _here(found, other.slug, first, view),
                "is_current": other == office,
                "count": None,
            }
            for other in offices
        ],
        "pager": _pager(seen, office.slug if office else "", first, view),
        "views": [
            {
                "label": label,
                "url": _here(found, office.slug if office else "", first, other),
                "is_current": other is view,
            }
            for other, label in ((View.DOCTORS, _("médecin")), (View.ROOMS, _("salle")))
        ],
    }


def _asked_monday(request: DeskRequest, seen: PlanView) -> date:
    try:
        asked = monday_of(date.fromisoformat(request.GET.get("debut", "")))
    except (ValueError, OverflowError):
        asked = seen.ground.first
    last_start = seen.ground.last - timedelta(days=6)
    return min(max(asked, seen.ground.first), last_start)


def _here(found: RotaPlan, slug: str, first: date, view: View) -> str:
    return f"{reverse('network:plan', args=[found.id])}?cabinet={slug}&debut={first}&vue={view}#semaines"


def _pager(seen: PlanView, slug: str, first: date, view: View) -> dict[str, str]:
    step = timedelta(weeks=WEEKS_AT_ONCE)
    last = min(seen.ground.last, first + step - timedelta(days=1))
    before, after = max(seen.ground.first, first - step), first + step
    return {
        "label": _("Semaines du planning"),
        "period": _("Du %(first)s au %(last)s") % {"first": day_in_month(first), "last": date_words(last)},
        "previous_url": _here(seen.plan, slug, before, view) if first > seen.ground.first else "",
        "next_url": _here(seen.plan, slug, after, view) if after <= seen.ground.last else "",
    }
