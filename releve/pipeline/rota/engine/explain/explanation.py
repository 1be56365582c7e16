"""What explaining answers."""

from dataclasses import dataclass
from enum import StrEnum

from releve.pipeline.rota.engine.area.cheapest import Change
from releve.pipeline.rota.engine.area.facts import Fact
from releve.pipeline.rota.engine.problem import Cell


class Kind(StrEnum):
    """How it stands with a cell."""

    COVERED = "covered"  # as many workers as wanted
    IMPOSSIBLE = "impossible"  # no rota covers it without leaving another cell shorter
    MISSED = "missed"  # one does, and it is cheaper: the solver missed it
    DEARER = "dearer"  # one does, but it costs more elsewhere


@dataclass(frozen=True, slots=True)
class Opening:
    """Facts that would have to give way, and who would then do what. Cheapest first."""

    facts: tuple[Fact, ...]
    change: Change
    cost: int


@dataclass(frozen=True, slots=True)
class Explanation:
    """The answer for one cell (or one worker there)."""

    place: str
    cell: Cell
    kind: Kind
    facts: tuple[Fact, ...] = ()  # IMPOSSIBLE: together they forbid it, and none can be spared
    for_each: tuple[Fact, ...] = ()  # the first thing against each worker of the place, as the rota stands
    openings: tuple[Opening, ...] = ()
    repair: Change | None = None  # MISSED, DEARER: what would cover it
    extra_cost: int = 0  # of the repair; negative when the rota gets better
    worker: str = ""  # asked for this worker
