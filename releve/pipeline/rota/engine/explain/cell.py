"""Why is this half-day empty? Why not this worker here?

Looked at from close by first: the place alone in its week. If that forbids it, no rota allows it. If it takes away
workers that other places need, those places are looked at too; and other weeks, where a limit reaches over them.
"""

from collections.abc import Callable
from dataclasses import dataclass

from releve.pipeline.rota.engine.area.area import Area, Row
from releve.pipeline.rota.engine.area.cheapest import Change, cheapest
from releve.pipeline.rota.engine.area.effects import extra_cost
from releve.pipeline.rota.engine.area.facts import Fact, FactKind
from releve.pipeline.rota.engine.area.landscape import SATURDAY, Landscape
from releve.pipeline.rota.engine.area.model import is_feasible
from releve.pipeline.rota.engine.area.rules import Needed, rows_of
from releve.pipeline.rota.engine.explain.each_worker import first_against
from releve.pipeline.rota.engine.explain.explanation import Explanation, Kind
from releve.pipeline.rota.engine.explain.openings import openings_of
from releve.pipeline.rota.engine.explain.reasons import Interrupted, minimal_core
from releve.pipeline.rota.engine.problem import Assignment, Cell, Problem, Roster

OVER_WEEKS = {FactKind.SATURDAYS, FactKind.CONSECUTIVE_DAYS}


@dataclass(frozen=True, slots=True)
class Question:
    """One more worker in a cell, or this worker there."""

    place: str
    cell: Cell
    worker: str = ""

    def asked(self, area: Area) -> Row:
        if self.worker:
            return Row(None, (area.index[Assignment(self.worker, self.place, *self.cell)],), least=1)
        present = area.land.present(self.place, self.cell)
        return Row(None, tuple(area.at[self.place, self.cell]), least=present + 1)


@dataclass(frozen=True, slots=True)
class Forbidden:
    """An area that has no rota, and the facts that are to blame."""

    area: Area
    rows: tuple[Row, ...]
    facts: tuple[Fact, ...]


def _facts_of_one_week(rows: tuple[Row, ...]) -> list[Fact]:
    """Return the facts that other weeks have no part in."""
    return [row.fact for row in rows if row.fact is not None and row.fact.kind not in OVER_WEEKS]


def explain_cell(problem: Problem, roster: Roster, place: str, cell: Cell, worker: str = "") -> Explanation:
    """Explain one cell of a rota that breaks no rule; with a worker, why she is not there."""
    return Explainer(problem, roster).explain(place, cell, worker)


class Explainer:
    """Answers many questions about one rota."""

    def __init__(
        self,
        problem: Problem,
        roster: Roster,
        land: Landscape | None = None,
        is_over: Callable[[], bool] = lambda: False,
    ) -> None:
        self.land = land or Landscape(problem, roster)
        self.is_over = is_over

    def explain(self, place: str, cell: Cell, worker: str = "") -> Explanation:
        land, question = self.land, Question(place, cell, worker)
        is_there = worker in land.at.get((place, *cell), ())
        if is_there or (not worker and self._is_covered(place, cell)):
            return Explanation(place, cell, Kind.COVERED, worker=worker)
        if plain := self._plainly_impossible(question):
            return Explanation(place, cell, Kind.IMPOSSIBLE, (plain,), worker=worker)
        found = self.look(question)
        names = [worker] if worker else land.workers_of[place]
        present = land.at.get((place, *cell), ())
        against = [first_against(land, name, place, cell) for name in names if name not in present]
        for_each = tuple(fact for fact in against if fact is not None)
        if isinstance(found, Forbidden):
            openings = openings_of(found.area, found.rows)
            return Explanation(place, cell, Kind.IMPOSSIBLE, found.facts, for_each, openings, worker=worker)
        cost = extra_cost(land, found)
        kind = Kind.MISSED if cost < 0 else Kind.DEARER
        return Explanation(place, cell, kind, (), for_each, (), found, cost, worker)

    def repair(self, place: str, cell: Cell) -> Change | None:
        """Return the least change that puts one more worker there and makes the rota cheaper."""
        land, present = self.land, self.land.at.get((place, *cell), ())
        free = [name for name in land.workers_of[place] if name not in present]
        if land.is_frozen(*cell) or not any(
            next(land.against(land.workers[name], land.places[place], cell), None) is None for name in free
        ):
            return None
        found = self.look(Question(place, cell), is_named=False)
        return found if isinstance(found, Change) and extra_cost(land, found) < 0 else None

    def look(self, question: Question, *, is_named: bool = True) -> Change | Forbidden:
        """Return the least change that does it, or what forbids it; without names, only that something does.

        Raises `Interrupted` once the explainer's time is over.
        """
        places, weeks = {question.place}, {question.cell.week}
        while True:
            if self.is_over():
                raise Interrupted
            area = Area(self.land, places, weeks)
            needed = Needed() if question.worker else Needed(but=(question.place, question.cell))
            rows = (*rows_of(area, needed), question.asked(area))
            found = cheapest(area, rows)
            if found is not None:
                if not found.shorter:
                    return found.change
                places |= found.shorter
                continue
            if not is_named and not is_feasible(area, rows, _facts_of_one_week(rows)):
                return Forbidden(area, rows, ())
            core = minimal_core(area, rows, self.is_over) or ()
            more = self._weeks_behind(core, weeks) - weeks
            if not more:
                return Forbidden(area, rows, core)
            weeks |= more

    def is_short(self, place: str, cell: Cell) -> bool:
        return self.land.present(place, cell) < self.land.demand(place, cell).minimum

    def _is_covered(self, place: str, cell: Cell) -> bool:
        land = self.land
        return land.is_open(place, cell) and land.present(place, cell) >= land.demand(place, cell).wanted

    def _plainly_impossible(self, question: Question) -> Fact | None:
        land, place, cell = self.land, question.place, question.cell
        if cell.slot not in land.places[place].open_slots:
            return land.fact(FactKind.NOT_OPEN, "", place, cell=cell)
        if cell in land.places[place].closed:
            return land.fact(FactKind.CLOSED, "", place, cell=cell)
        if not land.workers_of[place]:
            return land.fact(FactKind.NOBODY_HERE, "", place)
        if not question.worker and len(land.workers_of[place]) == land.present(place, cell):
            return land.fact(FactKind.ALL_HERE, "", place)
        if question.worker and question.worker not in land.workers_of[place]:
            return land.fact(FactKind.NOT_HER_PLACE, question.worker, place)
        return None

    def _weeks_behind(self, facts: tuple[Fact, ...], looked_at: set[int]) -> set[int]:
        """Return the other weeks in which these facts could be given room."""
        weeks: set[int] = set()
        beside = {week + step for week in looked_at for step in (-1, 1)}
        for fact in facts:
            hers = [one for one in self.land.of_worker[fact.worker] if self._may_move(one)] if fact.worker else []
            if fact.kind is FactKind.SATURDAYS:
                weeks |= {one.week for one in hers if one.slot // 2 == SATURDAY}
            if fact.kind is FactKind.CONSECUTIVE_DAYS:
                weeks |= {one.week for one in hers} & beside
        return weeks

    def _may_move(self, one: Assignment) -> bool:
        return one not in self.land.problem.locked and not self.land.is_frozen(one.week, one.slot)
