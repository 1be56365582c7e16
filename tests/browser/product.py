"""The whole product for the browser: a database of its own with the demonstration, served by `releve serve`."""

import os
import re
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from socket import socket
from threading import Condition, Thread

import psycopg

from releve.pipeline.appointments.rules import one_time_code

ROOT = Path(__file__).resolve().parent.parent.parent
SECRET_KEY = "for-browser-tests-only"
PATIENCE_S = 180
BUILD = """
import django, sys
django.setup()
from django.core.management import call_command
from django.utils import timezone
from releve.config.demonstration import build
call_command("migrate", verbosity=0)
build(seed=1, now=timezone.now(), progress=lambda what, share: None, scale=float(sys.argv[1]))
"""


class Terminal:
    """What a program prints. It is read as it comes: a full pipe would stop the program."""

    def __init__(self, program: subprocess.Popen) -> None:
        self.text, self.is_over, self._news, self._read_to = "", False, Condition(), 0
        Thread(target=self._listen, args=(program.stdout,), daemon=True).start()

    def _listen(self, stream) -> None:
        for line in stream:
            with self._news:
                self.text += line
                self._news.notify_all()
        with self._news:
            self.is_over = True
            self._news.notify_all()

    def wait_for(self, pattern: str) -> str:
        """Return the first group of what is printed next; what was waited for before does not count again."""

        def found() -> re.Match[str] | None:
            return re.compile(pattern).search(self.text, self._read_to)

        with self._news:
            self._news.wait_for(lambda: found() or self.is_over, timeout=PATIENCE_S)
            match = found()
            assert match, f"« {pattern} » was not printed:\n{self.text[-4000:]}"
            self._read_to = match.end()
        return match[1]


class Product:
    """Where it answers, where its data lies, and what it prints."""

    def __init__(self, address: str, database_url: str, terminal: Terminal) -> None:
        self.address, self.database_url, self.terminal = address, database_url, terminal

    def rows(self, query: str, *parameters: object) -> list[tuple]:
        """Return what a query finds, as the owner of the database sees it."""
        with psycopg.connect(self.database_url, autocommit=True) as connection:
            return connection.execute(query, parameters).fetchall()

    def value(self, query: str, *parameters: object) -> object:
        """Return the first value of the first row."""
        rows = self.rows(query, *parameters)
        assert rows, f"Nothing found: {query} {parameters}"
        return rows[0][0]

    def run_jobs(self) -> None:
        """Run the background jobs that wait, then no more."""
        command = [sys.executable, "manage.py", "procrastinate", "worker", "--one-shot"]
        subprocess.run(command, env=settings_for(self.database_url), cwd=ROOT, check=True, capture_output=True)

    def last_code(self) -> str:
        """Return the code that was sent last: what the patient reads in her message."""
        (request,) = self.rows(
            "SELECT id, n_codes_sent FROM care.appointments_bookingrequest ORDER BY code_expires_at DESC LIMIT 1"
        )
        return one_time_code(SECRET_KEY.encode(), *request)


def free_port() -> int:
    with socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def build_demonstration(url: str, scale: float) -> None:
    """Store the demonstration in an empty or migrated database."""
    subprocess.run([sys.executable, "-c", BUILD, str(scale)], env=settings_for(url), cwd=ROOT, check=True)


def settings_for(url: str, address: str = "http://localhost:8000") -> dict[str, str]:
    return os.environ | {
        "DATABASE_URL": url,
        "DJANGO_SETTINGS_MODULE": "releve.config.settings",
        "RELEVE_SECRET_KEY": SECRET_KEY,
        "RELEVE_DEMO": "on",
        "RELEVE_SECOND_FACTOR": "off",
        "RELEVE_ADDRESS": address,
        # What it prints is read while it runs.
        "PYTHONUNBUFFERED": "1",
    }


@contextmanager
def served(url: str) -> Iterator[Product]:
    """Serve a database that is ready."""
    port = free_port()
    address = f"http://localhost:{port}"
    command = [sys.executable, "-m", "releve.config.command", "serve", "--web-only", "--processes", "1"]
    with subprocess.Popen(
        [*command, "--port", str(port)],
        env=settings_for(url, address),
        cwd=ROOT,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    ) as server:
        try:
            terminal = Terminal(server)
            terminal.wait_for("(répond) sur")
            yield Product(address, url, terminal)
        finally:
            server.terminate()
            server.wait(timeout=30)
