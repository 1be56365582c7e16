"""What is laid, what is not and why."""

from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta

import pytest

from releve.pipeline.commitments.handover import AbsentDays
from releve.pipeline.offices.handover import ClosedDays
from releve.pipeline.rota.handover import Refusal
from releve.pipeline.rota.rules import as_existing, lay_shifts
from releve.pipeline.rota.tests.builders import a_calendar, a_promise, a_shift, by_office
from releve.shared.half_days import Half

AM, PM = Half.MORNING, Half.AFTERNOON
MONDAY = date(2026, 11, 23)
SUNDAY = date(2026, 11, 29)
ONE_WEEK = timedelta(days=7)


def lay(*promises, calendars=None, existing=(), first=MONDAY, last=SUNDAY):
    return lay_shifts(calendars or by_office(a_calendar()), promises, existing, first, last)


def places(rota):
    return [(shift.day, shift.half, shift.doctor_id, shift.room_id) for shift in rota.shifts]


def reasons(rota):
    return [(found.day, found.half, found.doctor_id, found.refusal) for found in rota.not_laid]


class TestLaying:
    def test_pattern_half_day_is_laid_over_the_opening_hours(self):
        rota = lay(a_promise(pattern="mon-am"))
        assert rota.not_laid == ()
        (shift,) = rota.shifts
        assert (shift.day, shift.half, shift.office_id, shift.commitment_id) == (MONDAY, AM, 1, 101)
        assert (shift.starts_at, shift.ends_at) == (
            datetime(2026, 11, 23, 7, 30, tzinfo=UTC),
            datetime(2026, 11, 23, 11, 0, tzinfo=UTC),
        )

    def test_shifts_come_by_day_then_morning_first_then_elder_commitment(self):
        young = a_promise(1, "tue-pm tue-am mon-pm", starts_on=date(2026, 6, 1))
        elder = a_promise(2, "tue-am mon-pm", starts_on=date(2026, 1, 1))
        assert [(day.day, half, doctor) for day, half, doctor, _ in places(lay(young, elder))] == [
            (23, PM, 2),
            (23, PM, 1),
            (24, AM, 2),
            (24, AM, 1),
            (24, PM, 1),
        ]

    def test_odd_and_even_weeks_alternate(self):
        rota = lay(a_promise(pattern="mon-am/odd tue-am/even"), first=MONDAY, last=MONDAY + timedelta(days=27))
        assert [shift.day for shift in rota.shifts] == [
            date(2026, 11, 24),  # week 48
            date(2026, 11, 30),  # week 49
            date(2026, 12, 8),
            date(2026, 12, 14),
        ]

    def test_half_day_that_the_office_does_not_open_is_refused(self):
        assert reasons(lay(a_promise(pattern="thu-am"))) == [(date(2026, 11, 26), AM, 1, Refusal.OFFICE_CLOSED)]

    def test_closure_is_refused_with_its_label(self):
        calendars = by_office(a_calendar(closures=(ClosedDays(MONDAY, MONDAY, "Travaux"),)))
        (found,) = lay(a_promise(), calendars=calendars).not_laid
        assert (found.refusal, found.detail) == (Refusal.CLOSURE, "Travaux")

    def test_public_holiday_is_refused_with_its_name(self):
        (found,) = lay(a_promise(pattern="wed-pm"), first=date(2026, 11, 11), last=date(2026, 11, 11)).not_laid
        assert (found.refusal, found.detail) == (Refusal.PUBLIC_HOLIDAY, "Armistice")

    def test_absence_is_precise_to_the_half_day(self):
        absent = a_promise(
            pattern="mon-am mon-pm tue-am", absences=(AbsentDays(MONDAY, MONDAY + timedelta(1), PM, AM),)
        )
        rota = lay(absent)
        assert [(shift.day, shift.half) for shift in rota.shifts] == [(MONDAY, AM)]
        assert [(day.day, half, why) for day, half, _, why in reasons(rota)] == [
            (23, PM, Refusal.DOCTOR_ABSENT),
            (24, AM, Refusal.DOCTOR_ABSENT),
        ]

    def test_half_day_outside_the_commitment_is_refused_on_both_sides(self):
        short = a_promise(pattern="mon-am tue-am wed-am", starts_on=date(2026, 11, 24), last_on=date(2026, 11, 24))
        rota = lay(short)
        assert [shift.day for shift in rota.shifts] == [date(2026, 11, 24)]
        assert [why for *_, why in reasons(rota)] == [Refusal.BEFORE_COMMITMENT, Refusal.AFTER_COMMITMENT]

    def test_commitment_that_follows_another_speaks_alone_from_its_first_day(self):
        ending = a_promise(pattern="mon-am tue-am", last_on=date(2026, 11, 23), commitment_id=1)
        following = a_promise(pattern="mon-am tue-am", starts_on=date(2026, 11, 24), commitment_id=2)
        rota = lay(ending, following)
        assert [(shift.day.day, shift.commitment_id) for shift in rota.shifts] == [(23, 1), (24, 2)]
        assert rota.not_laid == ()

    def test_nothing_is_laid_in_an_office_without_calendar(self):
        rota = lay(a_promise(office_id=2))
        assert (rota.shifts, rota.not_laid) == ((), ())

    def test_half_day_named_twice_in_a_pattern_is_laid_once(self):
        assert len(lay(a_promise(pattern="mon-am mon-am/even mon-am/odd", n=3)).shifts) == 1


