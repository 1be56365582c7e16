"""Whatever offices, promises and standing shifts there are, a rota keeps its laws."""

from collections import Counter
from dataclasses import replace
from datetime import date, time, timedelta
from itertools import combinations

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from releve.pipeline.commitments.handover import AbsentDays, PatternHalfDay, Weeks
from releve.pipeline.commitments.rules import is_absent, is_worked_in_week
from releve.pipeline.offices.handover import ClosedDays
from releve.pipeline.offices.rules import days_between, half_days_between
from releve.pipeline.rota.rules import as_existing, find_conflicts, find_gaps, lay_shifts
from releve.pipeline.rota.tests.builders import a_calendar, a_promise, a_shift, by_office
from releve.shared.half_days import HALVES, instant, monday_of

# Four weeks around the end of a year of 53 weeks, with two holidays on Fridays.
FIRST, LAST = date(2026, 12, 14), date(2027, 1, 10)
WINDOW = st.dates(FIRST, LAST)
# A machine that does ten things at once is slow; that says nothing about the rules.
PATIENTLY = settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow])
HALF = st.sampled_from(HALVES)


@st.composite
def calendars(draw):
    found = []
    for office_id in range(1, draw(st.integers(1, 2)) + 1):
        closures = draw(st.lists(st.tuples(WINDOW, st.integers(0, 3)), max_size=2))
        found.append(
            a_calendar(
                office_id,
                n_rooms=draw(st.integers(0, 3)),
                weekdays=sorted(draw(st.sets(st.integers(0, 6), min_size=1))),
                time_zone=draw(st.sampled_from(["Europe/Paris", "Indian/Reunion", "America/Guadeloupe"])),
                closures=tuple(ClosedDays(day, day + timedelta(days=n), "Travaux") for day, n in closures),
                closed_on=draw(st.none() | WINDOW),
            )
        )
    return by_office(*found)


@st.composite
def promises(draw, offices):
    found = []
    for doctor_id in range(1, draw(st.integers(1, 4)) + 1):
        absences = tuple(
            AbsentDays(day, day + timedelta(days=n))
            for day, n in draw(st.lists(st.tuples(WINDOW, st.integers(0, 9)), max_size=1))
        )
        for office_id in sorted(draw(st.sets(st.sampled_from(offices), min_size=1))):
            pattern = draw(
                st.lists(st.builds(PatternHalfDay, st.integers(0, 6), HALF, st.sampled_from(Weeks)), max_size=8)
            )
            starts_on = draw(st.dates(FIRST - timedelta(days=400), LAST))
            found.append(
                a_promise(
                    doctor_id,
                    pattern,
                    n=draw(st.integers(1, 12)) / 2,
                    office_id=office_id,
                    starts_on=starts_on,
                    last_on=starts_on + timedelta(days=draw(st.integers(0, 600))),
                    absences=absences,
                )
            )
    return draw(st.permutations(found))


@st.composite
def standing_shifts(draw, offices):
    found = []
    for day, half, doctor_id, n_room, office_id, is_cancelled in draw(
        st.lists(
            st.tuples(
                st.dates(FIRST - timedelta(days=20), LAST + timedelta(days=6)),
                HALF,
                st.integers(1, 5),
                st.integers(1, 3),
                st.sampled_from([*offices, 9]),
                st.booleans(),
            ),
            max_size=12,
        )
    ):
        shift = a_shift(
            day,
            half,
            doctor_id=doctor_id,
            room_id=10 * office_id + n_room,
            office_id=office_id,
            hours=draw(st.sampled_from([None, (time(9), time(10)), (time(11), time(15))])),
            is_cancelled=is_cancelled,
        )
        if is_cancelled or not any(clash(shift, other) for other in found if not other.is_cancelled):
            found.append(shift)
    return found


@st.composite
def worlds(draw):
    known = draw(calendars())
    return known, draw(promises(sorted(known))), draw(standing_shifts(sorted(known)))


def clash(one, other):
    at_once = one.starts_at < other.ends_at and other.starts_at < one.ends_at
    return at_once and (one.doctor_id == other.doctor_id or one.room_id == other.room_id)


def lay(world):
    return lay_shifts(*world, FIRST, LAST)


@PATIENTLY
@given(worlds())
def test_no_doctor_is_in_two_places_and_no_room_holds_two_doctors(world):
    standing = [shift for shift in world[2] if not shift.is_cancelled]
    laid = [as_existing(shift) for shift in lay(world).shifts]
    assert not any(clash(one, other) for one, other in combinations(laid, 2))
    assert not any(clash(one, other) for one in laid for other in standing)


