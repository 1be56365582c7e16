"""Solve an instance within a budget of processor time: bound and first rotas from the whole, then the search."""

import time
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from benchmarks.rota.curtois.bounding import bound_loosely
from benchmarks.rota.curtois.generation import generate
from benchmarks.rota.curtois.instance import OFF, Instance, Lines
from benchmarks.rota.curtois.master import Unsolved, rounded_up
from benchmarks.rota.curtois.opening import LONG_WEEKS, first_lines
from benchmarks.rota.curtois.parts import Freed, Part, open_part
from benchmarks.rota.curtois.stretches import Stretches
from benchmarks.rota.curtois.sweeping import SHORTEST, luby, sweep
from benchmarks.rota.curtois.task import ShiftTask, Whole
from releve.pipeline.rota.engine.search import FirstOf, Progress, ProvenWithin, Stopped, search

WHOLE_SHARE = 0.005  # the whole is priced at once where asking everybody for a line takes at most this share
SHARE_FOR_BOUND = 0.3  # of the budget
SHARE_FOR_SWEEPS = 0.5
NEARLY, SHARE_WHEN_NEARLY = 0.0005, 0.9  # so near the bound, sweeps go on: they close the last units best
SHARE_FOR_LOOSE_BOUND = 0.1
EFFORT_PER_MOVE, LEAST_EFFORT_PER_MOVE = 0.01, 1.0  # share of the budget; seconds, about
KNOWN = 20  # lines of each employee kept from the whole, for the parts


@dataclass(frozen=True, slots=True)
class Outcome:
    """The best rota found and what is proven."""

    lines: Lines
    cost: int
    bound: int | None
    cpu_seconds: float
    n_moves: int


def solve(
    instance: Instance,
    cpu_seconds: float,
    seed: int = 0,
    *,
    began: float | None = None,
    on_progress: Callable[[float, int, int | None], None] | None = None,
) -> Outcome:
    """Return the best rota found; `began` is the process time the budget counts from (default: now)."""
    began = time.process_time() if began is None else began

    def spent() -> float:
        return time.process_time() - began

    def is_over() -> bool:
        return spent() >= cpu_seconds

    def tell(lines: Lines, bound: int | None) -> None:
        if on_progress is not None:
            on_progress(spent(), instance.cost(lines), bound)

    stretches = Stretches(instance)
    lines = first_lines(instance, stretches, np.random.default_rng(seed), is_over)
    tell(lines, None)
    whole = Whole(lines)
    if instance.n_weeks <= LONG_WEEKS and asking_seconds(instance, stretches) <= WHOLE_SHARE * cpu_seconds:
        left = cpu_seconds - spent()
        before = spent()

        def is_late() -> bool:
            is_near = whole.bound is not None and instance.cost(whole.lines) <= whole.bound * (1 + NEARLY)
            return spent() >= before + (SHARE_WHEN_NEARLY if is_near else SHARE_FOR_SWEEPS) * left

        generator = np.random.default_rng(seed)
        price_whole(
            whole, instance, stretches, generator, lambda: spent() >= before + SHARE_FOR_BOUND * left, is_late, tell
        )
    else:
        began_bound, seconds = spent(), SHARE_FOR_LOOSE_BOUND * (cpu_seconds - spent())
        loose = bound_loosely(instance, stretches, lambda: (spent() - began_bound) / max(seconds, 1e-9))
        whole.bound, whole.prices = rounded_up(loose.bound), loose.prices
    tell(whole.lines, whole.bound)
    task = ShiftTask(instance, stretches, whole, lambda: cpu_seconds - spent())

    def on_better(progress: Progress, solution: Lines) -> None:
        tell(solution, progress.bound)

    stop = FirstOf(Stopped(is_over), ProvenWithin(0.0))
    found = search(
        task,
        stop,
        seed=seed,
        on_progress=on_better,
        deterministic_time_per_move=max(LEAST_EFFORT_PER_MOVE, EFFORT_PER_MOVE * cpu_seconds),
    )
    return Outcome(found.solution, instance.cost(found.solution), whole.bound, spent(), found.progress.n_moves)


def asking_seconds(instance: Instance, stretches: Stretches) -> float:
    """Return about how long asking every employee once for a line of the whole horizon takes."""
    nothing = np.full(instance.n_days, OFF)
    efforts = (stretches.open(e, nothing, 0, instance.n_days).effort for e in range(instance.n_employees))
    return sum(efforts) / 1e6


def price_whole(
    whole: Whole,
    instance: Instance,
    stretches: Stretches,
    generator: np.random.Generator,
    is_over: Callable[[], bool],
    is_late: Callable[[], bool],
    tell: Callable[[Lines, int | None], None],
) -> None:
    """Bound the whole by column generation, then sweep from the mix's prices until it is late or proven best."""
    freed = Freed(tuple(range(instance.n_employees)), 0, instance.n_days)
    part = open_part(instance, stretches, whole.lines, freed)
    try:
        generated = generate(part.master, part.stretches, n_steps=1000, is_over=is_over, smoothing=0.5)
        whole.bound = rounded_up(generated.bound) + int(instance.wish_base.sum())
        for length in luby():
            if is_late() or instance.cost(whole.lines) <= whole.bound:
                break
            lines = sweep(instance, part, whole.lines, generated.mix.prices, generator, is_late, SHORTEST * length)
            if instance.cost(lines) < instance.cost(whole.lines):
                whole.lines = lines
                tell(lines, whole.bound)
    except Unsolved:
        return
    finally:
        keep_near_lines(whole, part)


def keep_near_lines(whole: Whole, part: Part) -> None:
    """Keep the lines of each employee that the mix of the whole uses, or nearly."""
    try:
        mix = part.master.solve()
    except Unsolved:
        return
    ranked: dict[int, list[tuple[float, int]]] = {}
    for place, column in enumerate(part.master.columns):
        reduced = part.master.reduced_cost(column, mix)
        ranked.setdefault(column.employee, []).append((reduced - column.share, place))
    whole.mix, whole.prices = mix, mix.prices
    whole.known = {
        employee: [part.master.columns[place].line for _, place in sorted(found)[:KNOWN]]
        for employee, found in ranked.items()
    }
