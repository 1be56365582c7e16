"""The smallest sets of facts that leave an area without a rota."""

from collections.abc import Callable, Sequence

from releve.pipeline.rota.engine.area.area import Area, Row
from releve.pipeline.rota.engine.area.facts import Fact, FactKind
from releve.pipeline.rota.engine.area.model import FEASIBLE, AreaModel, is_feasible, plain_solver

# Which facts are tried to do without first: what is plain to see stays when either would do.
DROPPED_FIRST = (
    FactKind.NEEDED, FactKind.TRAVEL, FactKind.CONSECUTIVE_DAYS, FactKind.SATURDAYS, FactKind.DAYS_A_WEEK,
    FactKind.HALF_DAYS_A_WEEK, FactKind.FROZEN, FactKind.LOCKED, FactKind.FORBIDDEN, FactKind.CANNOT, FactKind.ABSENT,
    FactKind.ON_LEAVE, FactKind.OUTSIDE_WINDOW, FactKind.ROOMS,
)  # fmt: skip


class Interrupted(Exception):
    """The time for looking is over."""


def minimal_core(
    area: Area, rows: Sequence[Row], is_over: Callable[[], bool] = lambda: False
) -> tuple[Fact, ...] | None:
    """Return facts none of which can be spared, sorted; None when the area has a rota after all.

    What the solver names as the reason is only a start: each fact is tried without, and the outcome is judged again
    by a model built afresh (the solver's cores have been wrong before: ortools #5141). Raises `Interrupted` once
    `is_over`.
    """
    model = AreaModel(area, rows, is_named=True)
    facts = sorted(model.literals, key=_drop_rank)
    core = _core(model, facts, is_over)
    if core is None:
        return None
    plainer = facts
    for kind in DROPPED_FIRST:
        if any(fact.kind is kind for fact in core):
            without = [fact for fact in plainer if fact.kind is not kind]
            found = _core(model, without, is_over)
            if found is not None:
                plainer, core = without, found
    if is_feasible(area, rows, core):
        core = facts
    kept = list(core)
    for fact in core:
        if fact in kept:
            smaller = _core(model, [one for one in kept if one != fact], is_over)
            kept = kept if smaller is None else smaller
    if is_feasible(area, rows, kept):
        kept = _filtered_afresh(area, rows, facts)
    return tuple(sorted(kept, key=lambda fact: fact.key))


def _core(model: AreaModel, facts: Sequence[Fact], is_over: Callable[[], bool]) -> list[Fact] | None:
    """Return facts that are enough to forbid, in the order given; None when all of them together still allow."""
    if is_over():
        raise Interrupted
    model.model.clear_assumptions()
    model.model.add_assumptions([model.literals[fact] for fact in facts])
    solver = plain_solver()
    if solver.solve(model.model) in FEASIBLE:
        return None
    named = set(solver.sufficient_assumptions_for_infeasibility())
    return [fact for fact in facts if model.literals[fact].index in named]


def _filtered_afresh(area: Area, rows: Sequence[Row], facts: Sequence[Fact]) -> list[Fact]:
    """Return a minimal set without trusting any core."""
    kept = list(facts)
    for fact in facts:
        rest = [one for one in kept if one != fact]
        kept = kept if is_feasible(area, rows, rest) else rest
    return kept


def _drop_rank(fact: Fact) -> tuple[object, ...]:
    return (DROPPED_FIRST.index(fact.kind), fact.key)
