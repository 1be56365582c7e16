"""The first times of many offices are those that a full search finds, from the nearest office on."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from random import Random

import pytest

from releve.pipeline.appointments.handover import By, Status
from releve.pipeline.appointments.models import Appointment
from releve.pipeline.appointments.queries.free_times import free_times
from releve.pipeline.appointments.queries.nearby import first_times, first_times_near
from releve.pipeline.appointments.tests.conftest import NOW
from releve.pipeline.slots.queries import as_visit
from releve.pipeline.slots.rules import one_for_each_instant
from releve.shared.half_days import HALVES
from tests.built_once import built_once
from tests.factories import (
    a_doctor,
    a_network,
    a_patient,
    a_promise,
    a_published_shift,
    a_reason,
    a_town,
    a_user,
    an_office,
)

pytestmark = pytest.mark.django_db
ALL_WEEK = "mon-am mon-pm tue-am tue-pm wed-am wed-pm fri-am fri-pm"


@pytest.fixture(scope="module")
def territory(django_db_setup, django_db_blocker):
    """Three offices, two doctors each, six weeks of shifts, and days that fill up by chance."""
    with built_once(django_db_blocker):
        yield a_territory()


def a_territory():
    network, chance = a_network(), Random(7)
    secretary = a_user("network", network=network)
    reason = a_reason(network)
    offices = []
    for n, (km_north, fullness) in enumerate([(0.0, 1.0), (0.05, 0.9), (0.2, 0.3)]):
        town = a_town(f"6200{n}", f"Ville {n}", latitude=50.4 + km_north, longitude=2.7)
        office = an_office(network, town=town, kept_share="0.20")
        offices.append(office)
        for _ in range(2):
            doctor = a_doctor(network)
            a_promise(office, doctor, pattern=ALL_WEEK)
            for day in (date(2026, 12, 1) + timedelta(days=n) for n in range(42)):
                if day.weekday() in (0, 1, 2, 4):
                    for half in HALVES:
                        fill(a_published_shift(office, doctor, day, half), reason, secretary, fullness, chance)
    return network, offices, reason


def fill(shift, reason, secretary, fullness, chance):
    start = shift.starts_at
    rows = []
    while start + timedelta(minutes=15) <= shift.ends_at:
        length = timedelta(minutes=chance.choice((10, 15, 20)))
        is_first_fortnight = shift.day < date(2026, 12, 15)
        if start + length <= shift.ends_at and chance.random() < fullness * (1 if is_first_fortnight else 0.4):
            rows.append(
                Appointment(
                    network=shift.network,
                    office=shift.office,
                    shift=shift,
                    doctor=shift.doctor,
                    patient=a_patient(shift.network, last_name=f"Costa {chance.random()}"),
                    reason=reason,
                    starts_at=start,
                    ends_at=start + length,
                    status=chance.choice((Status.BOOKED, Status.BOOKED, Status.CANCELLED))
                    if fullness < 1
                    else Status.BOOKED,
                    created_at=NOW,
                    changed_at=NOW,
                    changed_as=By.SECRETARY,
                    changed_by=secretary,
                )
            )
        start += length
    Appointment.objects.bulk_create(rows)


@pytest.mark.parametrize("hour", [0, 3, 30, 80])
@pytest.mark.parametrize("minutes", [10, 15, 30])
def test_first_times_when_searched_in_passes_are_those_of_a_full_search(territory, hour, minutes):
    _, offices, reason = territory
    visit, now = replace(as_visit(reason), minutes=minutes), NOW + timedelta(hours=hour)
    found = first_times([office.id for office in offices], visit, now, 3)
    for office in offices:
        everything = free_times(
            office_ids=[office.id], reason=visit, first=now, until=now + timedelta(days=80), now=now
        )
        expected = one_for_each_instant(everything)[:3]
        assert [slot.starts_at for slot in found[office.id]] == [slot.starts_at for slot in expected]


def test_first_times_near_when_asked_come_by_distance_in_few_statements(territory, django_assert_max_num_queries):
    _, offices, reason = territory
    with django_assert_max_num_queries(4):
        near = first_times_near(latitude=50.4, longitude=2.7, reason=as_visit(reason), now=NOW)
    assert [times.office_id for times in near] == [office.id for office in offices]
    assert near[0].km == pytest.approx(0, abs=1e-6)
    assert near[0].minutes == pytest.approx(2.02)
    assert near[2].km == pytest.approx(22.24, abs=0.05)
    assert near[2].minutes == pytest.approx(2.02 + 1.32 * near[2].km)


def test_first_times_near_when_the_office_is_in_la_reunion_finds_it_from_there_only(territory):
    _, _, reason = territory
    town = a_town("97411", "Saint-Denis", latitude=-20.88, longitude=55.45)
    there = an_office(territory[0], town=town, time_zone="Indian/Reunion", holiday_region="RE")
    a_published_shift(there, day=date(2026, 12, 7))
    (near,) = first_times_near(latitude=-21.0, longitude=55.3, reason=as_visit(reason), now=NOW)
    assert near.office_id == there.id
    assert near.slots[0].starts_at == datetime(2026, 12, 7, 4, 30, tzinfo=UTC)


def test_first_times_near_when_an_office_has_closed_leaves_it_out(territory):
    network, offices, reason = territory
    closed = an_office(network, town=a_town("62000"), closed_on=date(2026, 11, 1))
    near = first_times_near(latitude=50.4, longitude=2.7, reason=as_visit(reason), now=NOW)
    assert closed.id not in [times.office_id for times in near]
    assert len(near) == len(offices)
