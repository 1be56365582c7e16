"""What a booking can answer instead of a time."""

from collections.abc import Sequence

from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext_lazy

from releve.pipeline.slots.handover import Slot
from releve.pipeline.slots.rules import NotFree
from releve.shared.errors import Refused

WHY_NOT_FREE = {
    NotFree.TAKEN: _("Cet horaire vient d’être pris."),
    NotFree.OUTSIDE_SHIFT: _("Cet horaire n’est plus dans une vacation ouverte."),
    NotFree.KEPT: _("Cet horaire est gardé pour les soins non programmés. Il sera libéré la veille ou le jour même."),
    NotFree.TOO_EARLY: _("Cet horaire n’est pas encore ouvert à la réservation pour ce motif."),
    NotFree.TOO_LATE: _("Il est trop tard pour réserver cet horaire en ligne. Appelez le cabinet."),
    NotFree.BY_PHONE_ONLY: _("Ce motif se réserve par téléphone. Appelez le cabinet."),
    NotFree.OFF_GRID: _("Choisissez un horaire de la liste."),
}


class NotBookable(Refused):
    """The time cannot be booked, for everyone or for this person."""

    def __init__(self, why: NotFree, next_times: Sequence[Slot] = ()) -> None:
        super().__init__(WHY_NOT_FREE[why])
        self.why = why
        self.next_times = list(next_times)


class SlotTaken(NotBookable):
    """Somebody else was faster; the next times stand in the same answer."""

    def __init__(self, next_times: Sequence[Slot] = ()) -> None:
        super().__init__(NotFree.TAKEN, next_times)


class HoldExpired(NotBookable):
    """The time was not confirmed soon enough and may have gone to somebody else."""

    def __init__(self, next_times: Sequence[Slot] = ()) -> None:
        super().__init__(NotFree.TAKEN, next_times)
        self.message = _("Le délai pour confirmer est passé : cet horaire n’est plus gardé. Choisissez-en un autre.")


class WrongCode(Refused):
    def __init__(self, n_left: int) -> None:
        super().__init__(
            ngettext_lazy(
                "Ce code n’est pas le bon. Il vous reste %(n)d essai.",
                "Ce code n’est pas le bon. Il vous reste %(n)d essais.",
                "n",
            )
            % {"n": n_left}
            if n_left
            else _("Ce code n’est pas le bon, et c’était le dernier essai. Demandez un nouveau code.")
        )
        self.n_left = n_left


class CodeExpired(Refused):
    def __init__(self) -> None:
        super().__init__(_("Ce code n’est plus valable. Demandez un nouveau code."))


class NoMoreCodes(Refused):
    def __init__(self) -> None:
        super().__init__(
            _("Plusieurs codes ont déjà été envoyés. Vérifiez l’adresse ou le numéro, ou appelez le cabinet.")
        )


class TooManyAppointments(Refused):
    def __init__(self, n_max: int) -> None:
        super().__init__(
            ngettext_lazy(
                "Il y a déjà %(n)d rendez-vous à venir pour cette personne. Annulez-le, ou appelez le cabinet.",
                "Il y a déjà %(n)d rendez-vous à venir pour cette personne. Annulez-en un, ou appelez le cabinet.",
                "n",
            )
            % {"n": n_max}
        )
        self.n_max = n_max


class TooManyHolds(Refused):
    """One browser holds as many times as one person may have appointments."""

    def __init__(self, n_max: int) -> None:
        super().__init__(
            ngettext_lazy(
                "Vous avez déjà %(n)d horaire réservé en cours. Terminez-le, ou attendez quelques minutes.",
                "Vous avez déjà %(n)d horaires réservés en cours. Terminez-en un, ou attendez quelques minutes.",
                "n",
            )
            % {"n": n_max}
        )
        self.n_max = n_max


class PatientBusy(Refused):
    def __init__(self) -> None:
        super().__init__(_("Cette personne a déjà un rendez-vous à ce moment. Choisissez un autre horaire."))


class StepRefused(Refused):
    """The appointment is no longer where the person thinks it is."""

    def __init__(self) -> None:
        super().__init__(_("Ce rendez-vous a changé entre-temps. Voici où il en est maintenant."))


class AlreadyOver(Refused):
    def __init__(self) -> None:
        super().__init__(_("Ce rendez-vous est passé, annulé ou en cours. Appelez le cabinet."))


class ReasonMissing(Refused):
    def __init__(self) -> None:
        super().__init__(_("Écrivez pourquoi deux rendez-vous sont placés au même moment."))


class BadLink(Refused):
    def __init__(self) -> None:
        super().__init__(_("Ce lien n’est pas valable. Reprenez le lien du message reçu."))
