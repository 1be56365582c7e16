"""What is left of the clocks that end a search: no sub-solver may go on beyond them."""

from dataclasses import dataclass, field
from math import inf
from time import monotonic, process_time
from typing import Any

from releve.pipeline.rota.engine.search import CpuSeconds, FirstOf, Stop, WallSeconds, WithReserve

LEAST_CPU = 0.1  # seconds: before, the pace of this machine is not known


@dataclass(slots=True)
class Clock:
    """Seconds that a search may spend; endless where no clock ends it, so that none has a say in what is found.

    A helper process counts its own from when it was started.
    """

    cpu_seconds: float = inf  # of each process
    wall_seconds: float = inf
    began: tuple[float, float] = field(default_factory=lambda: (process_time(), monotonic()))

    def __getstate__(self) -> tuple[float, float]:
        return self.cpu_seconds, self.wall_seconds

    def __setstate__(self, state: tuple[float, float]) -> None:
        self.__init__(*state)  # type: ignore[misc]

    def left(self) -> float:
        """Return the seconds on the wall before the first clock runs out, the machine being as busy as until now."""
        cpu, wall = process_time() - self.began[0], monotonic() - self.began[1]
        pace = max(1.0, wall / max(cpu, LEAST_CPU))
        return max(0.0, min((self.cpu_seconds - cpu) * pace, self.wall_seconds - wall))

    def is_over(self) -> bool:
        return self.left() <= 0


def clock_of(stop: Stop, n_processes: int) -> Clock:
    """Return the clock of a stop; processes share the seconds of the processors."""
    limits = dict.fromkeys((CpuSeconds, WallSeconds), inf)
    waiting: list[tuple[Any, float]] = [(stop, 1.0)]
    while waiting:
        one, share = waiting.pop()
        if isinstance(one, FirstOf):
            waiting += [(criterion, share) for criterion in one.criteria]
        elif isinstance(one, WithReserve):
            waiting.append((one.stop, share * (1 - one.share)))
        elif type(one) in limits:
            limits[type(one)] = min(limits[type(one)], one.limit * share)
    return Clock(limits[CpuSeconds] / max(1, n_processes), limits[WallSeconds])