@PATIENTLY
@given(worlds())
def test_every_shift_lies_inside_its_opening_its_commitment_and_its_office(world):
    known, promised, _ = world
    by_number = {promise.commitment_id: promise for promise in promised}
    for shift in lay(world).shifts:
        calendar, promise = known[shift.office_id], by_number[shift.commitment_id]
        opened, _ = half_days_between(calendar, shift.day, shift.day)
        opening = next(half_day for half_day in opened if half_day.half == shift.half)
        assert shift.starts_at == instant(shift.day, opening.opens_at, calendar.time_zone)
        assert shift.ends_at == instant(shift.day, opening.closes_at, calendar.time_zone)
        assert promise.starts_on <= shift.day <= promise.last_on
        assert (promise.doctor_id, promise.office_id) == (shift.doctor_id, shift.office_id)
        assert not is_absent(promise.absences, shift.day, shift.half)
        assert shift.room_id in {room.id for room in calendar.rooms}


@PATIENTLY
@given(worlds())
def test_every_half_day_of_a_pattern_is_laid_or_stands_or_has_exactly_one_reason(world):
    _, promised, existing = world
    rota = lay(world)
    told = Counter((s.doctor_id, s.office_id, s.day, s.half) for s in rota.shifts)
    told += Counter((n.doctor_id, n.office_id, n.day, n.half) for n in rota.not_laid)
    standing = {(s.doctor_id, s.office_id, s.day, s.half) for s in existing}
    wished = {
        (promise.doctor_id, promise.office_id, day, part.half)
        for promise in promised
        for day in days_between(FIRST, LAST)
        for part in promise.pattern
        if part.weekday == day.weekday() and is_worked_in_week(part, day)
    }
    assert told == Counter(wished - standing)


@PATIENTLY
@given(worlds())
def test_laying_again_over_its_own_result_adds_nothing_and_refuses_the_same(world):
    known, promised, existing = world
    rota = lay(world)
    again = lay((known, promised, [*existing, *(as_existing(shift) for shift in rota.shifts)]))
    assert again.shifts == ()
    assert {replace(n, detail="") for n in again.not_laid} == {replace(n, detail="") for n in rota.not_laid}


@PATIENTLY
@given(worlds(), st.randoms(use_true_random=False))
def test_the_order_of_the_input_does_not_matter(world, chance):
    known, promised, existing = world
    shuffled = [
        replace(promise, pattern=tuple(chance.sample(promise.pattern, len(promise.pattern)))) for promise in promised
    ]
    chance.shuffle(shuffled)
    mixed = chance.sample(existing, len(existing))
    assert lay((dict(reversed(known.items())), shuffled, mixed)) == lay(world)


@PATIENTLY
@given(worlds())
def test_nobody_is_laid_for_more_than_promised(world):
    _, promised, existing = world
    rota = lay(world)
    for promise in promised:
        mine = [s for s in rota.shifts if s.commitment_id == promise.commitment_id]
        others = [
            s
            for s in existing
            if not s.is_cancelled and (s.doctor_id, s.office_id) == (promise.doctor_id, promise.office_id)
        ]
        per_week = Counter(monday_of(shift.day) for shift in mine)
        if not others:
            for monday in per_week:
                assert per_week[monday] + per_week[monday + timedelta(days=7)] <= 2 * promise.half_days_per_week


@PATIENTLY
@given(worlds())
def test_no_laid_shift_is_in_conflict_and_none_leaves_its_gap(world):
    known, promised, _ = world
    rota = lay(world)
    laid = [as_existing(shift) for shift in rota.shifts]
    assert find_conflicts(known, promised, laid) == []
    gaps = {(gap.office_id, gap.day, gap.half) for gap in find_gaps(known, laid, FIRST, LAST)}
    covered = {(shift.office_id, shift.day, shift.half) for shift in laid}
    opened = {
        (office_id, half_day.day, half_day.half)
        for office_id, calendar in known.items()
        for half_day in half_days_between(calendar, FIRST, LAST)[0]
    }
    assert gaps.isdisjoint(covered)
    assert gaps | covered == opened


@PATIENTLY
@given(worlds())
def test_existing_shifts_are_never_moved(world):
    before = list(world[2])
    lay(world)
    assert world[2] == before
