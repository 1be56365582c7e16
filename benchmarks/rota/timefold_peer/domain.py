"""What is given and what is decided: one entity for each employee and day, as a newcomer of Timefold would write it.

Runs in Timefold's own environment: imports nothing of ours.
"""

from dataclasses import dataclass, field
from typing import Annotated

from timefold.solver.domain import (
    PlanningEntityCollectionProperty,
    PlanningId,
    PlanningScore,
    PlanningVariable,
    ProblemFactCollectionProperty,
    ValueRangeProvider,
    planning_entity,
    planning_solution,
)
from timefold.solver.score import HardSoftScore


@dataclass
class Shift:
    """A kind of shift."""

    id: str
    minutes: int
    not_before: list[str]  # shifts that may not follow


@dataclass
class Employee:
    """A contract."""

    id: str
    most: dict[str, int]
    max_minutes: int
    min_minutes: int
    max_run: int
    min_run: int
    min_off: int
    max_weekends: int
    last_day: int  # of the horizon


@dataclass
class Request:
    """A shift asked for, or asked not to have."""

    employee: str
    day: int
    shift: str
    weight: int
    is_on: bool


@dataclass
class Demand:
    """Cover wanted."""

    day: int
    shift: str
    need: int
    under: int
    over: int


@planning_entity
@dataclass
class Cell:
    """One employee on one day."""

    id: Annotated[str, PlanningId]
    employee: Employee
    day: int
    is_day_off: bool
    shift: Annotated[Shift | None, PlanningVariable(allows_unassigned=True)] = field(default=None)

    def name(self) -> str:
        return "" if self.shift is None else self.shift.id


@planning_solution
@dataclass
class Rota:
    """The whole problem."""

    shifts: Annotated[list[Shift], ProblemFactCollectionProperty, ValueRangeProvider]
    requests: Annotated[list[Request], ProblemFactCollectionProperty]
    demands: Annotated[list[Demand], ProblemFactCollectionProperty]
    employees: Annotated[list[Employee], ProblemFactCollectionProperty]
    cells: Annotated[list[Cell], PlanningEntityCollectionProperty]
    score: Annotated[HardSoftScore | None, PlanningScore] = field(default=None)
