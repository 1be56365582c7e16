"""The words sent about the reception's rota: to a secretary her half-days, to a coordinator what is left open."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from releve.pipeline.offices.models import ReceptionDuty
from releve.pipeline.rota.models import SecretaryAbsence
from releve.pipeline.rota.words.half_days import half_day_words
from releve.shared.words import date_words


@dataclass(frozen=True, slots=True)
class ReceptionMessage:
    subject: str
    text: str


def half_days_message(gained: Iterable[ReceptionDuty], lost: Iterable[ReceptionDuty]) -> ReceptionMessage:
    """Return what changed of a secretary's half-days since she was told last."""
    parts = [
        f"{heading}\n{listed}"
        for heading, listed in (
            (_("Vous êtes à l’accueil :"), _listed(gained)),
            (_("Vous n’y êtes plus :"), _listed(lost)),
        )
        if listed
    ]
    address = f"{settings.PUBLIC_ADDRESS}/secretariat/mes-demi-journees/"
    return ReceptionMessage(
        subject=_("Vos demi-journées à l’accueil"),
        text=_(
            "Bonjour,\n\nLe planning de l’accueil a changé pour vous.\n\n%(parts)s\n\n"
            "Toutes vos semaines :\n%(address)s"
        )
        % {"parts": "\n\n".join(parts), "address": address},
    )


def reception_lost_message(absence: SecretaryAbsence, n_lost: int) -> ReceptionMessage:
    """Return what a coordinator reads when a secretary notes an absence over published half-days."""
    facts = {
        "who": absence.secretary,
        "first": date_words(absence.first_on),
        "last": date_words(absence.last_on),
        "n": n_lost,
        "link": f"{settings.PUBLIC_ADDRESS}/reseau/secretaires/?debut={absence.first_on}#semaines",
    }
    left = ngettext(
        "%(n)d demi-journée publiée est maintenant sans accueil.",
        "%(n)d demi-journées publiées sont maintenant sans accueil.",
        n_lost,
    )
    return ReceptionMessage(
        subject=_("Accueil : absence de %(who)s") % facts,
        text=_(
            "Bonjour,\n\n%(who)s note une absence du %(first)s au %(last)s, compris.\n%(left)s\n\n"
            "Pour les couvrir :\n%(link)s"
        )
        % (facts | {"left": left % facts}),
    )


def _listed(duties: Iterable[ReceptionDuty]) -> str:
    return "\n".join(f"– {half_day_words(duty.day, duty.half)}, {duty.office.name}" for duty in duties)
