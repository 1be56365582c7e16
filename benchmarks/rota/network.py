"""Networks of offices: the rota after so many CPU-seconds, its bound, and what half-days lack anybody.

`python -m benchmarks.rota.network FILE|made-200 --cpu-seconds 120 --seeds 1 2 3 [--processes 2] [--peer]` prints a line
of JSON for each seed. Every rota is judged by the independent checker.
"""

import argparse
import json
from collections import Counter
from pathlib import Path
from typing import Any

from benchmarks.rota.made import made_network
from benchmarks.rota.plain_cpsat import plain
from releve.pipeline.rota.engine.checker import check
from releve.pipeline.rota.engine.format import read_network
from releve.pipeline.rota.engine.problem import Cell, Problem, Roster
from releve.pipeline.rota.engine.search import CpuSeconds, Progress
from releve.pipeline.rota.engine.solver import solve
from releve.pipeline.rota.engine.solver.relaxation import relaxed
from releve.pipeline.rota.engine.solver.rota import Ground
from releve.pipeline.rota.engine.solver.saturdays import shortage_alone
from releve.pipeline.rota.engine.solver.table import table_of

MADE = "made-"
CURVE_EVERY = 15.0  # CPU-seconds
NEAR = 0.08  # above the bound


def main() -> None:
    arguments = parsed()
    problem = problem_of(arguments.network)
    for seed in arguments.seeds:
        line, _ = measured(problem, arguments.cpu_seconds, seed, arguments.processes)
        if arguments.peer:
            line["plain CP-SAT"] = plain(problem, arguments.cpu_seconds, seed)
        print(json.dumps({"network": arguments.network, "seed": seed} | line), flush=True)


def parsed() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("network", help="a file, or made-200 for a made network of 200 offices")
    parser.add_argument("--cpu-seconds", type=float, default=120)
    parser.add_argument("--seeds", type=int, nargs="+", default=[1])
    parser.add_argument("--processes", type=int, default=1)
    parser.add_argument("--peer", action="store_true", help="plain CP-SAT on the same model, with as many CPU-seconds")
    return parser.parse_args()


def problem_of(name: str) -> Problem:
    is_made = name.startswith(MADE)
    data = made_network(int(name.removeprefix(MADE))) if is_made else json.loads(Path(name).read_text())
    return read_network(data).problem


def measured(problem: Problem, cpu_seconds: float, seed: int, n_processes: int) -> tuple[dict[str, Any], Roster]:
    """Return the figures of one run, and its rota."""
    curve: list[tuple[float, int, int | None]] = []
    near: list[float] = []

    def tell(now: Progress) -> None:
        if not near and now.gap is not None and now.gap <= NEAR:
            near.append(round(now.cpu_seconds, 1))
        if not curve or now.cpu_seconds >= curve[-1][0] + CURVE_EVERY:
            curve.append((round(now.cpu_seconds, 1), now.cost, now.bound))

    found = solve(problem, CpuSeconds(cpu_seconds), seed=seed, on_progress=tell, n_processes=n_processes)
    report, n_short = check(problem, found.roster), short(problem, found.roster)
    line = {
        "cost": report.total,
        "bound": found.bound,
        "gap": None if found.gap is None else round(found.gap, 4),
        "cpu_seconds": round(found.cpu_seconds, 1),
        "violations": len(report.violations),
        "short": n_short,
        "short_though_coverable": max(0, n_short - least_short(problem)),
        "near_cpu_seconds": near[0] if near else None,
        "moves": found.n_moves,
        "curve": curve,
    }
    return line, found.roster


def short(problem: Problem, roster: Roster) -> int:
    """Return the open half-days below their minimum where somebody is allowed to come at all."""
    table = table_of(problem)
    possible = [table.place_cell(group) for group in range(table.place_cells.n)]
    present = Counter((found.place, Cell(found.week, found.slot)) for found in roster.assignments)
    return sum(present[place.id, cell] < place.demand_at(cell).minimum for place, cell in possible)


def least_short(problem: Problem) -> int:
    """Return how many workers are missing below the minimum in any rota whatever: a certified bound.

    The relaxation of the rules, with nothing else to pay. Where the minimum is one, these are half-days.
    """
    ground = Ground(shortage_alone(problem))
    return relaxed(ground).bound - sum(rule.constant for rule in ground.rules)


if __name__ == "__main__":
    main()
