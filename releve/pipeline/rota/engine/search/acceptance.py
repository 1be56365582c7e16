"""Which solutions the search may go on from."""

import math
from dataclasses import dataclass
from typing import Protocol

import numpy as np


class Acceptance(Protocol):
    """Says whether the search goes on from a candidate; the best is kept in any case."""

    def accepts(self, candidate: int, current: int, n_moves: int, generator: np.random.Generator) -> bool: ...


@dataclass(frozen=True, slots=True)
class NeverWorse:
    """Sideways moves are taken: they cost nothing and change what comes next."""

    def accepts(self, candidate: int, current: int, n_moves: int, generator: np.random.Generator) -> bool:
        return candidate <= current


@dataclass(frozen=True, slots=True)
class Cooling:
    """Simulated annealing by count of moves, so that a busy machine changes nothing."""

    temperature: float  # in cost units, at the first move
    halving_moves: float

    def accepts(self, candidate: int, current: int, n_moves: int, generator: np.random.Generator) -> bool:
        if candidate <= current:
            return True
        temperature = self.temperature * 0.5 ** (n_moves / self.halving_moves)
        return temperature > 0 and generator.random() < math.exp((current - candidate) / temperature)
