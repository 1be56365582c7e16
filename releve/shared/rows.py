"""Hot reads in plain SQL: rows as tuples, counted and logged as Django's own queries are."""

from collections.abc import Mapping
from typing import Any

from django.db import connection


def rows(sql: str, parameters: Mapping[str, Any]) -> list[tuple[Any, ...]]:
    """Return all rows of one statement."""
    with connection.cursor() as cursor:
        cursor.execute(sql, parameters)
        return cursor.fetchall()
