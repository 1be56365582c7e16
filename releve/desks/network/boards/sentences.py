"""Why a promised half-day could not be laid, and what to do about it, grouped by doctor."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from releve.desks.network.words import days_in_words
from releve.pipeline.rota.errors import reason_in_words
from releve.pipeline.rota.handover import NotLaid, Refusal

REMEDIES: dict[Refusal, str | Promise] = {
    Refusal.OFFICE_CLOSED: _("Ajoutez cet horaire d’ouverture, ou changez la semaine type."),
    Refusal.CLOSURE: _("Rien à faire, sauf si la fermeture est une erreur : retirez-la."),
    Refusal.PUBLIC_HOLIDAY: _("Rien à faire."),
    Refusal.DOCTOR_ABSENT: _("Cherchez un autre médecin, ou retirez l’absence si elle est une erreur."),
    Refusal.BEFORE_COMMITMENT: _("Rien à faire : la première vacation suit le premier jour de l’engagement."),
    Refusal.AFTER_COMMITMENT: _("Convenez d’un nouvel engagement, ou cherchez qui prend la relève."),
    Refusal.NO_ROOM_LEFT: _("Ajoutez une salle, ou changez une des semaines types."),
    Refusal.DOCTOR_ELSEWHERE: _("Changez l’une des deux semaines types, ou annulez l’autre vacation."),
    Refusal.MORE_THAN_PROMISED: _("Convenez de plus de demi-journées, ou allégez la semaine type."),
    Refusal.ROOM_OUT_OF_SERVICE: _("Choisissez une autre salle, ou remettez celle-ci en service."),
}


@dataclass(frozen=True, slots=True)
class ReasonLine:
    """One reason, with its remedy and the half-days that it concerns."""

    because: str
    remedy: str | Promise
    when: str


@dataclass(frozen=True, slots=True)
class DoctorReasons:
    name: str
    reasons: list[ReasonLine]


def reasons_by_doctor(not_laid: Iterable[NotLaid]) -> list[DoctorReasons]:
    """Return each doctor's reasons, the most frequent first."""
    groups: dict[str, dict[tuple[Refusal, str], list[NotLaid]]] = defaultdict(lambda: defaultdict(list))
    for found in not_laid:
        groups[found.doctor_name][found.refusal, found.detail].append(found)
    return [
        DoctorReasons(name, [_line(same) for same in sorted(reasons.values(), key=len, reverse=True)])
        for name, reasons in sorted(groups.items())
    ]


def _line(same: list[NotLaid]) -> ReasonLine:
    because = reason_in_words(same[0])
    return ReasonLine(
        because=f"{because[:1].upper()}{because[1:]}.",
        remedy=REMEDIES[same[0].refusal],
        when=days_in_words((found.day, found.half) for found in same),
    )
