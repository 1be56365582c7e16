"""Rules about half-days that were settled before: locked, forbidden, inside the notice of published weeks."""

from collections.abc import Iterator

from releve.pipeline.rota.engine.checker.possible import broken_alone
from releve.pipeline.rota.engine.checker.report import Rule, Violation
from releve.pipeline.rota.engine.problem import Assignment, Problem, Roster


def not_kept(problem: Problem, roster: Roster) -> Iterator[Violation]:
    """Give every settled half-day that the rota does not respect."""
    chosen = set(roster.assignments)
    for found in sorted(problem.locked - chosen):
        yield _violation(Rule.LOCKED, found)
    for found in sorted(problem.forbidden & chosen):
        yield _violation(Rule.FORBIDDEN, found)
    frozen = {found for found in chosen if found.cell < problem.frozen_before}
    for found in sorted(frozen ^ still_standing(problem)):
        yield _violation(Rule.FROZEN, found)


def still_standing(problem: Problem) -> set[Assignment]:
    """Return what stands in the frozen cells and is still possible: an illness takes its half-days away by itself."""
    workers = {worker.id: worker for worker in problem.workers}
    places = {place.id: place for place in problem.places}
    return {
        one.assignment
        for one in problem.standing
        if one.assignment.cell < problem.frozen_before
        and one.assignment.worker in workers
        and one.assignment.place in places
        and one.assignment not in problem.forbidden
        and not any(
            broken_alone(
                workers[one.assignment.worker],
                places[one.assignment.place],
                one.assignment.cell,
            )
        )
    }


def _violation(rule: Rule, found: Assignment) -> Violation:
    return Violation(rule, found.worker, (found.place,), (found.cell,))
