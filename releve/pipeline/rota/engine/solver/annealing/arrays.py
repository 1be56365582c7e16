"""The problem as the few flat arrays that the compiled steps read."""

from collections.abc import Sequence
from dataclasses import replace
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from releve.pipeline.rota.engine.solver.counters import NO_LIMIT, Counters
from releve.pipeline.rota.engine.solver.rules import Rule
from releve.pipeline.rota.engine.solver.rules.limits import OnePlaceACell
from releve.pipeline.rota.engine.solver.rules.travel import TwoPlacesADay, too_far
from releve.pipeline.rota.engine.solver.table import Table

Small = npt.NDArray[np.int32]
# Columns of `rows`; the counters of the row follow.
CELL, PLACE, WORKER, DAY, WEEK, SLOT, COST, SESSION, COUNTERS = range(9)
# Columns of `counters` and of `workers`.
LIMIT, KIND = range(2)
MAX_DAYS, MAX_SATURDAYS, MAX_IN_A_ROW, BEFORE = range(4)
# Items of `sizes`.
CELLS, DAYS_IN_ALL, WEEKS, WEEKS_A_PERIOD, TWO_PLACES = range(5)


class Arrays(NamedTuple):
    """Few arrays, for compiled calls hand over each one. Worker-cells are numbered worker × cells + cell."""

    rows: Small
    cell_first: Small  # rows of each worker-cell: cell_first[c] … cell_first[c + 1]
    session_first: Small
    session_rows: Small
    counters: Small
    tables: Small  # cost by kind and count
    far: npt.NDArray[np.bool_]
    workers: Small
    sizes: npt.NDArray[np.int64]


def arrays_of(table: Table, rules: Sequence[Rule]) -> Arrays:
    """Return the arrays of a problem."""
    problem, workers = table.problem, table.problem.workers
    counted = counted_in(rules)
    width = max((counters.tables.shape[1] for counters in counted), default=1)
    first_counter = np.cumsum([0, *(counters.groups.n for counters in counted)])
    first_kind = np.cumsum([0, *(len(counters.tables) for counters in counted)])
    row_cost = sum((rule.row_costs for rule in rules if rule.row_costs is not None), np.zeros(table.n, np.int64))
    row_cell = table.worker * table.n_cells + table.cell
    columns = [row_cell, table.place, table.worker, table.day, table.week, table.slot, row_cost, table.place_cells.of]
    columns += [counters.groups.of + first for counters, first in zip(counted, first_counter, strict=False)]
    limits = np.concatenate([counters.limit for counters in counted])
    kinds = np.concatenate([counters.kind + first for counters, first in zip(counted, first_kind, strict=False)])
    tables = [np.pad(c.tables, ((0, 0), (0, width - c.tables.shape[1])), "edge") for c in counted]
    weight = next((rule.weight for rule in rules if isinstance(rule, TwoPlacesADay)), 0)
    of_workers = [
        (w.max_days_per_week, no_limit(w.max_saturdays), no_limit(w.max_consecutive_days), w.worked_days_before)
        for w in workers
    ]
    return Arrays(
        rows=np.ascontiguousarray(np.stack(columns, axis=1).astype(np.int32)),
        cell_first=np.searchsorted(row_cell, np.arange(len(workers) * table.n_cells + 1)).astype(np.int32),
        session_first=table.place_cells.first.astype(np.int32),
        session_rows=table.place_cells.order.astype(np.int32),
        counters=np.stack([limits, kinds], axis=1).astype(np.int32),
        tables=np.concatenate(tables).astype(np.int32),
        far=too_far(table),
        workers=np.array(of_workers, np.int32).reshape(-1, 4),
        sizes=np.array(
            [table.n_cells, table.n_days, problem.n_weeks, problem.weeks_per_regularity_period, weight], np.int64
        ),
    )


def counted_in(rules: Sequence[Rule]) -> list[Counters]:
    """Return what is counted, rules on the same groups joined; one place a cell is seen to by the steps."""
    joined: dict[int, Counters] = {}
    for rule in rules:
        if rule.counters is None or isinstance(rule, OnePlaceACell):
            continue
        groups = rule.counters.groups
        known = joined.get(id(groups))
        # A rule with a limit only has one kind that costs nothing.
        if known is None or (known.tables.shape[1] == 1 and not known.tables.any()):
            limit = rule.counters.limit if known is None else np.minimum(known.limit, rule.counters.limit)
            joined[id(groups)] = replace(rule.counters, limit=limit)
        else:
            joined[len(joined)] = rule.counters
    return list(joined.values())


def no_limit(value: int | None) -> int:
    return NO_LIMIT if value is None else value
