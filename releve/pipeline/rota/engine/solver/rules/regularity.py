"""The same people in the same places at the same half-days: patients rely on it."""

from releve.pipeline.rota.engine.problem import SLOTS_PER_WEEK
from releve.pipeline.rota.engine.solver.counters import Counters, priced
from releve.pipeline.rota.engine.solver.part import Part
from releve.pipeline.rota.engine.solver.rules.rule import Plain
from releve.pipeline.rota.engine.solver.table import Ints, Table, grouped


class Used(Plain):
    """A cost paid once when a group has any row."""

    counters: Counters
    weight: int

    def cost(self, chosen: Ints) -> int:
        return self.counters.cost(chosen)


class WorkerPlaceSlot(Used):
    """Each weekly half-day of a worker at a place, in each period of regularity."""

    def __init__(self, table: Table) -> None:
        problem = table.problem
        period = table.week // problem.weeks_per_regularity_period
        n_periods = -(-problem.n_weeks // problem.weeks_per_regularity_period)
        groups = grouped((table.worker_places.of * SLOTS_PER_WEEK + table.slot) * n_periods + period)
        self.weight = problem.weights.worker_place_slot
        self.is_needed = self.weight > 0 or problem.weights.worker_place > 0
        self.counters = priced(groups, [(0, self.weight)] * groups.n)

    def add(self, part: Part) -> None:
        for group, variables, n_fixed in part.by(self.counters.groups):
            if n_fixed:
                part.model.constant += self.weight
                continue
            used = part.habit[group] = part.model.variable(self.weight)
            for variable in variables:
                part.model.implies(variable, used)


class WorkerPlace(Used):
    """Each place that a worker goes to."""

    def __init__(self, table: Table) -> None:
        groups = table.worker_places
        self.weight = table.problem.weights.worker_place
        self.is_needed = self.weight > 0
        self.counters = priced(groups, [(0, self.weight)] * groups.n)
        self.habits = WorkerPlaceSlot(table).counters.groups

    def add(self, part: Part) -> None:
        used: dict[int, int] = {}
        for group, _, n_fixed in part.by(self.counters.groups):
            if n_fixed:
                part.model.constant += self.weight
            else:
                used[group] = part.model.variable(self.weight)
        of = self.counters.groups.of
        for habit, variable in part.habit.items():
            pair = used.get(int(of[self.habits.rows(habit)[0]]))
            if pair is not None:
                part.model.implies(variable, pair)
        part.places.extend(used.values())
