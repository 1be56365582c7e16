"""Cells that a rota leaves short although it need not: no rota is delivered with one."""

from collections.abc import Callable

from releve.pipeline.rota.engine.explain.cell import Explainer
from releve.pipeline.rota.engine.problem import Cell, Problem, Roster


def repair_missed(problem: Problem, roster: Roster, is_over: Callable[[], bool] = lambda: False) -> Roster:
    """Return the rota with every short cell covered that can be, none getting shorter, where that costs less.

    Each repair is the smallest change; all others are asked again after the last one. `is_over` may end it early.
    """
    explainer = Explainer(problem, roster)
    is_better = True
    while is_better:
        is_better = False
        for place, cell in list(explainer.land.short_cells()):
            if is_over():
                return explainer.land.roster
            if explainer.is_short(place, cell):
                change = explainer.repair(place, cell)
                if change is not None:
                    explainer.land = explainer.land.changed(change.taken, change.added)
                    is_better = True
    return explainer.land.roster


def missed(problem: Problem, roster: Roster) -> list[tuple[str, Cell]]:
    """Return the short cells that a better rota would cover."""
    explainer = Explainer(problem, roster)
    return [found for found in explainer.land.short_cells() if explainer.repair(*found) is not None]
