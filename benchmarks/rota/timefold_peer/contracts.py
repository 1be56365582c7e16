"""The rules of a contract, as Timefold's constraint streams; each is hard.

Runs in Timefold's own environment: imports nothing of ours.
"""

from domain import Cell, Employee
from timefold.solver.score import (
    BiConstraintStream,
    Constraint,
    ConstraintCollectors,
    ConstraintFactory,
    HardSoftScore,
    Joiners,
    UniConstraintStream,
)


def rules_of_contracts(factory: ConstraintFactory) -> list[Constraint]:
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


def minutes_of_each(factory: ConstraintFactory) -> BiConstraintStream:
    """Return (employee, minutes worked) of those who work at all."""
    return factory.for_each(Cell).group_by(
        lambda cell: cell.employee, ConstraintCollectors.sum(lambda cell: cell.shift.minutes)
    )


def most_minutes(factory: ConstraintFactory) -> Constraint:
    return (
        minutes_of_each(factory)
        .filter(lambda employee, minutes: minutes > employee.max_minutes)
        .penalize(HardSoftScore.ONE_HARD, lambda employee, minutes: (minutes - employee.max_minutes) // 60 + 1)
        .as_constraint("most minutes")
    )


def least_minutes(factory: ConstraintFactory) -> Constraint:
    return (
        minutes_of_each(factory)
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


def runs_of_each(cells: UniConstraintStream) -> BiConstraintStream:
    """Return (employee, run of days without a hole) of these cells."""
    return cells.group_by(
        lambda cell: cell.employee, ConstraintCollectors.to_consecutive_sequences(lambda cell: cell.day)
    ).flatten_last(lambda runs: runs.getConsecutiveSequences())


def whole_runs_of_each(cells: UniConstraintStream) -> BiConstraintStream:
    """Return the runs that the horizon does not cut: the others may go on outside."""
    return runs_of_each(cells).filter(
        lambda employee, run: run.getFirstItem().day > 0 and run.getLastItem().day < employee.last_day
    )


def longest_run(factory: ConstraintFactory) -> Constraint:
    return (
        runs_of_each(factory.for_each(Cell))
        .filter(lambda employee, run: run.getCount() > employee.max_run)
        .penalize(HardSoftScore.ONE_HARD, lambda employee, run: run.getCount() - employee.max_run)
        .as_constraint("most days in a row")
    )


def shortest_run(factory: ConstraintFactory) -> Constraint:
    return (
        whole_runs_of_each(factory.for_each(Cell))
        .filter(lambda employee, run: run.getCount() < employee.min_run)
        .penalize(HardSoftScore.ONE_HARD, lambda employee, run: employee.min_run - run.getCount())
        .as_constraint("least days in a row")
    )


def shortest_rest(factory: ConstraintFactory) -> Constraint:
    resting = factory.for_each_including_unassigned(Cell).filter(lambda cell: cell.shift is None)
    return (
        whole_runs_of_each(resting)
        .filter(lambda employee, run: run.getCount() < employee.min_off)
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
