"""What a plan changes, in which rooms, and what it asks of whom: no database."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from releve.pipeline.commitments.handover import AbsentDays
from releve.pipeline.rota.handover import Patients, Planned, Refusal
from releve.pipeline.rota.rules.plan_rooms import lay_planned
from releve.pipeline.rota.rules.plans import (
    as_planned,
    doctors_figures,
    find_changes,
    half_day_at,
    is_away_all_week,
    patients_of,
    promised_half_days,
    week_and_slot,
)
from releve.pipeline.rota.tests.builders import a_calendar, a_promise, a_shift, by_office
from releve.shared.half_days import HALVES, Half

MONDAY = date(2026, 12, 7)
SUNDAY = MONDAY + timedelta(days=6)
MORNING, AFTERNOON = Half.MORNING, Half.AFTERNOON


def planned(doctor=1, day=MONDAY, half=MORNING, office=1):
    return Planned(doctor, office, day, half)


@given(st.integers(0, 400), st.sampled_from(HALVES))
def test_half_day_when_counted_by_week_and_slot_comes_back(n_days, half):
    day = MONDAY + timedelta(days=n_days)
    assert half_day_at(*week_and_slot(day, half, MONDAY), MONDAY) == (day, half)


def test_changes_when_the_plan_names_a_shift_keep_it_and_else_remove_it():
    stays, goes = a_shift(doctor_id=1, day=MONDAY), a_shift(doctor_id=2, day=MONDAY, room_id=12)
    changes = find_changes([stays, goes], [planned(1), planned(1, half=AFTERNOON)])
    assert changes.kept == (stays,)
    assert changes.removed == (goes,)
    assert changes.added == (planned(1, half=AFTERNOON),)


half_days = st.sets(st.builds(planned, st.integers(1, 3), st.just(MONDAY), st.sampled_from(HALVES), st.integers(1, 2)))


@given(half_days, half_days)
def test_changes_when_applied_give_the_plan(before, after):
    standing = [a_shift(doctor_id=p.doctor_id, office_id=p.office_id, day=p.day, half=p.half) for p in before]
    changes = find_changes(standing, after)
    assert {as_planned(shift) for shift in changes.kept} | set(changes.added) == after
    assert {as_planned(shift) for shift in changes.removed} == before - after


def test_patients_when_masked_are_between_one_and_ten():
    assert patients_of([1, 2, 3], {1: None, 2: 14}) == Patients(15, 24)
    assert patients_of([9], {1: None}) == Patients(0, 0)


def test_rooms_when_free_go_to_those_who_know_them():
    knows = a_shift(doctor_id=1, room_id=13, day=MONDAY - timedelta(days=7))
    promises = [a_promise(doctor_id=1), a_promise(doctor_id=2)]
    rota = lay_planned(by_office(a_calendar()), promises, [knows], [planned(1), planned(2)])
    assert {shift.doctor_id: shift.room_id for shift in rota.shifts} == {1: 13, 2: 11}
    assert rota.not_laid == ()


def test_rooms_when_short_leave_the_younger_commitment_out_with_who_holds_them():
    elder = a_promise(doctor_id=1, starts_on=date(2025, 1, 1))
    younger = a_promise(doctor_id=2, starts_on=date(2026, 1, 1))
    rota = lay_planned(by_office(a_calendar(n_rooms=1)), [younger, elder], [], [planned(2), planned(1)])
    assert [shift.doctor_id for shift in rota.shifts] == [1]
    assert [(found.doctor_id, found.refusal) for found in rota.not_laid] == [(2, Refusal.NO_ROOM_LEFT)]


@pytest.mark.parametrize(
    ("changed", "refusal"),
    [
        ({"day": MONDAY - timedelta(days=700)}, Refusal.BEFORE_COMMITMENT),
        ({"day": MONDAY + timedelta(days=1400)}, Refusal.AFTER_COMMITMENT),
        ({"day": date(2026, 12, 10)}, Refusal.OFFICE_CLOSED),
        ({"doctor": 9}, Refusal.AFTER_COMMITMENT),
    ],
)
def test_half_day_when_it_cannot_be_worked_has_its_reason(changed, refusal):
    rota = lay_planned(by_office(a_calendar()), [a_promise(doctor_id=1)], [], [planned(**changed)])
    assert [found.refusal for found in rota.not_laid] == [refusal]


def test_half_day_when_the_doctor_works_elsewhere_has_its_reason():
    elsewhere = a_shift(doctor_id=1, office_id=2, room_id=21, day=MONDAY)
    rota = lay_planned(by_office(a_calendar()), [a_promise(doctor_id=1)], [elsewhere], [planned(1)])
    assert [found.refusal for found in rota.not_laid] == [Refusal.DOCTOR_ELSEWHERE]


def test_figures_when_counted_tell_promise_unloved_avoided_and_two_offices():
    rota = [
        planned(1),
        planned(1, half=AFTERNOON, office=2),
        planned(1, day=MONDAY + timedelta(days=4), half=AFTERNOON),
    ]
    promise = a_promise(doctor_id=1, half_days_per_week=4)
    figures = doctors_figures(rota, [promise], MONDAY, SUNDAY, unloved_slots={9}, avoided={(1, MONDAY, MORNING)})[1]
    assert (figures.n_half_days, figures.n_promised) == (3, 4.0)
    assert (figures.n_unloved, figures.n_avoided, figures.n_two_offices) == (1, 1, 1)


def test_promise_when_it_starts_on_a_wednesday_owes_three_fifths_of_the_week():
    promise = a_promise(half_days_per_week=5, starts_on=MONDAY + timedelta(days=2))
    assert promised_half_days([promise], MONDAY, SUNDAY) == {promise.doctor_id: 3.0}


@pytest.mark.parametrize(
    ("absences", "is_away"),
    [
        ([AbsentDays(MONDAY, SUNDAY)], True),
        ([AbsentDays(MONDAY, MONDAY + timedelta(days=1)), AbsentDays(MONDAY + timedelta(days=2), SUNDAY)], True),
        ([AbsentDays(MONDAY, SUNDAY, first_half=AFTERNOON)], False),
        ([AbsentDays(MONDAY, MONDAY + timedelta(days=4), last_half=MORNING)], False),
        ([], False),
    ],
)
def test_week_when_absences_cover_it_is_owed_nothing(absences, is_away):
    promise = a_promise(half_days_per_week=4, absences=tuple(absences))
    assert is_away_all_week(promise, MONDAY) == is_away
    assert promised_half_days([promise], MONDAY, SUNDAY).get(promise.doctor_id, 0.0) == (0.0 if is_away else 4.0)
