"""Diving: fix the lines the mix is surest of, let the others answer with new lines, until every employee has one."""

from collections.abc import Callable, Mapping

import numpy as np

from benchmarks.rota.curtois.generation import Generated, generate
from benchmarks.rota.curtois.master import Column, Line, Master, Unsolved, rounded_up
from releve.pipeline.rota.engine.lines import Stretch

SURE = 0.999
NEARLY_SURE = 0.7
STEPS = 8  # of column generation after each fixing
SHARE_FIXED = 0.1  # of the free employees, at most, fixed at once beside the sure ones
SHARE_LEFT = 0.75  # when fewer employees are free, the master is built anew without the fixed ones
COLUMNS_KEPT = 20  # of each employee, the nearest to being used


def dive(
    master: Master,
    generated: Generated,
    stretches: Mapping[int, Stretch],
    generator: np.random.Generator,
    *,
    cutoff: int,
    is_over: Callable[[], bool],
    noise: float = 0.1,
) -> dict[int, Line] | None:
    """Return a line for each employee costing less than the cutoff, or None where none was found this time.

    The master may be one that is kept: it is left as it came, but for the lines that came in.
    """
    free = dict(stretches)
    lines: dict[int, Line] = {}
    known_bound = generated.bound
    kept, n_built = master, 2 * len(free)  # at the first fixing the master is built anew
    try:
        while True:
            for column in choose(master.columns, free, generator, noise):
                master.fix(column)
                lines[column.employee] = column.line
                del free[column.employee]
            if len(free) < SHARE_LEFT * n_built:
                spent = sum(round(column.cost) for column in master.fixed.values())
                cutoff, known_bound = cutoff - spent, known_bound - spent
                smaller = without_fixed(master, generated)
                smaller.effort = master.effort
                master.release_all()
                master, n_built = smaller, len(free)
            generated = generate(
                master,
                free,
                n_steps=STEPS if free else 0,
                is_over=is_over,
                cutoff=cutoff,
                known_bound=known_bound,
            )
            known_bound = max(known_bound, generated.bound)
            if is_over() or rounded_up(generated.bound if free else generated.mix.cost) >= cutoff:
                return None
            if not free:
                return lines
    except Unsolved:
        return None
    finally:
        master.release_all()
        kept.release_all()
        kept.effort = master.effort


def without_fixed(master: Master, generated: Generated) -> Master:
    """Return a master of the free employees alone, with the lines that are near to being used."""
    demand = master.demand.after([column.line for column in master.fixed.values()])
    smaller = Master(demand, [employee for employee in master.one_line if employee not in master.fixed])
    by_employee: dict[int, list[tuple[float, int]]] = {employee: [] for employee in smaller.one_line}
    for place, column in enumerate(master.columns):
        if column.employee in by_employee:
            reduced = master.reduced_cost(column, generated.mix)
            by_employee[column.employee].append((reduced - column.share, place))
    for ranked in by_employee.values():
        for _, place in sorted(ranked)[:COLUMNS_KEPT]:
            column = master.columns[place]
            smaller.add(column.employee, column.line, column.cost)
    return smaller


def choose(
    columns: list[Column], free: Mapping[int, Stretch], generator: np.random.Generator, noise: float
) -> list[Column]:
    """Return the columns to fix next: every sure one, then the nearly sure, at least one."""
    used = [column for column in columns if column.share > 1e-6 and column.employee in free]
    chosen = {column.employee: column for column in used if column.share > SURE}
    unsure = [column for column in used if column.share <= SURE]
    worth = {id(column): column.share + noise * generator.random() for column in unsure}
    most = max(1, int(len(free) * SHARE_FIXED))
    n_unsure = 0
    for column in sorted(unsure, key=lambda column: -worth[id(column)]):
        if n_unsure >= most or (n_unsure and column.share < NEARLY_SURE):
            break
        if column.employee not in chosen:
            chosen[column.employee] = column
            n_unsure += 1
    return list(chosen.values())
