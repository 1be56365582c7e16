"""Which neighbourhood next, and how large: learnt from gains per unit of work, without any clock."""

import numpy as np

from releve.pipeline.rota.engine.search.task import Move, Neighbourhood

MEMORY = 0.85  # weight of the past in the running mean of gain per unit of work
LEAST_SHARE = 0.04  # no neighbourhood is ever given up
GROWTH, SHRINKAGE = 1.2, 0.8


class Choice:
    """A bandit over neighbourhoods, each with its own size."""

    def __init__(self, neighbourhoods: tuple[Neighbourhood, ...], deterministic_time: float) -> None:
        self._neighbourhoods = neighbourhoods
        self._budget = deterministic_time
        self._size = [float(n.size) for n in neighbourhoods]
        self._rate: list[float | None] = [None] * len(neighbourhoods)

    def pick(self, generator: np.random.Generator) -> int:
        shares = self._shares()
        return int(
            np.searchsorted(np.cumsum(shares), generator.random() * shares.sum(), side="right").clip(
                max=len(shares) - 1
            )
        )

    def name(self, index: int) -> str:
        return self._neighbourhoods[index].name

    def size(self, index: int) -> float:
        return self._size[index]

    def limit(self, index: int) -> float:
        return self._budget * self._neighbourhoods[index].patience

    def learn(self, index: int, move: Move, gain: int) -> None:
        """Note what a move brought; closed early: larger next time, not closed: smaller."""
        rate = max(gain, 0) / max(move.deterministic_time, 1e-3)
        before = self._rate[index]
        self._rate[index] = rate if before is None else MEMORY * before + (1 - MEMORY) * rate
        neighbourhood = self._neighbourhoods[index]
        if not move.is_closed:
            self._size[index] = max(neighbourhood.smallest, self._size[index] * SHRINKAGE)
        elif move.deterministic_time < 0.5 * self.limit(index):
            self._size[index] = min(neighbourhood.largest, self._size[index] * GROWTH)

    def could_not_draw(self, index: int) -> None:
        before = self._rate[index]
        self._rate[index] = 0.0 if before is None else MEMORY * before

    def _shares(self) -> np.ndarray:
        known = [rate for rate in self._rate if rate is not None]
        best = max(known, default=0.0)
        # An untried one is taken to be as good as the best; roots keep the choice broad.
        quality = np.array([np.sqrt((best if r is None else r) / best) if best > 0 else 1.0 for r in self._rate])
        shares = quality * np.array([n.weight for n in self._neighbourhoods])
        return np.maximum(shares / shares.sum(), LEAST_SHARE)
