"""The `releve` command as a person at a terminal meets it."""

import os
import re
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from urllib.error import URLError
from urllib.request import urlopen

import pytest

from releve.config import environment, settings
from releve.config.command import main, parser
from releve.config.commands.french_parser import in_french
from releve.config.commands.serve import is_loopback, open_to_others, refuse_taken_port, web_command
from releve.shared.child_processes import wait_for_end
from tests.ground.conftest import ROOT

TIMEOUT_S = 120


def releve(*words: object, **variables: str) -> subprocess.Popen[str]:
    """The command in a process of its own, away from the tests' database."""
    kept = {
        name: value
        for name, value in os.environ.items()
        if name != "DATABASE_URL" and not name.startswith(("RELEVE_", "DJANGO_"))
    }
    return subprocess.Popen(
        [sys.executable, "-m", "releve.config.command", *map(str, words)],
        cwd=ROOT,
        env=kept | {"PYTHONUNBUFFERED": "1"} | variables,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )


def outcome(*words: object, **variables: str) -> tuple[int, str]:
    process = releve(*words, **variables)
    output, errors = process.communicate(timeout=TIMEOUT_S)
    return process.returncode, output + errors


@pytest.fixture
def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@pytest.fixture(scope="module")
def migrated_folder() -> Iterator[Path]:
    """A data folder whose tables are made once for all the tests of a process."""
    made = Path(tempfile.mkdtemp(prefix="releve-ground-"))
    made.chmod(0o755)
    code, said = outcome("migrate", "--folder", made / "base")
    assert code == 0, said
    yield made / "base"
    shutil.rmtree(made)


@pytest.fixture
def serving(migrated_folder: Path, free_port: int) -> Iterator[subprocess.Popen[str]]:
    """`releve serve`, answering."""
    process = releve("serve", "--folder", migrated_folder, "--port", free_port, "--processes", 1)
    assert process.stdout
    assert process.stderr
    said = []
    for line in process.stdout:
        said.append(line)
        if "répond sur" in line:
            break
    else:
        pytest.fail("".join(said) + process.stderr.read())
    yield process
    below = children(process.pid)
    if process.poll() is None:
        process.kill()
    process.communicate(timeout=TIMEOUT_S)
    assert all(wait_for_end(pid, TIMEOUT_S) for pid in below)


def children(pid: int) -> dict[int, str]:
    """Every process below that one, with its command line."""
    listed = subprocess.run(["ps", "-ewwo", "pid=,ppid=,args="], capture_output=True, text=True, check=True).stdout
    rows = [line.split(None, 2) for line in listed.splitlines()]
    found: dict[int, str] = {}
    generation = {pid}
    while generation:
        below = {int(row[0]): row[2] for row in rows if int(row[1]) in generation and int(row[0]) not in found}
        found |= below
        generation = set(below)
    return found


def test_help_names_every_variable_that_the_settings_read(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        main(["--help"])
    shown = capsys.readouterr().out
    code = Path(settings.__file__).read_text(encoding="utf-8")
    read = set(re.findall(r'environment\.\w+\(\s*"(\w+)"', code))
    assert read
    assert {name for name in read if name not in shown} == set()
    assert "Exemples" in shown


@pytest.mark.parametrize("command", ["demo", "serve", "migrate", "check"])
def test_help_of_each_command_is_french(command: str, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as ended:
        main([command, "--help"])
    shown = capsys.readouterr().out
    assert ended.value.code == 0
    assert shown.startswith("Utilisation : ")
    assert not re.search(r"\b(usage|options:|show this help|optional)\b", shown.replace("Options", ""))


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["sarve"], "« sarve » n'est pas un choix possible"),
        ([], "il manque : COMMANDE"),
        (["serve", "--port", "0"], "un port de 1 à 65535"),
        (["serve", "--threads", "many"], "un nombre entier d'au moins 1"),
        (["serve", "--web-only", "--worker-only"], "s'excluent"),
        (["serve", "--prot", "1"], "argument inconnu : --prot 1"),
        (["demo", "--seed", "x"], "n'est pas une valeur possible"),
    ],
)
def test_misunderstood_words_are_answered_in_french(
    words: list[str], said: str, capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit) as ended:
        main(words)
    assert ended.value.code == 2
    assert said in capsys.readouterr().err


