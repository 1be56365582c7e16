"""A first rota: employee after employee, the cheapest line given the others'."""

from collections.abc import Callable

import numpy as np

from benchmarks.rota.curtois.instance import OFF, Instance, Lines
from benchmarks.rota.curtois.stretches import Stretches
from releve.pipeline.rota.engine.lines import cheapest_line

SWEEPS = 3


class NoLine(Exception):
    """An employee's own rules leave no line at all."""


def first_lines(
    instance: Instance, stretches: Stretches, generator: np.random.Generator, is_over: Callable[[], bool]
) -> Lines:
    """Return lawful lines, each the cheapest in its turn."""
    lines = np.full((instance.n_employees, instance.n_days), OFF, np.int64)
    cover = instance.cover(lines)
    days = np.arange(instance.n_days)
    for sweep in range(SWEEPS):
        for employee in generator.permutation(instance.n_employees):
            if sweep and is_over():
                return lines
            worked = lines[employee] >= 0
            cover[days[worked], lines[employee, worked]] -= 1
            prices = np.where(cover < instance.need, instance.under, -instance.over).astype(np.float64)
            stretch = stretches.open(int(employee), np.full(instance.n_days, OFF), 0, instance.n_days)
            _, _, line = cheapest_line(stretch, prices)
            if line is None and not sweep:
                raise NoLine(instance.employees[employee].id)
            if line is not None:
                lines[employee] = line
            worked = lines[employee] >= 0
            cover[days[worked], lines[employee, worked]] += 1
    return lines
