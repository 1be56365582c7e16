"""The figures of the rota on networks: cost above the bound, half-days short, a town's case, the same rota again."""

from collections.abc import Callable, Iterator, Sequence
from math import inf
from pathlib import Path
from statistics import median
from typing import Any

from benchmarks.figure import Figure
from benchmarks.rota import again, explain, replanning, town
from benchmarks.rota.network import NEAR, measured, problem_of
from releve.pipeline.rota.engine.problem import Problem
from releve.pipeline.rota.engine.search import Iterations
from releve.pipeline.rota.engine.solver import solve

SHARED = Path(__file__).resolve().parents[3] / "shared" / "benchmarks" / "rota"
SEEDS = (1, 2, 3)
# CPU-seconds and how far above the bound a rota may then be; 600 are five minutes of two cores.
BUDGETS: dict[str, dict[int, float | None]] = {
    "network-20": {60: None, 120: 0.08, 600: 0.04},
    "network-100": {600: 0.08},
    "made-200": {600: 0.08},
}
# The time to the same gap may grow little more than the offices: ten times as many here.
SMALL, LARGE, TIMES_LARGER = "made-20", "made-200", 10
SMALL_CPU_SECONDS, GROWTH_AT_MOST = 120, 1.2
TOWN = "town"
PROBLEMS = (TOWN, *BUDGETS)
TOWN_FIRST_CPU_SECONDS = 2


def figures(
    say: Callable[[str], None],
    *,
    seeds: Sequence[int] = SEEDS,
    problems: Sequence[str] = PROBLEMS,
    shared: Path = SHARED,
    n_cases: int = 1000,
) -> Iterator[Figure]:
    """Measure a town, then networks and what is asked of a delivered rota."""
    if TOWN in problems:
        say(TOWN)
        yield from of_a_town(seeds)
    for name, budgets in BUDGETS.items():
        if name not in problems:
            continue
        path = shared / f"{name}.json"
        if not name.startswith("made-") and not path.exists():
            say(f"{path} is missing: this network is not measured")
            continue
        problem = problem_of(name if name.startswith("made-") else str(path))
        for budget, gap in budgets.items():
            say(f"{name}, {budget} CPU-seconds")
            runs = [measured(problem, budget, seed, 2) for seed in seeds]
            yield from of_a_network(name, problem, budget, gap, [line for line, _ in runs])
        if name == LARGE:
            say(f"{SMALL}, as near its bound")
            small = [measured(problem_of(SMALL), SMALL_CPU_SECONDS, seed, 2)[0] for seed in seeds]
            yield growth(small, [line for line, _ in runs])
        roster = runs[0][1]
        say(f"{name}: replanning and explanations")
        yield from replanning.measured(problem, roster, replanning.CASES, 1)
        if name == "network-20":
            yield from explain.measured(problem, roster, n_cases, 1)
            yield from again.measured(path)


def of_a_network(
    name: str, problem: Problem, budget: int, gap: float | None, runs: Sequence[dict[str, Any]]
) -> Iterator[Figure]:
    """Give the worst of the runs, one for each seed."""
    size = len(problem.places)
    worst = max(runs, key=lambda run: run["cost"])
    yield Figure(
        name=f"rota_{name}_{budget}",
        value=worst["cost"],
        unit="cost",
        size=size,
        compared_with="the certified bound",
        compared_value=worst["bound"],
        ratio=worst["cost"] / worst["bound"],
        ratio_at_most=None if gap is None else 1 + gap,
        more={"seeds": [run["cost"] for run in runs], "cpu_seconds": max(run["cpu_seconds"] for run in runs)},
    )
    n_short = max(run["short_though_coverable"] for run in runs)
    yield Figure(f"rota_{name}_{budget}_short", n_short, "coverable half-days", size, at_most=0)
    n_broken = sum(run["violations"] for run in runs)
    yield Figure(f"rota_{name}_{budget}_violations", n_broken, "rules broken", size, at_most=0)


def growth(small: Sequence[dict[str, Any]], large: Sequence[dict[str, Any]]) -> Figure:
    """Compare the time to the same gap, the middle one of the seeds; infinite where a large one never came so near."""
    n_seconds, n_seconds_small = (
        median(inf if run["near_cpu_seconds"] is None else run["near_cpu_seconds"] for run in runs)
        for runs in (large, small)
    )
    return Figure(
        name="rota_growth",
        value=n_seconds,
        unit=f"CPU s to {NEAR:.0%} above the bound",
        size=200,
        compared_with=f"{TIMES_LARGER} times that of 20 offices",
        compared_value=TIMES_LARGER * n_seconds_small,
        ratio=n_seconds / (TIMES_LARGER * n_seconds_small),
        ratio_at_most=GROWTH_AT_MOST,
    )


def of_a_town(seeds: Sequence[int]) -> Iterator[Figure]:
    """Two offices, seven doctors, 26 weeks; the worst seed."""
    solve(town.town(), Iterations(1))  # compiles, once
    runs = [town.measured(town.town(), seed) for seed in seeds]
    first = max(run["first_cpu_seconds"] for run in runs)
    yield Figure("rota_town_first", first, "CPU s", 2, at_most=TOWN_FIRST_CPU_SECONDS)
    near = max(town.CPU_SECONDS + 1 if run["near_cpu_seconds"] is None else run["near_cpu_seconds"] for run in runs)
    yield Figure("rota_town_near", near, "CPU s", 2, at_most=town.CPU_SECONDS, more={"gap": town.GAP})
    gap = max(run["gap"] for run in runs)
    yield Figure("rota_town_gap", gap, "above the bound", 2, at_most=town.GAP)
