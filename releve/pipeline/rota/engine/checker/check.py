"""The checker's door."""

from releve.pipeline.rota.engine.checker.costs import costs_of
from releve.pipeline.rota.engine.checker.kept import not_kept
from releve.pipeline.rota.engine.checker.limits import beyond_limits
from releve.pipeline.rota.engine.checker.possible import impossible, unknown
from releve.pipeline.rota.engine.checker.report import Report
from releve.pipeline.rota.engine.problem import SLOTS_PER_WEEK, Problem, Roster


def check(problem: Problem, roster: Roster) -> Report:
    """Return every broken rule and the cost by term. What names nobody, nowhere or no time costs nothing else."""
    strangers = unknown(problem, roster)
    known = roster
    if strangers:
        workers, places = {worker.id for worker in problem.workers}, {place.id for place in problem.places}
        known = Roster(
            tuple(
                found
                for found in dict.fromkeys(roster.assignments)
                if found.worker in workers
                and found.place in places
                and 0 <= found.week < problem.n_weeks
                and 0 <= found.slot < SLOTS_PER_WEEK
            )
        )
    violations = (*strangers, *impossible(problem, known), *beyond_limits(problem, known), *not_kept(problem, known))
    return Report(violations, costs_of(problem, known))
