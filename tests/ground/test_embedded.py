"""The embedded PostgreSQL, started and killed for real."""

import os
import pwd
import signal
import subprocess
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import psycopg
import pytest

from releve.shared.child_processes import is_running, wait_for_end
from releve.shared.embedded import EmbeddedPostgres, EmbeddedPostgresError
from releve.shared.embedded.programs import PROGRAMS_VARIABLE
from tests.ground.conftest import product_process

# Starts a server, prints its address, and lives until its input is closed.
SERVE = """
import sys
from pathlib import Path
from releve.shared.embedded import EmbeddedPostgres, EmbeddedPostgresError
try:
    with EmbeddedPostgres(Path(sys.argv[1]), fast=True) as server:
        print(server.url, flush=True)
        sys.stdin.read()
except EmbeddedPostgresError as error:
    print(f"refused: {error}", flush=True)
"""
# The same, with a server that the system does not end with its parent.
SERVE_WITHOUT_DEATH_SIGNAL = (
    "from releve.shared.embedded import server\nserver.ends_with_parent = lambda signal: None\n" + SERVE
)
ANSWER_TIMEOUT_S = 60


def start(account: str, folder: Path, code: str = SERVE) -> tuple[subprocess.Popen[str], str]:
    process = product_process(account, code, folder)
    assert process.stdout
    assert process.stderr
    answer = process.stdout.readline().strip()
    assert answer, process.stderr.read()
    return process, answer


def finish(process: subprocess.Popen[str]) -> None:
    _, errors = process.communicate(timeout=ANSWER_TIMEOUT_S)
    assert not errors
    assert process.returncode == 0


def kill(process: subprocess.Popen[str]) -> None:
    process.kill()
    process.communicate(timeout=ANSWER_TIMEOUT_S)


def remember(account: str, folder: Path, value: int | None = None) -> list[int]:
    """Start a server, store a value in its one table if given, and return all that it holds."""
    code = """
import sys, psycopg
from pathlib import Path
from releve.shared.embedded import EmbeddedPostgres
with EmbeddedPostgres(Path(sys.argv[1]), fast=True) as server, psycopg.connect(server.url) as connection:
    connection.execute("CREATE TABLE IF NOT EXISTS kept (value int)")
    if len(sys.argv) > 2:
        connection.execute("INSERT INTO kept VALUES (%s)", [int(sys.argv[2])])
    print([row[0] for row in connection.execute("SELECT value FROM kept")])
"""
    process = product_process(account, code, folder, *([] if value is None else [value]))
    answer, errors = process.communicate(timeout=ANSWER_TIMEOUT_S)
    assert not errors
    return [int(word) for word in answer.strip("[]\n").split(",") if word]


def postmaster(folder: Path) -> int:
    return int((folder / "data" / "postmaster.pid").read_text().splitlines()[0])


def test_data_is_kept_across_restarts(account: str, folder: Path) -> None:
    assert remember(account, folder / "base", 7) == [7]
    assert remember(account, folder / "base") == [7]


def test_server_never_runs_as_root(account: str, folder: Path) -> None:
    process, _ = start(account, folder / "base")
    assert Path(f"/proc/{postmaster(folder / 'base')}").stat().st_uid != 0
    finish(process)


def test_second_start_on_one_folder_is_refused_with_its_remedy(account: str, folder: Path) -> None:
    first, _ = start(account, folder / "base")
    second, answer = start(account, folder / "base")
    assert answer.startswith("refused: ")
    assert str(folder / "base") in answer
    assert f"processus {first.pid}" in answer
    assert "--folder" in answer
    finish(second)
    finish(first)


def test_killed_product_takes_its_server_along_and_leaves_nothing_that_blocks(account: str, folder: Path) -> None:
    assert remember(account, folder / "base", 1) == [1]
    process, _ = start(account, folder / "base")
    pid = postmaster(folder / "base")
    kill(process)
    assert wait_for_end(pid, ANSWER_TIMEOUT_S)
    assert remember(account, folder / "base", 2) == [1, 2]


def test_server_that_outlived_a_killed_product_is_stopped_by_the_next_start(account: str, folder: Path) -> None:
    assert remember(account, folder / "base", 1) == [1]
    process, _ = start(account, folder / "base", SERVE_WITHOUT_DEATH_SIGNAL)
    pid = postmaster(folder / "base")
    kill(process)
    assert is_running(pid)
    assert remember(account, folder / "base", 2) == [1, 2]
    assert not is_running(pid)


def test_killed_server_and_product_recover(account: str, folder: Path) -> None:
    assert remember(account, folder / "base", 1) == [1]
    process, _ = start(account, folder / "base", SERVE_WITHOUT_DEATH_SIGNAL)
    pid = postmaster(folder / "base")
    os.kill(pid, signal.SIGKILL)
    kill(process)
    assert wait_for_end(pid, ANSWER_TIMEOUT_S)
    assert (folder / "base" / "data" / "postmaster.pid").exists()
    assert remember(account, folder / "base", 2) == [1, 2]


