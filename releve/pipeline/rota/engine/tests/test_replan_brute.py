"""Replanning of tiny problems against every rota there is."""

from dataclasses import replace

from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from releve.pipeline.rota.engine.checker import Term, check
from releve.pipeline.rota.engine.problem import Cell, Roster, Standing
from releve.pipeline.rota.engine.replan import replan
from releve.pipeline.rota.engine.tests.brute import all_rotas, tiny_problems

PATIENTLY = settings(max_examples=25, deadline=None, suppress_health_check=list(HealthCheck))


@st.composite
def events(draw):
    """The best rota of a tiny problem stands; then somebody is ill for a week or a cell."""
    problem = draw(tiny_problems())
    rotas = all_rotas(problem)
    assume(len(rotas) <= 700)
    best = min((found for found in rotas if found[1].is_valid), key=lambda found: (found[1].total, sorted(found[0])))[0]
    assume(best)
    standing = tuple(Standing(one, draw(st.integers(0, 2)), draw(st.booleans())) for one in sorted(best))
    ill = draw(st.sampled_from([one.worker for one in sorted(best)]))
    cell = draw(st.sampled_from([None, Cell(0, 8), Cell(0, 9), Cell(0, 10)]))
    workers = tuple(
        worker
        if worker.id != ill
        else replace(worker, leave_weeks=frozenset({0}))
        if cell is None
        else replace(worker, absences=worker.absences | {cell})
        for worker in problem.workers
    )
    frozen = draw(st.sampled_from([Cell(0, 0), Cell(0, 0), Cell(0, 9), Cell(1, 0)]))
    return replace(problem, workers=workers, standing=standing, frozen_before=frozen)


@given(events())
@PATIENTLY
def test_replan_when_somebody_is_ill_finds_the_nearest_of_all_rotas(problem):
    found = replan(problem)
    report = check(problem, found.roster)
    assert report.is_valid
    assert found.is_proven
    assert found.change_cost == report.costs[Term.CHANGE]
    minimum = problem.weights.under_minimum
    nearest = min(
        (every.costs[Term.UNDER_MINIMUM] // minimum, every.costs[Term.CHANGE], every.total)
        for _, every in all_rotas(problem)
        if every.is_valid
    )
    assert (report.costs[Term.UNDER_MINIMUM] // minimum, report.costs[Term.CHANGE], report.total) == nearest


@given(events())
@PATIENTLY
def test_replan_when_done_tells_every_change_once(problem):
    found = replan(problem)
    before = {one.assignment for one in problem.standing}
    taken = [change.before for change in found.changes if change.before]
    added = [change.after for change in found.changes if change.after]
    assert set(taken) == before - set(found.roster.assignments)
    assert set(added) == set(found.roster.assignments) - before
    assert len(taken) == len(set(taken))
    assert len(added) == len(set(added))
    patients = {one.assignment: one.n_patients for one in problem.standing}
    assert all(change.n_patients == patients.get(change.before, 0) for change in found.changes)
    assert replan(problem) == found


@given(events())
@PATIENTLY
def test_replan_when_the_notice_is_reopened_is_as_good_as_without_it(problem):
    found = replan(problem, reopened_from=Cell(0, 0))
    assert found.roster == replan(replace(problem, frozen_before=Cell(0, 0))).roster
    assert check(replace(problem, frozen_before=Cell(0, 0)), Roster(found.roster.assignments)).is_valid
