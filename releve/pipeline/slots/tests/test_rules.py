from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal
from itertools import pairwise
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from releve.pipeline.slots.handover import KeptTime, Visit, WorkedShift
from releve.pipeline.slots.rules import (
    GRID_MIN,
    Audience,
    NotFree,
    cut_shift_into_slots,
    free_pieces,
    kept_from,
    reason_not_free,
)
from releve.shared.half_days import instant

PARIS = "Europe/Paris"
NOTHING_KEPT = KeptTime(Decimal(0), Decimal(0), time(12), time(7, 30))
A_FIFTH = KeptTime(Decimal("0.20"), Decimal("0.50"), time(12), time(7, 30))
VISIT = Visit(reason_id=1, minutes=15, is_online=True, earliest_days_ahead=56, latest_min_ahead=60)
LONG_BEFORE = datetime(2026, 12, 1, 8, tzinfo=UTC)


def at(text: str, day: date = date(2026, 12, 7), zone: str = PARIS) -> datetime:
    return instant(day, time.fromisoformat(text), zone)


def a_morning(*busy: tuple[str, str], zone: str = PARIS, day: date = date(2026, 12, 7)) -> WorkedShift:
    taken = tuple((at(a, day, zone), at(b, day, zone)) for a, b in busy)
    return WorkedShift(1, 1, 1, 1, at("08:30", day, zone), at("12:00", day, zone), zone, taken)


def starts(slots, zone: str = PARIS) -> list[str]:
    return [f"{slot.starts_at.astimezone(ZoneInfo(zone)):%H:%M}" for slot in slots]


def test_slots_when_the_morning_is_free_fill_it():
    slots = cut_shift_into_slots(a_morning(), VISIT, NOTHING_KEPT, now=LONG_BEFORE)
    assert len(slots) == 14
    assert starts(slots)[:2] == ["08:30", "08:45"]
    assert starts(slots)[-1] == "11:45"


def test_slots_when_a_long_visit_stands_in_the_middle_start_again_at_its_end():
    slots = cut_shift_into_slots(a_morning(("09:00", "09:20")), VISIT, NOTHING_KEPT, now=LONG_BEFORE)
    assert starts(slots)[:4] == ["08:30", "08:45", "09:20", "09:35"]


def test_kept_time_when_the_day_is_far_is_a_fifth_of_the_shift_at_its_end():
    assert kept_from(a_morning(), A_FIFTH, LONG_BEFORE) == at("11:20")


@pytest.mark.parametrize(
    ("now", "kept_at"),
    [
        ("2026-12-06T10:59:59+00:00", "11:20"),  # the day before, just before noon in Paris
        ("2026-12-06T11:00:00+00:00", "11:40"),  # half is released
        ("2026-12-07T06:29:59+00:00", "11:40"),
        ("2026-12-07T06:30:00+00:00", "12:00"),  # all is released
    ],
)
def test_kept_time_when_the_day_comes_near_is_released_in_two_steps(now, kept_at):
    assert kept_from(a_morning(), A_FIFTH, datetime.fromisoformat(now)) == at(kept_at)


def test_kept_time_when_the_desk_looks_is_offered_and_marked():
    online = cut_shift_into_slots(a_morning(), VISIT, A_FIFTH, now=LONG_BEFORE)
    desk = cut_shift_into_slots(a_morning(), VISIT, A_FIFTH, now=LONG_BEFORE, audience=Audience.DESK)
    assert starts(online)[-1] == "11:00"
    assert starts(desk)[-1] == "11:45"
    assert [slot.is_kept for slot in desk[-4:]] == [False, True, True, True]


def test_slots_when_the_visit_is_unscheduled_take_kept_time():
    unscheduled = Visit(2, 15, is_online=True, earliest_days_ahead=56, latest_min_ahead=30, is_unscheduled=True)
    assert starts(cut_shift_into_slots(a_morning(), unscheduled, A_FIFTH, now=LONG_BEFORE))[-1] == "11:45"


def test_slots_when_the_reason_is_by_phone_only_are_none_online():
    by_phone = Visit(3, 30, is_online=False, earliest_days_ahead=56, latest_min_ahead=60)
    assert cut_shift_into_slots(a_morning(), by_phone, NOTHING_KEPT, now=LONG_BEFORE) == []
    assert reason_not_free(a_morning(), by_phone, NOTHING_KEPT, at("09:00"), now=LONG_BEFORE) is NotFree.BY_PHONE_ONLY


def test_slots_when_the_shift_has_begun_start_after_the_time_asked_ahead():
    now = at("09:07")
    assert starts(cut_shift_into_slots(a_morning(), VISIT, NOTHING_KEPT, now=now))[0] == "10:15"


def test_slots_when_the_day_is_further_than_booking_opens_are_none():
    too_early = LONG_BEFORE - timedelta(days=60)
    assert cut_shift_into_slots(a_morning(), VISIT, NOTHING_KEPT, now=too_early) == []


@pytest.mark.parametrize("day", [date(2026, 3, 29), date(2026, 10, 25)])
def test_slots_when_the_clock_changes_that_night_keep_the_local_hours(day):
    slots = cut_shift_into_slots(
        a_morning(day=day), VISIT, A_FIFTH, now=datetime(day.year, day.month, day.day, tzinfo=UTC) - timedelta(days=9)
    )
    assert starts(slots)[0] == "08:30"
    assert starts(slots)[-1] == "11:00"


