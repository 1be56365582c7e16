"""The statements find exactly what the rules say, over any mix of shifts and visits."""

from datetime import UTC, date, datetime, timedelta

import pytest

from releve.pipeline.appointments.actions.desk import book_by_phone
from releve.pipeline.appointments.actions.hold import hold_slot
from releve.pipeline.appointments.queries.free_times import free_times, next_times_after
from releve.pipeline.appointments.tests.conftest import NINE, NOW
from releve.pipeline.slots.queries import as_visit
from releve.pipeline.slots.rules import Audience
from releve.shared.worlds.roles import Role
from releve.shared.worlds.scope import world_scope
from tests.factories import (
    a_patient,
    a_published_shift,
    a_user,
    an_office,
)

pytestmark = pytest.mark.django_db
ALL_WEEK = "mon-am mon-pm tue-am tue-pm wed-am wed-pm fri-am fri-pm"


def week_of(shift, reason, **options):
    given = {
        "office_ids": [shift.office_id],
        "reason": as_visit(reason),
        "first": datetime(2026, 12, 7, tzinfo=UTC),
        "until": datetime(2026, 12, 14, tzinfo=UTC),
        "now": NOW,
    }
    return free_times(**given | options)


def test_free_times_when_a_week_is_asked_take_one_statement(shift, reason, django_assert_num_queries):
    for day in range(8, 12):
        if day != 10:
            a_published_shift(office=shift.office, day=date(2026, 12, day))
    with django_assert_num_queries(1):
        assert len(week_of(shift, reason)) == 4 * 11


def test_free_times_when_the_open_search_asks_are_seen_without_any_right_on_names(shift, reason):
    with world_scope(Role.PUBLIC):
        assert len(week_of(shift, reason)) == 11


def test_free_times_when_a_time_is_held_leave_it_out_until_the_hold_ends(shift, reason):
    hold_slot(shift_id=shift.id, starts_at=NINE, reason_id=reason.id, now=NOW)
    assert NINE not in [slot.starts_at for slot in week_of(shift, reason)]
    later = NOW + timedelta(minutes=10)
    assert NINE in [slot.starts_at for slot in week_of(shift, reason, now=later)]


def test_free_times_when_the_shift_is_running_show_what_is_left_of_it(shift, reason):
    starts = [slot.starts_at for slot in week_of(shift, reason, first=NINE, now=NINE)]
    assert starts[0] == NINE + timedelta(minutes=60)


def test_free_times_when_one_doctor_is_asked_show_hers_only(shift, reason):
    other = a_published_shift(office=shift.office, day=date(2026, 12, 7))
    found = week_of(shift, reason, doctor_id=other.doctor_id)
    assert {slot.doctor_id for slot in found} == {other.doctor_id}


def test_next_times_when_the_week_is_full_look_further(shift, reason):
    far = a_published_shift(office=shift.office, doctor=shift.doctor, day=date(2027, 1, 11))
    found = next_times_after(office_id=shift.office_id, reason=as_visit(reason), after=shift.ends_at, now=NOW)
    assert [slot.starts_at for slot in found] == [far.starts_at + timedelta(minutes=15 * n) for n in range(3)]


def test_next_times_when_nothing_is_published_are_none(shift, reason):
    empty = an_office(shift.network)
    assert next_times_after(office_id=empty.id, reason=as_visit(reason), after=NOW, now=NOW) == []
    desk = next_times_after(office_id=empty.id, reason=as_visit(reason), after=NOW, now=NOW, audience=Audience.DESK)
    assert desk == []


def test_kept_time_when_the_desk_gives_it_is_taken_for_everyone(shift, reason):
    secretary = a_user("secretary", office=shift.office)
    last = shift.ends_at - timedelta(minutes=15)
    book_by_phone(
        shift_id=shift.id,
        starts_at=last,
        reason_id=reason.id,
        patient_id=a_patient(shift.network).id,
        by=secretary,
        now=NOW,
    )
    desk = week_of(shift, reason, audience=Audience.DESK)
    assert last not in [slot.starts_at for slot in desk]
    assert desk[-1].is_kept