def test_unknown_complaint_is_passed_on() -> None:
    assert in_french("something new") == "something new"


@pytest.mark.parametrize(
    ("host", "expected"),
    [("127.0.0.1", True), ("localhost", True), ("::1", True), ("[::1]", True), ("0.0.0.0", False), ("ville.fr", False)],
)
def test_only_this_machine_is_loopback(host: str, expected: bool) -> None:
    assert is_loopback(host) is expected


def test_taken_port_is_refused_in_plain_words() -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        with pytest.raises(Exception, match=r"n'est pas disponible.*--port"):
            refuse_taken_port("127.0.0.1", port)


def test_numbers_of_processes_and_threads_reach_the_web_server() -> None:
    command = web_command(parser().parse_args(["serve", "--processes", "3", "--threads", "5", "--port", "81"]))
    line = " ".join(command)
    assert "--workers 3" in line
    assert "--blocking-threads 5" in line
    assert "--port 81" in line


def test_open_network_is_refused_before_anything_starts(folder: Path) -> None:
    code, said = outcome("serve", "--host", "0.0.0.0", "--folder", folder / "base")
    assert code == 1
    assert "RELEVE_SECRET_KEY" in said
    assert "RELEVE_TLS" in said
    assert not (folder / "base").exists()


@pytest.mark.parametrize(
    ("variables", "because"),
    [
        ({"RELEVE_TLS": "on"}, "RELEVE_TLS=on"),
        ({"RELEVE_HOSTS": "localhost,cabinet.ville.fr"}, "RELEVE_HOSTS=cabinet.ville.fr"),
        ({"RELEVE_HOSTS": "*"}, "RELEVE_HOSTS=*"),
    ],
)
@pytest.mark.parametrize("part", [(), ("--worker-only",)])
def test_public_site_behind_a_proxy_of_this_machine_is_refused_as_well(
    folder: Path, variables: dict[str, str], because: str, part: tuple[str, ...]
) -> None:
    code, said = outcome("serve", *part, "--folder", folder / "base", **variables)
    assert code == 1
    assert f"ne s'ouvre pas au public ({because})" in said
    assert "RELEVE_SECRET_KEY" in said
    assert "Traceback" not in said
    assert not (folder / "base").exists()


def test_unclear_setting_is_named_by_serve_too(folder: Path) -> None:
    code, said = outcome("serve", "--folder", folder / "base", RELEVE_TLS="peut-être")
    assert code == 1
    assert "RELEVE_TLS" in said
    assert "Traceback" not in said


@pytest.mark.parametrize(
    ("names", "public"),
    [
        (["localhost", "127.0.0.1", "[::1]"], ""),
        (["localhost", "cabinet.ville.fr"], "RELEVE_HOSTS=cabinet.ville.fr"),
        (["10.0.0.8"], "RELEVE_HOSTS=10.0.0.8"),
        ([".ville.fr"], "RELEVE_HOSTS=.ville.fr"),
    ],
)
def test_names_of_the_site_tell_whether_others_are_served(names: list[str], public: str) -> None:
    assert open_to_others("127.0.0.1", {"HAS_TLS_IN_FRONT": False, "ALLOWED_HOSTS": names}) == public


def test_unclear_setting_is_named(folder: Path) -> None:
    code, said = outcome("check", "--folder", folder / "base", RELEVE_DEBUG="peut-être")
    assert code == 1
    assert "RELEVE_DEBUG" in said
    assert "Traceback" not in said


@pytest.mark.parametrize("command", ["check", "serve", "migrate"])
def test_database_that_does_not_answer_is_said_without_a_traceback(command: str) -> None:
    code, said = outcome(command, DATABASE_URL="postgresql://nobody@127.0.0.1:1/none")
    assert code == 1
    assert "127.0.0.1" in said
    assert "DATABASE_URL" in said
    assert "Traceback" not in said


