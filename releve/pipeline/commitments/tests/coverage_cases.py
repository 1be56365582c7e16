"""Small offices and promises for the tests of the coverage."""

from datetime import date, time, timedelta

from hypothesis import strategies as st

from releve.pipeline.commitments.handover import AbsentDays, PatternHalfDay, Weeks
from releve.pipeline.commitments.rules.coverage import StandingPromise
from releve.pipeline.commitments.rules.gap_chance import Assumptions, OfficeCase, Seat, Stay
from releve.pipeline.commitments.rules.terms import add_months
from releve.pipeline.offices.handover import ClosedDays, OfficeCalendar, Opening
from releve.shared.half_days import HALVES, Half

TODAY = date(2026, 11, 23)  # a Monday
MAZINGARBE = (0, 1, 2, 4)


def a_calendar(weekdays=MAZINGARBE, halves=HALVES, **fields) -> OfficeCalendar:
    """Return an office that opens on these days for ever."""
    since = date(2022, 1, 3)
    openings = tuple(Opening(day, half, time(8), time(12), True, since) for day in weekdays for half in halves)
    given = {"closed_on": None, "rooms": (), "openings": openings, "holiday_region": ""} | fields
    return OfficeCalendar(1, "Europe/Paris", opened_on=date(2022, 1, 3), **given)


def a_standing(
    half_days: float = 4.0, starts_on: date = date(2025, 1, 1), last_on: date = date(2028, 12, 31), **fields
) -> StandingPromise:
    """Return a promise whose minimum term is over."""
    given = {
        "commitment_id": 1,
        "doctor_id": 1,
        "doctor_name": "Dr Leïla Benali",
        "maximum_on": last_on,
        "minimum_on": min(last_on, add_months(starts_on, 12) - timedelta(days=1)),
        "notice_months": 6,
    } | fields
    return StandingPromise(starts_on=starts_on, last_on=last_on, half_days_per_week=half_days, **given)


DAYS = st.dates(date(2026, 6, 1), date(2029, 6, 1))
PATTERNS = st.lists(
    st.builds(PatternHalfDay, st.integers(0, 6), st.sampled_from(HALVES), st.sampled_from(Weeks)), max_size=8
).map(tuple)


@st.composite
def standings(draw) -> StandingPromise:
    starts_on, last_on = sorted((draw(DAYS), draw(DAYS)))
    maximum_on = max(last_on, draw(DAYS))
    absent = sorted((draw(DAYS), draw(DAYS)))
    return StandingPromise(
        commitment_id=draw(st.integers(1, 50)),
        doctor_id=draw(st.integers(1, 5)),
        doctor_name="Dr Leïla Benali",
        starts_on=starts_on,
        last_on=last_on,
        maximum_on=maximum_on,
        minimum_on=min(last_on, draw(DAYS)),
        notice_months=draw(st.integers(0, 12)),
        half_days_per_week=draw(st.integers(1, 24)) / 2,
        pattern=draw(PATTERNS),
        absences=draw(st.sampled_from([(), (AbsentDays(*absent, Half.AFTERNOON, Half.MORNING),)]))
        if absent[0] < absent[1]
        else (),
        has_notice=draw(st.booleans()),
    )


@st.composite
def calendars(draw) -> OfficeCalendar:
    openings = tuple(
        Opening(day, half, time(8), time(12), True, *_valid(draw))
        for day, half in draw(st.sets(st.tuples(st.integers(0, 6), st.sampled_from(HALVES)), max_size=10))
    )
    closures = tuple(ClosedDays(*sorted((draw(DAYS), draw(DAYS))), "Congés") for _ in range(draw(st.integers(0, 2))))
    return a_calendar(
        openings=openings,
        closures=closures,
        closed_on=draw(st.none() | DAYS),
        holiday_region=draw(st.sampled_from(["", "RE", "Alsace-Moselle"])),
    )


def _valid(draw) -> tuple[date, date | None]:
    first = draw(st.dates(date(2024, 1, 1), date(2028, 1, 1)))
    return first, draw(st.none() | st.dates(first, date(2029, 1, 1)))


def a_case(*seats: Seat, need: int = 8, n_months: int = 24) -> OfficeCase:
    """Return an office that needs the same every month (in halves of half-days)."""
    return OfficeCase(date(2026, 11, 1), (need,) * n_months, (need * 2.0,) * n_months, seats)


def a_seat(end: int = 6, half_days: int = 8, notice: int = 6, **fields) -> Seat:
    """Return a seat held by one doctor until a month."""
    return Seat(half_days, (Stay(-12, end, half_days, notice, **fields),))


@st.composite
def seats(draw) -> Seat:
    """Return a seat of four half-days a week."""
    size = 8
    if draw(st.integers(0, 4)) == 0:
        return Seat(size, months_searched=draw(st.integers(0, 4)))
    end = draw(st.integers(1, 30))
    first = Stay(
        draw(st.integers(-12, 3)),
        max(end, 4),
        size,
        draw(st.integers(0, 9)),
        floor=draw(st.integers(0, 8)),
        latest_end=end + draw(st.integers(0, 6)),
        has_notice=draw(st.booleans()),
    )
    if draw(st.integers(0, 2)):
        return Seat(size, (first,))
    start = first.end + draw(st.integers(-2, 3))
    first = Stay(first.start, first.end, size, first.notice_months, first.floor, first.end, first.has_notice)
    return Seat(size, (first, Stay(start, start + draw(st.integers(3, 20)), size, 6, floor=first.end)))


ASSUMPTIONS = st.builds(
    Assumptions,
    shortest_search=st.integers(0, 4),
    longest_search=st.integers(4, 10),
    post_notice=st.integers(0, 3),
    notice_chance=st.sampled_from([0.0, 0.02, 0.2, 1.0]),
    extension_chance=st.sampled_from([0.0, 0.3, 1.0]),
    notice=st.none() | st.integers(0, 12),
    look_ahead=st.integers(0, 14),
    overlap=st.integers(0, 3),
    n_leads=st.integers(1, 3),
)
