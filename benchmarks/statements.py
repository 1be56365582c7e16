"""The bare side of a comparison, and how statements are counted."""

from collections.abc import Callable
from typing import Any

import psycopg
from django.db import connection

ADDRESS = ("dbname", "user", "password", "host", "port", "options")


def bare_connection(*, autocommit: bool = False) -> "psycopg.Connection[tuple[Any, ...]]":
    """Connect to the database in use without Django, with the same options of the server."""
    given = connection.get_connection_params()
    return psycopg.connect(**{name: given[name] for name in ADDRESS if name in given}, autocommit=autocommit)


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
