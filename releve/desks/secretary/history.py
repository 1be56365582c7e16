"""An appointment's history as sentences: what happened, when, by whom."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from releve.desks.secretary.steps import LABELS
from releve.pipeline.appointments.handover import By, Status
from releve.pipeline.appointments.models import Appointment
from releve.pipeline.appointments.queries.desk import steps_of
from releve.shared.words import moment_words


@dataclass(frozen=True, slots=True)
class Event:
    at: datetime
    what: str
    who: str


def history_of(visit: Appointment) -> list[Event]:
    """Return what happened to an appointment, the last first. Saves that changed nothing are left out."""
    events: list[Event] = []
    before: Any = None
    for step in steps_of(visit.id):
        what = _what(step, before, visit.office.time_zone)
        if what:
            events.append(Event(step.changed_at, what, _who(step)))
        before = step
    return events[::-1]


def _what(step: Any, before: Any, zone: str) -> str:
    when = _("%(when)s, %(doctor)s") % {"when": moment_words(step.starts_at, zone), "doctor": step.doctor}
    if before is None:
        if step.status == Status.HELD:
            return _("Horaire retenu en ligne : %(when)s") % {"when": when}
        if step.double_booked_because:
            return _("Ajouté en double : %(when)s. Motif : %(why)s") % {"when": when, "why": step.double_booked_because}
        return _("Rendez-vous pris : %(when)s") % {"when": when}
    if before.status == Status.HELD and step.status == Status.BOOKED:
        return _("Confirmé par le code")
    if (step.starts_at, step.doctor_id) != (before.starts_at, before.doctor_id):
        return _("Déplacé : %(when)s") % {"when": when}
    if step.status == before.status:
        return ""
    if step.status == Status.CANCELLED:
        return _("Annulé")
    return str(LABELS.get(Status(step.status), step.status))


def _who(step: Any) -> str:
    kind = {
        By.PATIENT: _("le patient"),
        By.SECRETARY: _("l’accueil"),
        By.DOCTOR: _("le médecin"),
        By.CLOCK: _("l’horloge"),
    }[By(step.changed_as)]
    return f"{kind} ({step.changed_by})" if step.changed_by else kind
