"""What a change makes of a rota and of its cost."""

from dataclasses import replace

from releve.pipeline.rota.engine.area.cheapest import Change
from releve.pipeline.rota.engine.area.landscape import Landscape
from releve.pipeline.rota.engine.checker import check
from releve.pipeline.rota.engine.problem import Problem, Roster


def applied(change: Change, roster: Roster) -> Roster:
    """Return the rota after the change."""
    return Roster(tuple(sorted((set(roster.assignments) - set(change.taken)) | set(change.added))))


def extra_cost(land: Landscape, change: Change) -> int:
    """Return the cost after the change minus the cost before, by the checker.

    Only who and what the change touches is counted, since the rest is the same on both sides; the fair shares of
    unloved half-days hang on everybody, so with them everybody is.
    """
    touched = {*change.taken, *change.added}
    names = {one.worker for one in touched}
    for one in touched:
        names.update(land.at.get((one.place, one.week, one.slot), ()))
    names |= {worker.id for worker in land.problem.workers if worker.follows in names}
    names |= {land.workers[name].follows or name for name in names}
    problem = land.problem if land.problem.unloved_slots else _reduced(land.problem, names)
    kept = {worker.id for worker in problem.workers}
    before = Roster(tuple(one for name in sorted(kept) for one in land.of_worker[name]))
    return check(problem, applied(change, before)).total - check(problem, before).total


def _reduced(problem: Problem, names: set[str]) -> Problem:
    workers = tuple(worker for worker in problem.workers if worker.id in names)
    places = {place for worker in workers for place in worker.places}
    return replace(
        problem,
        workers=workers,
        places=tuple(place for place in problem.places if place.id in places),
        standing=tuple(one for one in problem.standing if one.assignment.worker in names),
        locked=frozenset(),
    )
