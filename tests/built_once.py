"""Rows that are stored once for a module: each of its tests works on them inside a savepoint of its own."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.db import transaction


@contextmanager
def rolled_back() -> Iterator[None]:
    """Forget at the end all that was stored inside."""
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


@contextmanager
def built_once(django_db_blocker: Any) -> Iterator[None]:
    """Let a fixture of a module store rows; they are forgotten with the module."""
    with django_db_blocker.unblock(), rolled_back():
        yield
