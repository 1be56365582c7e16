"""What would open a cell that facts forbid: the cheapest sets of facts that would have to give way."""

from collections.abc import Sequence

from releve.pipeline.rota.engine.area.area import Area, Row
from releve.pipeline.rota.engine.area.cheapest import outcome, price_changes, shorter_elsewhere, sum_of
from releve.pipeline.rota.engine.area.facts import FactKind
from releve.pipeline.rota.engine.area.model import FEASIBLE, AreaModel, best_solver
from releve.pipeline.rota.engine.explain.explanation import Opening

MOST = 3
DETERMINISTIC_TIME = 1.0
FINER = 1000  # changes only decide between openings of the same price
# What it takes to ask for: ours, in no unit; leaving another cell empty is the last thing to offer.
PRICES = {
    FactKind.HALF_DAYS_A_WEEK: 20,
    FactKind.FORBIDDEN: 20,
    FactKind.DAYS_A_WEEK: 25,
    FactKind.SATURDAYS: 30,
    FactKind.CANNOT: 40,
    FactKind.LOCKED: 40,
    FactKind.CONSECUTIVE_DAYS: 45,
    FactKind.TRAVEL: 50,
    FactKind.FROZEN: 60,
    FactKind.ABSENT: 80,
    FactKind.ROOMS: 90,
    FactKind.ON_LEAVE: 100,
    FactKind.OUTSIDE_WINDOW: 120,
    FactKind.NEEDED: 1000,
}


def openings_of(area: Area, rows: Sequence[Row]) -> tuple[Opening, ...]:
    """Return up to three openings, cheapest first."""
    model = AreaModel(area, rows, is_named=True)
    model.hint_current()
    facts = sorted(model.literals, key=lambda fact: fact.key)
    terms = [(model.literals[fact], -PRICES[fact.kind] * FINER) for fact in facts]
    terms += [(short, PRICES[FactKind.NEEDED] * FINER) for short, _ in shorter_elsewhere(model).values()]
    model.model.minimize(sum_of(terms + price_changes(model)))
    found: list[Opening] = []
    while len(found) < MOST:
        solver = best_solver(DETERMINISTIC_TIME)
        if solver.solve(model.model) not in FEASIBLE:
            break
        given = tuple(fact for fact in facts if not solver.boolean_value(model.literals[fact]))
        if not given:
            break
        # The same opening is not offered twice.
        model.model.add_bool_or([model.literals[fact] for fact in given])
        cost = sum(PRICES[fact.kind] for fact in given)
        step = outcome(model, solver)
        if found and (step.shorter or cost >= PRICES[FactKind.NEEDED]):
            break
        found.append(Opening(given, step.change, cost))
    return tuple(found)
