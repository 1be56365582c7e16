"""Background work of the commitments, by subject. procrastinate finds it by this name."""

from releve.pipeline.commitments.tasks import candidates, coverage, promises

__all__ = ["candidates", "coverage", "promises"]
