"""When a doctor leaves her seat and when the next one can come: the one law behind the exact and the drawn chances."""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from releve.pipeline.commitments.rules.gap_chance.seats import Assumptions, Stay

Months = npt.NDArray[np.int64]
Chances = npt.NDArray[np.float64]
# A notice that is never given.
NEVER = 10_000


@dataclass(frozen=True, slots=True)
class Terms:
    """What frames a departure, in months."""

    notice: int
    floor: int  # no notice empties the seat before


def terms_of(stay: Stay, assumptions: Assumptions) -> Terms:
    return Terms(assumptions.notice_of(stay), stay.floor)


def newcomer_terms(assumptions: Assumptions) -> Terms:
    """Return the terms of somebody who starts in month 0: the shortest stay is a promise."""
    return Terms(assumptions.notice_of_newcomers, assumptions.shortest_stay)


def departures(given: Months, end: Months, terms: Terms, assumptions: Assumptions) -> tuple[Months, Months]:
    """Return the first month not held, and the month in which the search for the next doctor starts."""
    leaves = np.minimum(np.maximum(given + terms.notice, terms.floor), end)
    look_ahead = max(assumptions.look_ahead, terms.notice) + assumptions.overlap
    return leaves, np.maximum(np.minimum(given, end - look_ahead), 0)


def arrivals(leaves: Months, search: Months, lasts: Months, assumptions: Assumptions) -> Months:
    """Return the month in which the next doctor takes the seat: an overlap beside the one who leaves is not counted."""
    return np.maximum(search + lasts + assumptions.formalities, leaves)


def search_bounds(assumptions: Assumptions, months_searched: int = 0) -> tuple[int, int]:
    """Return the shortest and the longest time that the search may still last, given that it has not ended yet."""
    shortest = assumptions.shortest_search
    if months_searched:
        shortest = max(shortest, months_searched + 1)
    return shortest - months_searched, max(assumptions.longest_search, shortest) - months_searched
