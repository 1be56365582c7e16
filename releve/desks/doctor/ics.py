"""A doctor's shifts as an iCalendar file, with or without the names of her patients."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from icalendar import Calendar, Event

from releve.pipeline.appointments.handover import TO_COME, Status
from releve.pipeline.appointments.models import Appointment, CalendarFeed
from releve.pipeline.appointments.queries.desk import WorkedHalfDay
from releve.pipeline.offices.models import Office
from releve.pipeline.rota.models import Shift

REFRESH = timedelta(hours=1)
SHOWN = (*TO_COME, Status.SEEN)


def calendar_text(feed: CalendarFeed, half_days: Iterable[WorkedHalfDay], now: datetime) -> bytes:
    """Return the whole feed; with names (first name and initial, nothing more) only if the doctor turned them on."""
    calendar = Calendar()
    calendar.add("prodid", "-//Releve//Agenda du medecin//FR")
    calendar.add("version", "2.0")
    calendar.add("method", "PUBLISH")
    calendar.add("x-wr-calname", _("Relève · %(doctor)s") % {"doctor": feed.doctor})
    calendar.add("refresh-interval", REFRESH, parameters={"VALUE": "DURATION"})
    half_days = list(half_days)
    offices = Office.objects.select_related("town").in_bulk({half_day.shift.office_id for half_day in half_days})
    for half_day in half_days:
        calendar.add_component(_shift_event(half_day, offices[half_day.shift.office_id]))
    if feed.shows_names:
        for visit in _visits(half_days):
            calendar.add_component(_visit_event(visit, offices[visit.office_id]))
    calendar.add_missing_timezones()
    return bytes(calendar.to_ical())


def _shift_event(half_day: WorkedHalfDay, office: Office) -> Event:
    shift = half_day.shift
    summary = _("Consultation")
    if half_day.n_booked:
        visits = ngettext("%(n)d rendez-vous", "%(n)d rendez-vous", half_day.n_booked) % {"n": half_day.n_booked}
        summary = f"{summary} · {visits}"
    event = _event("vacation", shift.id, shift.starts_at, shift.ends_at, shift.changed_at, office)
    event.add("summary", summary)
    event.add("description", str(shift.room))
    event.add("status", "CONFIRMED" if shift.status == Shift.Status.PUBLISHED else "TENTATIVE")
    return event


def _visit_event(visit: Appointment, office: Office) -> Event:
    event = _event("rendez-vous", visit.id, visit.starts_at, visit.ends_at, visit.changed_at, office)
    if visit.patient:
        event.add("summary", f"{visit.patient.first_name} {visit.patient.last_name[:1]}.")
    event.add("class", "PRIVATE")
    event.add("status", "CONFIRMED")
    return event


def _event(
    kind: str, number: int, starts_at: datetime, ends_at: datetime, changed_at: datetime, office: Office
) -> Event:
    zone = ZoneInfo(office.time_zone)
    event = Event()
    event.add("uid", f"{kind}-{number}@{urlsplit(settings.PUBLIC_ADDRESS).hostname}")
    event.add("dtstamp", changed_at)
    event.add("last-modified", changed_at)
    event.add("dtstart", starts_at.astimezone(zone))
    event.add("dtend", ends_at.astimezone(zone))
    event.add("location", f"{office.name}, {office.address}, {office.postal_code} {office.town.name}")
    return event


def _visits(half_days: Iterable[WorkedHalfDay]) -> Iterable[Appointment]:
    shifts = [half_day.shift.id for half_day in half_days]
    found = Appointment.objects.filter(shift_id__in=shifts, status__in=SHOWN, patient__isnull=False)
    return found.select_related("patient").order_by("starts_at", "id")
