"""Cells that a rota leaves short although it need not: no rota is delivered with one."""

from collections import deque
from collections.abc import Callable

from releve.pipeline.rota.engine.area.cheapest import Change
from releve.pipeline.rota.engine.area.landscape import SATURDAY
from releve.pipeline.rota.engine.explain.cell import Explainer
from releve.pipeline.rota.engine.explain.reasons import Interrupted
from releve.pipeline.rota.engine.problem import Cell, Problem, Roster, weekday_of


def repair_missed(problem: Problem, roster: Roster, is_over: Callable[[], bool] = lambda: False) -> Roster:
    """Return the rota with every short cell covered that can be, none getting shorter, where that costs less.

    Each repair is the smallest change; the cells of its weeks are asked again after it. `is_over` may end it early.
    """
    explainer = Explainer(problem, roster, is_over=is_over)
    asked, hopeless = deque(explainer.land.short_cells()), []
    while asked and not is_over():
        place, cell = asked.popleft()
        if not explainer.is_short(place, cell):
            continue
        try:
            change = explainer.repair(place, cell)
        except Interrupted:
            break
        if change is None:
            hopeless.append((place, cell))
            continue
        explainer.land = explainer.land.changed(change.taken, change.added)
        near = _given_hope(change, hopeless)
        hopeless = [found for found in hopeless if found not in near]
        asked += [(place, cell), *near]
    return explainer.land.roster


def _given_hope(change: Change, hopeless: list[tuple[str, Cell]]) -> list[tuple[str, Cell]]:
    """Return the cells that may be covered after a change: those of its weeks; a Saturday counts over the horizon."""
    moved = [*change.taken, *change.added]
    if any(weekday_of(one.slot) == SATURDAY for one in moved):
        return list(hopeless)
    weeks = {one.week for one in moved}
    return [found for found in hopeless if weeks & {found[1].week - 1, found[1].week, found[1].week + 1}]


def missed(problem: Problem, roster: Roster) -> list[tuple[str, Cell]]:
    """Return the short cells that a better rota would cover."""
    explainer = Explainer(problem, roster)
    return [found for found in explainer.land.short_cells() if explainer.repair(*found) is not None]
