"""The nearest rota that works again.

Near means, in this order: no more cells below their minimum than must be; the cheapest changes (published half-days
and patients weigh); then the problem's own cost. Only the weeks that the event touches are free; other weeks only where
a session can be covered no other way. Places are looked at as far as the changes reach, so that the proof is good for
the whole network and takes no longer in a large one.
"""

from dataclasses import dataclass, replace

from releve.pipeline.rota.engine.area.area import Area
from releve.pipeline.rota.engine.area.cheapest import Change
from releve.pipeline.rota.engine.area.landscape import Landscape
from releve.pipeline.rota.engine.checker.limits import beyond_limits
from releve.pipeline.rota.engine.explain.cell import Explainer, Question
from releve.pipeline.rota.engine.format.consistency import refuse_settled
from releve.pipeline.rota.engine.problem import Assignment, Cell, Problem, Roster, Weights
from releve.pipeline.rota.engine.replan.changes import Changed, changes_between
from releve.pipeline.rota.engine.replan.part import AreaPart
from releve.pipeline.rota.engine.solver.rules import RULES, Rule
from releve.pipeline.rota.engine.solver.rules.chain_of_days import ConsecutiveDays, DaysAWeek, Saturdays
from releve.pipeline.rota.engine.solver.rules.coverage import Coverage
from releve.pipeline.rota.engine.solver.rules.likings import Changes
from releve.pipeline.rota.engine.solver.rules.limits import HalfDaysAWeek, OnePlaceACell, Rooms
from releve.pipeline.rota.engine.solver.rules.travel import TooFar

