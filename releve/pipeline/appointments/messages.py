"""The words sent to patients: when and where, with whom, and the link. Never the reason of the visit (DATA-04)."""

from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from django.conf import settings
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from releve.pipeline.appointments.links import link_token
from releve.pipeline.appointments.models import Appointment


@dataclass(frozen=True, slots=True)
class Message:
    """A message in two lengths: an e-mail's subject and text, and what fits a telephone."""

    subject: str
    text: str
    short: str


def spoken_time(moment: datetime, zone: str) -> str:
    """Return « lundi 23 novembre 2026 à 10 h 15 » in the office's own time."""
    local = moment.astimezone(ZoneInfo(zone))
    return _("%(day)s à %(hour)s") % {
        "day": date_format(local, "l j F Y"),
        "hour": _("%(hour)d h %(minutes)s") % {"hour": local.hour, "minutes": f"{local:%M}"},
    }


def appointment_address(appointment: Appointment) -> str:
    """Return the signed address at which a patient sees, moves or cancels this appointment."""
    return f"{settings.PUBLIC_ADDRESS}/rendez-vous/{link_token(appointment.network_id, appointment.id)}/"


def code_message(code: str) -> Message:
    spaced = f"{code[:3]} {code[3:]}"
    return Message(
        subject=_("Votre code : %(code)s") % {"code": spaced},
        text=_(
            "Bonjour,\n\nPour confirmer votre rendez-vous, tapez ce code : %(code)s\n\n"
            "Il est valable dix minutes. Si vous n’avez rien demandé, oubliez ce message."
        )
        % {"code": spaced},
        short=_("Relève : votre code est %(code)s. Valable dix minutes.") % {"code": spaced},
    )


def _facts(appointment: Appointment) -> dict[str, str]:
    office = appointment.office
    return {
        "when": spoken_time(appointment.starts_at, office.time_zone),
        "doctor": str(appointment.doctor),
        "office": office.name,
        "address": f"{office.address}, {office.postal_code} {office.town.name}",
        "phone": office.phone,
        "link": appointment_address(appointment),
    }


def confirmation_message(appointment: Appointment) -> Message:
    facts = _facts(appointment)
    return Message(
        subject=_("Votre rendez-vous du %(when)s") % facts,
        text=_(
            "Bonjour,\n\nVotre rendez-vous est confirmé :\n%(when)s\navec %(doctor)s\n%(office)s\n%(address)s\n\n"
            "Pour le revoir, le déplacer ou l’annuler :\n%(link)s\n\n"
            "Si vous ne pouvez pas venir, prévenez-nous : quelqu’un d’autre attend peut-être cette place."
        )
        % facts,
        short=_("Rendez-vous confirmé le %(when)s, %(office)s. Déplacer ou annuler : %(link)s") % facts,
    )


def moved_message(appointment: Appointment) -> Message:
    facts = _facts(appointment)
    return Message(
        subject=_("Rendez-vous déplacé au %(when)s") % facts,
        text=_(
            "Bonjour,\n\nVotre rendez-vous a été déplacé. Le nouvel horaire :\n%(when)s\navec %(doctor)s\n%(office)s\n"
            "%(address)s\n\nSi cet horaire ne vous convient pas :\n%(link)s"
        )
        % facts,
        short=_("Rendez-vous déplacé au %(when)s, %(office)s. Autre horaire : %(link)s") % facts,
    )


def cancelled_message(appointment: Appointment) -> Message:
    facts = _facts(appointment)
    return Message(
        subject=_("Rendez-vous annulé"),
        text=_("Bonjour,\n\nVotre rendez-vous du %(when)s (%(office)s) est annulé.\n\nPour en reprendre un : %(link)s")
        % facts,
        short=_("Votre rendez-vous du %(when)s est annulé. En reprendre un : %(link)s") % facts,
    )