class TestWhatStands:
    def test_shift_that_stands_is_left_alone_and_not_reported(self):
        rota = lay(a_promise(), existing=[a_shift(MONDAY)])
        assert (rota.shifts, rota.not_laid) == ((), ())

    def test_half_day_cancelled_by_hand_is_not_laid_again(self):
        rota = lay(a_promise(), existing=[a_shift(MONDAY, is_cancelled=True)])
        assert (rota.shifts, rota.not_laid) == ((), ())

    def test_cancelled_shift_gives_its_room_back(self):
        calendars = by_office(a_calendar(n_rooms=1))
        rota = lay(a_promise(2), calendars=calendars, existing=[a_shift(MONDAY, doctor_id=1, is_cancelled=True)])
        assert places(rota) == [(MONDAY, AM, 2, 11)]

    def test_doctor_in_another_office_is_refused_with_its_name(self):
        (found,) = lay(a_promise(), existing=[a_shift(MONDAY, office_id=2, room_id=21)]).not_laid
        assert (found.refusal, found.detail) == (Refusal.DOCTOR_ELSEWHERE, "Cabinet 2")

    def test_doctor_elsewhere_for_an_edited_part_of_the_half_day_is_refused(self):
        edited = a_shift(MONDAY, office_id=2, room_id=21, hours=(time(11, 30), time(12, 30)))
        assert [why for *_, why in reasons(lay(a_promise(), existing=[edited]))] == [Refusal.DOCTOR_ELSEWHERE]

    def test_doctor_elsewhere_until_the_opening_is_free(self):
        before = a_shift(MONDAY, office_id=2, room_id=21, hours=(time(7), time(8, 30)))
        assert len(lay(a_promise(), existing=[before]).shifts) == 1

    def test_doctor_promised_to_two_offices_at_once_works_in_the_one_promised_first(self):
        calendars = by_office(a_calendar(1), a_calendar(2))
        here = a_promise(office_id=1, starts_on=date(2026, 6, 1))
        there = a_promise(office_id=2, starts_on=date(2026, 1, 1))
        rota = lay(here, there, calendars=calendars)
        assert [shift.office_id for shift in rota.shifts] == [2]
        assert [(found.office_id, found.refusal, found.detail) for found in rota.not_laid] == [
            (1, Refusal.DOCTOR_ELSEWHERE, "Cabinet 2")
        ]

    def test_offices_in_two_time_zones_clash_by_instants_and_not_by_half_days(self):
        paris, reunion = a_calendar(1), a_calendar(2, time_zone="Indian/Reunion")
        # 13:30–18:00 in La Réunion is 10:30–15:00 in Mazingarbe.
        rota = lay(
            a_promise(office_id=1), a_promise(pattern="mon-pm", office_id=2), calendars=by_office(paris, reunion)
        )
        assert [shift.office_id for shift in rota.shifts] == [1]
        assert [(found.office_id, found.refusal) for found in rota.not_laid] == [(2, Refusal.DOCTOR_ELSEWHERE)]


