from datetime import date, timedelta

import pytest

from releve.pipeline.commitments.models import Absence
from releve.pipeline.offices.models import Closure
from releve.pipeline.rota.handover import Refusal
from releve.pipeline.rota.models import Shift
from releve.pipeline.rota.queries import (
    conflicts,
    existing_shifts,
    gaps,
    shifts_between,
    shifts_of_doctor,
    week_table,
)
from releve.shared.half_days import Half
from releve.shared.worlds.roles import Role
from releve.shared.worlds.scope import world_scope
from tests.factories import a_doctor, a_promise, a_published_shift, a_shift, an_office

pytestmark = pytest.mark.django_db
AM, PM = Half.MORNING, Half.AFTERNOON
MONDAY = date(2026, 12, 7)
SUNDAY = date(2026, 12, 13)
ONE_DAY = timedelta(days=1)


@pytest.fixture
def office():
    return an_office()


@pytest.fixture
def doctor(office):
    return a_doctor(office.network)


def cancelled(shift):
    Shift.objects.filter(id=shift.id).update(status=Shift.Status.CANCELLED, cancelled_because="Travaux")
    return shift


class TestShifts:
    def test_shifts_come_by_time_then_room_without_the_cancelled_ones(self, office, doctor, django_assert_num_queries):
        roy = a_doctor(office.network, last_name="Roy")
        tuesday = a_shift(office, doctor, MONDAY + ONE_DAY)
        first, second = a_shift(office, doctor, MONDAY), a_shift(office, roy, MONDAY)
        gone = cancelled(a_shift(office, doctor, MONDAY, PM))
        a_shift(office, doctor, MONDAY - 3 * ONE_DAY)
        a_shift(day=MONDAY)
        with django_assert_num_queries(1):
            found = list(shifts_between([office.id], MONDAY, SUNDAY))
            assert [(str(shift.doctor), shift.room.name) for shift in found[:2]] == [
                ("Dr Leïla Benali", "Salle 1"),
                ("Dr Leïla Roy", "Salle 2"),
            ]
        assert found == [first, second, tuesday]
        assert gone in shifts_between([office.id], MONDAY, SUNDAY, with_cancelled=True)

    def test_open_search_reads_published_shifts_with_doctor_and_room(self, office, doctor):
        a_published_shift(office, doctor, MONDAY)
        with world_scope(Role.PUBLIC):
            (shift,) = shifts_between([office.id], MONDAY, SUNDAY)
            assert (str(shift.doctor), shift.room.name) == ("Dr Leïla Benali", "Salle 1")

    def test_shifts_of_a_doctor_are_hers_in_every_office(self, office, doctor, django_assert_num_queries):
        elsewhere = an_office(office.network, name="Bully")
        a_promise(elsewhere, doctor)
        a_shift(office, doctor, MONDAY)
        a_shift(elsewhere, doctor, MONDAY, PM)
        a_shift(office, a_doctor(office.network), MONDAY)
        with django_assert_num_queries(1):
            found = [(shift.office.name, shift.room.name) for shift in shifts_of_doctor(doctor.id, MONDAY, SUNDAY)]
        assert found == [(office.name, "Salle 1"), ("Bully", "Salle 1")]

    def test_existing_shifts_are_the_offices_and_the_doctors_anywhere_in_one_query(
        self, office, doctor, django_assert_num_queries
    ):
        elsewhere = an_office(office.network, name="Bully")
        a_promise(elsewhere, doctor)
        here = cancelled(a_shift(office, a_doctor(office.network), MONDAY))
        there = a_shift(elsewhere, doctor, MONDAY)
        a_shift(elsewhere, a_doctor(office.network), MONDAY)
        with django_assert_num_queries(1):
            found = existing_shifts(office_ids=[office.id], doctor_ids=[doctor.id], first=MONDAY, last=SUNDAY)
        assert [(s.shift_id, s.is_cancelled, s.office_name, s.doctor_name) for s in found] == [
            (here.id, True, office.name, "Dr Leïla Benali"),
            (there.id, False, "Bully", "Dr Leïla Benali"),
        ]
        assert (found[1].day, found[1].half, found[1].starts_at) == (MONDAY, AM, there.starts_at)


