"""What each lever changes, and whether a notice of three, six, nine or twelve months is enough."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from functools import cached_property

from releve.pipeline.commitments.rules.gap_chance.chances import Chance, Difference, paired_difference, wilson
from releve.pipeline.commitments.rules.gap_chance.exact import MonthChances, any_gap, month_chances
from releve.pipeline.commitments.rules.gap_chance.replications import N_FUTURES, Futures, draw_futures
from releve.pipeline.commitments.rules.gap_chance.seats import Assumptions, OfficeCase

NOTICES = (3, 6, 9, 12)
SEARCHES = (3, 6, 9, 12)


class Lever(StrEnum):
    """What a network can do, one thing at a time."""

    LOOK_EARLIER = "look_earlier"
    OVERLAP = "overlap"
    ONE_MORE_LEAD = "one_more_lead"
    NOTICE_9 = "notice_9"
    NOTICE_12 = "notice_12"


@dataclass(frozen=True)
class Scenario:
    """One set of assumptions for one office."""

    case: OfficeCase
    assumptions: Assumptions
    seed: int
    n_futures: int = N_FUTURES

    @cached_property
    def months(self) -> MonthChances:
        return month_chances(self.case, self.assumptions)

    @cached_property
    def futures(self) -> Futures:
        return draw_futures(self.case, self.assumptions, seed=self.seed, n=self.n_futures)

    @cached_property
    def gap(self) -> Chance:
        """The chance that one of the months has a gap: exact where it can be, else drawn."""
        exact = any_gap(self.case, self.assumptions)
        if exact is not None:
            return Chance.exact(exact)
        return wilson(int(self.futures.has_gap.sum()), self.futures.n)

    @property
    def missing(self) -> float:
        """The half-days expected to be missing in all: always exact."""
        return sum(self.months.missing)


@dataclass(frozen=True, slots=True)
class LeverEffect:
    """A lever, what it gives, and the change against doing nothing."""

    lever: Lever
    gap: Chance
    change: Difference
    missing: float
    missing_change: float


@dataclass(frozen=True, slots=True)
class NoticeCell:
    """A notice and a usual search, and what they give over the months ahead."""

    notice: int
    search: int
    gap: Chance
    missing: float


def with_lever(assumptions: Assumptions, lever: Lever) -> Assumptions:
    """Return the assumptions with one lever pulled."""
    match lever:
        case Lever.LOOK_EARLIER:
            return replace(assumptions, look_ahead=assumptions.look_ahead + 3)
        case Lever.OVERLAP:
            return replace(assumptions, overlap=assumptions.overlap + 1)
        case Lever.ONE_MORE_LEAD:
            return replace(assumptions, n_leads=assumptions.n_leads + 1)
        case Lever.NOTICE_9:
            return replace(assumptions, notice=9)
        case Lever.NOTICE_12:
            return replace(assumptions, notice=12)


def lever_effects(scenario: Scenario, levers: Sequence[Lever] = tuple(Lever)) -> list[LeverEffect]:
    """Return what each lever changes: every scenario meets the same draws."""
    return [_effect(scenario, lever) for lever in levers]


def notice_table(
    scenario: Scenario, notices: Sequence[int] = NOTICES, searches: Sequence[int] = SEARCHES
) -> list[list[NoticeCell]]:
    """Return a line for each notice and a column for each usual search: « six months' notice is enough », tested.

    A departure, agreed or not, is known when notice is given, and the search starts then. The spread stays.
    """
    spread = (scenario.assumptions.longest_search - scenario.assumptions.shortest_search) // 2
    return [[_cell(scenario, notice, search, spread) for search in searches] for notice in notices]


def _effect(scenario: Scenario, lever: Lever) -> LeverEffect:
    pulled = replace(scenario, assumptions=with_lever(scenario.assumptions, lever))
    if scenario.gap.is_exact and pulled.gap.is_exact:
        value = pulled.gap.value - scenario.gap.value
        change = Difference(value, value, value)
    else:
        change = paired_difference(scenario.futures.has_gap, pulled.futures.has_gap)
    return LeverEffect(lever, pulled.gap, change, pulled.missing, pulled.missing - scenario.missing)


def _cell(scenario: Scenario, notice: int, search: int, spread: int) -> NoticeCell:
    assumptions = replace(
        scenario.assumptions,
        notice=notice,
        look_ahead=notice,
        shortest_search=max(0, search - spread),
        longest_search=search + spread,
    )
    tried = replace(scenario, assumptions=assumptions)
    return NoticeCell(notice, search, tried.gap, tried.missing)
