"""The public page of an office, and its free times week by week."""

from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import Any

from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from releve.desks.patient import hours
from releve.desks.patient.offers import (
    Choice,
    asked_or_first_free,
    doctors_of_week,
    office_facts,
    shown_time,
    week_page,
)
from releve.pipeline.appointments.queries.free_times import next_times_after
from releve.pipeline.commitments.queries import doctors_of
from releve.pipeline.offices.models import Office
from releve.pipeline.offices.queries import calendars, office_by_slug
from releve.pipeline.slots.models import VisitReason
from releve.pipeline.slots.queries import as_visit, reasons_for
from releve.shared.half_days import local_day
from releve.shared.typed import whole_number
from releve.shared.words import day_words, month_words, zone_words


@login_not_required
@require_safe
def office_page(request: HttpRequest, slug: str) -> HttpResponse:
    office, now = _office(slug), timezone.now()
    reasons = reasons_for(office.network_id, is_online=True)
    times = _first_times(office, reasons[0], now) if reasons else []
    context = {
        "office": office_facts(office),
        "reason": reasons[0].name if reasons else "",
        "reason_id": reasons[0].id if reasons else None,
        "times": times,
        "doctors": _doctors(office, now),
        "access": office.access,
        "zone": zone_words(office.time_zone),
        "home_url": reverse("patient:home"),
    }
    return render(request, "patient/office.html", context | _hours(office, now))


@login_not_required
@require_safe
def office_times(request: HttpRequest, slug: str) -> HttpResponse:
    office, now = _office(slug), timezone.now()
    reasons = reasons_for(office.network_id, is_online=True)
    wanted = whole_number(request.GET.get("motif", ""))
    reason = next((reason for reason in reasons if reason.id == wanted), reasons[0] if reasons else None)
    context: dict[str, Any] = {
        "office": office_facts(office),
        "reasons": [{"id": each.id, "name": each.name, "is_current": each == reason} for each in reasons],
        "reason_id": reason.id if reason else None,
        "shown": None,
    }
    if reason:
        context |= _week(office, reason, request, now)
    return render(request, "patient/office_times.html", context)


def _week(office: Office, reason: VisitReason, request: HttpRequest, now: datetime) -> dict[str, Any]:
    doctor_id = whole_number(request.GET.get("medecin", ""))
    choice = Choice(office.id, office.time_zone, as_visit(reason), doctor_id)
    week = asked_or_first_free(request.GET.get("semaine"), choice, now)
    names = doctors_of_week(choice, week, now)
    if doctor_id not in names:
        choice = replace(choice, doctor_id=None)
    kept = {"motif": str(reason.id)} | ({"medecin": str(doctor_id)} if choice.doctor_id else {})
    return {
        "shown": week_page(choice, week, reverse("patient:office_times", args=[office.slug]), kept, names, now),
        "doctors": [{"id": id_, "name": name, "is_current": id_ == doctor_id} for id_, name in names.items()],
        # A choice in the filters stays in the week that was asked for; else it leads to the first free time.
        "week_code": week.code if "semaine" in request.GET else "",
    }


def _office(slug: str) -> Office:
    office = office_by_slug(slug)
    if office is None:
        raise Http404
    return office


def _first_times(office: Office, reason: VisitReason, now: datetime) -> list[dict[str, str]]:
    slots = next_times_after(office_id=office.id, reason=as_visit(reason), after=now, now=now)
    return [shown_time(slot, office.time_zone, now) for slot in slots]


def _doctors(office: Office, now: datetime) -> list[dict[str, str]]:
    """What stands on a plate (ORD-20, UX-05), and until when in plain words."""
    today = local_day(now, office.time_zone)
    return [
        {"name": doctor.name, "until": _("jusqu’en %(month)s") % {"month": month_words(doctor.last_on)}}
        for doctor in doctors_of(office.id, today)
    ]


def _hours(office: Office, now: datetime) -> dict[str, Any]:
    today = max(local_day(now, office.time_zone), office.opened_on)
    calendar = calendars([office.id], today, today + timedelta(days=hours.DAYS_AHEAD))[office.id]
    change = hours.next_change(calendar, today)
    is_closed = office.closed_on is not None and office.closed_on <= today
    return {
        "opens_words": _opens_words(today) if today > local_day(now, office.time_zone) else "",
        "closed_words": _closed_words(office.closed_on) if office.closed_on and is_closed else "",
        "week": hours.week_hours(calendar, today),
        "change_on": day_words(change) if change else "",
        "changed_week": hours.week_hours(calendar, change) if change else [],
        "closed_days": hours.closed_days(calendar, today),
        "without_reception": hours.half_days_without_reception(calendar, today),
    }


def _opens_words(day: date) -> str:
    return _("Il ouvre le %(day)s.") % {"day": day_words(day, with_year=True)}


def _closed_words(day: date) -> str:
    return _("Il a fermé le %(day)s.") % {"day": day_words(day, with_year=True)}
