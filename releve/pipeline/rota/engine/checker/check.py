"""The checker's door."""

from releve.pipeline.rota.engine.checker.costs import costs_of
from releve.pipeline.rota.engine.checker.kept import not_kept
from releve.pipeline.rota.engine.checker.limits import beyond_limits
from releve.pipeline.rota.engine.checker.possible import impossible, unknown
from releve.pipeline.rota.engine.checker.report import Report, Violation
from releve.pipeline.rota.engine.problem import SLOTS_PER_WEEK, Problem, Roster


def check(problem: Problem, roster: Roster) -> Report:
    """Return every broken rule and the cost by term. What names nobody, nowhere or no time costs nothing else."""
    violations, known = _judged(problem, roster)
    return Report(violations, costs_of(problem, known))


def violations_of(problem: Problem, roster: Roster) -> tuple[Violation, ...]:
    """Return every broken rule."""
    return _judged(problem, roster)[0]


def _judged(problem: Problem, roster: Roster) -> tuple[tuple[Violation, ...], Roster]:
    """Return the broken rules, and the rota without strangers."""
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
    return violations, known
