"""Who is beside whom: newcomers beside a senior, who follows beside who leaves."""

import numpy as np

from releve.pipeline.rota.engine.solver.model import INFINITE
from releve.pipeline.rota.engine.solver.part import Part
from releve.pipeline.rota.engine.solver.rules.rule import Plain
from releve.pipeline.rota.engine.solver.table import Ints, Table


class NewcomerBesideSenior(Plain):
    """Each half-day of a newcomer without a senior at her place."""

    def __init__(self, table: Table) -> None:
        workers = table.problem.workers
        self.table, self.weight = table, table.problem.weights.newcomer_alone
        until = np.array([worker.newcomer_until_week for worker in workers], np.int64)
        self.is_newcomer = table.week < until[table.worker]
        self.is_senior = np.array([worker.is_senior for worker in workers], np.bool_)[table.worker] & ~self.is_newcomer
        self.is_needed = self.weight > 0 and bool(self.is_newcomer.any())

    def cost(self, chosen: Ints) -> int:
        of, n = self.table.place_cells.of, self.table.place_cells.n
        seniors = np.bincount(of[chosen[self.is_senior[chosen]]], minlength=n)
        newcomers = np.bincount(of[chosen[self.is_newcomer[chosen]]], minlength=n)
        return self.weight * int(newcomers[seniors == 0].sum())

    def add(self, part: Part) -> None:
        of, n, model = self.table.place_cells.of, self.table.place_cells.n, part.model
        fixed_seniors = np.bincount(of[part.fixed[self.is_senior[part.fixed]]], minlength=n)
        fixed_newcomers = np.bincount(of[part.fixed[self.is_newcomer[part.fixed]]], minlength=n)
        for group, variables, _ in part.by(self.table.place_cells):
            if fixed_seniors[group]:
                continue
            seniors = [v for v in variables if self.is_senior[part.free[v]]]
            for variable in [v for v in variables if self.is_newcomer[part.free[v]]]:
                if seniors:
                    alone = model.variable(self.weight)
                    model.linear.append(
                        ([variable, *seniors, alone], [1] + [-1] * (len(seniors) + 1), -len(seniors) - 1, 0)
                    )
                else:
                    model.cost[variable] += self.weight
            if fixed_newcomers[group]:
                if seniors:
                    model.at_least(seniors, 1, model.variable(self.weight * int(fixed_newcomers[group])))
                else:
                    model.constant += self.weight * int(fixed_newcomers[group])


class Overlap(Plain):
    """Half-days wanted at the same place and cell with the worker she follows, and missing."""

    def __init__(self, table: Table) -> None:
        self.table, self.weight = table, table.problem.weights.overlap_missing
        index = {worker.id: w for w, worker in enumerate(table.problem.workers)}
        self.pairs = [
            (w, index.get(worker.follows, -1), worker.overlap_half_days)
            for w, worker in enumerate(table.problem.workers)
            if worker.follows and worker.overlap_half_days
        ]
        self.is_needed = bool(self.pairs) and self.weight > 0

    def cost(self, chosen: Ints) -> int:
        worker, of = self.table.worker[chosen], self.table.place_cells.of[chosen]
        missing = 0
        for follower, followed, wanted in self.pairs:
            together = np.intersect1d(of[worker == follower], of[worker == followed])
            missing += max(0, wanted - len(together))
        return self.weight * missing

    def add(self, part: Part) -> None:
        table, model = self.table, part.model
        for follower, followed, wanted in self.pairs:
            sides = []
            for who in (follower, followed):
                mine = np.flatnonzero(table.worker[part.free] == who)
                free = {int(table.place_cells.of[part.free[v]]): int(v) for v in mine}
                fixed = set(table.place_cells.of[part.fixed[table.worker[part.fixed] == who]].tolist())
                sides.append((free, fixed))
            (free_a, fixed_a), (free_b, fixed_b) = sides
            together = [free_a[cell] for cell in free_a if cell in fixed_b]
            together += [free_b[cell] for cell in free_b if cell in fixed_a]
            apart = []
            for cell in sorted(set(free_a) & set(free_b)):
                lonely = model.variable()
                model.at_least([free_a[cell]], 1, lonely)
                model.at_least([free_b[cell]], 1, lonely)
                apart.append(lonely)
            still = wanted - len(fixed_a & fixed_b)
            if still > 0 and (together or apart):
                missing = model.variable(self.weight, still)
                factors = [1] * len(together) + [-1] * len(apart) + [1]
                model.linear.append(([*together, *apart, missing], factors, still - len(apart), INFINITE))
            else:
                model.constant += self.weight * max(0, still)
