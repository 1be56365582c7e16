"""Which candidate would fill which coming gap: the gaps are those of the coverage horizon, and of nothing else."""

from dataclasses import dataclass
from datetime import date

from releve.pipeline.commitments.queries.candidates import ON_THE_WAY, candidates_of, offices_now, starts_of, wanted_by
from releve.pipeline.commitments.queries.coverage import coverages_of
from releve.pipeline.commitments.rules.matching import ComingGap, Match, match, ranked

BEST_MATCHES = 5


@dataclass(frozen=True, slots=True)
class GapWithMatches:
    gap: ComingGap
    matches: tuple[Match, ...]
    n_more: int


def coming_gaps(network_id: int, today: date) -> list[ComingGap]:
    """Return the gaps of every office's coverage horizon, the first one first: 11 queries, however many offices."""
    found = [
        ComingGap(coverage.office.id, coverage.office.name, gap.first_on, gap.slots, gap.missing_a_week)
        for coverage in coverages_of(network_id, today)
        for gap in coverage.horizon().gaps
    ]
    return sorted(found, key=lambda gap: (gap.starts_on, gap.office_name, gap.missing_a_week))


def ranking(network_id: int, today: date) -> list[GapWithMatches]:
    """Return each coming gap with its best candidates, and why."""
    offices = offices_now(network_id, today)
    people = list(candidates_of(network_id).filter(stage__in=ON_THE_WAY).order_by("id"))
    starts = {(p.id, s.office.id): s for p in people for s in starts_of(p, offices, today)}
    found = []
    for gap in coming_gaps(network_id, today):
        there = ((person, starts.get((person.id, gap.office_id))) for person in people)
        matches = ranked(
            matched
            for person, start in there
            if start and (matched := match(gap, wanted_by(person), start.starts, start.km))
        )
        found.append(GapWithMatches(gap, tuple(matches[:BEST_MATCHES]), max(0, len(matches) - BEST_MATCHES)))
    return found