# What a town's administrator would do for a login that gets no more than its own database.
PLAIN_LOGIN = """
import sys, psycopg
from pathlib import Path
from urllib.parse import unquote, urlsplit
from releve.shared.embedded import EmbeddedPostgres
with EmbeddedPostgres(Path(sys.argv[1]), fast=True) as server:
    socket_folder = unquote(urlsplit(server.url).netloc.partition("@")[2].partition(":")[0])
    with psycopg.connect(host=socket_folder, port=5432, user="postgres", dbname="postgres", autocommit=True) as admin:
        admin.execute("CREATE ROLE plain LOGIN")
        admin.execute("CREATE DATABASE plain OWNER plain")
    print(server.url.replace("//releve@", "//plain@").removesuffix("/releve") + "/plain", flush=True)
    sys.stdin.read()
"""


def test_migrate_by_a_login_that_may_not_create_roles_says_what_to_run_and_nothing_else(folder: Path) -> None:
    server = subprocess.Popen(
        [sys.executable, "-c", PLAIN_LOGIN, str(folder / "base")],
        cwd=ROOT,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    assert server.stdout
    try:
        code, said = outcome("migrate", DATABASE_URL=server.stdout.readline().strip())
    finally:
        server.communicate(timeout=TIMEOUT_S)
    assert code == 1
    assert said.startswith("✗ Le compte « plain » ne peut pas préparer les cloisons")
    assert "CREATE ROLE releve_care NOLOGIN;" in said
    assert "Traceback" not in said


def test_check_after_migrate_finds_nothing_bad_and_deploy_finds_the_demonstration_key(migrated_folder: Path) -> None:
    code, said = outcome("check", "--folder", migrated_folder)
    assert code == 0, said
    assert "✓ Cloisons" in said
    code, said = outcome("check", "--deploy", "--folder", migrated_folder)
    assert code == 1
    assert "clé secrète est celle de la démonstration" in said
    assert environment.text("RELEVE_SECRET_KEY") != settings.DEMONSTRATION_SECRET


@pytest.mark.parametrize("stop", [signal.SIGTERM, signal.SIGINT])
def test_serve_stops_cleanly_with_all_its_children(
    serving: subprocess.Popen[str], free_port: int, stop: signal.Signals
) -> None:
    below = children(serving.pid)
    assert any("granian" in line for line in below.values())
    assert any("procrastinate" in line for line in below.values())
    assert any("postgres" in line for line in below.values())
    with urlopen(f"http://127.0.0.1:{free_port}/static/ui/tokens.css", timeout=TIMEOUT_S) as answer:
        assert answer.status == 200
    serving.send_signal(stop)
    serving.communicate(timeout=TIMEOUT_S)
    assert serving.returncode == 0
    assert all(wait_for_end(pid, TIMEOUT_S) for pid in below)


@pytest.mark.parametrize(("program", "name"), [("granian", "pages web"), ("procrastinate", "tâches de fond")])
def test_serve_stops_and_says_so_when_one_part_dies(serving: subprocess.Popen[str], program: str, name: str) -> None:
    below = children(serving.pid)
    victim = min(pid for pid, line in below.items() if program in line)
    os.kill(victim, signal.SIGKILL)
    _, errors = serving.communicate(timeout=TIMEOUT_S)
    assert serving.returncode == 1
    assert f"« {name} » s'est arrêté tout seul" in errors
    assert all(wait_for_end(pid, TIMEOUT_S) for pid in below)


def test_killed_serve_takes_its_children_along(serving: subprocess.Popen[str], free_port: int) -> None:
    below = children(serving.pid)
    serving.kill()
    serving.communicate(timeout=TIMEOUT_S)
    assert all(wait_for_end(pid, TIMEOUT_S) for pid in below)
    with pytest.raises(URLError):
        urlopen(f"http://127.0.0.1:{free_port}/", timeout=TIMEOUT_S)
