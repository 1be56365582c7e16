"""What a promise refuses, in the words of the person who reads it."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from releve.pipeline.commitments.handover import RppsWarning
from releve.pipeline.commitments.rules import rpps_warning
from releve.shared.errors import Refused

RPPS_WARNINGS = {
    RppsWarning.NOT_11_DIGITS: _("Ce numéro RPPS n’a pas 11 chiffres. Vérifiez-le."),
    RppsWarning.WRONG_KEY: _("La clé de ce numéro RPPS ne correspond pas. Vérifiez-le."),
}


def rpps_advice(number: str) -> Promise | None:
    """Return what to check in an RPPS number, or None: the number is stored all the same (DATA-11)."""
    found = rpps_warning(number) if number else None
    return RPPS_WARNINGS[found] if found else None


class CommitmentRefused(Refused):
    """A doctor or her promise cannot be like this."""


class ShiftsOutsideCommitment(CommitmentRefused):
    """Shifts stand on days that the commitment would no longer cover."""

    def __init__(self, n_shifts: int) -> None:
        super().__init__(
            ngettext(
                "%(n)d vacation est posée hors de ces dates. Annulez-la d’abord.",
                "%(n)d vacations sont posées hors de ces dates. Annulez-les d’abord.",
                n_shifts,
            )
            % {"n": n_shifts}
        )
        self.n_shifts = n_shifts


class StepRefused(CommitmentRefused):
    """An act has no place in the state of a promise."""


class NoticeAlreadyGiven(StepRefused):
    """One departure is announced once."""


class ShiftsBeforeDeclaration(CommitmentRefused):
    """Shifts stand on days before the declaration allows them."""

    def __init__(self, n_shifts: int) -> None:
        super().__init__(
            ngettext(
                "%(n)d vacation est posée avant le jour que permet cette déclaration. Annulez-la d’abord.",
                "%(n)d vacations sont posées avant le jour que permet cette déclaration. Annulez-les d’abord.",
                n_shifts,
            )
            % {"n": n_shifts}
        )
        self.n_shifts = n_shifts
