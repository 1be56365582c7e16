"""The bare side of a comparison, and how statements are counted."""

from collections.abc import Callable
from typing import Any

import psycopg
from django.db import connection

from releve.config.settings import DATABASES


def bare_connection(*, autocommit: bool = False) -> "psycopg.Connection[tuple[Any, ...]]":
    """Connect to the database in use without Django, with the same options of the server."""
    return psycopg.connect(**_address(), options=DATABASES["default"]["OPTIONS"]["options"], autocommit=autocommit)


def _address() -> dict[str, Any]:
    settings = connection.settings_dict
    named = {"dbname": "NAME", "user": "USER", "password": "PASSWORD", "host": "HOST", "port": "PORT"}
    return {name: settings[key] for name, key in named.items() if settings[key]}


def n_statements(work: Callable[[], object]) -> int:
    """Count the statements of one piece of work."""
    count = 0

    def one_more(execute: Callable[..., Any], *arguments: Any) -> Any:
        nonlocal count
        count += 1
        return execute(*arguments)

    with connection.execute_wrapper(one_more):
        work()
    return count