DETERMINISTIC_TIME = 20.0  # of one step; some seconds
FINER = 1000  # an equal change that leaves no other place short is nearer
SHORT = 10**9  # more than any changes
NEAREST: tuple[type[Rule], ...] = (
    OnePlaceACell, Rooms, HalfDaysAWeek, DaysAWeek, Saturdays, ConsecutiveDays, TooFar, Coverage, Changes,
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Replan:
    """The new rota, each change of it, and what stays short although all was tried."""

    roster: Roster
    changes: tuple[Changed, ...]
    is_proven: bool
    change_cost: int  # of all changes, those of the event itself included
    still_short: tuple[tuple[str, Cell], ...]  # of the places and weeks looked at
    weeks: tuple[int, ...]  # that were free


def replan(problem: Problem, reopened_from: Cell | None = None) -> Replan:
    """Return the nearest rota to `problem.standing` that keeps every rule.

    Half-days before `problem.frozen_before` stay, but for those that are no longer possible; whoever asks may reopen
    the cells from `reopened_from` on. `ProblemRefused` where what must stay breaks a rule by itself.
    """
    if reopened_from is not None:
        problem = replace(problem, frozen_before=min(problem.frozen_before, reopened_from))
    land, broken = _what_is_left(problem)
    standing = {one.assignment for one in problem.standing}
    lost = standing - land.chosen
    search = _Search(land)
    change = search.nearest(lost | broken)
    after = land.changed(change.taken, change.added)
    return Replan(
        after.roster,
        changes_between(problem.standing, after.chosen, lost),
        search.is_proven,
        _change_cost(problem, after.chosen),
        tuple(found for found in after.short_cells(search.places) if found[1].week in search.weeks),
        tuple(sorted(search.weeks)),
    )


def _what_is_left(problem: Problem) -> tuple[Landscape, set[Assignment]]:
    """Return the standing rota without what is impossible by itself, and what only breaks rules together."""
    whole = Landscape(problem, Roster(tuple(sorted(one.assignment for one in problem.standing))))
    alone = {one for one in whole.chosen if not _is_possible(whole, one)}
    left = whole.changed(alone, problem.locked - whole.chosen)
    broken: set[Assignment] = set()
    for violation in beyond_limits(problem, left.roster):
        cells = set(violation.cells)
        broken |= {
            one
            for one in left.chosen
            if violation.worker in ("", one.worker)
            and one.cell in cells
            and (not violation.places or one.place in violation.places)
        }
    if broken:
        # No rota keeps both what is inside the notice and the rules: that is said, not solved.
        refuse_settled(problem)
    return left, broken


def _is_possible(land: Landscape, found: Assignment) -> bool:
    """Whether an assignment may stand by itself; who left, or a place that is no more, has none."""
    worker, place = land.workers.get(found.worker), land.places.get(found.place)
    if worker is None or place is None or place.id not in worker.places or found.week >= land.problem.n_weeks:
        return False
    cell = found.cell
    return land.is_open(place.id, cell) and next(land.against(worker, place, cell), None) is None


class _Search:
    """Grows the area until the changes stay inside it and no session is short that could be covered."""

    def __init__(self, land: Landscape) -> None:
        self._land = land
        self.is_proven = True
        self.weeks: set[int] = set()
        self.places: set[str] = set()

    def nearest(self, touched: set[Assignment]) -> Change:
        self.weeks = {one.week for one in touched}
        self.places = {one.place for one in touched}
        if not touched:
            return Change((), ())
        while True:
            area = Area(self._land, self.places, self.weeks)
            change = self._least(area)
            shorter = self._left_short(area, change)
            if shorter:
                self.places |= shorter
                continue
            after = self._land.changed(change.taken, change.added)
            more = self._reaching_further(after)
            if more <= self.weeks:
                return self._liked_best(area, change, after)
            self.weeks |= more

    def _least(self, area: Area) -> Change:
        """Return the least short, then the least changed: what other places need is only preferred."""
        weights = self._land.problem.weights
        near = Weights(**dict.fromkeys(Weights.__dataclass_fields__, 0))
        near = replace(
            near,
            under_minimum=SHORT,
            change=FINER * max(1, weights.change),
            change_published=FINER * max(1, weights.change_published),
            change_patient=FINER * weights.change_patient,
        )
        part = AreaPart(area, near, needs_elsewhere=False)
        if not part.free:
            return Change((), ())
        part.add(NEAREST)
        land = self._land
        part.price(
            (variable, -1)
            for variable, found in enumerate(part.free)
            if found in land.chosen and found.place not in area.places and _is_needed(land, found)
        )
        found = part.solve(land.chosen, DETERMINISTIC_TIME)
        if found is None:
            self.is_proven = False
            return Change((), ())
        self.is_proven &= found[1]
        return found[0]

    def _left_short(self, area: Area, change: Change) -> set[str]:
        return {one.place for one in change.taken if one.place not in area.places and _is_needed(self._land, one)}

    def _reaching_further(self, after: Landscape) -> set[int]:
        """Return the weeks by which sessions that are still short could be covered after all."""
        weeks: set[int] = set()
        explainer = Explainer(after.problem, after.roster, after)
        for place, cell in after.short_cells(self.places):
            if cell.week in self.weeks and not after.is_frozen(*cell):
                found = explainer.look(Question(place, cell))
                if isinstance(found, Change):
                    weeks |= {one.week for one in (*found.taken, *found.added)}
        return weeks

    def _liked_best(self, area: Area, change: Change, after: Landscape) -> Change:
        """Return the rota with the lowest cost of all that are as near."""
        part = AreaPart(area, self._land.problem.weights, needs_elsewhere=True)
        if not part.free:
            return change
        part.add(RULES)
        part.at_least({key: self._must_stay(after, *key) for key in area.at})
        costs = part.change_costs()
        part.at_most(costs, sum(cost for cost, found in zip(costs, part.free, strict=True) if found in after.chosen))
        found = part.solve(after.chosen, DETERMINISTIC_TIME)
        return change if found is None else found[0]

    @staticmethod
    def _must_stay(after: Landscape, place: str, cell: Cell) -> int:
        return min(after.present(place, cell), after.demand(place, cell).minimum)


def _is_needed(land: Landscape, found: Assignment) -> bool:
    cell = found.cell
    return land.present(found.place, cell) <= land.demand(found.place, cell).minimum


def _change_cost(problem: Problem, after: frozenset[Assignment]) -> int:
    weights = problem.weights
    stands = {one.assignment for one in problem.standing}
    cost = weights.change * len(after - stands)
    for one in problem.standing:
        if one.assignment not in after:
            cost += weights.change_published if one.is_published else weights.change
            cost += weights.change_patient * one.n_patients
    return cost
