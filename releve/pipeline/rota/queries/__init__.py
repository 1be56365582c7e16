"""Reads of the rota, by subject."""

from releve.pipeline.rota.queries.shifts import (
    TableDay,
    TableHalf,
    TableWeek,
    conflicts,
    existing_shifts,
    gaps,
    shifts_between,
    shifts_of_doctor,
    table_of,
    week_table,
)

__all__ = [
    "TableDay",
    "TableHalf",
    "TableWeek",
    "conflicts",
    "existing_shifts",
    "gaps",
    "shifts_between",
    "shifts_of_doctor",
    "table_of",
    "week_table",
]
