"""The nearest rota after an event, case by case."""

from dataclasses import replace

import pytest

from releve.pipeline.rota.engine.checker import check
from releve.pipeline.rota.engine.format import Fault, ProblemRefused
from releve.pipeline.rota.engine.problem import Cell, Standing
from releve.pipeline.rota.engine.replan import Changed, Manner, replan
from releve.pipeline.rota.engine.tests.small import a_place, a_problem, a_roster, a_worker, at, cells

PLACE = a_place(open_slots=(0, 2), rooms=1)
BENALI = a_worker(half_days_per_week=1)
ROSSI = a_worker("Rossi", half_days_per_week=1)
STANDING = (
    Standing(at(0, 0), n_patients=4, is_published=True),
    Standing(at(0, 2, "Rossi"), n_patients=9, is_published=True),
    Standing(at(1, 0)),
    Standing(at(1, 2, "Rossi")),
)


def ill(*cells_of_absence, **changes):
    benali = replace(BENALI, absences=cells(*cells_of_absence))
    return a_problem(PLACE, benali, ROSSI, n_weeks=2, standing=STANDING, **changes)


def test_replan_when_a_colleague_is_free_has_her_take_over():
    found = replan(ill((0, 0)))
    assert found.changes == (Changed(Manner.REPLACED, at(0, 0), at(0, 0, "Rossi"), 4, True, True),)
    assert (found.change_cost, found.is_proven, found.weeks) == (30 + 40 + 6, True, (0,))
    assert found.still_short == ()


def test_replan_when_nothing_is_lost_changes_nothing():
    found = replan(ill())
    assert (found.changes, found.change_cost, found.weeks) == ((), 0, ())
    assert found.roster == a_roster(*(one.assignment for one in STANDING))


def test_replan_when_nobody_else_can_tells_what_stays_short():
    morning = replace(PLACE, open_slots=(0,))
    found = replan(a_problem(morning, replace(BENALI, absences=cells((0, 0))), n_weeks=2, standing=STANDING[:1]))
    assert found.changes == (Changed(Manner.LOST, at(0, 0), None, 4, True, True),)
    assert found.still_short == (("Mazingarbe", Cell(0, 0)),)


def test_replan_when_inside_the_notice_touches_nothing_unless_asked():
    problem = ill((0, 0), frozen_before=Cell(1, 0))
    kept = replan(problem)
    assert [change.manner for change in kept.changes] == [Manner.LOST]
    assert check(problem, kept.roster).is_valid
    asked = replan(problem, reopened_from=Cell(0, 0))
    assert [change.manner for change in asked.changes] == [Manner.REPLACED]


def test_replan_when_two_changes_would_do_takes_away_the_half_day_without_patients():
    far = a_place("Bully", open_slots=(0,), x_km=90.0)
    busy = [a_worker(name, places=("Mazingarbe", "Bully")) for name in ("Rossi", "Kante")]
    spare = a_worker("Faure", places=("Bully",))
    bully = replace(far, rooms=3, demand=replace(far.demand, minimum=2))
    standing = (
        Standing(at(0, 0)),
        Standing(at(0, 0, "Rossi", "Bully"), n_patients=5),
        Standing(at(0, 0, "Kante", "Bully"), n_patients=0),
    )
    problem = a_problem(
        replace(PLACE, open_slots=(0,)),
        bully,
        replace(BENALI, absences=cells((0, 0))),
        *busy,
        spare,
        n_weeks=1,
        standing=standing,
    )
    found = replan(problem)
    assert {change.before for change in found.changes if change.before} == {at(0, 0), at(0, 0, "Kante", "Bully")}
    assert at(0, 0, "Faure", "Bully") in found.roster.assignments


def test_replan_when_equally_near_takes_the_one_who_likes_it():
    liking = a_worker("Kante", half_days_per_week=1)
    disliking = replace(ROSSI, slot_cost={0: 9})
    problem = a_problem(
        PLACE, replace(BENALI, absences=cells((0, 0))), disliking, liking, n_weeks=1, standing=STANDING[:2]
    )
    assert replan(problem).changes[0].after == at(0, 0, "Kante")


def test_replan_when_saturdays_are_used_up_frees_another_week_only_then():
    place = a_place(open_slots=(10,))
    ill_now = a_worker(absences=cells((0, 10)))
    once = a_worker("Rossi", max_saturdays=1)
    late = a_worker("Kante", first_week=1)
    standing = (Standing(at(0, 10)), Standing(at(1, 10, "Rossi")))
    found = replan(a_problem(place, ill_now, once, late, n_weeks=2, standing=standing))
    assert found.weeks == (0, 1)
    assert found.roster == a_roster(at(0, 10, "Rossi"), at(1, 10, "Benali")) or found.roster == a_roster(
        at(0, 10, "Rossi"), at(1, 10, "Kante")
    )
    assert found.still_short == ()


def test_replan_when_a_room_goes_out_of_service_sends_the_dearer_one_nowhere():
    place = replace(PLACE, rooms=2, rooms_in={Cell(0, 0): 1}, open_slots=(0,))
    standing = (Standing(at(0, 0), n_patients=1), Standing(at(0, 0, "Rossi"), n_patients=8))
    found = replan(a_problem(place, BENALI, ROSSI, n_weeks=1, standing=standing))
    assert found.changes == (Changed(Manner.TAKEN, at(0, 0), None, 1),)


def test_replan_when_somebody_left_altogether_replaces_her():
    problem = a_problem(PLACE, ROSSI, n_weeks=2, standing=STANDING)
    assert [change.manner for change in replan(problem).changes] == [Manner.REPLACED, Manner.REPLACED]


def test_replan_when_the_notice_itself_breaks_a_rule_says_so():
    place = replace(PLACE, rooms=2, rooms_in={Cell(0, 0): 1}, open_slots=(0,))
    standing = (Standing(at(0, 0)), Standing(at(0, 0, "Rossi")))
    problem = a_problem(place, BENALI, ROSSI, n_weeks=1, standing=standing, frozen_before=Cell(1, 0))
    with pytest.raises(ProblemRefused) as refusal:
        replan(problem)
    assert refusal.value.fault == Fault.FROZEN_BREAKS
    assert len(replan(problem, reopened_from=Cell(0, 0)).changes) == 1


def test_replan_when_a_half_day_is_locked_keeps_it():
    locked = at(0, 0, "Rossi")
    problem = ill((0, 0), locked=frozenset({locked}))
    assert locked in replan(problem).roster.assignments
