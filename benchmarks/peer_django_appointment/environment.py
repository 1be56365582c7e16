"""What django-appointment is measured with: the same framework and driver as ours."""

from pathlib import Path

from benchmarks import peer_environment
from benchmarks.databases import Say

PACKAGE = "django-appointment==3.12.0"
PACKAGES = (PACKAGE, "Django>=5.2.19,<5.3", "psycopg[binary]>=3.3.9,<4")


def prepare(folder: Path, say: Say) -> Path:
    """Return the Python of its environment."""
    say(f"preparing the environment of {PACKAGE}")
    return peer_environment.prepare(folder / "django-appointment", PACKAGES)
