"""Start and stop a PostgreSQL server that lives with the product, on a folder that the user names."""

import contextlib
import os
import shutil
import signal
import subprocess
import time
from pathlib import Path
from types import TracebackType
from typing import Self
from urllib.parse import quote

import psycopg
from psycopg import sql

from releve.shared.child_processes import ends_with_parent
from releve.shared.embedded.account import ServerAccount, account_for, server_environment
from releve.shared.embedded.data_path import data_argument
from releve.shared.embedded.errors import EmbeddedPostgresError
from releve.shared.embedded.folder_lock import FolderLock
from releve.shared.embedded.leftover import running_socket_folder, stop_leftover_server, stop_process
from releve.shared.embedded.programs import PROGRAMS_VARIABLE, Programs, find_programs
from releve.shared.embedded.server_options import initdb_arguments, server_arguments
from releve.shared.embedded.socket_place import prepare_socket_folder

PRODUCT = "releve"
# A server that was cut off replays its journal first; on a slow disk that takes minutes, not seconds.
START_TIMEOUT_S = 600
POLL_S = 0.02
STILL_IN_USE = "is still in use"
LOG_LINES_SHOWN = 5
LARGEST_LOG_BYTES = 5_000_000


class EmbeddedPostgres:
    """A PostgreSQL server on `folder`, which keeps its data from one start to the next.

    `programs` is a folder with PostgreSQL's programs (by default the environment variable
    RELEVE_POSTGRES_PROGRAMS, else those installed with the product). `fast` gives up durability: tests only.
    """

    def __init__(self, folder: Path, programs: Path | None = None, *, fast: bool = False) -> None:
        self.folder = folder.resolve()
        self.data = self.folder / "data"
        self.log = self.folder / "postgres.log"
        self._asked_programs = programs
        self._fast = fast
        self._lock = FolderLock(self.folder)
        self._process: subprocess.Popen[bytes] | None = None
        self._owner_pid: int | None = None

    def start(self) -> str:
        """Start the server and return its DATABASE_URL. Raises `EmbeddedPostgresError`."""
        try:
            self.folder.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise EmbeddedPostgresError(
                f"Impossible de créer le dossier « {self.folder} » ({error.strerror}). "
                "Remède : choisissez un dossier où vous pouvez écrire (option --folder)."
            ) from error
        self._lock.take()
        try:
            return self._start_locked()
        except BaseException:
            self.stop()
            raise

    def stop(self) -> None:
        """Stop the server and free the folder. Calling it twice is harmless."""
        if self._process is not None and self._owner_pid == os.getpid():
            if self._process.poll() is None:
                stop_process(self._process.pid, self.data)
            self._process.wait()
        self._process = None
        self._lock.release()

    def is_running(self) -> bool:
        """Whether the server that this object started still runs."""
        return self._process is not None and self._process.poll() is None

    def wait(self) -> int:
        """Block until the server ends by itself; its exit status."""
        return self._process.wait() if self._process is not None else 0

    def url_if_running(self) -> str | None:
        """The DATABASE_URL of a server that already runs on this folder, whoever started it."""
        socket_folder = running_socket_folder(self.data)
        return database_url(socket_folder) if socket_folder else None

    def recreate_database(self) -> None:
        """Empty the product's database: all its content is lost. The server must run."""
        with self._administrator(self._socket_folder) as connection:
            connection.execute(sql.SQL("DROP DATABASE {} WITH (FORCE)").format(sql.Identifier(PRODUCT)))
        self._create_database(self._socket_folder)

    def __enter__(self) -> Self:
        self.url = self.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.stop()

    def _start_locked(self) -> str:
        account = account_for(self.data)
        programs = find_programs(account, self._asked_programs)
        self._check_version(programs)
        if self.data.exists():
            account.own(self.data)
            stop_leftover_server(self.data)
        else:
            self._initialise(account, programs)
        self._socket_folder = prepare_socket_folder(self.folder, account)
        self._launch(account, programs)
        self._wait_until_ready(account, programs)
        self._create_database(self._socket_folder)
        return database_url(self._socket_folder)

    def _check_version(self, programs: Programs) -> None:
        version_file = self.data / "PG_VERSION"
        if not version_file.exists():
            return
        found = version_file.read_text(encoding="utf-8").strip()
        if found != str(programs.major):
            raise EmbeddedPostgresError(
                f"Les données de « {self.folder} » ont été écrites par PostgreSQL {found}, et les programmes de "
                f"« {programs.folder} » sont en version {programs.major}. Remède : donnez le dossier des programmes "
                f"de la version {found} par {PROGRAMS_VARIABLE}, ou convertissez les données (pg_dump puis "
                "restauration, ou pg_upgrade), ou choisissez un autre dossier (option --folder)."
            )

    def _initialise(self, account: ServerAccount, programs: Programs) -> None:
        """Make the data folder beside its final name, so that a cut leaves nothing half made."""
        under_way = self.folder / "data.new"
        shutil.rmtree(under_way, ignore_errors=True)
        under_way.mkdir(mode=0o700)
        account.own(under_way)
        done = subprocess.run(
            [
                programs.path("initdb"),
                f"--pgdata={data_argument(under_way, account, programs)}",
                *initdb_arguments(programs.major, fast=self._fast),
            ],
            cwd=under_way,
            env=server_environment(),
            capture_output=True,
            text=True,
            check=False,
            **account.popen_arguments(),
        )
        if done.returncode:
            raise EmbeddedPostgresError(
                f"PostgreSQL n'a pas pu préparer le dossier « {self.folder} » : {_last_lines(done.stderr)}. "
                "Remède : vérifiez la place libre et les droits, ou choisissez un autre dossier (option --folder)."
            )
        under_way.rename(self.data)

    def _launch(self, account: ServerAccount, programs: Programs) -> None:
        if self.log.exists() and self.log.stat().st_size > LARGEST_LOG_BYTES:
            self.log.replace(self.log.with_suffix(".log.1"))
        self._owner_pid = os.getpid()
        with self.log.open("ab") as log:
            self._log_start = log.tell()
            self._process = subprocess.Popen(
                [
                    *(programs.path("postgres"), "-D", data_argument(self.data, account, programs)),
                    *server_arguments(self._socket_folder, fast=self._fast),
                ],
                cwd=self.data,
                env=server_environment(),
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                # Ctrl-C in the terminal is for the product, which stops the server last.
                start_new_session=True,
                preexec_fn=ends_with_parent(signal.SIGINT),  # noqa: PLW1509 - one system call, no lock
                **account.popen_arguments(),
            )

    def _wait_until_ready(self, account: ServerAccount, programs: Programs) -> None:
        deadline = time.monotonic() + START_TIMEOUT_S
        pid_file = self.data / "postmaster.pid"
        while time.monotonic() < deadline and self._process is not None:
            if self._process.poll() is not None:
                if STILL_IN_USE not in self._said_since_launch():
                    break
                # A session of a killed server has not yet noticed that it is alone.
                self._launch(account, programs)
            with contextlib.suppress(OSError):
                lines = pid_file.read_text(encoding="utf-8", errors="replace").splitlines()
                if lines[0:1] == [str(self._process.pid)] and lines[7:8] and lines[7].strip() == "ready":
                    return
            time.sleep(POLL_S)
        raise EmbeddedPostgresError(
            f"Le serveur PostgreSQL de « {self.folder} » ne démarre pas : {_last_lines(self._said_since_launch())}. "
            f"Remède : lisez « {self.log} » ; vérifiez la place libre et la mémoire."
        )

    def _said_since_launch(self) -> str:
        with self.log.open(encoding="utf-8", errors="replace") as log:
            log.seek(self._log_start)
            return log.read()

    def _create_database(self, socket_folder: Path) -> None:
        """The product's own role and database. The role is no superuser, just as on a town's own server."""
        with self._administrator(socket_folder) as connection:
            if not connection.execute("SELECT 1 FROM pg_roles WHERE rolname = %s", [PRODUCT]).fetchone():
                connection.execute(sql.SQL("CREATE ROLE {} LOGIN CREATEDB CREATEROLE").format(sql.Identifier(PRODUCT)))
            if not connection.execute("SELECT 1 FROM pg_database WHERE datname = %s", [PRODUCT]).fetchone():
                connection.execute(sql.SQL("CREATE DATABASE {0} OWNER {0}").format(sql.Identifier(PRODUCT)))

    def _administrator(self, socket_folder: Path) -> psycopg.Connection[tuple[object, ...]]:
        return psycopg.connect(host=str(socket_folder), port=5432, user="postgres", dbname="postgres", autocommit=True)


def database_url(socket_folder: Path) -> str:
    """The address of the product's database on the server whose socket lies in that folder."""
    return f"postgresql://{PRODUCT}@{quote(str(socket_folder), safe='')}:5432/{PRODUCT}"


def _last_lines(text: str) -> str:
    lines = [line.strip() for line in text.splitlines() if line.strip()]
    return " / ".join(lines[-LOG_LINES_SHOWN:]) or "aucun message"
