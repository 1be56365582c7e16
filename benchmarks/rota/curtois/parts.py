"""A part of a rota set free: some employees over a stretch of days, the rest standing."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from benchmarks.rota.curtois.instance import Instance, Lines
from benchmarks.rota.curtois.master import Demand, Line, Master
from benchmarks.rota.curtois.stretches import Stretches
from releve.pipeline.rota.engine.lines import Stretch

DIVING, EXACT, SWEEPING = "diving", "exact", "sweeping"


@dataclass(frozen=True, slots=True)
class Freed:
    """Which part is free, and how it is to be improved."""

    employees: tuple[int, ...]
    first: int  # day
    end: int
    how: str = DIVING
    n_sweeps: int | None = None  # None: drawn


@dataclass(frozen=True, slots=True)
class Change:
    """New lines of a part."""

    freed: Freed
    lines: Lines  # [place in freed.employees, day of the part]


@dataclass(slots=True)
class Part:
    """A freed part ready to be improved."""

    freed: Freed
    stretches: dict[int, Stretch]
    master: Master
    cost: int  # of the part as it stands, cover of its days included


def open_part(
    instance: Instance,
    stretches: Stretches,
    lines: Lines,
    freed: Freed,
    known: Mapping[int, Sequence[Line]] | None = None,
) -> Part:
    """Open a part of lawful lines; `known` gives more lines of the same stretch of days to begin with."""
    first, end = freed.first, freed.end
    others = np.delete(lines[:, first:end], list(freed.employees), axis=0)
    need = instance.need[first:end].copy()
    for shift in range(instance.n_shifts):
        need[:, shift] -= (others == shift).sum(axis=0)
    demand = Demand(need, instance.under[first:end], instance.over[first:end])
    master = Master(demand, list(freed.employees))
    own_cost = 0
    for employee in freed.employees:
        own_cost += _add(instance, master, employee, lines[employee, first:end], first)
        for line in (known or {}).get(employee, ()):
            _add(instance, master, employee, line, first)
    now = demand.after([lines[employee, first:end] for employee in freed.employees])
    opened = {employee: stretches.open(employee, lines[employee], first, end) for employee in freed.employees}
    return Part(freed, opened, master, own_cost + now.cost())


def _add(instance: Instance, master: Master, employee: int, line: Line, first: int) -> int:
    cost = instance.line_cost(employee, line, first)
    master.add(employee, np.ascontiguousarray(line), cost)
    return cost


def own_cost(instance: Instance, freed: Freed, lines: Lines) -> int:
    """Return what the wishes of the part's employees cost under these lines of it."""
    pairs = zip(freed.employees, lines, strict=True)
    return sum(instance.line_cost(employee, line, freed.first) for employee, line in pairs)


def changed(lines: Lines, change: Change) -> Lines:
    """Return the rota with the part's new lines."""
    found = lines.copy()
    found[list(change.freed.employees), change.freed.first : change.freed.end] = change.lines
    return found