class TestThePromise:
    def test_pattern_longer_than_the_promise_is_laid_in_order_up_to_it(self):
        rota = lay(a_promise(pattern="mon-am tue-am wed-am fri-am", n=3))
        assert [shift.day.weekday() for shift in rota.shifts] == [0, 1, 2]
        assert [(day.weekday(), why) for day, _, _, why in reasons(rota)] == [(4, Refusal.MORE_THAN_PROMISED)]

    def test_half_day_lost_to_a_holiday_is_made_good_by_another_of_the_pattern(self):
        rota = lay(a_promise(pattern="wed-am fri-am", n=1), first=date(2026, 11, 9), last=date(2026, 11, 15))
        assert [shift.day for shift in rota.shifts] == [date(2026, 11, 13)]

    def test_shifts_of_the_week_that_stand_count_even_outside_the_window(self):
        standing = [a_shift(MONDAY), a_shift(date(2026, 11, 24))]
        rota = lay(a_promise(pattern="wed-am fri-am", n=3), existing=standing, first=date(2026, 11, 25))
        assert [shift.day for shift in rota.shifts] == [date(2026, 11, 25)]

    def test_four_and_a_half_half_days_are_five_then_four(self):
        five = a_promise(pattern="mon-am mon-pm tue-am tue-pm wed-am", n=4.5)
        rota = lay(five, first=MONDAY, last=MONDAY + timedelta(days=27))
        per_week = [sum(shift.day.isocalendar().week == week for shift in rota.shifts) for week in (48, 49, 50, 51)]
        assert per_week == [5, 4, 5, 4]

    def test_half_a_half_day_is_one_every_two_weeks(self):
        rota = lay(a_promise(pattern="mon-am", n=0.5), first=MONDAY, last=MONDAY + timedelta(days=27))
        assert [shift.day for shift in rota.shifts] == [MONDAY, MONDAY + 2 * ONE_WEEK]

    def test_weeks_laid_one_by_one_are_those_laid_together(self):
        promise = a_promise(pattern="mon-am mon-pm tue-am tue-pm wed-am", n=4.5)
        together = lay(promise, first=MONDAY, last=MONDAY + timedelta(days=27))
        one_by_one = []
        for monday in (MONDAY + n * ONE_WEEK for n in range(4)):
            week = lay(promise, existing=one_by_one, first=monday, last=monday + timedelta(days=6))
            one_by_one += [as_existing(shift) for shift in week.shifts]
        assert one_by_one == [as_existing(shift) for shift in together.shifts]

    def test_pattern_that_alternates_by_itself_is_followed(self):
        words = "mon-am tue-am wed-am mon-pm/odd tue-pm/odd"
        rota = lay(a_promise(pattern=words, n=4), first=MONDAY, last=MONDAY + timedelta(days=13))
        assert len(rota.shifts) == 3 + 5
        assert rota.not_laid == ()

    def test_two_odd_weeks_in_a_row_do_not_give_more_than_promised(self):
        # 2026 has 53 weeks: 53 and 1 are both odd.
        rota = lay(a_promise(pattern="mon-am/odd tue-am/odd", n=1), first=date(2026, 12, 28), last=date(2027, 1, 10))
        assert [shift.day for shift in rota.shifts] == [date(2026, 12, 28), date(2026, 12, 29)]
        assert {why for *_, why in reasons(rota)} == {Refusal.MORE_THAN_PROMISED}

    def test_half_day_added_by_hand_is_not_paid_by_the_next_week(self):
        promise = a_promise(pattern="mon-am tue-am", n=2)
        this_week = [a_shift(MONDAY + timedelta(days=n)) for n in (0, 1, 2)]
        rota = lay(promise, existing=this_week, first=MONDAY + ONE_WEEK, last=SUNDAY + ONE_WEEK)
        assert len(rota.shifts) == 2

    def test_cancelled_half_day_does_not_count(self):
        cancelled = a_shift(MONDAY, is_cancelled=True)
        rota = lay(a_promise(pattern="mon-am tue-am", n=1), existing=[cancelled])
        assert [shift.day for shift in rota.shifts] == [date(2026, 11, 24)]

    def test_promise_counts_by_office(self):
        elsewhere = [a_shift(date(2026, 11, 24), office_id=2, room_id=21)]
        assert len(lay(a_promise(n=1), existing=elsewhere).shifts) == 1


