"""What every step of the set-up shares: the place, the stamps that make a second run fast, and how it speaks."""

import hashlib
import os
import subprocess
import sys
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
ENVIRONMENT = ROOT / ".venv"
PYTHON = ENVIRONMENT / "bin" / "python"


class SetupError(Exception):
    """A step cannot be done; the French text says why and what to do."""


def say(text: str) -> None:
    """One line of progress, at once."""
    print(f"• {text}", flush=True)


def run(command: Sequence[str | Path], environment: Mapping[str, str] | None = None, cwd: Path = ROOT) -> None:
    """Run a program that must succeed; what it says is shown only when it fails."""
    try:
        done = subprocess.run(
            [str(word) for word in command],
            cwd=cwd,
            env={**os.environ, **(environment or {})},
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            errors="replace",
            check=False,
        )
    except OSError as error:
        raise SetupError(f"Impossible de lancer « {command[0]} » ({error.strerror}).") from error
    if done.returncode:
        sys.stderr.write(done.stdout)
        raise SetupError(f"« {' '.join(str(word) for word in command)} » a échoué (voir au-dessus).")


def digest(files: Iterable[Path], *words: str) -> str:
    """A fingerprint of the files' content and of the words; a file that is missing counts as such."""
    found = hashlib.sha256()
    for word in words:
        found.update(word.encode() + b"\0")
    for file in files:
        found.update(str(file).encode() + b"\0")
        found.update(file.read_bytes() if file.exists() else b"missing")
    return found.hexdigest()


class Stamp:
    """Remembers, inside the virtual environment, the fingerprint of what a step last worked from."""

    def __init__(self, name: str, fingerprint: str, folder: Path = ENVIRONMENT) -> None:
        self._path = folder / "stamps" / name
        self._fingerprint = fingerprint

    def is_fresh(self) -> bool:
        """Whether the step was done with exactly these inputs."""
        try:
            return self._path.read_text(encoding="ascii") == self._fingerprint
        except OSError:
            return False

    def write(self) -> None:
        """To be called once the step is done, never before."""
        self._path.parent.mkdir(parents=True, exist_ok=True)
        self._path.write_text(self._fingerprint, encoding="ascii")


def is_debian_root() -> bool:
    """Whether this machine can be given Debian packages by us."""
    return hasattr(os, "geteuid") and os.geteuid() == 0 and Path("/etc/debian_version").exists()


def install_debian_packages(*names: str) -> None:
    """`apt-get install`, with a fresh list first."""
    quiet = {"DEBIAN_FRONTEND": "noninteractive"}
    run(["apt-get", "update"], quiet)
    run(["apt-get", "install", "--yes", "--no-install-recommends", *names], quiet)
