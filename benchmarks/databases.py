"""The server and the databases on which the figures are taken."""

import hashlib
import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit

import psycopg
from psycopg import sql

from releve.shared.embedded import EmbeddedPostgres

ROOT = Path(__file__).resolve().parent.parent
Say = Callable[[str], None]


@contextmanager
def server(folder: Path) -> Iterator[str]:
    """Yield the address of a PostgreSQL server set up as the product's own: durable, never the fast one of the tests.

    DATABASE_URL is taken when it is set: its login must be able to create databases.
    """
    given = os.environ.get("DATABASE_URL")
    if given:
        yield given
        return
    with EmbeddedPostgres(folder / "postgres") as embedded:
        yield embedded.url


def address_of(server_url: str, database: str) -> str:
    """Return the address of another database of the same server."""
    parts = urlsplit(server_url)
    return urlunsplit(parts._replace(path=f"/{database}"))


def fingerprint() -> str:
    """Return what a kept database depends on: the fixture and every migration."""
    found = hashlib.sha256()
    files = [ROOT / "benchmarks" / "country.py", *sorted(ROOT.glob("releve/**/migrations/*.py"))]
    for file in [*files, *sorted(ROOT.glob("releve/shared/worlds/*.py"))]:
        found.update(file.name.encode() + file.read_bytes())
    return found.hexdigest()[:16]


def ensure_database(server_url: str, database: str, mark: str) -> bool:
    """Make the database unless one with this mark is there; a half-made or outdated one is dropped. True if made."""
    name = sql.Identifier(database)
    with psycopg.connect(server_url, autocommit=True) as connection:
        row = connection.execute(
            "SELECT shobj_description(oid, 'pg_database') FROM pg_database WHERE datname = %s", [database]
        ).fetchone()
        if row == (mark,):
            return False
        connection.execute(sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(name))
        connection.execute(sql.SQL("CREATE DATABASE {}").format(name))
    return True


def mark_as_built(server_url: str, database: str, mark: str) -> None:
    """Say that the database is whole; the next run keeps it."""
    with psycopg.connect(server_url, autocommit=True) as connection:
        connection.execute(sql.SQL("COMMENT ON DATABASE {} IS {}").format(sql.Identifier(database), sql.Literal(mark)))


def load_django(url: str) -> None:
    """Load the product's own settings on this database."""
    os.environ["DATABASE_URL"] = url
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "releve.config.settings")
    import django

    django.setup()


def use_database(database: str) -> None:
    """Have Django's connection go to this database of the server from now on."""
    from django.db import connection

    if connection.settings_dict["NAME"] == database:
        return
    connection.close()
    connection.close_pool()  # type: ignore[attr-defined]
    connection.settings_dict["NAME"] = database


def migrate() -> None:
    from django.core.management import call_command

    call_command("migrate", interactive=False, verbosity=0)
