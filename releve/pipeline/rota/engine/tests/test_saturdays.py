"""Saturdays that are counted are shared out first, over the whole horizon."""

from releve.pipeline.rota.engine.problem import SATURDAY_MORNING
from releve.pipeline.rota.engine.solver.rota import Ground
from releve.pipeline.rota.engine.solver.saturdays import covered_saturdays, saturdays_alone
from releve.pipeline.rota.engine.solver.task import RotaTask
from releve.pipeline.rota.engine.tests.small import WEEKDAYS, a_place, a_problem, a_worker, at, cells

EACH_DAY = (*WEEKDAYS, SATURDAY_MORNING)
PLACES = a_place(open_slots=EACH_DAY), a_place("Grenay", open_slots=EACH_DAY)


def a_town(most=1, n_weeks=2):
    benali = a_worker(places=("Mazingarbe", "Grenay"), max_saturdays=most)
    roux = a_worker("Roux", max_saturdays=most, absences=cells((1, SATURDAY_MORNING)))
    costa = a_worker("Costa", places=("Grenay",), max_saturdays=most, absences=cells((0, SATURDAY_MORNING)))
    return a_problem(*PLACES, benali, roux, costa, n_weeks=n_weeks)


def covered(problem):
    ground = Ground(problem)
    return {ground.table.assignment(row) for row in covered_saturdays(ground).tolist()}


def test_saturdays_alone_have_no_other_day_and_no_other_cost():
    alone = saturdays_alone(a_town())
    assert {slot for place in alone.places for slot in place.open_slots} == {SATURDAY_MORNING}
    assert Ground(alone).cost(Ground(alone).settled) == 4


def test_saturdays_are_covered_by_whom_nobody_can_replace():
    found = covered(a_town())
    assert len(found) == 3
    assert {at(0, SATURDAY_MORNING, "Roux"), at(1, SATURDAY_MORNING, "Costa", "Grenay")} <= found
    assert len(covered(a_town(most=2))) == 4


def test_saturdays_that_nobody_counts_are_left_to_the_search():
    assert covered(a_town(most=None)) == set()


def test_first_rota_keeps_the_saturdays_that_were_covered():
    ground = Ground(a_town())
    start = RotaTask(ground).start(1)
    assert set(covered_saturdays(ground).tolist()) <= set(start.rows.tolist())
    assert ground.keeps_rules(start.rows)
