"""What the rota refuses, in the words of the person who reads it."""

from django.utils.functional import Promise
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from releve.pipeline.rota.handover import Conflict, NotLaid, Refusal
from releve.shared.errors import Refused
from releve.shared.holiday_words import closure_words

REFUSALS: dict[Refusal, str | Promise] = {
    Refusal.OFFICE_CLOSED: _("le cabinet n’ouvre pas"),
    Refusal.CLOSURE: _("cabinet fermé"),
    Refusal.PUBLIC_HOLIDAY: _("jour férié"),
    Refusal.DOCTOR_ABSENT: _("médecin absent"),
    Refusal.BEFORE_COMMITMENT: _("avant le début de l’engagement"),
    Refusal.AFTER_COMMITMENT: _("après la fin de l’engagement"),
    Refusal.NO_ROOM_LEFT: _("plus de salle libre"),
    Refusal.DOCTOR_ELSEWHERE: _("le médecin consulte ailleurs"),
    Refusal.MORE_THAN_PROMISED: _("plus que le nombre promis"),
    Refusal.ROOM_OUT_OF_SERVICE: _("salle hors service"),
}


def reason_in_words(found: NotLaid | Conflict) -> str:
    """Return why, as a coordinator reads it (« jour férié : Armistice »)."""
    words = str(REFUSALS[found.refusal])
    if not found.detail:
        return words
    return gettext("%(why)s : %(what)s") % {"why": words, "what": closure_words(found.detail)}


class RotaRefused(Refused):
    """A shift cannot be like this."""


class PatientsMustMove(RotaRefused):
    """Patients hold appointments in the time that the shift would give up. Their names stay at the secretary's desk."""

    def __init__(self, n_patients: int) -> None:
        super().__init__(
            ngettext(
                "%(n)d rendez-vous est pris dans ce temps. L’accueil doit d’abord le déplacer.",
                "%(n)d rendez-vous sont pris dans ce temps. L’accueil doit d’abord les déplacer.",
                n_patients,
            )
            % {"n": n_patients}
        )
        self.n_patients = n_patients


class PlanRefused(RotaRefused):
    """A plan cannot be drawn, published or withdrawn."""


class NoPlan(PlanRefused):
    """What must be kept leaves no rota at all."""


class PlanOutOfDate(PlanRefused):
    """Something changed since the plan was drawn."""


class PlanBooked(PlanRefused):
    """A patient has booked since the plan was published: it cannot be undone any more."""


class ReceptionRefused(Refused):
    """Something of the reception's rota cannot be like this."""