@pytest.mark.parametrize(("day", "n_slots"), [(date(2026, 3, 29), 4), (date(2026, 10, 25), 12)])
def test_slots_when_the_shift_spans_the_change_of_clock_count_real_hours(day, n_slots):
    """From 1 to 3 in the morning there is one real hour in March, and three in October."""
    night = WorkedShift(1, 1, 1, 1, at("01:00", day), at("03:00", day), PARIS, ())
    now = at("12:00", day - timedelta(days=5))
    assert len(cut_shift_into_slots(night, VISIT, NOTHING_KEPT, now=now)) == n_slots


def test_kept_time_when_the_office_is_in_la_reunion_is_released_at_its_own_hours():
    shift = a_morning(zone="Indian/Reunion")
    just_before = datetime(2026, 12, 6, 7, 59, tzinfo=UTC)  # 11:59 in Saint-Denis
    assert kept_from(shift, A_FIFTH, just_before) == at("11:20", zone="Indian/Reunion")
    assert kept_from(shift, A_FIFTH, just_before + timedelta(minutes=1)) == at("11:40", zone="Indian/Reunion")


@pytest.mark.parametrize(
    ("start", "why"),
    [
        ("08:15", NotFree.OUTSIDE_SHIFT),
        ("11:50", NotFree.OUTSIDE_SHIFT),
        ("09:03", NotFree.OFF_GRID),
        ("09:10", NotFree.TAKEN),
        ("11:15", NotFree.KEPT),
        ("10:00", None),
    ],
)
def test_reason_not_free_when_a_time_is_asked_says_which_rule_forbids_it(start, why):
    shift = a_morning(("09:00", "09:15"))
    assert reason_not_free(shift, VISIT, A_FIFTH, at(start), now=LONG_BEFORE) is why


def test_reason_not_free_when_the_time_is_past_or_far_says_so():
    assert reason_not_free(a_morning(), VISIT, NOTHING_KEPT, at("09:00"), now=at("08:30")) is NotFree.TOO_LATE
    early = LONG_BEFORE - timedelta(days=60)
    assert reason_not_free(a_morning(), VISIT, NOTHING_KEPT, at("09:00"), now=early) is NotFree.TOO_EARLY


moments = st.integers(0, 42).map(lambda n: at("08:30") + timedelta(minutes=GRID_MIN * n))
taken_times = st.lists(st.tuples(moments, st.integers(1, 8)), max_size=12).map(
    lambda pairs: tuple((start, start + timedelta(minutes=GRID_MIN * n)) for start, n in pairs)
)
visits = st.builds(
    Visit,
    reason_id=st.just(1),
    minutes=st.integers(1, 12).map(lambda n: GRID_MIN * n),
    is_online=st.just(True),
    earliest_days_ahead=st.integers(1, 90),
    latest_min_ahead=st.integers(0, 300),
    is_unscheduled=st.booleans(),
)
kept_times = st.builds(
    KeptTime,
    share=st.integers(0, 20).map(lambda n: Decimal(n) / 20),
    released_day_before_share=st.integers(0, 4).map(lambda n: Decimal(n) / 4),
    released_day_before_at=st.just(time(12)),
    released_same_day_at=st.just(time(7, 30)),
)
nows = st.integers(-3000, 300).map(lambda n: at("08:30") + timedelta(minutes=n))


@given(taken_times, visits, kept_times, nows, st.sampled_from(Audience))
def test_slots_always_lie_in_the_shift_and_overlap_nothing(busy, visit, kept, now, audience):
    shift = WorkedShift(1, 1, 1, 1, at("08:30"), at("12:00"), PARIS, busy)
    slots = cut_shift_into_slots(shift, visit, kept, now=now, audience=audience)
    assert all(slot.ends_at <= following.starts_at for slot, following in pairwise(slots))
    for slot in slots:
        assert shift.starts_at <= slot.starts_at
        assert slot.ends_at == slot.starts_at + timedelta(minutes=visit.minutes) <= shift.ends_at
        assert not any(a < slot.ends_at and slot.starts_at < b for a, b in busy)
        if audience is Audience.ONLINE:
            assert slot.starts_at >= now + timedelta(minutes=visit.latest_min_ahead)
            assert not slot.is_kept


@given(taken_times, visits, kept_times, nows, st.sampled_from(Audience))
def test_slots_that_are_offered_can_always_be_booked(busy, visit, kept, now, audience):
    shift = WorkedShift(1, 1, 1, 1, at("08:30"), at("12:00"), PARIS, busy)
    for slot in cut_shift_into_slots(shift, visit, kept, now=now, audience=audience):
        assert reason_not_free(shift, visit, kept, slot.starts_at, now=now, audience=audience) is None


@given(taken_times, visits, kept_times, nows, st.data())
def test_booking_a_slot_then_cancelling_it_restores_the_free_times(busy, visit, kept, now, data):
    shift = WorkedShift(1, 1, 1, 1, at("08:30"), at("12:00"), PARIS, busy)
    before = cut_shift_into_slots(shift, visit, kept, now=now)
    if before:
        slot = data.draw(st.sampled_from(before))
        booked = WorkedShift(1, 1, 1, 1, shift.starts_at, shift.ends_at, PARIS, (*busy, (slot.starts_at, slot.ends_at)))
        after = cut_shift_into_slots(booked, visit, kept, now=now)
        assert set(before) - set(after) == {slot}
        assert cut_shift_into_slots(shift, visit, kept, now=now) == before


@given(taken_times, moments, moments)
def test_free_pieces_and_busy_times_together_make_the_whole(busy, start, end):
    pieces = list(free_pieces(busy, start, end))
    minutes = [
        start + timedelta(minutes=n) for n in range(0, max(0, int((end - start).total_seconds() // 60)), GRID_MIN)
    ]
    for minute in minutes:
        is_busy = any(a <= minute < b for a, b in busy)
        assert any(a <= minute < b for a, b in pieces) is not is_busy
