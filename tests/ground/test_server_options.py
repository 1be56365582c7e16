"""What the server is told at each start, read back from the server."""

from pathlib import Path

import psycopg
import pytest

from releve.shared.embedded import EmbeddedPostgres
from releve.shared.embedded.server_options import initdb_arguments, server_arguments


@pytest.mark.parametrize(("fast", "fsync"), [(False, "on"), (True, "off")])
def test_only_tests_give_up_durability(folder: Path, fast: bool, fsync: str) -> None:
    with EmbeddedPostgres(folder / "base", fast=fast) as server, psycopg.connect(server.url) as connection:
        names = ("fsync", "synchronous_commit", "listen_addresses", "max_connections", "jit")
        values = {name: connection.execute("SELECT current_setting(%s)", [name]).fetchone()[0] for name in names}
    assert values == {
        "fsync": fsync,
        "synchronous_commit": fsync,
        "listen_addresses": "",
        "max_connections": "200",
        "jit": "off",
    }


def test_socket_folder_with_comma_and_quote_stays_one_folder() -> None:
    arguments = server_arguments(Path('/tmp/a, "b"'), fast=False)
    assert 'unix_socket_directories="/tmp/a, ""b"""' in arguments


@pytest.mark.parametrize("major", [15, 16, 17, 18])
def test_every_version_keeps_capitals_of_accented_letters(major: int) -> None:
    assert any("C.UTF-8" in argument for argument in initdb_arguments(major, fast=False))
