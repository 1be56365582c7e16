"""Each rule class: what it allows, what it forbids or prices, and that it leaves the rest alone."""

from dataclasses import replace

import numpy as np
import pytest

from releve.pipeline.rota.engine.problem import Assignment, Cell, Demand, Problem, Standing, Weights, Wish
from releve.pipeline.rota.engine.search import Limit
from releve.pipeline.rota.engine.solver import rules as r
from releve.pipeline.rota.engine.solver.exact import improved
from releve.pipeline.rota.engine.solver.rota import Ground, changed
from releve.pipeline.rota.engine.tests.small import a_place, a_problem, a_worker, at

FREE = Weights(*[0] * 16)  # every wish priced at nothing
FAR = a_place("Vermelles", x_km=40.0)
NEAR = a_place("Grenay", x_km=4.0)
BOTH = a_worker(places=("Mazingarbe", "Vermelles", "Grenay"))
TWO = (a_worker(), a_worker("Roux"))


def rule_of(kind: type[r.Rule], problem: Problem) -> tuple[r.Rule, Ground]:
    ground = Ground(problem)
    return next(rule for rule in ground.rules if isinstance(rule, kind)), ground


HARD = [
    (
        r.OnePlaceACell,
        a_problem(a_place(), NEAR, BOTH),
        [at(0, 0)],
        [at(0, 0), at(0, 0, place="Grenay")],
        [at(0, 0), at(0, 1, place="Grenay")],
    ),
    (
        r.Rooms,
        a_problem(a_place(rooms=1), *TWO),
        [at(0, 0)],
        [at(0, 0), at(0, 0, "Roux")],
        [at(0, 0), at(0, 1, "Roux")],
    ),
    (
        r.HalfDaysAWeek,
        a_problem(a_worker(max_half_days_per_week=1)),
        [at(0, 0)],
        [at(0, 0), at(0, 5)],
        [at(0, 0), at(1, 5)],
    ),
    (
        r.DaysAWeek,
        a_problem(a_worker(max_days_per_week=1)),
        [at(0, 0), at(0, 1)],
        [at(0, 0), at(0, 2)],
        [at(0, 0), at(1, 2)],
    ),
    (
        r.Saturdays,
        a_problem(a_place(open_slots=(0, 10, 11)), a_worker(max_saturdays=1)),
        [at(0, 10), at(0, 11)],
        [at(0, 10), at(2, 11)],
        [at(0, 10), at(2, 0)],
    ),
    (
        r.ConsecutiveDays,
        a_problem(a_worker(max_consecutive_days=2, worked_days_before=1)),
        [at(0, 0), at(0, 4), at(0, 6)],
        [at(0, 0), at(0, 2)],
        [at(0, 2), at(0, 4), at(0, 8)],
    ),
    (
        r.TooFar,
        a_problem(a_place(), NEAR, FAR, BOTH),
        [at(0, 0), at(0, 1, place="Grenay")],
        [at(0, 0), at(0, 1, place="Vermelles")],
        [at(0, 0), at(0, 2, place="Vermelles")],
    ),
]


@pytest.mark.parametrize(("kind", "problem", "allowed", "forbidden", "elsewhere"), HARD)
def test_hard_rule_allows_forbids_and_looks_nowhere_else(
    kind: type[r.Rule],
    problem: Problem,
    allowed: list[Assignment],
    forbidden: list[Assignment],
    elsewhere: list[Assignment],
) -> None:
    rule, ground = rule_of(kind, problem)
    nothing = ground.settled[:0]
    assert rule.is_kept(ground.rows(allowed), nothing)
    assert not rule.is_kept(ground.rows(forbidden), nothing)
    assert rule.is_kept(ground.rows(elsewhere), nothing)


@pytest.mark.parametrize(("kind", "problem", "allowed", "forbidden", "elsewhere"), HARD)
def test_hard_rule_in_a_model_lets_through_what_it_allows_and_no_more(
    kind: type[r.Rule],
    problem: Problem,
    allowed: list[Assignment],
    forbidden: list[Assignment],
    elsewhere: list[Assignment],
) -> None:
    """Every half-day wanted by the standing rota is taken, unless the rule is in the way; the first one is fixed."""
    for wanted, is_possible in ((allowed, True), (forbidden, False), (elsewhere, True)):
        standing = tuple(Standing(one) for one in wanted)
        ground = Ground(replace(problem, standing=standing, weights=replace(FREE, change=1)))
        first = ground.rota(ground.rows(wanted[:1]))
        free = np.setdiff1d(np.flatnonzero(ground.movable), first.rows)
        change = improved(ground, first, free, Limit(2.0, 1)).change
        rows = first.rows if change is None else changed(first.rows, change)
        assert (set(ground.rows(wanted)) <= set(rows.tolist())) == is_possible
        assert ground.keeps_rules(rows)


