"""How long the coverage takes, in processor time: the horizon of a network, and the page of an office's risk."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date, time
from functools import partial
from statistics import median
from time import process_time

from benchmarks.figure import Figure, in_ms
from releve.pipeline.commitments.handover import PatternHalfDay
from releve.pipeline.commitments.rules.coverage import StandingPromise, horizon_of
from releve.pipeline.commitments.rules.coverage_knobs import CoverageKnobs
from releve.pipeline.commitments.rules.gap_chance import Assumptions, Scenario, case_of, lever_effects, notice_table
from releve.pipeline.commitments.rules.terms import add_months
from releve.pipeline.offices.handover import OfficeCalendar, Opening
from releve.shared.half_days import HALVES

TODAY = date(2026, 11, 23)
KNOBS = CoverageKnobs()
N_ROUNDS = 15
N_OFFICES = 20


def an_office(number: int) -> OfficeCalendar:
    since = date(2022, 1, 3)
    openings = tuple(Opening(day, half, time(8), time(12), True, since) for day in range(5) for half in HALVES)
    return OfficeCalendar(number, "Europe/Paris", "", since, None, (), openings)


def promises(number: int, half_days: float, n: int) -> list[StandingPromise]:
    """Return doctors who came one after another, each until the maximum term."""
    found = []
    for rank in range(n):
        starts_on = add_months(date(2025, 1, 1), 4 * rank + number % 3)
        last_on = add_months(starts_on, 24)
        pattern = tuple(PatternHalfDay((rank + day) % 5, HALVES[day % 2]) for day in range(4))
        found.append(
            StandingPromise(
                rank, rank, f"Dr {rank}", starts_on, last_on, last_on, add_months(starts_on, 12), 6, half_days, pattern
            )
        )
    return found


def figures() -> Iterator[Figure]:
    """Measure the horizon of a network, and the page of one office with and without spare half-days."""
    network = [(an_office(number), promises(number, 4, 4)) for number in range(N_OFFICES)]
    yield _figure("coverage_horizon_20_offices", lambda: [horizon_of(o, p, KNOBS, TODAY) for o, p in network], 60)
    calendar = an_office(1)
    for name, half_days in (("coverage_chance_page_exact", 2.5), ("coverage_chance_page_drawn", 4.0)):
        case = case_of(calendar, promises(1, half_days, 4), KNOBS, TODAY)
        yield _figure(name, partial(_page, Scenario(case, Assumptions.of(KNOBS), 1)), 500)


def _page(asked: Scenario) -> None:
    scenario = replace(asked)  # nothing of the round before is remembered
    lever_effects(scenario)
    notice_table(scenario)


def _figure(name: str, work: Callable[[], object], at_most_ms: float) -> Figure:
    work()
    samples = []
    for _ in range(N_ROUNDS):
        start = process_time()
        work()
        samples.append(process_time() - start)
    return Figure(name, in_ms(median(samples)), "ms of CPU", None, at_most=at_most_ms)
