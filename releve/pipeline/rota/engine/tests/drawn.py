"""Whole problems drawn by hypothesis, with everything the format can say."""

from datetime import date, timedelta

from hypothesis import strategies as st

from releve.pipeline.rota.engine.problem import (
    SLOTS_PER_WEEK,
    Assignment,
    Cell,
    Demand,
    Place,
    Problem,
    Standing,
    Weights,
    Wish,
    Worker,
)

SLOT = st.integers(0, SLOTS_PER_WEEK - 1)
COUNT = st.integers(0, 3)
NAME = st.text("abcdé ’", min_size=1, max_size=8).filter(lambda text: text.strip() != "")
KM = st.floats(-50, 50, allow_nan=False)
HALVES = st.integers(0, 8).map(lambda n: n / 2)


def cells(n_weeks):
    return st.builds(Cell, st.integers(0, n_weeks - 1), SLOT)


def demands():
    return st.tuples(COUNT, COUNT).map(lambda pair: Demand(min(pair), max(pair)))


def places(name, n_weeks):
    return st.builds(
        Place,
        id=st.just(name),
        name=NAME,
        rooms=COUNT,
        open_slots=st.sets(SLOT).map(lambda slots: tuple(sorted(slots))),
        demand=demands(),
        demand_of_slot=st.dictionaries(SLOT, demands(), max_size=2),
        rooms_in=st.dictionaries(cells(n_weeks), COUNT, max_size=2),
        closed=st.frozensets(cells(n_weeks), max_size=3),
        without_reception=st.frozensets(cells(n_weeks), max_size=3),
        x_km=KM,
        y_km=KM,
    )


def workers(name, others, place_names, n_weeks):
    week, inside = st.integers(0, n_weeks), st.integers(0, n_weeks - 1)
    return st.builds(
        lambda window, worker_places, **values: Worker(
            id=name, first_week=min(window), end_week=max(window), places=tuple(sorted(worker_places)), **values
        ),
        window=st.tuples(week, week),
        worker_places=st.sets(st.sampled_from(place_names)),
        name=NAME,
        half_days_per_week=HALVES,
        max_half_days_per_week=st.integers(4, SLOTS_PER_WEEK),
        half_days_in=st.dictionaries(inside, HALVES, max_size=2),
        max_half_days_in=st.dictionaries(inside, st.integers(4, SLOTS_PER_WEEK), max_size=2),
        max_days_per_week=st.integers(0, 7),
        max_consecutive_days=st.none() | st.integers(1, 6),
        max_saturdays=st.none() | COUNT,
        wishes=st.dictionaries(SLOT, st.sampled_from(Wish), max_size=4),
        wishes_in=st.dictionaries(cells(n_weeks), st.sampled_from(Wish), max_size=3),
        leave_weeks=st.frozensets(inside, max_size=2),
        absences=st.frozensets(cells(n_weeks), max_size=3),
        slot_cost=st.dictionaries(SLOT, COUNT, max_size=3),
        place_cost=st.dictionaries(st.sampled_from(place_names), COUNT, max_size=2),
        is_senior=st.booleans(),
        newcomer_until_week=week,
        follows=st.none() | st.sampled_from(others) if others else st.none(),
        overlap_half_days=COUNT,
        owed_half_days=st.integers(-4, 4).map(lambda n: n / 2),
        past_unloved=COUNT,
        worked_days_before=COUNT,
    )


@st.composite
def problems(draw, most_weeks=5):
    """Problems without locked half-days: those are the tests' own."""
    n_weeks = draw(st.integers(1, most_weeks))
    place_names = [f"p{n}" for n in range(draw(st.integers(1, 3)))]
    worker_names = [f"w{n}" for n in range(draw(st.integers(0, 3)))]
    assignments = st.builds(
        Assignment,
        st.sampled_from(worker_names or ["w"]),
        st.sampled_from(place_names),
        st.integers(0, n_weeks - 1),
        SLOT,
    )
    standing = draw(st.sets(assignments, max_size=4)) if worker_names else set()
    weights = st.builds(Weights, **dict.fromkeys(Weights.__dataclass_fields__, st.integers(0, 50)))
    return Problem(
        first_monday=date(2026, 1, 5) + timedelta(weeks=draw(st.integers(0, 200))),
        n_weeks=n_weeks,
        places=tuple(draw(places(name, n_weeks)) for name in place_names),
        workers=tuple(
            draw(workers(name, [one for one in worker_names if one != name], place_names, n_weeks))
            for name in worker_names
        ),
        weights=draw(weights),
        max_travel_km=draw(st.floats(0, 60)),
        weeks_per_regularity_period=draw(st.integers(1, 13)),
        unloved_slots=draw(st.frozensets(SLOT, max_size=3)),
        forbidden=draw(st.frozensets(assignments, max_size=3)) if worker_names else frozenset(),
        standing=tuple(Standing(one, draw(COUNT), draw(st.booleans())) for one in sorted(standing)),
    )
