"""The appointment behind a signed address, and what its pages say of it."""

from datetime import datetime
from typing import Any

from django.http import Http404
from django.urls import reverse
from django.utils.translation import gettext as _

from releve.desks.patient.offers import office_facts
from releve.pipeline.appointments.handover import BookedFor, Identity, Status
from releve.pipeline.appointments.links import appointment_of_hold, appointment_of_link, hold_token, link_token
from releve.pipeline.appointments.models import Appointment, BookingRequest, Patient
from releve.pipeline.appointments.queries.patients import holds_of_browser
from releve.shared.people.models import User
from releve.shared.words import clock, moment_words, zone_words
from releve.shared.worlds.scope import see_networks, see_own_rows

RUNNING = (Status.ARRIVED, Status.IN_CONSULTATION)


def held_visit(token: str) -> Appointment:
    """Return the appointment of a hold token, with its network's rows in sight. Raises BadLink."""
    return _visit(*appointment_of_hold(token))


def held_by(browser: str, now: datetime) -> list[dict[str, str]]:
    """Return the times that a browser holds now, each with the token that leads on."""
    return [
        {
            "when": moment_words(visit.starts_at, visit.office.time_zone, now=now),
            "office": visit.office.name,
            "token": hold_token(visit.network_id, visit.id),
        }
        for visit in holds_of_browser(browser, now).select_related("office")
    ]


def linked_visit(token: str) -> Appointment:
    """Return the appointment of a signed link, with its network's rows in sight. Raises BadLink."""
    visit = _visit(*appointment_of_link(token))
    if visit.patient is None:
        raise Http404
    return visit


def _visit(network_id: int, appointment_id: int) -> Appointment:
    see_networks([network_id])
    whole = Appointment.objects.select_related("office__town", "doctor", "reason", "patient")
    visit = whole.filter(id=appointment_id).first()
    if visit is None:
        raise Http404
    return visit


def request_of(visit: Appointment) -> BookingRequest | None:
    """Return what was typed for a held time, until it is forgotten."""
    return BookingRequest.objects.filter(appointment=visit).first()


def typed_before(token: str) -> dict[str, Any] | None:
    """Return what was typed for another held time, as `request_code` takes it. Raises BadLink."""
    network_id, appointment_id = appointment_of_hold(token)
    known = (
        BookingRequest.objects.select_related("appointment")
        .filter(appointment_id=appointment_id, network_id=network_id)
        .first()
    )
    if known is None:
        return None
    return {
        "identity": Identity(known.first_name, known.last_name, known.birth_date, known.email, known.phone),
        "booked_for": BookedFor(known.appointment.booked_for),
        "booker_name": known.appointment.booker_name,
        "is_first_visit": known.is_first_visit,
        "has_registered_doctor": known.has_registered_doctor,
    }


def is_held(visit: Appointment, now: datetime) -> bool:
    return visit.status == Status.HELD and visit.held_until is not None and visit.held_until > now


def is_confirmed(visit: Appointment) -> bool:
    """Tell whether the booking was confirmed once, whatever became of it."""
    return visit.patient_id is not None and visit.status != Status.HELD


def is_to_come(visit: Appointment, now: datetime) -> bool:
    """Tell whether its patient may still move or cancel it."""
    return visit.status == Status.BOOKED and visit.starts_at > now


def visits_of_login(user: User) -> list[Appointment]:
    """Return the appointments made with a login's own e-mail address, the latest first.

    Not those of every patient tied to the login: whoever types a stranger's name and birth date must not see what
    that stranger booked.
    """
    see_own_rows(user.id)
    see_networks(sorted(set(Patient.objects.filter(user=user).values_list("network_id", flat=True))))
    found = Appointment.objects.filter(contact_email=user.email, patient__isnull=False)
    return list(found.select_related("office", "doctor", "patient").order_by("-starts_at", "-id"))


def for_whom(visit: Appointment) -> str:
    """Return « Manuel C. »: enough for a parent of three, little for whoever finds the link."""
    patient = visit.patient
    return f"{patient.first_name} {patient.last_name[:1]}." if patient else ""


def address_of(visit: Appointment) -> str:
    return reverse("patient:appointment", args=[link_token(visit.network_id, visit.id)])


def shown_visit(visit: Appointment, now: datetime) -> dict[str, Any]:
    """Return what, where, when and with whom."""
    zone = visit.office.time_zone
    return {
        "when": moment_words(visit.starts_at, zone, now=now),
        "minutes": round((visit.ends_at - visit.starts_at).total_seconds() / 60),
        "reason": visit.reason.name,
        "doctor": str(visit.doctor),
        "office": office_facts(visit.office),
        "times_url": f"{office_facts(visit.office)['times_url']}?motif={visit.reason_id}",
        "kept_words": _kept_words(visit),
        "status": str(visit.status),
        "state": _state(visit, now),
    }


def _kept_words(visit: Appointment) -> str:
    if visit.held_until is None:
        return ""
    zone = visit.office.time_zone
    until = {"time": clock(visit.held_until, zone), "zone": zone_words(zone)}
    if until["zone"]:
        return _("Cet horaire vous est gardé jusqu’à %(time)s (%(zone)s).") % until
    return _("Cet horaire vous est gardé jusqu’à %(time)s.") % until


def _state(visit: Appointment, now: datetime) -> str:
    if visit.status == Status.CANCELLED:
        return "cancelled"
    if is_to_come(visit, now):
        return "to_come"
    return "running" if visit.status in RUNNING else "over"