class TestRooms:
    def test_first_doctor_of_a_new_office_gets_the_first_room(self):
        assert places(lay(a_promise())) == [(MONDAY, AM, 1, 11)]

    def test_doctor_gets_the_room_she_used_most(self):
        past = [a_shift(MONDAY - n * ONE_WEEK, room_id=room) for n, room in ((3, 13), (2, 13), (1, 12))]
        assert places(lay(a_promise(), existing=past)) == [(MONDAY, AM, 1, 13)]

    def test_of_two_rooms_used_as_often_the_last_one_is_kept(self):
        past = [a_shift(MONDAY - n * ONE_WEEK, room_id=room) for n, room in ((2, 13), (1, 12))]
        assert places(lay(a_promise(), existing=past)) == [(MONDAY, AM, 1, 12)]

    def test_doctor_keeps_one_room_although_others_come_and_go(self):
        calendars = by_office(a_calendar(n_rooms=2))
        rota = lay(a_promise(1, "mon-am wed-am"), a_promise(2, "tue-am wed-am"), calendars=calendars)
        rooms = {(shift.doctor_id, shift.room_id) for shift in rota.shifts}
        assert rooms == {(1, 11), (2, 12)}

    def test_newcomer_does_not_take_an_absent_colleagues_usual_room_while_another_is_free(self):
        past = [a_shift(MONDAY - ONE_WEEK, doctor_id=2, room_id=11)]
        assert places(lay(a_promise(1), existing=past)) == [(MONDAY, AM, 1, 12)]

    def test_usual_room_taken_by_hand_gives_way_to_another(self):
        past = [a_shift(MONDAY - ONE_WEEK, room_id=11)]
        edited = a_shift(MONDAY, doctor_id=9, room_id=11, hours=(time(10), time(11)))
        assert places(lay(a_promise(), existing=[*past, edited])) == [(MONDAY, AM, 1, 12)]

    def test_doctor_who_had_to_change_stays_in_the_room_of_her_morning(self):
        past = [a_shift(MONDAY - ONE_WEEK, room_id=11)]
        morning = a_shift(MONDAY, AM, room_id=13)
        afternoon_holder = a_shift(MONDAY, PM, doctor_id=9, room_id=11)
        rota = lay(a_promise(pattern="mon-am mon-pm"), existing=[*past, *past, morning, afternoon_holder])
        assert places(rota) == [(MONDAY, PM, 1, 13)]

    def test_room_out_of_service_is_not_given_although_it_was_usual(self):
        calendars = by_office(a_calendar(n_rooms=2))
        assert places(lay(a_promise(), calendars=calendars, existing=[a_shift(MONDAY - ONE_WEEK, room_id=13)])) == [
            (MONDAY, AM, 1, 11)
        ]

    def test_two_who_want_one_room_get_two_the_elder_commitment_first(self):
        past = [a_shift(MONDAY - n * ONE_WEEK, doctor_id=n, room_id=11) for n in (1, 2)]
        rota = lay(a_promise(1, starts_on=date(2026, 6, 1)), a_promise(2, starts_on=date(2026, 1, 1)), existing=past)
        assert {doctor: room for _, _, doctor, room in places(rota)} == {2: 11, 1: 12}

    def test_without_room_left_the_elder_commitment_works_and_the_other_learns_who_has_the_room(self):
        calendars = by_office(a_calendar(n_rooms=1))
        rota = lay(
            a_promise(1, starts_on=date(2026, 6, 1)), a_promise(2, starts_on=date(2026, 1, 1)), calendars=calendars
        )
        assert places(rota) == [(MONDAY, AM, 2, 11)]
        assert reasons(rota) == [(MONDAY, AM, 1, Refusal.NO_ROOM_LEFT)]

    def test_rooms_taken_by_shifts_that_stand_are_named_by_their_doctors(self):
        calendars = by_office(a_calendar(n_rooms=2))
        standing = [a_shift(MONDAY, doctor_id=n, room_id=10 + n, doctor_name=f"Dr {n}") for n in (1, 2)]
        (found,) = lay(a_promise(3), calendars=calendars, existing=standing).not_laid
        assert (found.refusal, found.detail) == (Refusal.NO_ROOM_LEFT, "Dr 1, Dr 2")

    def test_office_without_room_lays_nothing(self):
        rota = lay(a_promise(), calendars=by_office(a_calendar(n_rooms=0)))
        assert reasons(rota) == [(MONDAY, AM, 1, Refusal.NO_ROOM_LEFT)]


