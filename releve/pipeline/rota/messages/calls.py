"""The words sent about a call for a gap: which office, which half-days, the personal link. No patient, ever."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.conf import settings
from django.utils.translation import gettext as _

from releve.pipeline.rota.messages.call_links import call_token
from releve.pipeline.rota.models import Call, CallInvitation
from releve.shared.half_days import Half
from releve.shared.words import day_words, moment_words


@dataclass(frozen=True, slots=True)
class CallMessage:
    subject: str
    text: str


def half_day_words(day: date, half: Half) -> str:
    """Return « lundi 7 décembre, matin »."""
    words = {Half.MORNING: _("%(day)s, matin"), Half.AFTERNOON: _("%(day)s, après-midi")}
    return words[half] % {"day": day_words(day)}


def call_address(invitation: CallInvitation) -> str:
    """Return the personal address at which this person takes half-days of the call."""
    return f"{settings.PUBLIC_ADDRESS}/reseau/appel/{call_token(invitation.network_id, invitation.id)}/"


def _listed(half_days: Iterable[tuple[date, Half]]) -> str:
    return "\n".join(f"– {half_day_words(day, half)}" for day, half in sorted(half_days))


def _facts(invitation: CallInvitation, half_days: Iterable[tuple[date, Half]]) -> dict[str, str]:
    call = invitation.call
    return {
        "office": call.office.name,
        "address": f"{call.office.address}, {call.office.postal_code} {call.office.town.name}",
        "half_days": _listed(half_days),
        "until": moment_words(call.expires_at, call.office.time_zone),
        "message": f"{call.message}\n\n" if call.message else "",
        "replaced": str(call.replaced.doctor) if call.replaced else "",
        "link": call_address(invitation),
    }


def call_message(invitation: CallInvitation, half_days: Iterable[tuple[date, Half]]) -> CallMessage:
    """Return the call itself."""
    facts = _facts(invitation, half_days)
    whom = _("Il s’agit de remplacer %(replaced)s.\n\n") % facts if facts["replaced"] else ""
    rights = ""
    if invitation.candidate_id:
        rights = _("\n\nPour ne plus recevoir ces appels, ou faire effacer votre fiche, dites-le au réseau.")
    return CallMessage(
        subject=_("%(office)s : demi-journées à prendre") % facts,
        text=_(
            "Bonjour,\n\nCes demi-journées sont sans médecin :\n%(half_days)s\n\n%(office)s\n%(address)s\n\n"
            "%(whom)s%(message)sPour en prendre une ou plusieurs, sans compte :\n%(link)s\n\n"
            "Ce lien est à vous seul et vaut jusqu’au %(until)s. La première réponse qui convient l’emporte. "
            "Si vous n’êtes pas libre, dites-le sur la même page : cet appel ne vous écrira plus.%(rights)s"
        )
        % (facts | {"whom": whom, "rights": rights}),
    )


def taken_message(invitation: CallInvitation, half_days: Iterable[tuple[date, Half]]) -> CallMessage:
    """Tell who took something what she took."""
    facts = _facts(invitation, half_days)
    return CallMessage(
        subject=_("C’est noté : vous consultez au %(office)s") % facts,
        text=_(
            "Bonjour,\n\nVous avez pris :\n%(half_days)s\n\n%(office)s\n%(address)s\n\n"
            "Un empêchement ? Prévenez le réseau le plus tôt possible.\n\nPour revoir l’appel :\n%(link)s"
        )
        % facts,
    )


def nothing_left_message(call: Call) -> CallMessage:
    """Tell somebody that nothing is left of what she could take: taken by a colleague, or covered otherwise."""
    return CallMessage(
        subject=_("%(office)s : plus de demi-journée à prendre") % {"office": call.office.name},
        text=_(
            "Bonjour,\n\nLes demi-journées que vous pouviez prendre au %(office)s ne sont plus à prendre. "
            "Vous n’avez plus rien à faire.\n\nMerci d’y avoir pensé."
        )
        % {"office": call.office.name},
    )


def open_again_message(invitation: CallInvitation, half_days: Iterable[tuple[date, Half]]) -> CallMessage:
    """Tell somebody who heard that nothing was left what she can take after all."""
    facts = _facts(invitation, half_days)
    return CallMessage(
        subject=_("%(office)s : de nouveau à prendre") % facts,
        text=_(
            "Bonjour,\n\nNous vous avions écrit qu’il n’y avait plus rien à prendre. Ces demi-journées sont de nouveau "
            "sans médecin :\n%(half_days)s\n\n%(office)s\n%(address)s\n\n"
            "Pour en prendre une ou plusieurs, avec le même lien, jusqu’au %(until)s :\n%(link)s"
        )
        % facts,
    )


def withdrawn_message(call: Call) -> CallMessage:
    """Tell everybody that the call is withdrawn."""
    return CallMessage(
        subject=_("%(office)s : appel retiré") % {"office": call.office.name},
        text=_(
            "Bonjour,\n\nLe réseau retire son appel pour le %(office)s : il n’y a plus de demi-journée à prendre. "
            "Ce que vous avez déjà pris reste à vous.\n\nMerci d’y avoir pensé."
        )
        % {"office": call.office.name},
    )
