"""What each worker promised, and her fair share of what nobody loves."""

from fractions import Fraction
from math import floor

import numpy as np

from releve.pipeline.rota.engine.problem import WEEKS_PER_BLOCK, Worker
from releve.pipeline.rota.engine.solver.counters import priced
from releve.pipeline.rota.engine.solver.rules.rule import Convex
from releve.pipeline.rota.engine.solver.table import Table, active_weeks, grouped

ROUNDING = 1e-6  # a promise of 4.1 half-days is not exactly that in a computer


class Deviation(Convex):
    """Half-days away from the promise, each worker and block of four weeks."""

    def __init__(self, table: Table) -> None:
        problem = table.problem
        n_blocks = -(-problem.n_weeks // WEEKS_PER_BLOCK)
        groups = grouped(table.worker * n_blocks + table.week // WEEKS_PER_BLOCK)
        sizes = np.diff(groups.first)
        with_rows = {int(key): group for group, key in enumerate(groups.keys)}
        costs: list[tuple[int, ...]] = [()] * groups.n
        for w, worker in enumerate(problem.workers):
            for block, promised in enumerate(self.promised(worker, problem.n_weeks)):
                group = with_rows.get(w * n_blocks + block)
                most = 0 if group is None else int(sizes[group])
                line = tuple(floor(problem.weights.deviation * abs(n - promised) + ROUNDING) for n in range(most + 1))
                if group is None:
                    self.constant += line[0]
                else:
                    costs[group] = line
        self.counters = priced(groups, costs)

    @staticmethod
    def promised(worker: Worker, n_weeks: int) -> list[float]:
        """Return the half-days promised in each block."""
        n_blocks = -(-n_weeks // WEEKS_PER_BLOCK)
        # Weeks of an amendment add their own number: the others stay one product, exact for 4.1 too.
        promised = [0.0] * n_blocks
        n_usual = [0] * n_blocks
        for week in active_weeks(worker, n_weeks):
            if week in worker.half_days_in:
                promised[week // WEEKS_PER_BLOCK] += worker.half_days_in[week]
            else:
                n_usual[week // WEEKS_PER_BLOCK] += 1
        owed = [worker.owed_half_days] + [0.0] * (n_blocks - 1)
        return [
            worker.half_days_per_week * n + own + more for n, own, more in zip(n_usual, promised, owed, strict=True)
        ]


class Unloved(Convex):
    """Unloved half-days beyond the fair share + 1, twice that beyond + 3; last year's count."""

    def __init__(self, table: Table) -> None:
        problem = table.problem
        is_unloved = np.isin(table.slot, sorted(problem.unloved_slots))
        self.is_needed = bool(problem.unloved_slots) and problem.weights.unloved_unfair > 0
        # Rows of other slots fall into a group of their own that costs nothing.
        groups = grouped(np.where(is_unloved, table.worker, -1))
        sizes, shares = np.diff(groups.first), fair_shares(table)
        with_rows = {int(key): group for group, key in enumerate(groups.keys)}
        costs: list[tuple[int, ...]] = [(0,)] * groups.n
        for w, worker in enumerate(problem.workers):
            group = with_rows.get(w)
            most = 0 if group is None else int(sizes[group])
            line = tuple(self._unfair(worker.past_unloved + n - shares[w]) for n in range(most + 1))
            line = tuple(problem.weights.unloved_unfair * n for n in line)
            if group is None:
                self.constant += line[0]
            else:
                costs[group] = line
        self.counters = priced(groups, costs)

    @staticmethod
    def _unfair(beyond: int) -> int:
        return max(0, beyond - 1) + max(0, beyond - 3)


def _over_the_horizon(worker: Worker, n_weeks: int) -> Fraction:
    active = active_weeks(worker, n_weeks)
    own = [worker.half_days_in[week] for week in active if week in worker.half_days_in]
    return Fraction(worker.half_days_per_week) * (len(active) - len(own)) + sum(map(Fraction, own))


def fair_shares(table: Table) -> list[int]:
    """Return each worker's part of all unloved half-days, last year's included, in proportion to her promise."""
    problem = table.problem
    promises = [_over_the_horizon(worker, problem.n_weeks) for worker in problem.workers]
    wanted = sum(
        place.demand_at(cell).wanted
        for place in problem.places
        for cell in table.open_cells(place)
        if cell.slot in problem.unloved_slots
    )
    unloved = wanted + sum(worker.past_unloved for worker in problem.workers)
    whole = sum(promises)
    return [floor(unloved * promise / whole + Fraction(1, 2)) if whole else 0 for promise in promises]
