"""The rota of an area that differs least from the one that stands."""

from collections.abc import Sequence
from dataclasses import dataclass

from ortools.sat.python import cp_model

from releve.pipeline.rota.engine.area.area import Area, Row
from releve.pipeline.rota.engine.area.model import FEASIBLE, AreaModel, best_solver, plain_solver
from releve.pipeline.rota.engine.problem import Assignment, Cell, Problem

DETERMINISTIC_TIME = 4.0
SHORTER_ELSEWHERE = 10**5  # more than any changes


@dataclass(frozen=True, slots=True)
class Change:
    """What a repair, an opening or a replanning takes away and adds."""

    taken: tuple[Assignment, ...]
    added: tuple[Assignment, ...]


@dataclass(frozen=True, slots=True)
class Cheapest:
    """A change of the area, and the places outside it that the change leaves shorter than they were."""

    change: Change
    shorter: frozenset[str]


class Prices:
    """What taking away or adding one assignment costs."""

    def __init__(self, problem: Problem) -> None:
        self._standing = {one.assignment: one for one in problem.standing}
        self._weights = problem.weights

    def away(self, found: Assignment) -> int:
        one = self._standing.get(found)
        if one is None:
            return max(1, self._weights.change)
        cost = self._weights.change_published if one.is_published else self._weights.change
        return max(1, cost) + self._weights.change_patient * one.n_patients

    def added(self, found: Assignment) -> int:
        return 0 if found in self._standing else max(1, self._weights.change)


def cheapest(area: Area, rows: Sequence[Row]) -> Cheapest | None:
    """Return the least change under these rows; None when there is none."""
    model = AreaModel(area, rows)
    model.hint_current()
    model.model.minimize(sum_of(price_changes(model) + list(shorter_elsewhere(model).values())))
    solver = best_solver(DETERMINISTIC_TIME)
    status = solver.solve(model.model)
    if status not in FEASIBLE:
        # « Infeasible » after presolve is not believed (ortools #5274).
        model.model.clear_objective()
        solver = plain_solver()
        if solver.solve(model.model) not in FEASIBLE:
            return None
    return outcome(model, solver)


def outcome(model: AreaModel, solver: cp_model.CpSolver) -> Cheapest:
    """Return the solver's rota as a change."""
    area = model.area
    after, before = model.chosen(solver), {found for found in area.assignments if found in area.land.chosen}
    taken, added = sorted(before - after), sorted(after - before)
    shorter = set()
    for place, cell in {(one.place, one.cell) for one in taken}:
        n_after = area.land.present(place, cell) + _n_at(added, place, cell) - _n_at(taken, place, cell)
        if place not in area.places and n_after < min(
            area.land.demand(place, cell).minimum, area.land.present(place, cell)
        ):
            shorter.add(place)
    return Cheapest(Change(tuple(taken), tuple(added)), frozenset(shorter))


def price_changes(model: AreaModel) -> list[tuple[cp_model.IntVar, int]]:
    area, prices = model.area, Prices(model.area.land.problem)
    return [
        (variable, -prices.away(found) if area.is_current(number) else prices.added(found))
        for number, (found, variable) in enumerate(zip(area.assignments, model.x, strict=True))
    ]


def shorter_elsewhere(model: AreaModel) -> dict[tuple[str, Cell], tuple[cp_model.IntVar, int]]:
    """Return, for each cell outside the area that might get shorter, a variable of how much, with its price."""
    area, found = model.area, {}
    for (place, cell), numbers in area.at.items():
        present = area.land.present(place, cell)
        need = min(area.land.demand(place, cell).minimum, present) - (present - len(numbers))
        if place not in area.places and need > 0:
            short = model.model.new_int_var(0, need, "")
            model.model.add(cp_model.LinearExpr.sum([model.x[number] for number in numbers]) + short >= need)
            found[place, cell] = short, SHORTER_ELSEWHERE
    return found


def sum_of(terms: Sequence[tuple[cp_model.IntVar, int]]) -> cp_model.LinearExprT:
    return cp_model.LinearExpr.weighted_sum([variable for variable, _ in terms], [factor for _, factor in terms])


def _n_at(assignments: Sequence[Assignment], place: str, cell: Cell) -> int:
    return sum(one.place == place and one.cell == cell for one in assignments)
