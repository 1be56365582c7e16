"""Which candidate would fill which coming gap, and how well: half-days of the first year that would have a doctor.

A replacement fills no gap that lasts (ORD-06): only the routes by which somebody holds a place are looked at.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from math import inf

from releve.pipeline.commitments.handover import Route
from releve.pipeline.commitments.rules.candidates import EarliestStart

LASTING_ROUTES = frozenset(
    {Route.PRINCIPAL_PRACTICE, Route.DISTINCT_SITE, Route.LIBERAL_COLLABORATOR, Route.JUNIOR_DOCTOR}
)
WEEKS_COUNTED = 52


@dataclass(frozen=True, slots=True)
class ComingGap:
    """A gap of the coverage horizon: half-days of the week (2 x weekday + half) that lack somebody from a day on."""

    office_id: int
    office_name: str
    starts_on: date
    slots: frozenset[int]
    missing_a_week: float


@dataclass(frozen=True, slots=True)
class Wanted:
    """What a candidate would like; an empty set means anything."""

    candidate_id: int
    name: str
    half_days_per_week: float | None = None
    slots: frozenset[int] = frozenset()
    office_ids: frozenset[int] = frozenset()
    farthest_km: float | None = None


@dataclass(frozen=True, slots=True)
class Match:
    """A candidate for a gap, with what speaks for her."""

    candidate_id: int
    name: str
    gap: ComingGap
    start: EarliestStart
    n_half_days: float  # a week, of those that are missing
    n_late_days: int  # after the gap's first day
    n_first_year: int  # half-days filled in the year after the gap's first day
    km: float | None


def match(gap: ComingGap, wanted: Wanted, starts: Sequence[EarliestStart], km: float | None) -> Match | None:
    """Return how one candidate would fill a gap, or None if she would not come, may not, or a year too late."""
    if wanted.office_ids and gap.office_id not in wanted.office_ids:
        return None
    if not wanted.office_ids and km is not None and wanted.farthest_km is not None and km > wanted.farthest_km:
        return None
    possible = [(start.on, start) for start in starts if start.on and start.route in LASTING_ROUTES]
    shared = gap.slots & wanted.slots if wanted.slots else gap.slots
    n_half_days = min(float(len(shared)), wanted.half_days_per_week or inf, gap.missing_a_week)
    if not possible or not n_half_days:
        return None
    starts_on, soonest = min(possible, key=lambda pair: pair[0])
    n_late_days = max(0, (starts_on - gap.starts_on).days)
    n_first_year = round(n_half_days * max(0.0, WEEKS_COUNTED - n_late_days / 7))
    if not n_first_year:
        return None
    return Match(wanted.candidate_id, wanted.name, gap, soonest, n_half_days, n_late_days, n_first_year, km)


def ranked(matches: Iterable[Match]) -> list[Match]:
    """Return the matches of one gap, the best first: most half-days, then nearest, then who was noted first."""
    return sorted(matches, key=lambda m: (-m.n_first_year, m.km if m.km is not None else inf, m.candidate_id))
