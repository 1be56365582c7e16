"""From the database to the engine's problem."""

from datetime import UTC, date, datetime, timedelta

import pytest

from releve.pipeline.commitments.models import Absence
from releve.pipeline.commitments.models.coverage import CoverageKnobs
from releve.pipeline.offices.models import Closure, ReceptionAbsence
from releve.pipeline.rota.engine.problem import Assignment, Cell, Demand, Wish
from releve.pipeline.rota.models import DatedWish, WeeklyWish
from releve.pipeline.rota.queries.places import MASKED_PATIENTS
from releve.pipeline.rota.queries.problem import planned_of, planning_ground, roster_of, standing_planned
from releve.pipeline.rota.rules.plans import as_planned
from releve.pipeline.rota.rules.seasons import season_of
from releve.pipeline.rota.tests.drawing import MONDAY, NOW
from releve.shared.half_days import Half
from tests.factories import a_doctor, a_network, a_promise, a_published_shift, a_shift, an_office

pytestmark = pytest.mark.django_db
TUESDAY = MONDAY + timedelta(days=1)
N_QUERIES = 26


@pytest.fixture
def network():
    return a_network()


@pytest.fixture
def office(network):
    return an_office(network, weekdays=(0, 1))


@pytest.fixture
def benali(network):
    return a_doctor(network)


@pytest.fixture
def promise(office, benali):
    return a_promise(office, benali, pattern="mon-am tue-am")


@pytest.fixture
def ground(network):
    def of(*offices, n_weeks=1, first=MONDAY, now=NOW, **options):
        return planning_ground(network.id, [office.id for office in offices], first, n_weeks, now=now, **options)

    return of


@pytest.fixture
def worker(ground, office, benali):
    def of(*others, **options):
        problem = ground(office, *others, **options).problem
        return next(worker for worker in problem.workers if worker.id == str(benali.id))

    return of


def at(office, doctor, week, slot):
    return Assignment(str(doctor.id), str(office.id), week, slot)


# Offices


def test_place_when_an_office_opens_two_days_has_four_slots_and_its_rooms(ground, office, promise):
    (place,) = ground(office).problem.places
    assert (place.open_slots, place.rooms, place.closed) == ((0, 1, 2, 3), 4, frozenset())
    assert place.demand == Demand(1, 1)


def test_place_when_the_network_wants_more_doctors_wants_as_many_as_the_rooms_hold(ground, office, network, promise):
    CoverageKnobs.objects.create(network=network, doctors_wanted=6, changed_on=MONDAY)
    assert ground(office).problem.places[0].demand == Demand(1, 4)


def test_place_when_holidays_and_closures_come_closes_their_cells(ground, network, promise):
    office = an_office(network, weekdays=(3, 4))
    Closure.objects.create(
        network=network, office=office, first_on=date(2026, 12, 17), last_on=date(2026, 12, 17), label="Travaux"
    )
    (place,) = ground(office, n_weeks=2).problem.places
    assert place.closed == {Cell(0, 6), Cell(0, 7), Cell(1, 8), Cell(1, 9)}


def test_place_when_all_of_the_window_is_closed_keeps_its_slots(ground, office, network, promise):
    Closure.objects.create(network=network, office=office, first_on=MONDAY, last_on=TUESDAY, label="Travaux")
    assert ground(office).problem.places[0].open_slots == (0, 1, 2, 3)


def test_place_when_the_reception_is_away_says_so(ground, office, network, promise):
    ReceptionAbsence.objects.create(network=network, office=office, day=MONDAY, half="pm")
    assert ground(office).problem.places[0].without_reception == {Cell(0, 1)}


def test_place_when_half_days_are_over_closes_them_unless_worked(ground, office, benali, promise):
    a_published_shift(office, benali, MONDAY)
    monday_evening = datetime(2026, 12, 14, 18, tzinfo=UTC)
    problem = ground(office, now=monday_evening).problem
    assert problem.places[0].closed == {Cell(0, 1)}
    assert problem.locked == {at(office, benali, 0, 0)}


