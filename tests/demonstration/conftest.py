"""Demonstrations built once for a module, then rolled back."""

from collections.abc import Callable, Iterator
from datetime import datetime
from functools import partial
from typing import Any

import pytest
from django.db import connection

from releve.config.demonstration import build
from tests.built_once import built_once

# A Tuesday, on which both offices are open.
TUESDAY = datetime.fromisoformat("2026-11-24T10:40:00+00:00")


def in_silence(text: str, share: float) -> None:
    """Tell nobody how far the building is."""


tiny = partial(build, progress=in_silence, scale=0.02)


@pytest.fixture(scope="module")
def small(django_db_setup: None, django_db_blocker: Any) -> Iterator[list[tuple[str, float]]]:
    """A demonstration of one twentieth, on a Tuesday morning; what was told of its progress."""
    told: list[tuple[str, float]] = []
    with built_once(django_db_blocker):
        build(seed=1, now=TUESDAY, progress=lambda text, share: told.append((text, share)), scale=0.05)
        yield told


@pytest.fixture(scope="module")
def whole(django_db_setup: None, django_db_blocker: Any) -> Iterator[int]:
    """The demonstration as `releve demo` builds it; how many statements that took."""
    n_statements = 0

    def counted(execute: Callable[..., Any], *statement: Any) -> Any:
        nonlocal n_statements
        n_statements += 1
        return execute(*statement)

    with built_once(django_db_blocker):
        with connection.execute_wrapper(counted):
            build(seed=1, now=TUESDAY, progress=in_silence)
        yield n_statements


def one(sql: str, *parameters: object) -> Any:
    """Return the one value of a statement."""
    with connection.cursor() as cursor:
        cursor.execute(sql, parameters)
        (row,) = cursor.fetchall()
    return row[0] if len(row) == 1 else row
