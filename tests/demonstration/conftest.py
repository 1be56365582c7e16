"""Demonstrations built once for a module, then rolled back."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from functools import partial
from time import perf_counter
from typing import Any

import pytest
from django.db import connection, transaction

from releve.config.demonstration import build

# A Tuesday, on which both offices are open.
TUESDAY = datetime.fromisoformat("2026-11-24T10:40:00+00:00")


def in_silence(text: str, share: float) -> None:
    """Tell nobody how far the building is."""


tiny = partial(build, progress=in_silence, scale=0.02)


@contextmanager
def rolled_back() -> Iterator[None]:
    """Forget at the end all that was stored inside."""
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


@pytest.fixture(scope="module")
def small(django_db_setup: None, django_db_blocker: Any) -> Iterator[list[tuple[str, float]]]:
    """A demonstration of one twentieth, on a Tuesday morning; what was told of its progress."""
    told: list[tuple[str, float]] = []
    with django_db_blocker.unblock(), rolled_back():
        build(seed=1, now=TUESDAY, progress=lambda text, share: told.append((text, share)), scale=0.05)
        yield told


@pytest.fixture(scope="module")
def whole(django_db_setup: None, django_db_blocker: Any) -> Iterator[float]:
    """The demonstration as `releve demo` builds it; the seconds that it took."""
    with django_db_blocker.unblock(), rolled_back():
        started = perf_counter()
        build(seed=1, now=TUESDAY, progress=in_silence)
        yield perf_counter() - started


def one(sql: str, *parameters: object) -> Any:
    """Return the one value of a statement."""
    with connection.cursor() as cursor:
        cursor.execute(sql, parameters)
        (row,) = cursor.fetchall()
    return row[0] if len(row) == 1 else row
