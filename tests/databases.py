"""Other databases on the server of a run: new ones, copies, and those that all processes of a run copy."""

import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import psycopg
from psycopg import sql


def on_database(url: str, name: str) -> str:
    """Return the address of another database of the same server."""
    return re.sub(r"(//[^/?]*)/?[^?]*", rf"\1/{name}", url, count=1)


@contextmanager
def a_new_database(server_url: str, name: str, *, copy_of: str = "template1") -> Iterator[str]:
    """Create a database for the block and give its address."""
    with psycopg.connect(on_database(server_url, "postgres"), autocommit=True) as server:
        _create(server, name, copy_of)
        try:
            yield on_database(server_url, name)
        finally:
            # Without FORCE, which may not end the server's own cleaning of tables.
            server.execute(sql.SQL("DROP DATABASE {}").format(sql.Identifier(name)))


def make_once(
    server_url: str, name: str, made_from: str, fill: Callable[[str], object], *, copy_of: str = "template1"
) -> None:
    """Make a database and have `fill` write to its address, unless it is there already, whole and made from the same.

    The comment on the database, written last, says what it was made from. Processes that come at the same moment wait
    for the first. Nobody may stay connected: such a database could not be copied.
    """
    with psycopg.connect(on_database(server_url, "postgres"), autocommit=True) as server:
        server.execute("SELECT pg_advisory_lock(hashtext(%s))", [name])
        if _comment_on(server, name) != made_from:
            _create(server, name, copy_of)
            fill(on_database(server_url, name))
            comment = sql.SQL("COMMENT ON DATABASE {} IS {}")
            server.execute(comment.format(sql.Identifier(name), sql.Literal(made_from)))


def _create(server: psycopg.Connection[Any], name: str, copy_of: str) -> None:
    database = sql.Identifier(name)
    server.execute(sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(database))
    server.execute(sql.SQL("CREATE DATABASE {} TEMPLATE {}").format(database, sql.Identifier(copy_of)))


def _comment_on(server: psycopg.Connection[Any], name: str) -> str | None:
    found = "SELECT shobj_description(oid, 'pg_database') FROM pg_database WHERE datname = %s"
    row = server.execute(found, [name]).fetchone()
    return row[0] if row else None
