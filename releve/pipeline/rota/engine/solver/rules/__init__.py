"""The rules of a rota, one class each. Adding one: write its class, name it in `RULES`."""

from releve.pipeline.rota.engine.solver.rules.chain_of_days import ConsecutiveDays, DaysAWeek, Saturdays
from releve.pipeline.rota.engine.solver.rules.company import NewcomerBesideSenior, Overlap
from releve.pipeline.rota.engine.solver.rules.coverage import Coverage
from releve.pipeline.rota.engine.solver.rules.likings import Changes, Likings
from releve.pipeline.rota.engine.solver.rules.limits import HalfDaysAWeek, OnePlaceACell, Rooms
from releve.pipeline.rota.engine.solver.rules.promises import Deviation, Unloved
from releve.pipeline.rota.engine.solver.rules.regularity import WorkerPlace, WorkerPlaceSlot
from releve.pipeline.rota.engine.solver.rules.rule import Rule
from releve.pipeline.rota.engine.solver.rules.travel import TooFar, TwoPlacesADay
from releve.pipeline.rota.engine.solver.table import Table

RULES: tuple[type[Rule], ...] = (
    OnePlaceACell,
    Rooms,
    HalfDaysAWeek,
    DaysAWeek,
    Saturdays,
    ConsecutiveDays,
    TooFar,
    Coverage,
    Deviation,
    WorkerPlaceSlot,  # before WorkerPlace, which leans on its indicators
    WorkerPlace,
    TwoPlacesADay,
    Likings,
    Changes,
    NewcomerBesideSenior,
    Overlap,
    Unloved,
)


def rules_of(table: Table) -> list[Rule]:
    """Return the rules that say something of this problem."""
    return [rule for rule in (kind(table) for kind in RULES) if rule.is_needed]


__all__ = [
    "RULES",
    "Changes",
    "ConsecutiveDays",
    "Coverage",
    "DaysAWeek",
    "Deviation",
    "HalfDaysAWeek",
    "Likings",
    "NewcomerBesideSenior",
    "OnePlaceACell",
    "Overlap",
    "Rooms",
    "Rule",
    "Saturdays",
    "TooFar",
    "TwoPlacesADay",
    "Unloved",
    "WorkerPlace",
    "WorkerPlaceSlot",
    "rules_of",
]
