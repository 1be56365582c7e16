"""Doctors and what they promise."""

from releve.pipeline.commitments.models.promises import (
    Absence,
    Commitment,
    Doctor,
    PatternHalfDay,
    Route,
    Term,
    Weeks,
)

__all__ = [
    "Absence",
    "Commitment",
    "Doctor",
    "PatternHalfDay",
    "Route",
    "Term",
    "Weeks",
]
