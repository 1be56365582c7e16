"""The rules of the promise: terms, its life, deadlines, coverage, candidates."""

from releve.pipeline.commitments.rules.terms import (
    N_RPPS_DIGITS,
    add_months,
    is_absent,
    is_worked_in_week,
    last_day,
    rpps_warning,
)

__all__ = [
    "N_RPPS_DIGITS",
    "add_months",
    "is_absent",
    "is_worked_in_week",
    "last_day",
    "rpps_warning",
]
