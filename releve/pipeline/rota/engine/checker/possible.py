"""Rules that one assignment breaks by itself."""

from collections import Counter
from collections.abc import Iterator

from releve.pipeline.rota.engine.checker.report import Rule, Violation
from releve.pipeline.rota.engine.problem import SLOTS_PER_WEEK, Assignment, Cell, Place, Problem, Roster, Wish, Worker


def unknown(problem: Problem, roster: Roster) -> list[Violation]:
    """Return what names a worker, a place or a time that the problem does not have, or stands twice."""
    workers = {worker.id for worker in problem.workers}
    places = {place.id for place in problem.places}
    found: list[Violation] = []
    for assignment, n in Counter(roster.assignments).items():
        broken = []
        if assignment.worker not in workers:
            broken.append(Rule.UNKNOWN_WORKER)
        if assignment.place not in places:
            broken.append(Rule.UNKNOWN_PLACE)
        if not (0 <= assignment.week < problem.n_weeks and 0 <= assignment.slot < SLOTS_PER_WEEK):
            broken.append(Rule.UNKNOWN_CELL)
        found += [_violation(rule, assignment) for rule in broken]
        if n > 1:
            found.append(
                Violation(Rule.TWICE, assignment.worker, (assignment.place,), (assignment.cell,), found=n, limit=1)
            )
    return found


def impossible(problem: Problem, roster: Roster) -> list[Violation]:
    """Return, for each assignment of known names, every reason why it could never stand."""
    workers = {worker.id: worker for worker in problem.workers}
    places = {place.id: place for place in problem.places}
    return [
        _violation(rule, assignment)
        for assignment in roster.assignments
        for rule in broken_alone(workers[assignment.worker], places[assignment.place], assignment.cell)
    ]


def broken_alone(worker: Worker, place: Place, cell: Cell) -> Iterator[Rule]:
    """Give every rule that this worker at this place in this cell breaks, whatever else is in the rota."""
    if place.id not in worker.places:
        yield Rule.NOT_HER_PLACE
    if cell.slot not in place.open_slots:
        yield Rule.NOT_OPEN
    if cell in place.closed:
        yield Rule.CLOSED
    if not worker.first_week <= cell.week < worker.end_week:
        yield Rule.OUTSIDE_WINDOW
    if cell.week in worker.leave_weeks:
        yield Rule.ON_LEAVE
    if cell in worker.absences:
        yield Rule.ABSENT
    if worker.wish_at(cell) == Wish.CANNOT:
        yield Rule.CANNOT


def _violation(rule: Rule, assignment: Assignment) -> Violation:
    return Violation(rule, assignment.worker, (assignment.place,), (assignment.cell,))
