"""The instance as a task of the engine's search: parts are freed, then priced and dived into, chosen from or swept."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

import numpy as np

from benchmarks.rota.curtois.choosing import Chosen, choose_best
from benchmarks.rota.curtois.diving import dive
from benchmarks.rota.curtois.drawing import Drawer
from benchmarks.rota.curtois.generation import Generated, generate
from benchmarks.rota.curtois.instance import Instance, Lines
from benchmarks.rota.curtois.master import Line, Mix, Unsolved, rounded_up
from benchmarks.rota.curtois.parts import EXACT, SWEEPING, Change, Freed, Part, changed, open_part
from benchmarks.rota.curtois.stretches import Stretches
from benchmarks.rota.curtois.sweeping import FEWEST, sweep
from releve.pipeline.rota.engine.search import Limit, Move, Neighbourhood

ROOT_STEPS = 40
TIES = 0.5  # share of the dives that take a solution of the same cost
TIES_WHEN_CLOSED = 0.15  # the same, where the bound proves that nothing better is there
MOST_LINES = 100  # of each employee, in an exact choice
SECONDS = 3.0  # of one exact choice
BIT = 5e-6  # of deterministic time, for one unit of the master's or the lines' effort


class ShiftTask:
    """Curtois' and Qu's problem seen by the search."""

    moves_per_round = 1

    def __init__(
        self,
        instance: Instance,
        stretches: Stretches,
        first: Lines,
        seconds_left: Callable[[], float],
        known: Mapping[int, Sequence[Line]],
        bound: int | None,
        mix: Mix | None = None,
    ) -> None:
        self.instance, self.stretches, self.first = instance, stretches, first
        self.seconds_left, self.known = seconds_left, known
        self._bound, self.mix = bound, mix
        self.drawer = Drawer(instance, mix)

    def is_over(self) -> bool:
        return self.seconds_left() <= 0

    @property
    def bound(self) -> int | None:
        return self._bound

    @property
    def neighbourhoods(self) -> tuple[Neighbourhood, ...]:
        return self.drawer.neighbourhoods

    def start(self, seed: int) -> Lines:
        return self.first

    def opening(self, solution: Lines) -> Sequence[Freed]:
        """Where the whole was too large to be priced at once: a group at a time, month after month."""
        return self.drawer.months() if self._bound is None else ()

    def cost(self, solution: Lines) -> int:
        return self.instance.cost(solution)

    def draw(self, solution: Lines, neighbourhood: str, size: float, generator: np.random.Generator) -> Freed | None:
        return self.drawer.draw(solution, neighbourhood, size, generator)

    def clash(self, freed: Freed, taken: Sequence[Freed]) -> bool:
        return bool(taken)

    def improve(self, solution: Lines, freed: Freed, limit: Limit) -> Move:
        generator = np.random.default_rng(limit.seed)
        is_whole = freed.end - freed.first == self.instance.n_days
        part = open_part(self.instance, self.stretches, solution, freed, self.known if is_whole else None)
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
        least_effort = FEWEST * sum(stretch.effort for stretch in part.stretches.values())
        if least_effort * BIT > limit.deterministic_time:
            return Move(None, 0, False, part.master.effort * BIT)  # too large: fewer employees next time
        first, end = part.freed.first, part.freed.end
        now = solution[list(part.freed.employees), first:end]
        prices = np.zeros(part.master.demand.need.shape) if self.mix is None else self.mix.prices[first:end]
        lines = sweep(self.instance, part, now, prices, generator, self.is_over)
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
