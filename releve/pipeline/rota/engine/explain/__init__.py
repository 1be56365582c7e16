"""Why a cell is empty, and what would open it."""

from releve.pipeline.rota.engine.explain.cell import Explainer, explain_cell
from releve.pipeline.rota.engine.explain.explanation import Explanation, Kind, Opening

__all__ = ["Explainer", "Explanation", "Kind", "Opening", "explain_cell"]