class TestGaps:
    def test_gap_is_an_open_half_day_without_doctor_drafts_counting_or_not(self, office, doctor):
        a_published_shift(office, doctor, MONDAY)
        a_shift(office, doctor, MONDAY, PM)
        assert gaps([office.id], MONDAY, MONDAY) == []
        assert [gap.half for gap in gaps([office.id], MONDAY, MONDAY, with_drafts=False)] == [PM]

    @pytest.mark.parametrize("n_offices", [1, 3])
    def test_gaps_take_six_queries_for_any_number_of_offices(self, office, django_assert_num_queries, n_offices):
        ids = [an_office(office.network).id for _ in range(n_offices)]
        with django_assert_num_queries(6):
            assert len(gaps(ids, MONDAY, MONDAY)) == 2 * n_offices


class TestConflicts:
    def test_shifts_that_no_longer_hold_are_told_with_their_reason(self, office, doctor, django_assert_num_queries):
        a_promise(office, doctor)
        for half in (AM, PM):
            a_published_shift(office, doctor, MONDAY, half)
        a_shift(office, doctor, MONDAY + ONE_DAY)
        Absence.objects.create(network=office.network, doctor=doctor, first_on=MONDAY, last_on=MONDAY, first_half=PM)
        Closure.objects.create(
            network=office.network, office=office, first_on=MONDAY + ONE_DAY, last_on=SUNDAY, label="Travaux"
        )
        with django_assert_num_queries(9):
            found = conflicts([office.id], MONDAY, SUNDAY)
        assert [(c.shift.day, c.shift.half, c.refusal, c.detail) for c in found] == [
            (MONDAY, PM, Refusal.DOCTOR_ABSENT, ""),
            (MONDAY + ONE_DAY, AM, Refusal.CLOSURE, "Travaux"),
        ]

    def test_without_shifts_nothing_else_is_asked(self, office, django_assert_num_queries):
        with django_assert_num_queries(1):
            assert conflicts([office.id], MONDAY, SUNDAY) == []


class TestWeekTable:
    def test_table_starts_on_monday_and_tells_of_each_half_day_why_it_is_as_it_is(self, office, doctor):
        a_shift(office, doctor, MONDAY)
        cancelled(a_shift(office, doctor, MONDAY, PM))
        Closure.objects.create(
            network=office.network, office=office, first_on=SUNDAY - 2 * ONE_DAY, last_on=SUNDAY, label="Travaux"
        )
        (week,) = week_table(office.id, MONDAY + 3 * ONE_DAY, 1)
        assert (week.monday, week.number, [day.day for day in week.days]) == (
            MONDAY,
            50,
            [MONDAY + n * ONE_DAY for n in range(7)],
        )
        monday, thursday, friday = week.days[0], week.days[3], week.days[4]
        assert (len(monday.morning.shifts), monday.morning.is_gap) == (1, False)
        assert (monday.afternoon.shifts[0].status, monday.afternoon.is_gap) == ("cancelled", True)
        assert (thursday.morning.opening, thursday.morning.closed, thursday.morning.is_gap) == (None, None, False)
        assert (friday.morning.closed.label, friday.morning.is_gap) == ("Travaux", False)

    def test_weeks_over_the_turn_of_the_year_have_their_iso_numbers(self, office):
        assert [week.number for week in week_table(office.id, date(2026, 12, 21), 4)] == [52, 53, 1, 2]

    def test_office_that_is_not_there_has_an_empty_table(self):
        (week,) = week_table(0, MONDAY, 1)
        assert not any(day.morning.is_gap or day.morning.opening for day in week.days)

    @pytest.mark.parametrize("n_weeks", [1, 8])
    def test_table_takes_six_queries_for_any_number_of_weeks(self, office, doctor, django_assert_num_queries, n_weeks):
        a_shift(office, doctor, MONDAY)
        with django_assert_num_queries(6):
            table = week_table(office.id, MONDAY, n_weeks)
            shift = table[0].days[0].morning.shifts[0]
            assert (str(shift.doctor), shift.room.name) == ("Dr Leïla Benali", "Salle 1")
