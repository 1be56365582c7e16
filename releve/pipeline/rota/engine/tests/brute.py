"""Every rota of a tiny problem, judged by the checker: what explaining and replanning must agree with."""

from dataclasses import replace
from datetime import date
from itertools import combinations

from hypothesis import strategies as st

from releve.pipeline.rota.engine.checker import Report, Rule, Violation, check
from releve.pipeline.rota.engine.problem import Assignment, Cell, Demand, Place, Problem, Roster, Wish, Worker

MOST = 8  # assignments to choose from: 256 rotas
SLOTS = (8, 9, 10)  # Friday and Saturday morning


@st.composite
def tiny_problems(draw, n_weeks=1):
    """One or two places, two or three workers, a handful of possible assignments, all kinds of limits."""
    cells = [Cell(week, slot) for week in range(n_weeks) for slot in SLOTS]
    few_cells = st.frozensets(st.sampled_from(cells), max_size=1)
    places = tuple(
        Place(
            id=name,
            name=name,
            rooms=draw(st.integers(1, 2)),
            open_slots=tuple(sorted(draw(st.sets(st.sampled_from(SLOTS), min_size=1, max_size=2)))),
            demand=Demand(draw(st.integers(0, 1)), draw(st.integers(1, 2))),
            closed=draw(few_cells),
            x_km=km,
        )
        for name, km in (("a", 0.0), ("b", draw(st.sampled_from([10.0, 40.0]))))
    )
    workers = tuple(
        Worker(
            id=name,
            name=name,
            places=tuple(sorted(draw(st.sets(st.sampled_from(["a", "b"]), min_size=1)))),
            half_days_per_week=1,
            max_half_days_per_week=draw(st.integers(1, 3)),
            half_days_in=draw(st.sampled_from([{}, {}, {0: 0.5}, {n_weeks - 1: 1.0}])),
            max_half_days_in=draw(st.sampled_from([{}, {}, {n_weeks - 1: 1}])),
            max_days_per_week=draw(st.integers(1, 2)),
            max_consecutive_days=draw(st.sampled_from([None, 1, 2])),
            max_saturdays=draw(st.sampled_from([None, 0, 1])),
            first_week=draw(st.sampled_from([0, 0, 0, 1])),
            wishes=draw(st.dictionaries(st.sampled_from(SLOTS), st.just(Wish.CANNOT), max_size=1)),
            absences=draw(few_cells),
            leave_weeks=draw(st.frozensets(st.integers(0, n_weeks - 1), max_size=1))
            if draw(st.booleans())
            else frozenset(),
        )
        for name in ("u", "v", "w")[: draw(st.integers(2, 3))]
    )
    problem = Problem(date(2026, 1, 5), n_weeks, places, workers)
    choice = candidates(problem)
    if len(choice) > MOST:
        slots = tuple(place.open_slots[:1] for place in places)
        places = tuple(replace(place, open_slots=few) for place, few in zip(places, slots, strict=True))
        problem = replace(problem, places=places)
    return problem


def candidates(problem: Problem) -> list[Assignment]:
    """Return every worker at each of her places in each open cell, possible or not."""
    return [
        Assignment(worker.id, place.id, week, slot)
        for worker in problem.workers
        for place in problem.places
        if place.id in worker.places
        for week in range(problem.n_weeks)
        for slot in place.open_slots
        if Cell(week, slot) not in place.closed
    ]


def all_rotas(problem: Problem) -> list[tuple[frozenset[Assignment], Report]]:
    """Return every subset of the candidates that has nobody in two places at once, with what the checker says."""
    choice = candidates(problem)
    return [
        (frozenset(chosen), check(problem, Roster(tuple(sorted(chosen)))))
        for size in range(len(choice) + 1)
        for chosen in combinations(choice, size)
        if len({(one.worker, one.week, one.slot) for one in chosen}) == size
    ]


def present(chosen: frozenset[Assignment]) -> dict[tuple[str, Cell], int]:
    counts: dict[tuple[str, Cell], int] = {}
    for one in chosen:
        key = one.place, one.cell
        counts[key] = counts.get(key, 0) + 1
    return counts


def key_of(violation: Violation) -> tuple[object, ...]:
    """Return what a violation is about, as the facts of explaining tell it."""
    cell = violation.cells[0]
    match violation.rule:
        case Rule.OUTSIDE_WINDOW | Rule.SATURDAYS | Rule.CONSECUTIVE_DAYS:
            about: tuple[object, ...] = (violation.worker,)
        case Rule.ON_LEAVE | Rule.HALF_DAYS_A_WEEK | Rule.DAYS_A_WEEK:
            about = (violation.worker, cell.week)
        case Rule.ABSENT | Rule.CANNOT:
            about = (violation.worker, cell)
        case Rule.ROOMS:
            about = (violation.places[0], cell)
        case Rule.TRAVEL:
            about = (violation.worker, *violation.places, Cell(cell.week, cell.slot // 2 * 2))
        case Rule.FROZEN:
            about = ()
        case _:
            about = (violation.worker, violation.places[0], cell)
    return (str(violation.rule), *about)
