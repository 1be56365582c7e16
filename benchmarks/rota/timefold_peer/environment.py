"""What Timefold is measured with: its package from PyPI, and the Java 17 that runs it."""

import shutil
from pathlib import Path

from benchmarks import peer_environment

PACKAGE = "timefold==1.24.0b0"


def prepare(folder: Path) -> Path:
    """Return the Python of its environment."""
    if shutil.which("java") is None:
        raise peer_environment.InstallationError("Timefold needs Java 17: install openjdk-17-jre-headless.")
    return peer_environment.prepare(folder / "timefold", [PACKAGE])
