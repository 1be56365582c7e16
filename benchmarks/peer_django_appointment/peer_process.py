"""The peer at work in a process of its own, told what to do line by line."""

import json
import os
import shutil
import subprocess
from pathlib import Path
from types import TracebackType
from typing import Any, Self

from benchmarks.databases import ROOT


class PeerError(Exception):
    """The process of the peer ended before it answered."""


class PeerProcess:
    """Keeps one connection and its caches warm from the first order to the last."""

    def __init__(self, python: Path, database_url: str) -> None:
        project = python.parent.parent / "project"
        _empty_package(project / "peer_migrations")
        self._command = [str(python), "-m", "benchmarks.peer_django_appointment.runner"]
        self._environment = {
            "PATH": os.environ.get("PATH", ""),
            "PYTHONPATH": os.pathsep.join([str(ROOT), str(project)]),
            "PEER_DATABASE_URL": database_url,
        }

    def __enter__(self) -> Self:
        self._process = subprocess.Popen(
            self._command,
            cwd=ROOT,
            env=self._environment,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        return self

    def ask(self, do: str, **order: Any) -> dict[str, Any]:
        """Give one order and return its answer."""
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        self._process.stdin.write(json.dumps({"do": do} | order) + "\n")
        self._process.stdin.flush()
        line = self._process.stdout.readline()
        if not line:
            raise PeerError(f"django-appointment ended while it was asked to {do}.")
        answer: dict[str, Any] = json.loads(line)
        return answer

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        assert self._process.stdin is not None
        self._process.stdin.close()
        self._process.wait()


def _empty_package(folder: Path) -> None:
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    (folder / "__init__.py").touch()
