"""Every half-day that a new rota takes away, adds or moves, with how many patients it touches."""

from collections.abc import Collection
from dataclasses import dataclass
from enum import StrEnum

from releve.pipeline.rota.engine.problem import Assignment, Standing


class Manner(StrEnum):
    """What happens to a half-day."""

    LOST = "lost"  # the event itself takes it away, and nobody takes over
    TAKEN = "taken"  # given up so that somebody can be elsewhere
    ADDED = "added"
    REPLACED = "replaced"  # another worker at the same place and half-day
    MOVED = "moved"  # the same worker at another place in that half-day


@dataclass(frozen=True, slots=True)
class Changed:
    """One change; the patients are those booked with who was there before."""

    manner: Manner
    before: Assignment | None
    after: Assignment | None
    n_patients: int = 0
    is_published: bool = False
    is_caused: bool = False  # by the event itself: `before` is no longer possible


def changes_between(
    standing: Collection[Standing], after: Collection[Assignment], lost: Collection[Assignment]
) -> tuple[Changed, ...]:
    """Return every difference, by week and half-day: replacements first told as such, then moves."""
    stands = {one.assignment: one for one in standing}
    taken, added = sorted(stands.keys() - set(after)), sorted(set(after) - stands.keys())
    found = []
    for manner, key in ((Manner.REPLACED, _place_and_cell), (Manner.MOVED, _worker_and_cell)):
        for before in list(taken):
            new = next((one for one in added if key(one) == key(before)), None)
            if new is not None:
                taken.remove(before)
                added.remove(new)
                found.append(_changed(manner, stands[before], new, before in lost))
    for before in taken:
        is_lost = before in lost
        found.append(_changed(Manner.LOST if is_lost else Manner.TAKEN, stands[before], None, is_lost))
    found += [Changed(Manner.ADDED, None, new) for new in added]
    return tuple(sorted(found, key=_order))


def _changed(manner: Manner, standing: Standing, after: Assignment | None, is_caused: bool) -> Changed:
    return Changed(manner, standing.assignment, after, standing.n_patients, standing.is_published, is_caused)


def _place_and_cell(one: Assignment) -> tuple[object, ...]:
    return one.place, one.week, one.slot


def _worker_and_cell(one: Assignment) -> tuple[object, ...]:
    return one.worker, one.week, one.slot


def _order(change: Changed) -> tuple[object, ...]:
    one = change.before or change.after
    assert one is not None
    return one.week, one.slot, one.place, one.worker
