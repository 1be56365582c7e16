"""An environment of its own for a package that we compare ourselves with: its packages never meet ours."""

import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path


class InstallationError(Exception):
    """The package to compare with cannot be installed: there is nothing to compare with."""


def prepare(place: Path, packages: Sequence[str]) -> Path:
    """Return the Python of the environment in this folder, made and filled unless it holds just these packages."""
    place = place.resolve()
    python, done = place / "bin" / "python", place / "installed"
    if done.exists() and done.read_text(encoding="utf-8") == " ".join(packages):
        return python
    uv = Path(sys.executable).with_name("uv")
    _run([sys.executable, "-m", "venv", "--clear", str(place)])
    installer = (
        [str(uv), "pip", "install", "--python", str(python)] if uv.exists() else [str(python), "-m", "pip", "install"]
    )
    _run([*installer, "--quiet", *packages])
    done.write_text(" ".join(packages), encoding="utf-8")
    return python


def _run(command: list[str]) -> None:
    done = subprocess.run(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, check=False)
    if done.returncode:
        raise InstallationError(
            f"There is nothing to compare with; leave it out with --only.\n{' '.join(command)}\n{done.stdout[-2000:]}"
        )
