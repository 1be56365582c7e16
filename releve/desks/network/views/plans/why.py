"""Why nobody works on a half-day, and what would open it."""

from datetime import date, timedelta

from django.http import Http404, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from releve.desks.access import DeskRequest
from releve.desks.network.boards.reasons_empty import WhyEmpty, why_in_plan, why_in_what_stands
from releve.desks.network.page import draw, office_crumbs, office_of
from releve.desks.network.views.plans.drawing import open_offices, plan_of
from releve.desks.network.words import half_day_words
from releve.pipeline.appointments.queries.desk import masked_patients
from releve.shared.half_days import Half, monday_of


@require_safe
def why_empty(request: DeskRequest, slug: str) -> HttpResponse:
    office = office_of(request, slug)
    day, half = asked_half_day(request)
    now = timezone.now()
    plan_id = request.GET.get("planning", "")
    if plan_id.isascii() and plan_id.isdigit() and len(plan_id) < 10:
        plan = plan_of(request, int(plan_id))
        why: WhyEmpty = why_in_plan(plan, office, day, half, now)
        back_url, back = reverse("network:plan", args=[plan.id]) + f"?cabinet={slug}&debut={day}", _("Au planning")
    else:
        offices = [found.id for found in open_offices(request)]
        why = why_in_what_stands(
            request.seat.network_id,
            {*offices, office.id},
            office,
            day,
            half,
            now=now,
            patients=masked_patients(monday_of(day), monday_of(day) + timedelta(days=6)),
        )
        back_url, back = reverse("network:weeks", args=[slug]) + f"?debut={day}", _("Aux semaines du cabinet")
    heading = half_day_words(day, half)
    return draw(
        request,
        "network/why_empty.html",
        "offices",
        office=office,
        heading=heading[:1].upper() + heading[1:],
        why=why,
        back_url=back_url,
        back=back,
        add_url=reverse("network:add_shift", args=[slug]) + f"?jour={day}&demi={half}",
        crumbs=office_crumbs(
            office,
            {"label": _("Semaines"), "url": reverse("network:weeks", args=[slug]) + f"?debut={day}"},
            {"label": _("Pourquoi sans médecin ?"), "url": ""},
        ),
    )


def asked_half_day(request: DeskRequest) -> tuple[date, Half]:
    """Return the half-day that an address names. Raises Http404 where it names none."""
    try:
        day = date.fromisoformat(request.GET.get("jour", ""))
        half = Half(request.GET.get("demi", ""))
    except ValueError as error:
        raise Http404 from error
    if not 2000 <= day.year <= 2200:
        raise Http404
    return day, half
