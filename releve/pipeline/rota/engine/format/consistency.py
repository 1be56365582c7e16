"""What a problem may not say, whatever the rota: names nobody has, weeks the wrong way round, half-days locked in vain.

Every rule of the engine holds for a part of a rota when it holds for the whole, so a problem has a rota exactly when
the half-days that must stay (locked, or frozen) break no rule among themselves: the checker is asked.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from releve.pipeline.rota.engine.checker import Rule, violations_of
from releve.pipeline.rota.engine.checker.kept import still_standing
from releve.pipeline.rota.engine.format.refusals import Fault, ProblemRefused
from releve.pipeline.rota.engine.problem import FIRST_CELL, Assignment, Problem, Roster, Worker

CELLS_OF_PLACE = ("closed", "rooms_in", "without_reception")
CELLS_OF_WORKER = ("absences", "wishes_in")
WEEKS_OF_WORKER = ("leave_weeks", "half_days_in", "max_half_days_in")


def refuse_inconsistent(
    problem: Problem, locked: Sequence[Assignment] | None = None, standing: Sequence[Assignment] | None = None
) -> None:
    """Raise `ProblemRefused` for the first contradiction. The sequences give the order of the file, for the path."""
    for refusal in _refusals(problem, locked or sorted(problem.locked), standing):
        raise refusal


def refuse_settled(problem: Problem) -> None:
    """Raise `ProblemRefused` where the half-days that must stay break a rule: then there is no rota at all."""
    for refusal in _kept(problem, sorted(problem.locked), [one.assignment for one in problem.standing]):
        raise refusal


def _refusals(
    problem: Problem, locked: Sequence[Assignment], standing: Sequence[Assignment] | None
) -> Iterator[ProblemRefused]:
    yield from _twice("places", [place.id for place in problem.places])
    yield from _twice("workers", [worker.id for worker in problem.workers])
    places = {place.id for place in problem.places}
    workers = {worker.id for worker in problem.workers}
    for index, place in enumerate(problem.places):
        weeks = {name: {cell.week for cell in getattr(place, name)} for name in CELLS_OF_PLACE}
        yield from _outside(f"$.places[{index}]", weeks, problem.n_weeks)
    for index, worker in enumerate(problem.workers):
        weeks = {name: {cell.week for cell in getattr(worker, name)} for name in CELLS_OF_WORKER}
        weeks |= {name: set(getattr(worker, name)) for name in WEEKS_OF_WORKER}
        yield from _outside(f"$.workers[{index}]", weeks, problem.n_weeks)
        yield from _of_worker(f"$.workers[{index}]", worker, places, workers)
    stands = standing or [one.assignment for one in problem.standing]
    for key, listed in (("locked", locked), ("forbidden", sorted(problem.forbidden)), ("standing", stands)):
        for index, found in enumerate(listed):
            yield from _names(f"$.{key}[{index}]", found, places, workers, problem.n_weeks)
    if problem.frozen_before.week > problem.n_weeks:
        yield ProblemRefused(
            Fault.OUTSIDE_HORIZON, "$.frozen_before.week", problem.frozen_before.week, n_weeks=problem.n_weeks
        )
    yield from _kept(problem, locked, stands)


def _twice(key: str, names: Sequence[str]) -> Iterator[ProblemRefused]:
    seen: set[str] = set()
    for index, name in enumerate(names):
        if name in seen:
            yield ProblemRefused(Fault.TWICE, f"$.{key}[{index}].id", name)
        seen.add(name)


def _outside(path: str, weeks: Mapping[str, set[int]], n_weeks: int) -> Iterator[ProblemRefused]:
    """An absence in a week that is not there is a slip of counting: she would be laid on the week that was meant."""
    for name, named in weeks.items():
        for week in sorted(named):
            if week >= n_weeks:
                yield ProblemRefused(Fault.OUTSIDE_HORIZON, f"{path}.{name}", week, n_weeks=n_weeks)


def _of_worker(path: str, worker: Worker, places: set[str], workers: set[str]) -> Iterator[ProblemRefused]:
    for index, place in enumerate(worker.places):
        if place not in places:
            yield ProblemRefused(Fault.UNKNOWN_PLACE, f"{path}.places[{index}]", place)
    for place in worker.place_cost:
        if place not in places:
            yield ProblemRefused(Fault.UNKNOWN_PLACE, f"{path}.place_cost.{place}", place)
    if worker.follows == worker.id:
        yield ProblemRefused(Fault.FOLLOWS_HERSELF, f"{path}.follows", worker.follows)
    elif worker.follows is not None and worker.follows not in workers:
        yield ProblemRefused(Fault.UNKNOWN_WORKER, f"{path}.follows", worker.follows)
    if worker.end_week < worker.first_week:
        yield ProblemRefused(
            Fault.WEEKS_MIXED_UP, f"{path}.end_week", worker.end_week, first_week=worker.first_week, name=worker.name
        )
    yield from _of_amounts(path, worker)


def _of_amounts(path: str, worker: Worker) -> Iterator[ProblemRefused]:
    if worker.half_days_per_week > worker.max_half_days_per_week:
        yield ProblemRefused(
            Fault.ABOVE_MAXIMUM,
            f"{path}.half_days_per_week",
            worker.half_days_per_week,
            most=worker.max_half_days_per_week,
            name=worker.name,
        )
    for week, half_days in worker.half_days_in.items():
        if half_days > worker.most_in(week):
            at = f"{path}.half_days_in.{week}"
            yield ProblemRefused(Fault.ABOVE_MAXIMUM, at, half_days, most=worker.most_in(week), name=worker.name)


def _names(path: str, found: Assignment, places: set[str], workers: set[str], n_weeks: int) -> Iterator[ProblemRefused]:
    if found.worker not in workers:
        yield ProblemRefused(Fault.UNKNOWN_WORKER, f"{path}.worker", found.worker)
    if found.place not in places:
        yield ProblemRefused(Fault.UNKNOWN_PLACE, f"{path}.place", found.place)
    if found.week >= n_weeks:
        yield ProblemRefused(Fault.OUTSIDE_HORIZON, f"{path}.week", found.week, n_weeks=n_weeks)


def _kept(problem: Problem, locked: Sequence[Assignment], standing: Sequence[Assignment]) -> Iterator[ProblemRefused]:
    """What must stay breaks no rule: the locked half-days by themselves, then with the frozen ones."""
    by_themselves = replace(problem, standing=(), frozen_before=FIRST_CELL)
    for fault, kept in (
        (Fault.LOCKED_BREAKS, {*locked}),
        (Fault.FROZEN_BREAKS, {*locked, *still_standing(problem)}),
    ):
        judged = by_themselves if fault is Fault.LOCKED_BREAKS else problem
        for violation in violations_of(judged, Roster(tuple(sorted(kept)))):
            involved = [
                found
                for found in sorted(kept)
                if violation.worker in ("", found.worker)
                and found.cell in violation.cells
                and (not violation.places or found.place in violation.places)
            ]
            at = [f"$.locked[{locked.index(found)}]" for found in involved if found in problem.locked]
            at += [f"$.standing[{standing.index(found)}]" for found in involved if found in standing]
            yield ProblemRefused(
                Fault.LOCKED_FORBIDDEN if violation.rule is Rule.FORBIDDEN else fault,
                at[-1] if at else "$",
                involved[-1] if involved else None,
                violation=violation,
            )
