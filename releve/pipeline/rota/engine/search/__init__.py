"""A large neighbourhood search that knows nothing of rotas: free a part, improve it exactly, keep the best."""

from releve.pipeline.rota.engine.search.acceptance import Acceptance, Cooling, NeverWorse
from releve.pipeline.rota.engine.search.kernel import Found, search
from releve.pipeline.rota.engine.search.progress import Progress
from releve.pipeline.rota.engine.search.stopping import (
    CpuSeconds,
    DeterministicTime,
    FirstOf,
    Iterations,
    NoImprovement,
    ProvenWithin,
    Stop,
    Stopped,
    TargetCost,
    WallSeconds,
    WithReserve,
)
from releve.pipeline.rota.engine.search.task import Bounded, Limit, Move, Neighbourhood, ProvesBounds, Task

__all__ = [
    "Acceptance",
    "Bounded",
    "Cooling",
    "CpuSeconds",
    "DeterministicTime",
    "FirstOf",
    "Found",
    "Iterations",
    "Limit",
    "Move",
    "Neighbourhood",
    "NeverWorse",
    "NoImprovement",
    "Progress",
    "ProvenWithin",
    "ProvesBounds",
    "Stop",
    "Stopped",
    "TargetCost",
    "Task",
    "WallSeconds",
    "WithReserve",
    "search",
]
