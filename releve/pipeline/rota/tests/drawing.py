"""A plan for tests: drawn by a simple hand instead of the engine, at once and always the same."""

from collections import Counter
from datetime import UTC, date, datetime

from releve.pipeline.rota.actions.drawing import Drawn, ask_plan, draw_plan
from releve.pipeline.rota.engine.checker.possible import broken_alone
from releve.pipeline.rota.engine.problem import Assignment, Cell, Problem, Roster
from releve.pipeline.rota.models import RotaPlan

NOW = datetime(2026, 11, 23, 8, tzinfo=UTC)
MONDAY = date(2026, 12, 14)


def first_who_can(problem: Problem) -> Roster:
    """What must be kept, then the first doctor who can for each half-day."""
    found = sorted(problem.locked)
    n_in_week = Counter((a.worker, a.week) for a in found)
    busy = {(a.worker, a.cell) for a in found}
    covered = {(a.place, a.cell) for a in found}
    for week in range(problem.n_weeks):
        for place in problem.places:
            for slot in place.open_slots:
                cell = Cell(week, slot)
                if cell in place.closed or (place.id, cell) in covered:
                    continue
                for worker in problem.workers:
                    taken = Assignment(worker.id, place.id, *cell)
                    is_free = (worker.id, cell) not in busy and taken not in problem.forbidden
                    has_time = n_in_week[worker.id, week] < worker.max_half_days_per_week
                    if is_free and has_time and not list(broken_alone(worker, place, cell)):
                        found.append(taken)
                        busy.add((worker.id, cell))
                        n_in_week[worker.id, week] += 1
                        break
    return Roster(tuple(sorted(found)))


def by_hand(roster_of=first_who_can):
    """Return a drawing as the job calls it."""

    def draw(_plan, problem, _stop, _tell):
        return Drawn(roster_of(problem), None, 0.1)

    return draw


def a_plan(office, by, *, more=(), now=NOW, roster_of=first_who_can, drawn_by=None, **asked) -> RotaPlan:
    """Ask for a plan of an office (and of `more`), draw it by hand or by `drawn_by`, and return it as it is stored."""
    given = {"first": MONDAY, "n_weeks": 1, "seconds": 2, "patients": {}} | asked
    office_ids = [office.id, *(other.id for other in more)]
    plan = ask_plan(network_id=office.network_id, office_ids=office_ids, by=by, now=now, **given)
    draw_plan(plan_id=plan.id, now=now, draw=drawn_by or by_hand(roster_of))
    plan.refresh_from_db()
    return plan