class TestClocks:
    @pytest.mark.parametrize(
        ("day", "starts_at"),
        [
            (date(2026, 3, 28), datetime(2026, 3, 28, 7, 30, tzinfo=UTC)),
            (date(2026, 3, 29), datetime(2026, 3, 29, 6, 30, tzinfo=UTC)),
            (date(2026, 10, 24), datetime(2026, 10, 24, 6, 30, tzinfo=UTC)),
            (date(2026, 10, 25), datetime(2026, 10, 25, 7, 30, tzinfo=UTC)),
        ],
    )
    def test_half_past_eight_is_half_past_eight_on_both_sides_of_both_changes_of_clock(self, day, starts_at):
        calendars = by_office(a_calendar(weekdays=range(7)))
        (shift,) = lay(a_promise(pattern="sat-am sun-am"), calendars=calendars, first=day, last=day).shifts
        assert shift.starts_at == starts_at

    @pytest.mark.parametrize(("day", "n_hours"), [(date(2026, 3, 29), 4), (date(2026, 10, 25), 6)])
    def test_night_of_a_change_of_clock_is_an_hour_shorter_or_longer(self, day, n_hours):
        night = {AM: (time(1), time(6)), PM: (time(13), time(14))}
        calendars = by_office(a_calendar(weekdays=(6,), hours=night))
        (shift,) = lay(a_promise(pattern="sun-am"), calendars=calendars, first=day, last=day).shifts
        assert shift.ends_at - shift.starts_at == timedelta(hours=n_hours)

    def test_office_in_la_reunion_opens_by_its_own_clock_and_holidays(self):
        calendars = by_office(a_calendar(weekdays=range(7), time_zone="Indian/Reunion", holiday_region="RE"))
        rota = lay(
            a_promise(pattern="sat-am sun-am"), calendars=calendars, first=date(2026, 12, 19), last=date(2026, 12, 20)
        )
        assert [shift.starts_at for shift in rota.shifts] == [datetime(2026, 12, 19, 4, 30, tzinfo=UTC)]
        assert [found.detail for found in rota.not_laid] == ["Abolition de l’esclavage"]


def test_laying_does_not_depend_on_the_order_in_which_promises_are_given():
    promises = [a_promise(1, "mon-am tue-am"), a_promise(2, "mon-am wed-pm"), a_promise(3, "tue-am mon-am")]
    calendars = by_office(a_calendar(n_rooms=2))
    assert lay(*promises, calendars=calendars) == lay(*promises[::-1], calendars=calendars)


def test_laying_does_not_change_what_it_is_given():
    promise, existing = a_promise(), [a_shift(MONDAY - ONE_WEEK)]
    lay(promise, existing=existing)
    assert (promise, existing) == (replace(promise), [a_shift(MONDAY - ONE_WEEK)])
