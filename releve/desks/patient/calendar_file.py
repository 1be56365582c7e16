"""The calendar file of an appointment: when and where. It travels through other people's servers: nothing more."""

from datetime import UTC, datetime

from django.utils.translation import gettext as _
from icalendar import Calendar, Event

from releve.pipeline.appointments.models import Appointment


def calendar_file(visit: Appointment, now: datetime) -> bytes:
    """Return the appointment as iCalendar, in UTC: every calendar shows it on its own clock."""
    office = visit.office
    event = Event()
    # The same for the life of the appointment: a calendar that reads the file again moves the old entry.
    event.add("uid", f"rendez-vous-{visit.network_id}-{visit.id}@releve")
    event.add("dtstamp", now.astimezone(UTC))
    event.add("last-modified", visit.changed_at.astimezone(UTC))
    event.add("dtstart", visit.starts_at.astimezone(UTC))
    event.add("dtend", visit.ends_at.astimezone(UTC))
    event.add("summary", _("Rendez-vous : %(office)s") % {"office": office.name})
    event.add("location", f"{office.address}, {office.postal_code} {office.town.name}")
    event.add("class", "PRIVATE")
    calendar = Calendar()
    calendar.add("prodid", "-//Relève//Rendez-vous//FR")
    calendar.add("version", "2.0")
    calendar.add("method", "PUBLISH")
    calendar.add_component(event)
    return bytes(calendar.to_ical())
