"""A database that processes copy is made once, and anew when what it is made from has changed."""

import os
from collections.abc import Callable, Iterator
from pathlib import Path

import psycopg
import pytest

from tests.databases import a_new_database, make_once, on_database
from tests.migrated import MIGRATED, ROOT, fingerprint

SERVER = os.environ.get("DATABASE_URL", "")
NAME = f"test_releve_once_{os.getpid()}"
MIGRATION = "releve/pipeline/slots/migrations/0001_initial.py"


@pytest.fixture
def place() -> Iterator[str]:
    """Where the database of this test is."""
    with a_new_database(SERVER, NAME) as url:
        yield url


@pytest.fixture
def tree(tmp_path: Path) -> Path:
    """A product of one migration, one law and one test."""
    for name in (MIGRATION, "releve/pipeline/slots/law.py", "releve/pipeline/slots/tests/test_rules.py", "uv.lock"):
        file = tmp_path / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text("first")
    return tmp_path


def stores(value: str) -> Callable[[str], None]:
    def fill(url: str) -> None:
        with psycopg.connect(url) as connection:
            connection.execute("CREATE TABLE kept AS SELECT %s::text AS value", [value])

    return fill


def kept(url: str) -> list[str]:
    with psycopg.connect(url) as connection:
        return [row[0] for row in connection.execute("SELECT value FROM kept")]


def test_database_when_made_from_the_same_is_filled_once(place: str) -> None:
    for value in ("first", "second"):
        make_once(SERVER, NAME, "same", stores(value))
    assert kept(place) == ["first"]


@pytest.mark.parametrize("changed", [MIGRATION, "releve/pipeline/slots/law.py", "uv.lock"])
def test_database_when_a_migration_or_what_it_stands_on_changes_is_made_anew(
    tree: Path, place: str, changed: str
) -> None:
    make_once(SERVER, NAME, fingerprint(tree), stores("first"))
    (tree / changed).write_text("second")
    make_once(SERVER, NAME, fingerprint(tree), stores("second"))
    assert kept(place) == ["second"]


def test_database_when_a_migration_is_added_is_made_anew(tree: Path) -> None:
    before = fingerprint(tree)
    (tree / MIGRATION).with_name("0002_more.py").write_text("second")
    assert fingerprint(tree) != before


def test_database_when_only_a_test_changes_stays(tree: Path) -> None:
    before = fingerprint(tree)
    (tree / "releve/pipeline/slots/tests/test_rules.py").write_text("second")
    assert fingerprint(tree) == before


def test_database_when_its_filling_failed_is_filled_again(place: str) -> None:
    def fails(url: str) -> None:
        stores("half")(url)
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        make_once(SERVER, NAME, "same", fails)
    make_once(SERVER, NAME, "same", stores("whole"))
    assert kept(place) == ["whole"]


@pytest.mark.django_db
def test_database_of_this_process_is_a_copy_of_the_migrated_one(migrated: str) -> None:
    """The same tables and the same record of migrations; nobody wrote to what is copied."""
    from django.db import connection

    assert migrated == MIGRATED
    assert connection.settings_dict["TEST"]["TEMPLATE"] == MIGRATED
    state = "SELECT count(*), max(applied)::text FROM django_migrations"
    with psycopg.connect(on_database(SERVER, MIGRATED)) as original:
        expected = original.execute(state).fetchone()
        assert original.execute("SELECT count(*) FROM estate.offices_office").fetchone() == (0,)
    with psycopg.connect(on_database(SERVER, str(connection.settings_dict["NAME"]))) as copy:
        assert copy.execute(state).fetchone() == expected
    assert (ROOT / MIGRATION).exists()
