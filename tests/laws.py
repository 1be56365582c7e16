"""Asks the database which law a write breaks."""

from collections.abc import Callable

import pytest
from django.db import DatabaseError, transaction

from releve.shared.broken_law import broken_law


def law_broken_by(write: Callable[[], object]) -> str | None:
    """Run a write that must be refused, and return the name of the law that refused it."""
    with pytest.raises(DatabaseError) as refused, transaction.atomic():
        write()
    law = broken_law(refused.value)
    return law.name if law else None
