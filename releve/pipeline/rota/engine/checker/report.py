"""What the checker answers: each broken rule with who, where and when, and what each wish costs."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from releve.pipeline.rota.engine.problem import Cell


class Rule(StrEnum):
    """A hard rule."""

    UNKNOWN_WORKER = "unknown_worker"
    UNKNOWN_PLACE = "unknown_place"
    UNKNOWN_CELL = "unknown_cell"  # outside the horizon
    TWICE = "twice"  # the same assignment written twice
    NOT_HER_PLACE = "not_her_place"
    NOT_OPEN = "not_open"  # no opening half-day
    CLOSED = "closed"
    OUTSIDE_WINDOW = "outside_window"
    ON_LEAVE = "on_leave"
    ABSENT = "absent"
    CANNOT = "cannot"
    ONE_PLACE_A_CELL = "one_place_a_cell"
    ROOMS = "rooms"
    HALF_DAYS_A_WEEK = "half_days_a_week"
    DAYS_A_WEEK = "days_a_week"
    CONSECUTIVE_DAYS = "consecutive_days"
    SATURDAYS = "saturdays"
    TRAVEL = "travel"
    LOCKED = "locked"
    FORBIDDEN = "forbidden"
    FROZEN = "frozen"


class Term(StrEnum):
    """A part of the cost, named after its weight."""

    UNDER_MINIMUM = "under_minimum"
    UNDER_WANTED = "under_wanted"
    DEVIATION = "deviation"
    WORKER_PLACE = "worker_place"
    WORKER_PLACE_SLOT = "worker_place_slot"
    TWO_PLACES_A_DAY = "two_places_a_day"
    WISHES = "wishes"
    DISLIKES = "dislikes"
    NEWCOMER_ALONE = "newcomer_alone"
    OVERLAP_MISSING = "overlap_missing"
    UNLOVED_UNFAIR = "unloved_unfair"
    WITHOUT_RECEPTION = "without_reception"
    CHANGE = "change"


@dataclass(frozen=True, slots=True)
class Violation:
    """One broken rule. `found` and `limit` are counts where the rule is one; `places` are all that take part."""

    rule: Rule
    worker: str = ""
    places: tuple[str, ...] = ()
    cells: tuple[Cell, ...] = ()
    found: int | None = None
    limit: int | None = None

    def __str__(self) -> str:
        """Return « days_a_week: worker 3, week 2 slot 4: 5, at most 4 » for a log; the desks have sentences."""
        said = [f"worker {self.worker}"] if self.worker else []
        said += [f"place {place}" for place in self.places]
        said += [f"week {cell.week} slot {cell.slot}" for cell in self.cells]
        counted = f": {self.found}, at most {self.limit}" if self.limit is not None else ""
        return f"{self.rule}: {', '.join(said)}{counted}"


@dataclass(frozen=True, slots=True)
class Report:
    """A rota may be shown when `is_valid`; the cost is counted in any case."""

    violations: tuple[Violation, ...]
    costs: Mapping[Term, int]

    @property
    def is_valid(self) -> bool:
        return not self.violations

    @property
    def total(self) -> int:
        return sum(self.costs.values())
