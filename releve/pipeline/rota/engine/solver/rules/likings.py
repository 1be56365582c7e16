"""What each single assignment costs: wishes, dislikes, no reception, change."""

import numpy as np

from releve.pipeline.rota.engine.problem import Cell, Wish
from releve.pipeline.rota.engine.solver.part import Part
from releve.pipeline.rota.engine.solver.rules.rule import Plain
from releve.pipeline.rota.engine.solver.table import Ints, Table


class EachRow(Plain):
    """A cost for each row chosen."""

    row_costs: Ints

    def cost(self, chosen: Ints) -> int:
        return self.constant + int(self.row_costs[chosen].sum())

    def add(self, part: Part) -> None:
        for variable, cost in enumerate(self.row_costs[part.free].tolist()):
            part.model.cost[variable] += cost


class Likings(EachRow):
    """Slots and places that a worker likes less, her wishes, and cells without reception."""

    def __init__(self, table: Table) -> None:
        weights, problem = table.problem.weights, table.problem
        wish_cost = {Wish.PREFER: weights.prefer, Wish.CAN: weights.can, Wish.AVOID: weights.avoid, Wish.CANNOT: 0}
        costs = []
        for w, p, week, slot in zip(
            table.worker.tolist(), table.place.tolist(), table.week.tolist(), table.slot.tolist(), strict=True
        ):
            worker, place = problem.workers[w], problem.places[p]
            cost = worker.slot_cost.get(slot, 0) + worker.place_cost.get(place.id, 0)
            cost += wish_cost[worker.wish_at(Cell(week, slot))]
            if place.without_reception and (week, slot) in place.without_reception:
                cost += weights.without_reception
            costs.append(cost)
        self.row_costs = np.array(costs, np.int64)
        self.is_needed = bool(self.row_costs.any())


class Changes(EachRow):
    """Assignments that differ from the rota that stands."""

    def __init__(self, table: Table) -> None:
        weights, standing = table.problem.weights, table.problem.standing
        self.is_needed = bool(standing)
        self.row_costs = np.full(table.n, weights.change if standing else 0, np.int64)
        for one in standing:
            lost = weights.change_published if one.is_published else weights.change
            lost += weights.change_patient * one.n_patients
            self.constant += lost
            row = table.row_of.get(one.assignment)
            if row is not None:
                self.row_costs[row] = -lost
