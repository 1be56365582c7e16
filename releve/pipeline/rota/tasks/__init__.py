"""Background work of the rota, by subject. procrastinate finds it by this name."""

from releve.pipeline.rota.tasks import calls, exchanges, plans, seasons

__all__ = ["calls", "exchanges", "plans", "seasons"]
