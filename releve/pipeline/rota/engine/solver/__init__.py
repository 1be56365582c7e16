"""Draws rotas: `solve(problem, stop)`."""

from releve.pipeline.rota.engine.solver.impossible import NoRota
from releve.pipeline.rota.engine.solver.solve import Result, solve

__all__ = ["NoRota", "Result", "solve"]
