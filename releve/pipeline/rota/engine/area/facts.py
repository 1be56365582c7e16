"""The facts that forbid something, with the names that a sentence needs."""

from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

from releve.pipeline.rota.engine.problem import Cell


class FactKind(StrEnum):
    """What forbids. `rota/words/facts.py` has the sentences."""

    NOT_OPEN = "not_open"  # no opening half-day
    CLOSED = "closed"
    NOBODY_HERE = "nobody_here"  # no worker has this place
    ALL_HERE = "all_here"  # every worker of the place is there already
    NOT_HER_PLACE = "not_her_place"
    OUTSIDE_WINDOW = "outside_window"
    ON_LEAVE = "on_leave"
    ABSENT = "absent"
    CANNOT = "cannot"
    FORBIDDEN = "forbidden"
    ROOMS = "rooms"
    HALF_DAYS_A_WEEK = "half_days_a_week"
    DAYS_A_WEEK = "days_a_week"
    CONSECUTIVE_DAYS = "consecutive_days"
    SATURDAYS = "saturdays"
    TRAVEL = "travel"
    LOCKED = "locked"
    FROZEN = "frozen"  # inside the notice of published weeks
    NEEDED = "needed"  # another cell would be shorter than it is
    ELSEWHERE = "elsewhere"  # works at another place in that cell, as the rota stands


@dataclass(frozen=True, slots=True)
class Fact:
    """One reason. Two facts are the same when they are about the same; names and counts only serve the sentence."""

    kind: FactKind
    worker: str = ""
    place: str = ""
    other_place: str = ""
    cell: Cell | None = None
    week: int | None = None
    limit: int | None = field(default=None, compare=False)
    count: int | None = field(default=None, compare=False)  # how much of the limit the rota uses
    worker_name: str = field(default="", compare=False)
    place_name: str = field(default="", compare=False)
    other_place_name: str = field(default="", compare=False)
    day: date | None = field(default=None, compare=False)  # of the cell, or the Monday of the week

    @property
    def key(self) -> tuple[str, str, str, str, int, int]:
        """Return what facts are sorted by."""
        week, slot = self.cell or (self.week if self.week is not None else -1, -1)
        return (self.kind, self.worker, self.place, self.other_place, week, slot)
