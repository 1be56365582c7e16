"""What an office refuses, in the words of the person who reads it."""

from django.utils.translation import ngettext

from releve.shared.errors import Refused


class OfficeRefused(Refused):
    """Something of an office cannot be like this."""


class ShiftsMustEnd(OfficeRefused):
    """Shifts stand in the time that the office would give up."""

    def __init__(self, n_shifts: int) -> None:
        super().__init__(
            ngettext(
                "%(n)d vacation est posée dans ce temps. Annulez-la d’abord, ou raccourcissez-la.",
                "%(n)d vacations sont posées dans ce temps. Annulez-les d’abord, ou raccourcissez-les.",
                n_shifts,
            )
            % {"n": n_shifts}
        )
        self.n_shifts = n_shifts
