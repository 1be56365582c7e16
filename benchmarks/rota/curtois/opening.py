"""A first rota: employee after employee, the cheapest line given the others'."""

from collections.abc import Callable
from dataclasses import replace

import numpy as np

from benchmarks.rota.curtois.instance import DAYS_A_WEEK, OFF, Employee, Instance, Lines
from benchmarks.rota.curtois.stretches import Stretches
from releve.pipeline.rota.engine.lines import cheapest_line

SWEEPS = 3
LONG_WEEKS = 12  # beyond, lines are made a few weeks at a time
WEEKS_AT_ONCE = 4
WEEKS_AHEAD = 1  # looked at beyond what is kept, so that the next weeks can go on from there


class NoLine(Exception):
    """An employee's own rules leave no line at all."""


def first_lines(
    instance: Instance, stretches: Stretches, generator: np.random.Generator, is_over: Callable[[], bool]
) -> Lines:
    """Return lawful lines, each the cheapest in its turn."""
    lines = np.full((instance.n_employees, instance.n_days), OFF, np.int64)
    if instance.n_weeks > LONG_WEEKS:
        return _long_lines(instance, stretches, lines, generator)
    cover = instance.cover(lines)
    for sweep in range(SWEEPS):
        for employee in generator.permutation(instance.n_employees).tolist():
            if sweep and is_over():
                return lines
            _count(cover, lines[employee], -1)
            stretch = stretches.open(employee, np.full(instance.n_days, OFF), 0, instance.n_days)
            _, _, line = cheapest_line(stretch, _prices(instance, cover))
            if line is None and not sweep:
                raise NoLine(instance.employees[employee].id)
            if line is not None:
                lines[employee] = line
            _count(cover, lines[employee], 1)
    return lines


def _long_lines(instance: Instance, stretches: Stretches, lines: Lines, generator: np.random.Generator) -> Lines:
    """Lay a few weeks of everybody after the other; amounts are spread over the horizon."""
    cover = instance.cover(lines)
    for week in range(0, instance.n_weeks, WEEKS_AT_ONCE):
        kept = min(instance.n_days, (week + WEEKS_AT_ONCE) * DAYS_A_WEEK)
        for employee in generator.permutation(instance.n_employees).tolist():
            # Where nothing fits any more, earlier weeks are laid anew as well.
            for earlier in range(week, -1, -WEEKS_AT_ONCE):
                if _lay(instance, stretches, lines, cover, employee, earlier * DAYS_A_WEEK, kept):
                    break
            else:
                raise NoLine(instance.employees[employee].id)
    return lines


def _lay(
    instance: Instance, stretches: Stretches, lines: Lines, cover: Lines, employee: int, first: int, kept: int
) -> bool:
    """Lay the days first…kept−1 of one employee, if they can be; false: nothing is changed."""
    seen = min(instance.n_days, kept + WEEKS_AHEAD * DAYS_A_WEEK)
    _count(cover, lines[employee], -1)
    try:
        before = lines[employee].copy()
        before[first:] = OFF
        for contract in _spread(instance, employee, seen):
            stretch = stretches.open(employee, before, first, seen, contract)
            _, _, line = cheapest_line(stretch, _prices(instance, cover)[first:seen])
            if line is not None:
                lines[employee, first:kept] = line[: kept - first]
                return True
        return False
    finally:
        _count(cover, lines[employee], 1)


def _spread(instance: Instance, employee: int, end: int) -> list[Employee]:
    """Return contracts up to a day: first the due share of every amount, then looser ones; the whole at the end."""
    contract = instance.employees[employee]
    if end == instance.n_days:
        return [contract]
    free = instance.is_free[employee]
    share = float(free[:end].sum() / max(1, free.sum()))
    longest = int(instance.minutes.max())
    due = (contract.min_minutes + contract.max_minutes) / 2 * share

    def amounts(slack: float, least: float) -> Employee:
        return replace(
            contract,
            min_minutes=max(0, int(least)),
            max_minutes=min(contract.max_minutes, int(due + slack * longest)),
            max_weekends=min(contract.max_weekends, int(contract.max_weekends * share + slack - 1 + 1e-9)),
            most_of_shift=tuple(min(most, int(most * share + slack)) for most in contract.most_of_shift),
        )

    return [
        amounts(1.0, due - longest),
        amounts(2.0, due - 2 * longest),
        amounts(2.0, due - 5 * longest),
        amounts(3.0, 0),
        replace(contract, min_minutes=0),
    ]


def _prices(instance: Instance, cover: Lines) -> np.ndarray:
    return np.where(cover < instance.need, instance.under, -instance.over).astype(np.float64)


def _count(cover: Lines, line: Lines, step: int) -> None:
    days = np.flatnonzero(line >= 0)
    cover[days, line[days]] += step
