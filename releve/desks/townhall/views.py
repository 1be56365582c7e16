"""The town hall's page: one office in numbers. Nothing here knows a patient (DATA-03)."""

from datetime import date, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from releve.desks.access import DESK_NAMES, DeskRequest, offices_to_choose
from releve.desks.townhall.chart import bar_chart
from releve.desks.townhall.closed_days import closed_days
from releve.desks.townhall.coverage import coverage_of, worked_half_days
from releve.desks.townhall.horizon import town_horizon
from releve.desks.townhall.months import Month, counts_of, last_of, month_label, months_until
from releve.pipeline.commitments.queries import doctors_of
from releve.pipeline.offices.models import Office
from releve.pipeline.offices.queries import calendars
from releve.pipeline.offices.rules import half_days_between
from releve.shared.half_days import local_day

AHEAD = timedelta(weeks=8, days=-1)
CLOSED_AHEAD = timedelta(days=122)


@require_safe
def home(request: DeskRequest) -> HttpResponse:
    # The desk of a town hall belongs to one office: `reception_and_town_hall_belong_to_an_office`.
    mine = Office.objects.select_related("town").filter(network_id=request.seat.network_id)
    office = mine.filter(id=request.seat.office_id or 0).first()
    if office is None:
        raise Http404
    today = local_day(timezone.now(), office.time_zone)
    with timezone.override(ZoneInfo(office.time_zone)):
        page = {
            "desk_name": DESK_NAMES["townhall"],
            "place_name": office.town.name,
            "office": office,
            "today": today,
            "seats": offices_to_choose(request),
        }
        return render(request, "townhall/home.html", page | numbers_of(office, today))


def numbers_of(office: Office, today: date) -> dict[str, Any]:
    """Return everything that the page shows of one office on one day."""
    months = months_until(today)
    calendar = calendars([office.id], months[0], today + CLOSED_AHEAD)[office.id]
    opened, closed = half_days_between(calendar, months[0], today + CLOSED_AHEAD)
    worked = worked_half_days(office.id, calendar, months[0], today, today + AHEAD)
    counts = counts_of(office.id, months)
    # The latest month first, in the table and in the chart beside it.
    lines = [
        Month(month, month == months[-1], counts[month], coverage_of(opened, worked, month, last_of(month)))
        for month in reversed(months)
    ]
    opening_days = {
        opening.weekday for opening in calendar.openings if opening.valid_from <= today <= (opening.valid_to or today)
    }
    return {
        "this_month": counts[months[-1]],
        "horizon": town_horizon(office, today),
        "ahead": coverage_of(opened, worked, today, today + AHEAD),
        "n_days_open": len(opening_days),
        "doctors": doctors_of(office.id, today),
        "closed_days": closed_days(half_day for half_day in closed if half_day.day >= today),
        "months": lines,
        "chart": bar_chart([(month_label(line.first), line.counts.n_seen) for line in lines]),
    }
