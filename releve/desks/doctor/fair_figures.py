"""The figures of fairness as one doctor sees them: her own, and those of the others without a name."""

from collections.abc import Iterable
from dataclasses import dataclass

from releve.pipeline.rota.rules.fairness import FairShare
from releve.pipeline.rota.words.half_days import slot_words


@dataclass(frozen=True, slots=True)
class Figures:
    share: FairShare
    is_mine: bool

    @property
    def labelled(self) -> list[tuple[str, int]]:
        """The unloved half-days of the week in their order, each with its number."""
        return [(slot_words(slot), n) for slot, n in self.share.n_by_slot.items()]


def without_names(shares: Iterable[FairShare], doctor_id: int) -> list[Figures]:
    """Return her own figures first, then the others' by what they work beyond their share, so that no order tells."""
    figures = [Figures(share, share.doctor_id == doctor_id) for share in shares]
    return sorted(
        figures,
        key=lambda one: (not one.is_mine, -one.share.surplus, -one.share.n_unloved, one.share.n_promised),
    )
