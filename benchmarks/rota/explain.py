"""Why is it empty? Time and truth of many explanations (`benchmarks.rota.delivered`).

Each case takes a cell of a delivered rota, sends its doctors away in different ways, and asks. Every answer is judged:
an impossibility must be infeasible, and feasible without any one of its facts, in models built afresh without names;
a repair must pass the checker and cover the cell.
"""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, replace
from time import process_time

import numpy as np

from benchmarks.figure import Figure, share_below
from releve.pipeline.rota.engine.area.effects import applied
from releve.pipeline.rota.engine.area.model import is_feasible
from releve.pipeline.rota.engine.checker import check
from releve.pipeline.rota.engine.explain import Explainer, Explanation, Kind
from releve.pipeline.rota.engine.explain.cell import Forbidden, Question
from releve.pipeline.rota.engine.explain.missed import missed
from releve.pipeline.rota.engine.problem import Cell, Problem, Roster, Worker

LONGEST_S = 1.0
CASES = 1000


@dataclass(frozen=True, slots=True)
class Case:
    """A problem in which a cell lost its doctors, the rota without them, and the cell."""

    problem: Problem
    roster: Roster
    place: str
    cell: Cell


def cases(problem: Problem, roster: Roster, n: int, seed: int) -> Iterator[Case]:
    """Give cells of the rota after an epidemic: of the doctors of the place, none to three are left."""
    generator = np.random.default_rng(seed)
    filled = sorted({(one.place, one.cell) for one in roster.assignments})
    for number in generator.permutation(len(filled))[:n]:
        place, cell = filled[number]
        hers = [worker.id for worker in problem.workers if place in worker.places]
        spared = set(generator.permutation(hers)[: int(generator.choice([0, 1, 1, 2, 3]))].tolist())
        workers = {
            worker.id: _away(worker, cell, generator) if worker.id in set(hers) - spared else worker
            for worker in problem.workers
        }
        left = tuple(
            one
            for one in roster.assignments
            if (one.place, one.cell) != (place, cell)
            and one.week not in workers[one.worker].leave_weeks
            and one.cell not in workers[one.worker].absences
        )
        yield Case(replace(problem, workers=tuple(workers.values())), Roster(left), place, cell)


def _away(worker: Worker, cell: Cell, generator: np.random.Generator) -> Worker:
    if generator.random() < 0.5:
        return replace(worker, leave_weeks=worker.leave_weeks | {cell.week})
    return replace(worker, absences=worker.absences | {cell})


def is_true(case: Case, explainer: Explainer, explanation: Explanation) -> bool:
    """Whether the answer holds, judged anew."""
    if explanation.repair is not None:
        report = check(case.problem, applied(explanation.repair, case.roster))
        return report.is_valid and any(
            (one.place, one.cell) == (case.place, case.cell) for one in explanation.repair.added
        )
    found = explainer.look(Question(case.place, case.cell))
    if explanation.kind is not Kind.IMPOSSIBLE or not isinstance(found, Forbidden):
        return False
    facts = explanation.facts
    return not is_feasible(found.area, found.rows, facts) and all(
        is_feasible(found.area, found.rows, [one for one in facts if one != fact]) for fact in facts
    )


def measured(problem: Problem, roster: Roster, n: int, seed: int) -> Iterator[Figure]:
    """Give the time of an explanation, the answers that did not hold, and the cells missed in the delivered rota."""
    seconds, kinds, sizes, n_false = [], Counter[str](), [], 0
    for case in cases(problem, roster, n, seed):
        start = process_time()
        explainer = Explainer(case.problem, case.roster)
        explanation = explainer.explain(case.place, case.cell)
        seconds.append(process_time() - start)
        kinds[str(explanation.kind)] += 1
        sizes.append(len(explanation.facts))
        n_false += not is_true(case, explainer, explanation)
    size = len(problem.places)
    more = dict(kinds) | {"n_cases": len(seconds), "p50": share_below(seconds, 0.5), "most_facts": max(sizes)}
    yield Figure("rota_explain_p95", share_below(seconds, 0.95), "CPU s", size, at_most=LONGEST_S, more=more)
    yield Figure("rota_explain_false", n_false, "answers", size, at_most=0)
    yield Figure("rota_missed_in_delivered", len(missed(problem, roster)), "cells", size, at_most=0)
