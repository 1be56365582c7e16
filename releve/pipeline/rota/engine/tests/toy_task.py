"""A problem for the tests of the search: numbers to sort by swapping within a freed window."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np

from releve.pipeline.rota.engine.search import Limit, Move, Neighbourhood

Line = tuple[int, ...]
Window = tuple[int, int]


class Sorting:
    """Cost: sum of |value − position|; freeing a window sorts it."""

    neighbourhoods = (Neighbourhood("near", 3, 2, 6), Neighbourhood("wide", 5, 2, 10))
    moves_per_round = 4

    def __init__(self, n: int = 24) -> None:
        self.n = n

    def start(self, seed: int) -> Line:
        return tuple(int(v) for v in np.random.default_rng(seed).permutation(self.n))

    def opening(self, solution: Line) -> Sequence[Window]:
        return [(0, 4), (4, 8)]

    def cost(self, solution: Line) -> int:
        return sum(abs(value - place) for place, value in enumerate(solution))

    def draw(self, solution: Line, neighbourhood: str, size: float, generator: np.random.Generator) -> Window | None:
        first = int(generator.integers(self.n - 1))
        return first, min(self.n, first + round(size))

    def clash(self, freed: Window, taken: Sequence[Window]) -> bool:
        return any(freed[0] < end and first < freed[1] for first, end in taken)

    def improve(self, solution: Line, freed: Window, limit: Limit) -> Move:
        part = sorted(solution[freed[0] : freed[1]])
        after = solution[: freed[0]] + tuple(part) + solution[freed[1] :]
        return Move((freed, tuple(part)), self.cost(solution) - self.cost(after), True, 0.01 * len(part))

    def apply(self, solution: Line, change: Any) -> Line | None:
        (first, end), part = change
        if sorted(solution[first:end]) != list(part):
            return None
        return solution[:first] + tuple(part) + solution[end:]


class ProvenSorting(Sorting):
    """The same, with a bound that rises as its jobs are done."""

    def __init__(self, n: int = 24) -> None:
        super().__init__(n)
        self.bound: int | None = None

    def bound_jobs(self, n_rounds: int) -> Sequence[int]:
        return [n_rounds] if n_rounds >= 3 else []

    def work_on_bound(self, job: int) -> tuple[int, float]:
        return min(0, job - 10), 0.5

    def take_bounds(self, outcomes: Sequence[int], best_cost: int) -> None:
        self.bound = max(outcomes)


class Endless(Sorting):
    """The same, with moves that never come to an end."""

    def improve(self, solution: Line, freed: Window, limit: Limit) -> Move:
        while True:
            pass


class EndlessButFirst(Endless):
    """The same, but for the first move of the opening, which says on the disk that it was made."""

    def __init__(self, made: Path) -> None:
        super().__init__()
        self.made = made

    def start(self, seed: int) -> Line:
        return (3, 2, 1, 0, *range(4, self.n))

    def improve(self, solution: Line, freed: Window, limit: Limit) -> Move:
        if freed != self.opening(solution)[0]:
            return super().improve(solution, freed, limit)
        self.made.touch()
        return Sorting.improve(self, solution, freed, limit)
