"""The calendar feed: open to whoever has the secret address, and to nobody else."""

from datetime import timedelta

from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.views.decorators.http import require_safe

from releve.desks.doctor.feed_address import read_feed_secret
from releve.desks.doctor.ics import calendar_text
from releve.pipeline.appointments.actions.calendar import secret_hash
from releve.pipeline.appointments.models import CalendarFeed
from releve.pipeline.appointments.queries.desk import weeks_of_doctor
from releve.shared.worlds.scope import see_networks

PAST, AHEAD = timedelta(weeks=4), timedelta(weeks=26)


@login_not_required
@require_safe
def feed(request: HttpRequest, secret: str) -> HttpResponse:
    """An unknown address and one that was renewed look the same: there is nothing here."""
    found = read_feed_secret(secret)
    if found is None:
        raise Http404
    network_id, key = found
    see_networks([network_id])
    feeds = CalendarFeed.objects.filter(network_id=network_id).select_related("doctor")
    known = get_object_or_404(feeds, secret_hash=secret_hash(key))
    now = timezone.now()
    half_days = weeks_of_doctor(known.doctor_id, (now - PAST).date(), (now + AHEAD).date())
    response = HttpResponse(calendar_text(known, half_days, now), content_type="text/calendar; charset=utf-8")
    response["Cache-Control"] = "private, max-age=0, must-revalidate"
    response["X-Robots-Tag"] = "noindex"
    return response
