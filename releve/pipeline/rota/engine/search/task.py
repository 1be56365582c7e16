"""What a problem must offer to be searched.

Solutions, freed parts and changes are the task's own, opaque here; they are values (never changed in place) and can
be pickled, as is the task itself: helper processes hold a copy of it and of the current solution.
Every method must be a function of its arguments alone: that is what makes a search repeatable.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Protocol, TypeVar, runtime_checkable

import numpy as np

Solution = TypeVar("Solution")
Freed = TypeVar("Freed")


@dataclass(frozen=True, slots=True)
class Neighbourhood:
    """A way of freeing a part of a solution; its size is in the task's own unit and adapts between the limits."""

    name: str
    size: float
    smallest: float
    largest: float
    weight: float = 1.0  # how often it is tried at first, relative to the others
    patience: float = 1.0  # how many times the usual limit its moves may spend


@dataclass(frozen=True, slots=True)
class Limit:
    """What one move may spend."""

    deterministic_time: float
    seed: int


@dataclass(frozen=True, slots=True)
class Move:
    """What came out of improving a freed part."""

    change: Any  # None: nothing to apply
    gain: int  # cost before − cost after, as the sub-solve saw it (negative when it is worse)
    is_closed: bool  # proven best for this freed part
    deterministic_time: float
    bound: int | None = None  # where the whole problem was free: no solution costs less


class Task(Protocol[Solution, Freed]):
    """A problem seen by the search."""

    @property
    def neighbourhoods(self) -> tuple[Neighbourhood, ...]: ...

    @property
    def moves_per_round(self) -> int:
        """Moves of one round start from the same solution, and are applied one after the other.

        Fixed by the task, never by the number of processes: this keeps the outcome the same.
        """
        ...

    def start(self, seed: int) -> Solution: ...

    def opening(self, solution: Solution) -> Sequence[Freed]:
        """Return parts to improve first, each once, in this order (may be empty)."""
        ...

    def cost(self, solution: Solution) -> int: ...

    def draw(
        self, solution: Solution, neighbourhood: str, size: float, generator: np.random.Generator
    ) -> Freed | None: ...

    def clash(self, freed: Freed, taken: Sequence[Freed]) -> bool:
        """Return whether this part cannot be improved in the same round as those."""
        ...

    def improve(self, solution: Solution, freed: Freed, limit: Limit) -> Move: ...

    def apply(self, solution: Solution, change: Any) -> Solution | None:
        """Return the changed solution; None where the change no longer fits."""
        ...


@runtime_checkable
class Bounded(Protocol):
    """A task that knows a lower bound."""

    @property
    def bound(self) -> int | None: ...


@runtime_checkable
class ProvesBounds(Bounded, Protocol):
    """A task that also works at its lower bound, by jobs done among the moves."""

    def bound_jobs(self, n_rounds: int) -> Sequence[Any]:
        """Return the jobs to be done with this round's moves."""
        ...

    def work_on_bound(self, job: Any) -> tuple[Any, float]:
        """Return the job's outcome and its deterministic time (in a helper process)."""
        ...

    def take_bounds(self, outcomes: Sequence[Any], best_cost: int) -> None:
        """Take in all outcomes of a round, in the order of its jobs (in the caller's process)."""
        ...
