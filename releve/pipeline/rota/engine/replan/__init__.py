"""The nearest rota that works again, after an illness, a notice, a closed room."""

from releve.pipeline.rota.engine.replan.changes import Changed, Manner
from releve.pipeline.rota.engine.replan.nearest import Replan, replan

__all__ = ["Changed", "Manner", "Replan", "replan"]
