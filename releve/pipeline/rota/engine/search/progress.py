"""How far a search is: what it has, what is proven, what it has spent."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Progress:
    """One line of a search's diary."""

    cost: int  # of the best solution
    bound: int | None  # no solution costs less; None: nothing proven yet
    cpu_seconds: float  # of this process and its helpers
    wall_seconds: float
    n_moves: int  # tried
    n_moves_since_better: int
    deterministic_time: float  # sum of the sub-solves', the same on every machine

    @property
    def gap(self) -> float | None:
        """Return what the best costs above the bound, as a share of the bound."""
        if self.bound is None:
            return None
        if self.cost <= self.bound:
            return 0.0
        return (self.cost - self.bound) / self.bound if self.bound > 0 else float("inf")