def test_pid_file_that_names_another_living_process_is_set_aside(account: str, folder: Path) -> None:
    """After a restart of the machine, the number in the file belongs to anyone: here, to this test."""
    assert remember(account, folder / "base", 1) == [1]
    pid_file = folder / "base" / "data" / "postmaster.pid"
    pid_file.write_text(f"{os.getpid()}\n{pid_file.parent}\n1\n5432\n\n\n\nready\n")
    entry = pwd.getpwuid(pid_file.parent.stat().st_uid)
    os.chown(pid_file, entry.pw_uid, entry.pw_gid)
    assert remember(account, folder / "base", 2) == [1, 2]


def test_folder_with_a_very_long_name_and_spaces_works(account: str, folder: Path) -> None:
    long_folder = folder / ("un nom très long " * 5) / ("encore, \"plus' " * 6)
    process, answer = start(account, long_folder)
    assert answer.startswith("postgresql://")
    finish(process)


def test_folder_that_the_server_account_cannot_reach_works(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """As root the server runs under another account; a folder under /root is closed to it."""
    # PostgreSQL 15, if chosen for this run, cannot do it: it says so (releve/shared/embedded/data_path.py).
    monkeypatch.delenv(PROGRAMS_VARIABLE, raising=False)
    folder.chmod(0o700)
    with EmbeddedPostgres(folder / "base", fast=True) as server, psycopg.connect(server.url) as connection:
        assert connection.execute("SELECT current_user::text").fetchone() == ("releve",)


def test_interrupted_first_start_is_done_again(account: str, folder: Path) -> None:
    half_made = folder / "base" / "data.new" / "global"
    half_made.mkdir(parents=True)
    entry = pwd.getpwnam(account)
    for path in (folder / "base", half_made.parent, half_made):
        os.chown(path, entry.pw_uid, entry.pw_gid)
    assert remember(account, folder / "base", 3) == [3]
    assert not half_made.exists()


def test_folder_that_cannot_be_made_is_refused_with_its_remedy(folder: Path) -> None:
    (folder / "file").write_text("")
    with pytest.raises(EmbeddedPostgresError, match="--folder"):
        EmbeddedPostgres(folder / "file" / "base").start()


def test_data_of_another_version_is_refused_with_both_versions(folder: Path) -> None:
    assert remember(pwd.getpwuid(os.geteuid()).pw_name, folder / "base", 1) == [1]
    (folder / "base" / "data" / "PG_VERSION").write_text("12\n")
    with pytest.raises(EmbeddedPostgresError, match=r"PostgreSQL 12.*version \d+.*RELEVE_POSTGRES_PROGRAMS"):
        EmbeddedPostgres(folder / "base", fast=True).start()


def test_refused_start_frees_the_folder(folder: Path) -> None:
    with pytest.raises(EmbeddedPostgresError, match="initdb ni postgres"):
        EmbeddedPostgres(folder / "base", programs=folder).start()
    with EmbeddedPostgres(folder / "base", fast=True) as server:
        assert server.is_running()


def test_server_is_set_up_for_french_texts_and_utc(folder: Path) -> None:
    with EmbeddedPostgres(folder / "base", fast=True) as server, psycopg.connect(server.url) as connection:
        row = connection.execute("SELECT upper('éœç'), current_setting('timezone'), current_setting('server_encoding')")
        assert row.fetchone() == ("ÉŒÇ", "UTC", "UTF8")


def test_recreated_database_is_empty(folder: Path) -> None:
    with EmbeddedPostgres(folder / "base", fast=True) as server:
        with psycopg.connect(server.url) as connection:
            connection.execute("CREATE TABLE kept (value int)")
        server.recreate_database()
        with psycopg.connect(server.url) as connection:
            assert connection.execute("SELECT to_regclass('kept')").fetchone() == (None,)


def test_address_of_a_running_server_is_known_to_others(folder: Path) -> None:
    assert EmbeddedPostgres(folder / "base").url_if_running() is None
    with EmbeddedPostgres(folder / "base", fast=True) as server:
        assert EmbeddedPostgres(folder / "base").url_if_running() == server.url
    assert EmbeddedPostgres(folder / "base").url_if_running() is None


def test_session_that_outlives_a_killed_server_is_waited_for(folder: Path) -> None:
    """PostgreSQL refuses to start while a process of the former server still uses its memory."""
    server = EmbeddedPostgres(folder / "base", fast=True)
    with psycopg.connect(server.start()) as connection:
        session = connection.info.backend_pid
        os.kill(session, signal.SIGSTOP)
        os.kill(postmaster(folder / "base"), signal.SIGKILL)
        server.wait()
        server.stop()
        following = EmbeddedPostgres(folder / "base", fast=True)
        with ThreadPoolExecutor() as pool:
            starting = pool.submit(following.start)
            wait_for_text(following.log, "is still in use")
            assert not starting.done()
            os.kill(session, signal.SIGCONT)
            starting.result(timeout=ANSWER_TIMEOUT_S)
    following.stop()


def wait_for_text(file: Path, text: str) -> None:
    deadline = time.monotonic() + ANSWER_TIMEOUT_S
    while text not in file.read_text():
        assert time.monotonic() < deadline, f"{text!r} never came"