SOFT = [
    (
        r.Coverage,
        a_problem(a_place(demand=Demand(1, 2), open_slots=(0,)), *TWO, n_weeks=1),
        [([], 1080), ([at(0, 0)], 40), ([at(0, 0), at(0, 0, "Roux")], 0)],
    ),
    (
        r.Deviation,
        a_problem(a_worker(half_days_per_week=0.5, owed_half_days=1)),
        [([], 36), ([at(0, 0), at(0, 1), at(1, 0)], 0), ([at(0, n) for n in range(6)], 36)],
    ),
    (
        r.WorkerPlaceSlot,
        a_problem(a_worker(), weeks_per_regularity_period=2),
        [([at(0, 0), at(1, 0)], 4), ([at(0, 0), at(2, 0)], 8), ([at(0, 0), at(1, 1)], 8)],
    ),
    (
        r.WorkerPlace,
        a_problem(a_place(), NEAR, BOTH),
        [([at(0, 0), at(3, 5)], 25), ([at(0, 0), at(3, 5, place="Grenay")], 50)],
    ),
    (
        r.TwoPlacesADay,
        a_problem(a_place(), NEAR, BOTH),
        [
            ([at(0, 0), at(0, 1)], 0),
            ([at(0, 0), at(0, 1, place="Grenay")], 8),
            ([at(0, 1), at(0, 2, place="Grenay")], 0),
        ],
    ),
    (
        r.Likings,
        a_problem(
            a_place(without_reception=frozenset({Cell(0, 1)})),
            a_worker(slot_cost={0: 2}, place_cost={"Mazingarbe": 1}, wishes={3: Wish.AVOID}),
        ),
        [([at(0, 0)], 3), ([at(0, 1)], 4), ([at(0, 3)], 6), ([at(0, 2)], 1)],
    ),
    (
        r.Changes,
        a_problem(standing=(Standing(at(0, 0), n_patients=2, is_published=True), Standing(at(1, 0)))),
        [([at(0, 0), at(1, 0)], 0), ([at(0, 0)], 6), ([at(1, 0), at(1, 2)], 56)],
    ),
    (
        r.NewcomerBesideSenior,
        a_problem(a_worker(newcomer_until_week=2), a_worker("Roux")),
        [([at(0, 0)], 60), ([at(0, 0), at(0, 0, "Roux")], 0), ([at(2, 0)], 0)],
    ),
    (
        r.Overlap,
        a_problem(a_worker(follows="Roux", overlap_half_days=2), a_worker("Roux")),
        [([], 40), ([at(0, 0), at(0, 0, "Roux")], 20), ([at(0, 0), at(0, 1, "Roux")], 40)],
    ),
    (
        r.Unloved,
        a_problem(a_place(open_slots=(8, 9)), a_worker(past_unloved=4), n_weeks=4, unloved_slots=frozenset({8})),
        # Her share is all: 4 of last year and 4 wanted, so nothing is unfair before the tenth.
        [([], 0), ([at(n, 8) for n in range(4)], 0)],
    ),
]


@pytest.mark.parametrize(("kind", "problem", "cases"), SOFT)
def test_wish_costs_what_its_weight_says_in_score_and_model(
    kind: type[r.Rule], problem: Problem, cases: list[tuple[list[Assignment], int]]
) -> None:
    rule, ground = rule_of(kind, problem)
    for chosen, cost in cases:
        rows = ground.rows(chosen)
        assert rule.cost(rows) == cost
        # The model of everything, filled with this rota, costs the same.
        from releve.pipeline.rota.engine.solver.part import Part

        part = Part(ground.table, rows, np.arange(ground.table.n))
        if kind is r.WorkerPlace:
            rule_of(r.WorkerPlaceSlot, problem)[0].add(part)
            part.model.cost = [0] * len(part.model.cost)
        rule.add(part)
        values = part.model.completed(np.isin(np.arange(ground.table.n), rows).astype(int).tolist())
        assert part.model.value(values) + part.model.constant + rule.constant == cost


def test_unloved_beyond_the_fair_share_costs_in_two_steps() -> None:
    problem = a_problem(a_place(open_slots=(8, 9)), *TWO, n_weeks=6, unloved_slots=frozenset({8}))
    rule, ground = rule_of(r.Unloved, problem)
    costs = [rule.cost(ground.rows([at(week, 8) for week in range(n)])) for n in range(7)]
    assert costs == [0, 0, 0, 0, 0, 10, 20]  # her share is 3


def test_settled_half_days_beyond_a_limit_add_nothing_to_it() -> None:
    frozen = tuple(Standing(at(0, slot)) for slot in range(3))
    problem = a_problem(a_worker(max_half_days_per_week=3), standing=frozen, frozen_before=Cell(0, 3))
    ground = Ground(problem)
    assert len(ground.settled) == 3
    tight = Ground(replace(problem, workers=(a_worker(max_half_days_per_week=2),)))
    assert tight.keeps_rules(tight.settled)
    assert not tight.keeps_rules(np.sort(np.append(tight.settled, tight.rows([at(0, 5)]))))
