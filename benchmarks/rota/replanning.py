"""The nearest rota after an absence (`benchmarks.rota.delivered`).

A doctor of the delivered rota is ill for three weeks; the weeks before, and a part of the first one, are inside the
notice. Time, proof, what the checker says, and whether a session stays short that could be covered.
"""

from collections.abc import Iterator
from dataclasses import replace
from time import process_time

import numpy as np

from benchmarks.figure import Figure
from releve.pipeline.rota.engine.area.cheapest import Change
from releve.pipeline.rota.engine.checker import Term, check
from releve.pipeline.rota.engine.explain.cell import Explainer, Question
from releve.pipeline.rota.engine.problem import Cell, Problem, Roster, Standing
from releve.pipeline.rota.engine.replan import Replan, replan

WEEKS_ILL = 3
LONGEST_S = {20: 2.0, 200: 5.0}
CASES = 20


def events(problem: Problem, roster: Roster, n: int, seed: int) -> Iterator[Problem]:
    """Give the problem in which a doctor falls ill, patients being booked in the next four weeks."""
    generator = np.random.default_rng(seed)
    for number in generator.permutation(len(problem.workers))[:n]:
        ill = problem.workers[number]
        first = int(generator.integers(1, problem.n_weeks - WEEKS_ILL))
        standing = tuple(
            Standing(
                one,
                n_patients=int(generator.integers(0, 12)) if one.week < first + 4 else 0,
                is_published=one.week < first + 4,
            )
            for one in roster.assignments
        )
        away = replace(ill, leave_weeks=ill.leave_weeks | set(range(first, first + WEEKS_ILL)))
        workers = tuple(away if worker.id == ill.id else worker for worker in problem.workers)
        frozen_before = Cell(first, int(generator.choice([0, 4])))
        yield replace(problem, workers=workers, standing=standing, frozen_before=frozen_before)


def n_coverable(problem: Problem, found: Replan) -> int:
    """Return the sessions left short outside the notice that another rota would cover."""
    explainer = Explainer(problem, found.roster)
    return sum(
        isinstance(explainer.look(Question(place, cell)), Change)
        for place, cell in found.still_short
        if cell >= problem.frozen_before
    )


def measured(problem: Problem, roster: Roster, n: int, seed: int) -> Iterator[Figure]:
    """Give the slowest case, and how many were not as promised."""
    seconds, n_changes, n_wrong, n_unproven, n_short = [], [], 0, 0, 0
    for event in events(problem, roster, n, seed):
        start = process_time()
        found = replan(event)
        seconds.append(process_time() - start)
        report = check(event, found.roster)
        n_changes.append(len(found.changes))
        # The checker's rule « frozen » says whether anything inside the notice was touched.
        n_wrong += not report.is_valid or report.costs[Term.CHANGE] != found.change_cost
        n_unproven += not found.is_proven
        n_short += n_coverable(event, found)
    size = len(problem.places)
    longest = min((limit for n_places, limit in LONGEST_S.items() if size <= n_places), default=LONGEST_S[200])
    more = {"n_cases": len(seconds), "median": float(np.median(seconds)), "most_changes": max(n_changes)}
    yield Figure("rota_replan_slowest", max(seconds), "CPU s", size, at_most=longest, more=more)
    yield Figure("rota_replan_not_proven_nearest", n_unproven, "cases", size, at_most=0)
    yield Figure("rota_replan_against_a_rule_or_inside_the_notice", n_wrong, "cases", size, at_most=0)
    yield Figure("rota_replan_coverable_left_short", n_short, "cells", size, at_most=0)