# Doctors


def test_worker_when_promised_has_her_half_days_limit_and_pattern(worker, promise):
    found = worker()
    assert (found.half_days_per_week, found.max_half_days_per_week) == (2.0, 2)
    assert found.wishes == {0: Wish.PREFER, 2: Wish.PREFER}
    assert (found.is_senior, found.newcomer_until_week) == (True, 0)


def test_worker_when_the_pattern_alternates_prefers_those_weeks(worker, office, benali):
    a_promise(office, benali, pattern="mon-am/odd")
    assert worker(n_weeks=2).wishes_in == {Cell(0, 0): Wish.PREFER}


def test_worker_when_her_promise_ends_on_monday_is_away_after(worker, office, benali):
    a_promise(office, benali, pattern="mon-am tue-am", ends_on=MONDAY)
    found = worker(n_weeks=2)
    assert (found.first_week, found.end_week) == (0, 1)
    assert Cell(0, 2) in found.absences
    assert Cell(0, 1) not in found.absences


def test_worker_when_absent_some_days_keeps_her_week_and_all_week_owes_none(worker, network, benali, promise):
    Absence.objects.create(
        network=network, doctor=benali, first_on=MONDAY, first_half="pm", last_on=MONDAY + timedelta(days=11)
    )
    found = worker(n_weeks=2)
    assert found.leave_weeks == {1}
    assert Cell(0, 0) not in found.absences
    assert Cell(0, 1) in found.absences


def test_worker_when_new_works_beside_a_senior_for_four_weeks(worker, office, benali):
    a_promise(office, benali, pattern="mon-am", starts_on=MONDAY - timedelta(weeks=1))
    found = worker(n_weeks=6)
    assert (found.is_senior, found.newcomer_until_week) == (False, 3)


def test_worker_when_she_follows_somebody_who_leaves_overlaps(worker, network, office, benali):
    leaver = a_promise(office, a_doctor(network, last_name="Martin"), ends_on=MONDAY + timedelta(days=18))
    a_promise(office, benali, pattern="mon-am", starts_on=MONDAY)
    found = worker(n_weeks=4)
    assert (found.follows, found.overlap_half_days) == (str(leaver.doctor_id), 4)


def test_worker_when_she_works_in_an_office_left_out_is_absent_there(worker, network, benali, promise):
    elsewhere = an_office(network, name="Bully")
    a_published_shift(elsewhere, benali, MONDAY, Half.AFTERNOON)
    assert worker().absences == {Cell(0, 1)}


def test_worker_when_she_promised_to_two_offices_adds_up_and_keeps_each_pattern_apart(
    ground, worker, network, office, benali, promise
):
    bully = an_office(network, name="Bully", weekdays=(0, 1))
    a_promise(bully, benali, pattern="mon-pm", ends_on=MONDAY)
    found = worker(bully)
    assert found.half_days_per_week == 3.0
    forbidden = ground(office, bully).problem.forbidden
    assert at(office, benali, 0, 1) in forbidden
    assert at(bully, benali, 0, 0) in forbidden
    assert at(bully, benali, 0, 3) in forbidden
    assert at(bully, benali, 0, 1) not in forbidden


def test_worker_when_she_answered_for_the_season_is_taken_at_her_word(worker, network, benali, promise):
    whose = {"network": network, "doctor": benali, "changed_at": NOW}
    said = {"season": season_of(MONDAY), **whose}
    WeeklyWish.objects.create(weekday=0, half="am", wish="avoid", **said)
    DatedWish.objects.create(day=TUESDAY, half="am", wish="cannot", **whose)
    found = worker()
    assert found.wishes[0] == Wish.AVOID
    assert found.wishes_in[Cell(0, 2)] == Wish.CANNOT


# What stands


