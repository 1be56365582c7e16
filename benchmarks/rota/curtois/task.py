"""The instance as a task of the engine's search: parts are freed, then priced and dived into, chosen from or swept."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

import numpy as np

from benchmarks.rota.curtois.choosing import Chosen, choose_best
from benchmarks.rota.curtois.diving import dive
from benchmarks.rota.curtois.drawing import Drawer
from benchmarks.rota.curtois.generation import Generated, generate
from benchmarks.rota.curtois.instance import Instance, Lines
from benchmarks.rota.curtois.master import TINY, Line, Mix, Unsolved, rounded_up
from benchmarks.rota.curtois.parts import EXACT, SWEEPING, Change, Freed, Part, changed, open_part
from benchmarks.rota.curtois.stretches import Stretches
from benchmarks.rota.curtois.sweeping import FEWEST, MOST, sweep
from releve.pipeline.rota.engine.lines.kernel import Floats
from releve.pipeline.rota.engine.search import Limit, Move, Neighbourhood

ROOT_STEPS = 40
TIES = 0.5  # share of the dives that take a solution of the same cost
TIES_WHEN_CLOSED = 0.15  # the same, where the bound proves that nothing better is there
SHARE_FOR_OPENING = 0.4  # of the time left
OPENING_SWEEPS = 10, 100  # of each part: at least, at most
MOST_LINES = 100  # of each employee, in an exact choice
SECONDS = 3.0  # of one exact choice
BIT = 5e-6  # of deterministic time, for one unit of the master's or the lines' effort


@dataclass(slots=True)
class Whole:
    """What is known of the whole before the search."""

    lines: Lines
    bound: int | None = None
    known: Mapping[int, Sequence[Line]] = field(default_factory=dict)  # good lines of each employee
    mix: Mix | None = None  # None: the whole is too large to be priced exactly
    prices: Floats | None = None  # [day, shift], of the mix or of the bound


class ShiftTask:
    """Curtois' and Qu's problem seen by the search."""

    moves_per_round = 1

    def __init__(
        self,
        instance: Instance,
        stretches: Stretches,
        whole: Whole,
        seconds_left: Callable[[], float],
    ) -> None:
        self.instance, self.stretches, self.whole = instance, stretches, whole
        self.seconds_left = seconds_left
        self.drawer = Drawer(instance, whole.mix)

    def is_over(self) -> bool:
        return self.seconds_left() <= 0

    @property
    def bound(self) -> int | None:
        return self.whole.bound

    @property
    def neighbourhoods(self) -> tuple[Neighbourhood, ...]:
        return self.drawer.neighbourhoods

    def start(self, seed: int) -> Lines:
        return self.whole.lines

    def opening(self, solution: Lines) -> Sequence[Freed]:
        """Where the whole was too large to be priced at once: a group at a time, month after month."""
        if self.whole.mix is not None:
            return ()
        months = self.drawer.months()
        effort = sum(
            self.stretches.open(employee, solution[employee], freed.first, freed.end).effort
            for freed in months
            for employee in freed.employees
        )
        n_sweeps = int(np.clip(SHARE_FOR_OPENING * self.seconds_left() / max(effort * BIT, TINY), *OPENING_SWEEPS))
        return [replace(freed, n_sweeps=n_sweeps) for freed in months]

    def cost(self, solution: Lines) -> int:
        return self.instance.cost(solution)

    def draw(self, solution: Lines, neighbourhood: str, size: float, generator: np.random.Generator) -> Freed | None:
        return self.drawer.draw(solution, neighbourhood, size, generator)

    def clash(self, freed: Freed, taken: Sequence[Freed]) -> bool:
        return bool(taken)

    def improve(self, solution: Lines, freed: Freed, limit: Limit) -> Move:
        generator = np.random.default_rng(limit.seed)
        is_whole = freed.end - freed.first == self.instance.n_days
        part = open_part(self.instance, self.stretches, solution, freed, self.whole.known if is_whole else None)
        if freed.how == SWEEPING:
            return self.sweep(part, solution, generator, limit)
        try:
            generated = generate(
                part.master, part.stretches, n_steps=ROOT_STEPS, is_over=self.is_over, cutoff=part.cost
            )
        except Unsolved:
            return Move(None, 0, False, part.master.effort * BIT)
        is_closed = rounded_up(generated.bound) >= part.cost
        takes_ties = generator.random() < (TIES_WHEN_CLOSED if is_closed else TIES)
        if is_closed and not takes_ties:
            return Move(None, 0, True, part.master.effort * BIT)
        cutoff = part.cost + takes_ties
        if freed.how == EXACT:
            chosen = self.choose(part, generated, part.cost)
            found, is_closed = chosen.lines, chosen.is_solved
        else:
            found = dive(part.master, generated, part.stretches, generator, cutoff=cutoff, is_over=self.is_over)
            # A dive proves nothing: larger parts are tried as long as the effort allows.
            is_closed = part.master.effort * BIT < limit.deterministic_time
        if found is None:
            return Move(None, 0, is_closed, part.master.effort * BIT)
        return self.move(part, solution, np.array([found[employee] for employee in freed.employees]), is_closed)

    def sweep(self, part: Part, solution: Lines, generator: np.random.Generator, limit: Limit) -> Move:
        n_sweeps = part.freed.n_sweeps
        if n_sweeps is None:
            effort = sum(stretch.effort for stretch in part.stretches.values()) * BIT
            most = min(MOST, limit.deterministic_time / max(effort, TINY))
            if most < FEWEST:
                return Move(None, 0, False, part.master.effort * BIT)  # too large: fewer employees next time
            n_sweeps = round(float(np.exp(generator.uniform(np.log(FEWEST), np.log(most)))))
        first, end = part.freed.first, part.freed.end
        now = solution[list(part.freed.employees), first:end]
        prices = np.zeros(part.master.demand.need.shape) if self.whole.prices is None else self.whole.prices[first:end]
        lines = sweep(self.instance, part, now, prices, generator, self.is_over, n_sweeps)
        return self.move(part, solution, lines, is_closed=True)

    def move(self, part: Part, solution: Lines, lines: Lines, is_closed: bool) -> Move:
        change = Change(part.freed, lines)
        gain = self.instance.cost(solution) - self.instance.cost(changed(solution, change))
        return Move(change, gain, is_closed, part.master.effort * BIT)

    def choose(self, part: Part, generated: Generated, cutoff: int) -> Chosen:
        def cost(employee: int, line: Line) -> int:
            return self.instance.line_cost(employee, line, part.freed.first)

        return choose_best(
            part.master,
            generated,
            part.stretches,
            cutoff=cutoff,
            most_lines=MOST_LINES,
            seconds=min(SECONDS, self.seconds_left()),
            base_cost=cost,
        )

    def apply(self, solution: Lines, change: Any) -> Lines | None:
        return changed(solution, change)
