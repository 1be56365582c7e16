"""The model as a newcomer of Timefold would write it: one entity for each employee and day, constraint streams.

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
from timefold.solver.score import (
    Constraint,
    ConstraintCollectors,
    ConstraintFactory,
    HardSoftScore,
    Joiners,
    constraint_provider,
)


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


@constraint_provider
def constraints(factory: ConstraintFactory) -> list[Constraint]:
    return [
        days_off(factory),
        successions(factory),
        most_of_shift(factory),
        most_minutes(factory),
        least_minutes(factory),
        no_minutes(factory),
        longest_run(factory),
        shortest_run(factory),
        shortest_rest(factory),
        weekends(factory),
        requests_on(factory),
        requests_off(factory),
        cover(factory),
        no_cover(factory),
    ]


def days_off(factory: ConstraintFactory) -> Constraint:
    return (
        factory.for_each(Cell)
        .filter(lambda cell: cell.is_day_off)
        .penalize(HardSoftScore.ONE_HARD)
        .as_constraint("day off")
    )


def successions(factory: ConstraintFactory) -> Constraint:
    return (
        factory.for_each(Cell)
        .join(
            Cell,
            Joiners.equal(lambda cell: cell.employee.id),
            Joiners.equal(lambda cell: cell.day + 1, lambda cell: cell.day),
        )
        .filter(lambda first, then: then.shift.id in first.shift.not_before)
        .penalize(HardSoftScore.ONE_HARD)
        .as_constraint("succession")
    )


def most_of_shift(factory: ConstraintFactory) -> Constraint:
    return (
        factory.for_each(Cell)
        .group_by(lambda cell: cell.employee, lambda cell: cell.shift.id, ConstraintCollectors.count())
        .filter(lambda employee, shift, count: count > employee.most[shift])
        .penalize(HardSoftScore.ONE_HARD, lambda employee, shift, count: count - employee.most[shift])
        .as_constraint("most of a shift")
    )


def most_minutes(factory: ConstraintFactory) -> Constraint:
    return (
        factory.for_each(Cell)
        .group_by(lambda cell: cell.employee, ConstraintCollectors.sum(lambda cell: cell.shift.minutes))
        .filter(lambda employee, minutes: minutes > employee.max_minutes)
        .penalize(HardSoftScore.ONE_HARD, lambda employee, minutes: (minutes - employee.max_minutes) // 60 + 1)
        .as_constraint("most minutes")
    )


def least_minutes(factory: ConstraintFactory) -> Constraint:
    return (
        factory.for_each(Cell)
        .group_by(lambda cell: cell.employee, ConstraintCollectors.sum(lambda cell: cell.shift.minutes))
        .filter(lambda employee, minutes: minutes < employee.min_minutes)
        .penalize(HardSoftScore.ONE_HARD, lambda employee, minutes: (employee.min_minutes - minutes) // 60 + 1)
        .as_constraint("least minutes")
    )


def no_minutes(factory: ConstraintFactory) -> Constraint:
    return (
        factory.for_each(Employee)
        .if_not_exists(Cell, Joiners.equal(lambda employee: employee.id, lambda cell: cell.employee.id))
        .penalize(HardSoftScore.ONE_HARD, lambda employee: employee.min_minutes // 60)
        .as_constraint("no minutes")
    )


def longest_run(factory: ConstraintFactory) -> Constraint:
    return (
        factory.for_each(Cell)
        .group_by(
            lambda cell: cell.employee,
            ConstraintCollectors.to_consecutive_sequences(lambda cell: cell.day),
        )
        .flatten_last(lambda runs: runs.getConsecutiveSequences())
        .filter(lambda employee, run: run.getCount() > employee.max_run)
        .penalize(HardSoftScore.ONE_HARD, lambda employee, run: run.getCount() - employee.max_run)
        .as_constraint("most days in a row")
    )


def shortest_run(factory: ConstraintFactory) -> Constraint:
    return (
        factory.for_each(Cell)
        .group_by(
            lambda cell: cell.employee,
            ConstraintCollectors.to_consecutive_sequences(lambda cell: cell.day),
        )
        .flatten_last(lambda runs: runs.getConsecutiveSequences())
        .filter(
            lambda employee, run: (
                run.getCount() < employee.min_run
                and run.getFirstItem().day > 0
                and run.getLastItem().day < employee.last_day
            )
        )
        .penalize(HardSoftScore.ONE_HARD, lambda employee, run: employee.min_run - run.getCount())
        .as_constraint("least days in a row")
    )


def shortest_rest(factory: ConstraintFactory) -> Constraint:
    return (
        factory.for_each_including_unassigned(Cell)
        .filter(lambda cell: cell.shift is None)
        .group_by(
            lambda cell: cell.employee,
            ConstraintCollectors.to_consecutive_sequences(lambda cell: cell.day),
        )
        .flatten_last(lambda runs: runs.getConsecutiveSequences())
        .filter(
            lambda employee, run: (
                run.getCount() < employee.min_off
                and run.getFirstItem().day > 0
                and run.getLastItem().day < employee.last_day
            )
        )
        .penalize(HardSoftScore.ONE_HARD, lambda employee, run: employee.min_off - run.getCount())
        .as_constraint("least days off in a row")
    )


def weekends(factory: ConstraintFactory) -> Constraint:
    return (
        factory.for_each(Cell)
        .filter(lambda cell: cell.day % 7 >= 5)
        .group_by(lambda cell: cell.employee, ConstraintCollectors.count_distinct(lambda cell: cell.day // 7))
        .filter(lambda employee, count: count > employee.max_weekends)
        .penalize(HardSoftScore.ONE_HARD, lambda employee, count: count - employee.max_weekends)
        .as_constraint("most weekends")
    )


def requests_on(factory: ConstraintFactory) -> Constraint:
    return (
        factory.for_each(Request)
        .filter(lambda request: request.is_on)
        .if_not_exists(
            Cell,
            Joiners.equal(lambda request: request.employee, lambda cell: cell.employee.id),
            Joiners.equal(lambda request: request.day, lambda cell: cell.day),
            Joiners.equal(lambda request: request.shift, lambda cell: cell.shift.id),
        )
        .penalize(HardSoftScore.ONE_SOFT, lambda request: request.weight)
        .as_constraint("shift asked for")
    )


def requests_off(factory: ConstraintFactory) -> Constraint:
    return (
        factory.for_each(Request)
        .filter(lambda request: not request.is_on)
        .if_exists(
            Cell,
            Joiners.equal(lambda request: request.employee, lambda cell: cell.employee.id),
            Joiners.equal(lambda request: request.day, lambda cell: cell.day),
            Joiners.equal(lambda request: request.shift, lambda cell: cell.shift.id),
        )
        .penalize(HardSoftScore.ONE_SOFT, lambda request: request.weight)
        .as_constraint("shift not wanted")
    )


def cover(factory: ConstraintFactory) -> Constraint:
    return (
        factory.for_each(Demand)
        .join(
            Cell,
            Joiners.equal(lambda demand: demand.day, lambda cell: cell.day),
            Joiners.equal(lambda demand: demand.shift, lambda cell: cell.shift.id),
        )
        .group_by(lambda demand, _: demand, ConstraintCollectors.count_bi())
        .filter(lambda demand, count: count != demand.need)
        .penalize(
            HardSoftScore.ONE_SOFT,
            lambda demand, count: (
                (demand.need - count) * demand.under if count < demand.need else (count - demand.need) * demand.over
            ),
        )
        .as_constraint("cover")
    )


def no_cover(factory: ConstraintFactory) -> Constraint:
    return (
        factory.for_each(Demand)
        .if_not_exists(
            Cell,
            Joiners.equal(lambda demand: demand.day, lambda cell: cell.day),
            Joiners.equal(lambda demand: demand.shift, lambda cell: cell.shift.id),
        )
        .penalize(HardSoftScore.ONE_SOFT, lambda demand: demand.need * demand.under)
        .as_constraint("no cover")
    )
