"""An environment of its own for django-appointment: its packages never meet ours."""

import subprocess
import sys
from pathlib import Path

from benchmarks.databases import Say

PACKAGE = "django-appointment==3.12.0"
# The same framework and driver as ours.
PACKAGES = (PACKAGE, "Django>=5.2.19,<5.3", "psycopg[binary]>=3.3.9,<4")


class InstallationError(Exception):
    """The package to compare with cannot be installed."""


def prepare(folder: Path, say: Say) -> Path:
    """Return the Python of the environment, made and filled if need be."""
    place = folder.resolve() / "django-appointment"
    python = place / "bin" / "python"
    done = place / "installed"
    if done.exists() and done.read_text(encoding="utf-8") == " ".join(PACKAGES):
        return python
    say(f"installing {PACKAGE}")
    uv = Path(sys.executable).with_name("uv")
    _run([sys.executable, "-m", "venv", "--clear", str(place)])
    installer = (
        [str(uv), "pip", "install", "--python", str(python)] if uv.exists() else [str(python), "-m", "pip", "install"]
    )
    _run([*installer, "--quiet", *PACKAGES])
    done.write_text(" ".join(PACKAGES), encoding="utf-8")
    return python


def _run(command: list[str]) -> None:
    done = subprocess.run(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, check=False)
    if done.returncode:
        raise InstallationError(
            f"{PACKAGE} cannot be installed, so that there is nothing to compare with; leave it out with --only.\n"
            f"{' '.join(command)}\n{done.stdout[-2000:]}"
        )
