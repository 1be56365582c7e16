"""An environment of its own for Timefold: its packages never meet ours."""

import shutil
import subprocess
import sys
from pathlib import Path

PACKAGE = "timefold==1.24.0b0"


class InstallationError(Exception):
    """The peer cannot be installed: there is nothing to compare with."""


def prepare(folder: Path) -> Path:
    """Return the Python of the environment, made and filled if need be. Timefold needs a Java 17 beside it."""
    if shutil.which("java") is None:
        raise InstallationError("Timefold needs Java 17: install openjdk-17-jre-headless, or leave it out with --only.")
    place = folder.resolve() / "timefold"
    python, done = place / "bin" / "python", place / "installed"
    if done.exists() and done.read_text(encoding="utf-8") == PACKAGE:
        return python
    uv = Path(sys.executable).with_name("uv")
    _run([sys.executable, "-m", "venv", "--clear", str(place)])
    installer = (
        [str(uv), "pip", "install", "--python", str(python)] if uv.exists() else [str(python), "-m", "pip", "install"]
    )
    _run([*installer, "--quiet", PACKAGE])
    done.write_text(PACKAGE, encoding="utf-8")
    return python


def _run(command: list[str]) -> None:
    done = subprocess.run(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, check=False)
    if done.returncode:
        raise InstallationError(f"{PACKAGE} cannot be installed.\n{' '.join(command)}\n{done.stdout[-2000:]}")
