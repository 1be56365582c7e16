"""A chance with its uncertainty, and the difference that a lever makes."""

from dataclasses import dataclass
from math import sqrt

import numpy as np
import numpy.typing as npt

# The 97.5 % point of the normal law: intervals of 95 %.
Z = 1.959964


@dataclass(frozen=True, slots=True)
class Chance:
    """A chance between two bounds; an exact one is both of them."""

    value: float
    low: float
    high: float
    n_futures: int = 0  # 0: computed, not drawn

    @property
    def is_exact(self) -> bool:
        return self.n_futures == 0

    @classmethod
    def exact(cls, value: float) -> "Chance":
        kept = round(min(max(value, 0.0), 1.0), 12)
        return cls(kept, kept, kept)


@dataclass(frozen=True, slots=True)
class Difference:
    """By how much a chance changes, between two bounds."""

    value: float
    low: float
    high: float

    @property
    def is_clear(self) -> bool:
        """Say whether the change is more than the draws could have made."""
        return self.low > 0.0 or self.high < 0.0


def wilson(n_hits: int, n: int) -> Chance:
    """Return a share of draws with Wilson's interval of 95 %, which never leaves 0 to 1."""
    if not 0 <= n_hits <= n or n == 0:
        raise ValueError(f"{n_hits} hits of {n} draws: give one draw at least, and no more hits than draws.")
    share = n_hits / n
    spread = 1 + Z**2 / n
    middle = (share + Z**2 / (2 * n)) / spread
    half = Z * sqrt(share * (1 - share) / n + Z**2 / (4 * n**2)) / spread
    low, high = max(0.0, middle - half), min(1.0, middle + half)
    return Chance(share, min(low, share), max(high, share), n)


def paired_difference(before: npt.NDArray[np.bool_], after: npt.NDArray[np.bool_]) -> Difference:
    """Return how the share of true lines changes, future by future: common draws leave little to chance."""
    change = after.astype(np.float64) - before.astype(np.float64)
    value = float(change.mean())
    half = Z * float(change.std(ddof=1)) / sqrt(change.size) if change.size > 1 else 1.0
    return Difference(value, max(-1.0, value - half), min(1.0, value + half))
