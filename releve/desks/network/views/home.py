"""What needs the coordinator first; the eight weeks ahead come after, as a part of the page or as their own."""

from datetime import timedelta

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from releve.desks.access import DeskRequest
from releve.desks.network.boards.coverage import coverage_cards
from releve.desks.network.boards.outlook import last_day_ahead, office_lines
from releve.desks.network.boards.promises import endings, lines_of_network
from releve.desks.network.page import draw
from releve.pipeline.commitments.queries.candidates import to_call
from releve.pipeline.commitments.queries.coverage import alarms_to_show

# Whom to call within a week, as on the candidates' own page.
DAYS_AHEAD = timedelta(days=7)


@require_safe
def home(request: DeskRequest) -> HttpResponse:
    today = timezone.localdate()
    promises = lines_of_network(request.seat.network_id, today)
    return draw(
        request,
        "network/home.html",
        "home",
        coverage=coverage_cards(request.seat.network_id, today),
        alarms=alarms_to_show(request.seat.network_id, today),
        endings=endings(promises, today),
        to_call=to_call(request.seat.network_id, today + DAYS_AHEAD).prefetch_related(None),
        today=today,
        n_promises=len(promises),
    )


@require_safe
def weeks_ahead(request: DeskRequest) -> HttpResponse:
    """Draw what the rule would lay in eight weeks: a part of the home for htmx, else a page of its own."""
    now = timezone.now()
    today = timezone.localdate(now)
    lines = office_lines(request.seat.network_id, today, now)
    told = {
        "first": today,
        "last": last_day_ahead(today),
        "lines": lines,
        "n_gaps": sum(len(line.gaps) for line in lines),
        "n_weeks_to_open": sum(len(line.weeks_to_open) for line in lines),
        "n_without_reception": sum(len(line.without_reception) for line in lines),
        "n_conflicts": sum(len(line.conflicts) for line in lines),
    }
    if request.headers.get("HX-Request"):
        return render(request, "network/weeks_ahead_part.html", told)
    return draw(request, "network/weeks_ahead.html", "home", **told)
