"""What stays empty, and what no longer holds."""

from datetime import date, time, timedelta

import pytest

from releve.pipeline.commitments.handover import AbsentDays
from releve.pipeline.offices.handover import ClosedDays
from releve.pipeline.rota.handover import Refusal
from releve.pipeline.rota.rules import as_existing, find_conflicts, find_gaps, lay_shifts
from releve.pipeline.rota.tests.builders import a_calendar, a_promise, a_shift, by_office
from releve.shared.half_days import Half

AM, PM = Half.MORNING, Half.AFTERNOON
MONDAY = date(2026, 11, 23)
SUNDAY = date(2026, 11, 29)
ONE_WEEK = timedelta(days=7)


def lay(*promises):
    return lay_shifts(by_office(a_calendar()), promises, [], MONDAY, SUNDAY)


class TestGaps:
    def test_open_half_days_without_doctor_are_gaps(self):
        rota = lay(a_promise(pattern="mon-am tue-am wed-am wed-pm fri-am fri-pm"))
        gaps = find_gaps(by_office(a_calendar()), rota.shifts, MONDAY, SUNDAY)
        assert [(gap.day.day, gap.half, gap.has_reception) for gap in gaps] == [(23, PM, True), (24, PM, True)]

    def test_cancelled_shift_leaves_a_gap(self):
        standing = [a_shift(MONDAY, AM, is_cancelled=True), a_shift(MONDAY, PM)]
        gaps = find_gaps(by_office(a_calendar()), standing, MONDAY, MONDAY)
        assert [(gap.day, gap.half) for gap in gaps] == [(MONDAY, AM)]

    def test_closed_half_day_is_no_gap(self):
        assert find_gaps(by_office(a_calendar()), (), date(2026, 11, 11), date(2026, 11, 12)) == []

    def test_shift_in_one_office_fills_no_gap_in_another(self):
        gaps = find_gaps(by_office(a_calendar(1), a_calendar(2)), [a_shift(MONDAY)], MONDAY, MONDAY)
        assert [(gap.half, gap.office_id) for gap in gaps] == [(AM, 2), (PM, 1), (PM, 2)]


class TestConflicts:
    def conflicts(self, shift, promise=None, calendar=None):
        found = find_conflicts(by_office(calendar or a_calendar()), [promise or a_promise(pattern="")], [shift])
        return [(conflict.refusal, conflict.detail) for conflict in found]

    def test_shift_that_holds_is_no_conflict_although_it_is_not_in_the_pattern(self):
        assert self.conflicts(a_shift(MONDAY, hours=(time(9), time(10)))) == []

    def test_cancelled_shift_is_no_conflict(self):
        away = a_promise(absences=(AbsentDays(MONDAY, MONDAY),))
        assert self.conflicts(a_shift(MONDAY, is_cancelled=True), away) == []

    def test_doctor_noted_absent_after_the_laying_is_a_conflict(self):
        away = a_promise(absences=(AbsentDays(MONDAY, MONDAY, PM, PM),))
        assert self.conflicts(a_shift(MONDAY, AM), away) == []
        assert self.conflicts(a_shift(MONDAY, PM), away) == [(Refusal.DOCTOR_ABSENT, "")]

    def test_closure_told_after_the_laying_is_a_conflict_with_its_label(self):
        closed = a_calendar(closures=(ClosedDays(MONDAY, MONDAY, "Travaux"),))
        assert self.conflicts(a_shift(MONDAY), calendar=closed) == [(Refusal.CLOSURE, "Travaux")]

    def test_public_holiday_is_a_conflict_with_its_name(self):
        assert self.conflicts(a_shift(date(2026, 11, 11))) == [(Refusal.PUBLIC_HOLIDAY, "Armistice")]

    @pytest.mark.parametrize(
        "shift",
        [
            a_shift(date(2026, 11, 26)),
            a_shift(MONDAY, hours=(time(8), time(9))),
            a_shift(MONDAY, PM, hours=(time(9), time(10))),
        ],
    )
    def test_shift_outside_opening_hours_is_a_conflict(self, shift):
        assert self.conflicts(shift) == [(Refusal.OFFICE_CLOSED, "")]

    def test_shift_outside_the_commitment_is_a_conflict(self):
        later = a_promise(starts_on=MONDAY + ONE_WEEK)
        over = a_promise(last_on=MONDAY - ONE_WEEK)
        assert self.conflicts(a_shift(MONDAY), later) == [(Refusal.BEFORE_COMMITMENT, "")]
        assert self.conflicts(a_shift(MONDAY), over) == [(Refusal.AFTER_COMMITMENT, "")]
        assert self.conflicts(a_shift(MONDAY, doctor_id=5)) == [(Refusal.AFTER_COMMITMENT, "")]

    def test_room_out_of_service_is_a_conflict(self):
        assert self.conflicts(a_shift(MONDAY, room_id=99)) == [(Refusal.ROOM_OUT_OF_SERVICE, "")]

    def test_shift_of_an_office_without_calendar_is_passed_over(self):
        assert self.conflicts(a_shift(MONDAY, office_id=2)) == []

    def test_what_is_laid_is_never_in_conflict(self):
        promises = [a_promise(1, "mon-am tue-pm wed-am"), a_promise(2, "mon-am fri-pm")]
        rota = lay(*promises)
        standing = [as_existing(shift) for shift in rota.shifts]
        assert find_conflicts(by_office(a_calendar()), promises, standing) == []
