"""Why an exchange is refused, as doctors and coordinators read it: each reason with its remedy."""

from collections.abc import Sequence

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from releve.pipeline.rota.rules.exchanges import ExchangeRefusal, WhyNot
from releve.pipeline.rota.words.half_days import half_day_words
from releve.shared.holiday_words import closure_words

# Each with its remedy: what to do, or what to choose instead.
SENTENCES = {
    WhyNot.CANCELLED: gettext_lazy("la demi-journée est annulée. Choisissez-en une autre."),
    WhyNot.PAST: gettext_lazy("la demi-journée a déjà commencé. Choisissez-en une à venir."),
    WhyNot.CHANGED_HANDS: gettext_lazy(
        "la demi-journée a changé de médecin entre-temps. Proposez un nouvel échange à qui la tient."
    ),
    WhyNot.NO_COMMITMENT: gettext_lazy(
        "%(doctor)s n’a pas d’engagement dans ce cabinet (%(detail)s). Choisissez un médecin qui y consulte."
    ),
    WhyNot.BEFORE_COMMITMENT: gettext_lazy(
        "l’engagement de %(doctor)s ne commence qu’après ce jour. Choisissez un jour plus tardif."
    ),
    WhyNot.AFTER_COMMITMENT: gettext_lazy(
        "l’engagement de %(doctor)s est fini ce jour-là. Choisissez un jour plus proche, ou prolongez l’engagement."
    ),
    WhyNot.ROOM_OUT_OF_SERVICE: gettext_lazy("la salle est hors service. Le réseau doit d’abord en changer."),
    WhyNot.DOCTOR_ABSENT: gettext_lazy("%(doctor)s est en absence. Choisissez un autre jour, ou retirez l’absence."),
    WhyNot.DOCTOR_ELSEWHERE: gettext_lazy(
        "%(doctor)s consulte déjà à ce moment (%(detail)s). Échangez plutôt contre cette demi-journée-là."
    ),
    WhyNot.TOO_FAR: gettext_lazy(
        "%(doctor)s consulte le même jour à %(n)d km de là (%(detail)s). Choisissez un autre jour."
    ),
}


def refusal_words(refusal: ExchangeRefusal) -> str:
    """Return « mardi 8 décembre, matin : Dr Delattre est en absence. Choisissez un autre jour… »."""
    said = {"doctor": refusal.doctor_name, "detail": refusal.detail, "n": refusal.n}
    shift = refusal.move.shift
    return _("%(half_day)s : %(why)s") % {
        "half_day": half_day_words(shift.day, shift.half),
        "why": _counted(refusal) or str(SENTENCES[refusal.why]) % said,
    }


def refusals_in_words(refusals: Sequence[ExchangeRefusal]) -> list[str]:
    """Return each reason once, in order."""
    return list(dict.fromkeys(refusal_words(refusal) for refusal in refusals))


def _counted(refusal: ExchangeRefusal) -> str:
    said = {"doctor": refusal.doctor_name, "n": refusal.n}
    match refusal.why:
        case WhyNot.PATIENTS_BOOKED:
            return (
                ngettext(
                    "%(n)d rendez-vous y est pris avec %(doctor)s. L’accueil doit d’abord le déplacer.",
                    "%(n)d rendez-vous y sont pris avec %(doctor)s. L’accueil doit d’abord les déplacer.",
                    refusal.n,
                )
                % said
            )
        case WhyNot.OFFICE_CLOSED:
            if refusal.detail:
                return _("le cabinet est fermé (%(reason)s). Choisissez un autre jour.") % {
                    "reason": closure_words(refusal.detail)
                }
            return _("le cabinet n’ouvre pas à ces heures. Le réseau doit d’abord revoir la vacation.")
        case WhyNot.WEEK_FULL:
            return (
                ngettext(
                    "%(doctor)s aurait plus de %(n)d demi-journée cette semaine-là. Choisissez une autre semaine.",
                    "%(doctor)s aurait plus de %(n)d demi-journées cette semaine-là. Choisissez une autre semaine.",
                    refusal.n,
                )
                % said
            )
        case WhyNot.MORE_THAN_PROMISED:
            return (
                ngettext(
                    "%(doctor)s aurait repris plus de %(n)d demi-journée de trop sur le trimestre. "
                    "Cédez-lui moins, ou prenez-lui-en une en retour.",
                    "%(doctor)s aurait repris plus de %(n)d demi-journées de trop sur le trimestre. "
                    "Cédez-lui moins, ou prenez-lui-en une en retour.",
                    refusal.n,
                )
                % said
            )
        case WhyNot.LESS_THAN_PROMISED:
            return (
                ngettext(
                    "%(doctor)s aurait cédé plus de %(n)d demi-journée de ce trimestre sans retour. "
                    "Proposez-en une en échange.",
                    "%(doctor)s aurait cédé plus de %(n)d demi-journées de ce trimestre sans retour. "
                    "Proposez-en une en échange.",
                    refusal.n,
                )
                % said
            )
        case _:
            return ""