def test_standing_when_drawing_anew_locks_what_hand_notice_and_patients_hold(ground, office, benali, promise):
    by_hand = a_shift(office, benali, MONDAY, is_edited=True)
    booked = a_published_shift(office, benali, TUESDAY)
    free = a_published_shift(office, benali, TUESDAY, Half.AFTERNOON)
    a_shift(office, benali, MONDAY, Half.AFTERNOON)
    problem = ground(office, patients={booked.id: None}).problem
    assert problem.locked == {at(office, benali, 0, 0), at(office, benali, 0, 2)}
    assert {(s.assignment.slot, s.n_patients) for s in problem.standing} == {(2, MASKED_PATIENTS), (3, 0)}
    soon = ground(office, now=datetime(2026, 12, 3, 8, tzinfo=UTC)).problem
    assert at(office, benali, 0, 3) in soon.locked
    assert by_hand.id != free.id


def test_standing_when_locked_beyond_the_promise_raises_the_limit(worker, office, benali, promise):
    for day in (MONDAY, TUESDAY):
        for half in Half:
            a_shift(office, benali, day, half, is_edited=True)
    assert worker().max_half_days_per_week == 4


def test_standing_when_locked_against_her_wish_is_worked_all_the_same(worker, network, office, benali, promise):
    DatedWish.objects.create(network=network, doctor=benali, day=MONDAY, half="am", wish="cannot", changed_at=NOW)
    a_shift(office, benali, MONDAY, is_edited=True)
    assert worker().wishes_in[Cell(0, 0)] == Wish.AVOID


def test_standing_when_it_no_longer_holds_is_told_and_not_locked(ground, network, office, benali, promise):
    broken = a_shift(office, benali, MONDAY, is_edited=True)
    Absence.objects.create(network=network, doctor=benali, first_on=MONDAY, last_on=MONDAY)
    found = ground(office)
    assert found.problem.locked == frozenset()
    assert [conflict.shift.shift_id for conflict in found.conflicts] == [broken.id]
    assert standing_planned(found) == []


def test_standing_when_replanning_stays_near_everything_and_forces_nothing(ground, office, benali, promise):
    a_shift(office, benali, MONDAY, is_edited=True)
    a_published_shift(office, benali, TUESDAY)
    problem = ground(office, is_replanning=True, frozen_until=TUESDAY).problem
    assert problem.locked == frozenset()
    assert [(s.assignment.slot, s.is_published) for s in problem.standing] == [(0, False), (2, True)]
    assert problem.frozen_before == Cell(0, 2)


def test_half_day_when_cancelled_by_hand_is_not_drawn_again(ground, office, benali, promise):
    a_shift(office, benali, MONDAY, status="cancelled", cancelled_because="coupure d’eau", is_edited=True)
    a_shift(office, benali, TUESDAY, status="cancelled", cancelled_because="planning", is_edited=False)
    assert ground(office).problem.forbidden == {at(office, benali, 0, 0)}


def test_fingerprint_when_anything_of_a_shift_changes_changes_too(ground, office, benali, promise):
    empty = ground(office).stood
    shift = a_shift(office, benali, MONDAY)
    laid = ground(office).stood
    shift.status = "published"
    shift.save()
    assert len({empty, laid, ground(office).stood}) == 3
    assert ground(office).stood == ground(office, now=NOW + timedelta(days=30)).stood


def test_roster_when_written_and_read_again_is_the_same(ground, office, benali, promise):
    shift = a_shift(office, benali, TUESDAY, Half.AFTERNOON)
    found = ground(office)
    planned = [as_planned(existing) for existing in found.standing]
    assert roster_of(found.problem, planned).assignments == (at(office, benali, 0, 3),)
    assert planned_of(found.problem, roster_of(found.problem, planned)) == planned
    assert planned[0].day == shift.day


@pytest.mark.parametrize("n", [1, 4])
def test_ground_when_offices_doctors_and_shifts_grow_asks_as_often(ground, network, django_assert_num_queries, n):
    offices = [an_office(network) for _ in range(n)]
    for office in offices:
        doctor = a_doctor(network)
        a_promise(office, doctor)
        a_published_shift(office, doctor, MONDAY)
    with django_assert_num_queries(N_QUERIES):
        ground(*offices, n_weeks=n)
