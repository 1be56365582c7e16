"""Names the law that PostgreSQL says was broken."""

from dataclasses import dataclass

from django.db import DatabaseError


@dataclass(frozen=True, slots=True)
class BrokenLaw:
    """The name of a constraint or of a guarding trigger, and what it tells besides."""

    name: str
    detail: str


def broken_law(error: DatabaseError) -> BrokenLaw | None:
    """Return the broken constraint, or None for an error of another kind."""
    diagnosis = getattr(error.__cause__, "diag", None)
    if diagnosis is None or not diagnosis.constraint_name:
        return None
    return BrokenLaw(diagnosis.constraint_name, diagnosis.message_detail or "")
