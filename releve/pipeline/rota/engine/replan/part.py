"""An area as a part of the solver's model: its rules, none of our own."""

from collections.abc import Iterable
from dataclasses import replace

import numpy as np

from releve.pipeline.rota.engine.area.area import Area
from releve.pipeline.rota.engine.area.cheapest import Change
from releve.pipeline.rota.engine.area.landscape import Landscape
from releve.pipeline.rota.engine.area.model import FEASIBLE, best_solver
from releve.pipeline.rota.engine.problem import Assignment, Cell, Demand, Place, Problem, Weights
from releve.pipeline.rota.engine.solver.part import Part
from releve.pipeline.rota.engine.solver.rules import Rule
from releve.pipeline.rota.engine.solver.rules.likings import Changes
from releve.pipeline.rota.engine.solver.table import Table

NOTHING = Demand(0, 0)


class AreaPart:
    """The assignments of an area that may change, beside all that stand near them."""

    def __init__(self, area: Area, weights: Weights, *, needs_elsewhere: bool) -> None:
        self.area, land = area, area.land
        self.problem = _around(area, weights, needs_elsewhere=needs_elsewhere)
        free = {found for found in area.assignments if _is_free(land, found)}
        stands = {found for worker in area.of_worker for found in land.of_worker[worker]}
        stands |= {
            Assignment(name, place, *cell) for place, cell in area.at for name in land.at.get((place, *cell), ())
        }
        self.table = _table(self.problem, free | stands)
        rows = [self.table.assignment(row) for row in range(self.table.n)]
        numbers = np.arange(self.table.n)
        chosen = numbers[np.array([found in stands for found in rows], np.bool_)]
        self.part = Part(self.table, chosen, numbers[np.array([found in free for found in rows], np.bool_)])
        self.free = [rows[row] for row in self.part.free.tolist()]

    def add(self, rules: Iterable[type[Rule]]) -> None:
        for kind in rules:
            rule = kind(self.table)
            if rule.is_needed:
                rule.add(self.part)

    def change_costs(self) -> list[int]:
        """Return what choosing each free assignment adds to the cost of changes."""
        return Changes(self.table).row_costs[self.part.free].tolist()

    def price(self, found: Iterable[tuple[int, int]]) -> None:
        for variable, cost in found:
            self.part.model.cost[variable] += cost

    def at_least(self, present: dict[tuple[str, Cell], int]) -> None:
        """Keep this many workers in these cells."""
        at: dict[tuple[str, Cell], list[int]] = {key: [] for key in present}
        for variable, found in enumerate(self.free):
            key = found.place, found.cell
            if key in at:
                at[key].append(variable)
        free = set(self.free)
        for (place, cell), variables in at.items():
            names = self.area.land.at.get((place, *cell), ())
            n_fixed = sum(Assignment(name, place, *cell) not in free for name in names)
            if present[place, cell] > n_fixed:
                row = (variables, [1] * len(variables), present[place, cell] - n_fixed, len(variables))
                self.part.model.linear.append(row)

    def at_most(self, factors: list[int], most: int) -> None:
        priced = [(variable, factor) for variable, factor in enumerate(factors) if factor]
        lowest = sum(min(0, factor) for _, factor in priced)
        row = ([variable for variable, _ in priced], [factor for _, factor in priced], lowest, most)
        self.part.model.linear.append(row)

    def solve(self, chosen: frozenset[Assignment], deterministic_time: float) -> tuple[Change, bool] | None:
        """Return the best change from what stands, and whether it is proven; `chosen` is the hint."""
        solver = best_solver(deterministic_time)
        hint = [int(found in chosen) for found in self.free]
        status = solver.solve(self.part.model.for_cp_sat(hint))
        if status not in FEASIBLE:
            return None
        values = solver.response_proto.solution
        after = {found for variable, found in enumerate(self.free) if values[variable]}
        before = {found for found in self.free if found in self.area.land.chosen}
        change = Change(tuple(sorted(before - after)), tuple(sorted(after - before)))
        return change, solver.status_name(status) == "OPTIMAL"


def _is_free(land: Landscape, found: Assignment) -> bool:
    cell = found.cell
    return (
        not land.is_frozen(*cell)
        and found not in land.problem.locked
        and next(land.against(land.workers[found.worker], land.places[found.place], cell), None) is None
    )


def _around(area: Area, weights: Weights, *, needs_elsewhere: bool) -> Problem:
    """Return the problem of who and what the area touches. Without needs elsewhere, other places want nobody."""
    land = area.land
    names = set(area.of_worker)
    for place, cell in area.at:
        names.update(land.at.get((place, *cell), ()))
    # Fair shares hang on everybody: small problems are kept whole.
    if land.problem.unloved_slots:
        names |= land.workers.keys()
    workers = tuple(worker for worker in land.problem.workers if worker.id in names)
    touched = {place for worker in workers for place in worker.places}

    def seen(place: Place) -> Place:
        is_whole = needs_elsewhere or place.id in area.places
        return place if is_whole else replace(place, demand=NOTHING, demand_of_slot={})

    return replace(
        land.problem,
        workers=workers,
        places=tuple(seen(place) for place in land.problem.places if place.id in touched),
        weights=weights,
    )


def _table(problem: Problem, assignments: set[Assignment]) -> Table:
    workers = {worker.id: number for number, worker in enumerate(problem.workers)}
    places = {place.id: number for number, place in enumerate(problem.places)}
    rows = sorted((workers[one.worker], one.week, one.slot, places[one.place]) for one in assignments)
    columns = np.array(rows, dtype=np.int64).reshape(-1, 4).T
    return Table(problem, columns[0].copy(), columns[3].copy(), columns[1].copy(), columns[2].copy())
