"""When to stop. Criteria are objects, joined by `FirstOf`.

`Iterations`, `NoImprovement`, `DeterministicTime`, `TargetCost` and `ProvenWithin` give the same solution
on every machine and under any load; the clocks do not.
"""

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Protocol

from releve.pipeline.rota.engine.search.progress import Progress


class Stop(Protocol):
    """Says whether a search is over."""

    def is_reached(self, progress: Progress) -> bool: ...


@dataclass(frozen=True, slots=True)
class CpuSeconds:
    """Process time of the search and its helpers."""

    limit: float

    def is_reached(self, progress: Progress) -> bool:
        return progress.cpu_seconds >= self.limit


@dataclass(frozen=True, slots=True)
class WallSeconds:
    limit: float

    def is_reached(self, progress: Progress) -> bool:
        return progress.wall_seconds >= self.limit


@dataclass(frozen=True, slots=True)
class Iterations:
    """Moves tried (checked at the end of a round)."""

    limit: int

    def is_reached(self, progress: Progress) -> bool:
        return progress.n_moves >= self.limit


@dataclass(frozen=True, slots=True)
class DeterministicTime:
    """The sub-solvers' own measure of work."""

    limit: float

    def is_reached(self, progress: Progress) -> bool:
        return progress.deterministic_time >= self.limit


@dataclass(frozen=True, slots=True)
class NoImprovement:
    """So many moves without a better solution."""

    n_moves: int

    def is_reached(self, progress: Progress) -> bool:
        return progress.n_moves_since_better >= self.n_moves


@dataclass(frozen=True, slots=True)
class ProvenWithin:
    """The best is proven to be within this share of the optimum (0: optimal)."""

    gap: float = 0.0

    def is_reached(self, progress: Progress) -> bool:
        return progress.gap is not None and progress.gap <= self.gap


@dataclass(frozen=True, slots=True)
class TargetCost:
    """As good as asked (a best known value, for instance)."""

    cost: int

    def is_reached(self, progress: Progress) -> bool:
        return progress.cost <= self.cost


@dataclass(frozen=True, slots=True)
class Stopped:
    """The caller says so, at any moment."""

    is_asked: Callable[[], bool]

    def is_reached(self, progress: Progress) -> bool:
        return self.is_asked()


@dataclass(frozen=True, slots=True, init=False)
class FirstOf:
    """Whichever comes first."""

    criteria: tuple[Stop, ...]

    def __init__(self, *criteria: Stop) -> None:
        object.__setattr__(self, "criteria", criteria)

    def is_reached(self, progress: Progress) -> bool:
        return any(criterion.is_reached(progress) for criterion in self.criteria)


@dataclass(frozen=True, slots=True)
class WithReserve:
    """The same criterion, its clocks stopped early: a share of the time is kept for what comes after the search."""

    stop: Stop
    share: float

    def is_reached(self, progress: Progress) -> bool:
        faster = 1 / (1 - self.share)
        return self.stop.is_reached(
            replace(progress, cpu_seconds=progress.cpu_seconds * faster, wall_seconds=progress.wall_seconds * faster)
        )
