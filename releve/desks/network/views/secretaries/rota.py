"""The receptions' rota as it is published, who works there, and the form that has the next weeks drawn."""

from datetime import date, timedelta
from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from releve.desks.access import DeskRequest
from releve.desks.network.boards.outlook import current_monday
from releve.desks.network.boards.plans import PlanLine
from releve.desks.network.boards.reception import reception_weeks, secretary_lines
from releve.desks.network.forms.plans import WeeksForm
from releve.desks.network.page import accepted, draw
from releve.desks.network.views.plans.drawing import open_offices
from releve.pipeline.offices.models import Office
from releve.pipeline.offices.queries import calendars
from releve.pipeline.rota.actions.reception_plans import ask_reception_plan
from releve.pipeline.rota.models import RotaPlan
from releve.pipeline.rota.queries.duties import duties_between, published_weeks
from releve.pipeline.rota.queries.plans import reception_plans_of
from releve.pipeline.rota.queries.reception import secretaries_of
from releve.shared.half_days import Half, monday_of
from releve.shared.typed import read_day
from releve.shared.words import date_words, day_in_month

SECTION = "secretaries"
N_WEEKS, SECONDS = 4, 10
WEEKS_AT_ONCE = 4
FARTHEST = timedelta(days=730)


@require_http_methods(["GET", "HEAD", "POST"])
def secretaries(request: DeskRequest) -> HttpResponse:
    now = timezone.now()
    today = timezone.localdate(now)
    offices = open_offices(request)
    initial = {"first": current_monday(today) + timedelta(weeks=1), "n_weeks": N_WEEKS, "seconds": SECONDS}
    form = WeeksForm(request.POST or None, initial=initial)
    asked: list[RotaPlan] = []

    def act() -> None:
        network_id = request.seat.network_id
        asked.append(ask_reception_plan(network_id=network_id, by=request.user, now=now, **form.cleaned_data))

    if request.method == "POST" and accepted(form, act):
        return redirect("network:plan", asked[0].id)
    names = {office.id: office.name for office in offices}
    return draw(
        request,
        "network/secretaries/rota.html",
        SECTION,
        form=form,
        secretaries=secretary_lines(secretaries_of(request.seat.network_id)),
        lines=[PlanLine(found, names) for found in reception_plans_of(request.seat.network_id)[:10]],
        **_published(request, offices, today),
    )


def _published(request: DeskRequest, offices: list[Office], today: date) -> dict[str, Any]:
    """Return four weeks of one reception, as they are published."""
    office = next((o for o in offices if o.slug == request.GET.get("cabinet")), offices[0] if offices else None)
    if office is None:
        return {"office": None}
    asked, _is_understood = read_day(request.GET.get("debut", ""), today)
    first = monday_of(min(max(asked, today - FARTHEST), today + FARTHEST))
    last = first + timedelta(weeks=WEEKS_AT_ONCE, days=-1)
    names = {(d.day, Half(d.half)): str(d.secretary) for d in duties_between([office.id], first, last)}
    calendar = calendars([office.id], first, last)[office.id]
    return {
        "office": office,
        "weeks": reception_weeks(
            calendar,
            names,
            first,
            WEEKS_AT_ONCE,
            published_weeks(office.id, first, last),
            change_url=reverse("network:seat_at_reception", args=[office.slug]),
            today=today,
        ),
        "tabs": [
            {"label": other.name, "url": _here(other, first), "is_current": other == office, "count": None}
            for other in offices
        ],
        "pager": {
            "label": _("Semaines de l’accueil"),
            "period": _("Du %(first)s au %(last)s") % {"first": day_in_month(first), "last": date_words(last)},
            "previous_url": _here(office, first - timedelta(weeks=WEEKS_AT_ONCE)),
            "next_url": _here(office, first + timedelta(weeks=WEEKS_AT_ONCE)),
        },
    }


def _here(office: Office, first: date) -> str:
    return f"{reverse('network:secretaries')}?cabinet={office.slug}&debut={first}#semaines"
