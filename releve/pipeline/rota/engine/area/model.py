"""An area as a CP-SAT model, and the settings with which it is solved."""

from collections.abc import Iterable, Sequence

from ortools.sat.python import cp_model

from releve.pipeline.rota.engine.area.area import Area, Row
from releve.pipeline.rota.engine.area.facts import Fact
from releve.pipeline.rota.engine.problem import Assignment

FEASIBLE = (cp_model.OPTIMAL, cp_model.FEASIBLE)


class AreaModel:
    """Variables and rows. With `is_named` each fact has a literal that switches its rows on."""

    def __init__(self, area: Area, rows: Iterable[Row], *, is_named: bool = False) -> None:
        self.area = area
        self.model = cp_model.CpModel()
        self.x = [self.model.new_bool_var("") for _ in area.assignments]
        self.literals: dict[Fact, cp_model.IntVar] = {}
        self._days: dict[int, cp_model.IntVar] = {}
        self._keys = list(area.days)
        for row in rows:
            self.add(row, is_named=is_named)

    def add(self, row: Row, *, is_named: bool = False) -> None:
        variables = [self._variable(number) for number in row.variables]
        made = []
        if row.most == 1 and row.least is None and (row.fact is None or not is_named):
            self.model.add_at_most_one(variables)
        elif row.most is not None:
            made.append(self.model.add(cp_model.LinearExpr.sum(variables) <= row.most))
        if row.least is not None:
            made.append(self.model.add(cp_model.LinearExpr.sum(variables) >= row.least))
        if is_named and row.fact is not None:
            for constraint in made:
                constraint.only_enforce_if(self.literal(row.fact))

    def literal(self, fact: Fact) -> cp_model.IntVar:
        if fact not in self.literals:
            self.literals[fact] = self.model.new_bool_var("")
        return self.literals[fact]

    def _variable(self, number: int) -> cp_model.IntVar:
        """Return an assignment's variable, or a day's, which is worked as soon as one of its half-days is."""
        if number < len(self.x):
            return self.x[number]
        if number not in self._days:
            worker, day = self._keys[number - len(self.x)]
            worked = self.model.new_bool_var("")
            self._days[number] = worked
            for hers in self.area.of_worker[worker]:
                found = self.area.assignments[hers]
                if found.week * 7 + found.slot // 2 == day:
                    self.model.add_implication(self.x[hers], worked)
        return self._days[number]

    def hint_current(self) -> None:
        for number, variable in enumerate(self.x):
            self.model.add_hint(variable, self.area.is_current(number))

    def chosen(self, solver: cp_model.CpSolver) -> set[Assignment]:
        return {
            found
            for found, variable in zip(self.area.assignments, self.x, strict=True)
            if solver.boolean_value(variable)
        }


def plain_solver() -> cp_model.CpSolver:
    """Return the settings for questions of yes or no: one worker, no presolve (ortools #5141, #5274)."""
    solver = cp_model.CpSolver()
    solver.parameters.num_workers = 1
    solver.parameters.cp_model_presolve = False
    solver.parameters.linearization_level = 2
    solver.parameters.random_seed = 0
    return solver


def best_solver(deterministic_time: float) -> cp_model.CpSolver:
    """Return the settings for the best of an area; the same answer on any machine."""
    solver = cp_model.CpSolver()
    solver.parameters.num_workers = 1
    solver.parameters.linearization_level = 2
    solver.parameters.cp_model_probing_level = 0
    solver.parameters.random_seed = 0
    solver.parameters.max_deterministic_time = deterministic_time
    return solver


def is_feasible(area: Area, rows: Sequence[Row], facts: Iterable[Fact]) -> bool:
    """Whether the area has a rota under these facts alone; built afresh, every fact a plain constraint."""
    held = set(facts)
    model = AreaModel(area, [row for row in rows if row.fact is None or row.fact in held])
    return plain_solver().solve(model.model) in FEASIBLE
