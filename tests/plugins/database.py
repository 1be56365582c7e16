"""One PostgreSQL for the whole test run: that of DATABASE_URL, else an embedded one, started before the settings load.

It is loaded by `-p` in pyproject.toml, so that it comes before pytest-django. The processes of xdist inherit
DATABASE_URL; each has a database of its own on the one server.
"""

import os
import shutil
import tempfile
from collections.abc import Generator
from pathlib import Path

import pytest

from releve.shared.cores import n_cores
from releve.shared.embedded import EmbeddedPostgres

FEWEST_PROCESSES, MOST_PROCESSES = 2, 4
NEEDS_NO_DATABASE = {"-h", "--help", "--version", "-V", "--markers", "--fixtures"}


@pytest.hookimpl(wrapper=True, tryfirst=True)
def pytest_load_initial_conftests(early_config: pytest.Config, args: list[str]) -> Generator[None, object, object]:
    """Start the server in the first process, and end it with pytest."""
    is_first_process = "PYTEST_XDIST_WORKER" not in os.environ
    if is_first_process and not os.environ.get("DATABASE_URL") and not NEEDS_NO_DATABASE & set(args):
        folder = Path(tempfile.mkdtemp(prefix="releve-tests-"))
        # Its data and its socket are closed by themselves; their way must not be, for a server that root starts.
        folder.chmod(0o755)
        server = EmbeddedPostgres(folder / "postgres", fast=True)

        def end() -> None:
            os.environ.pop("DATABASE_URL", None)
            server.stop()
            shutil.rmtree(folder)

        early_config.add_cleanup(end)
        os.environ["DATABASE_URL"] = server.start()
    return (yield)


@pytest.hookimpl(tryfirst=True)
def pytest_xdist_auto_num_workers() -> int:
    """How many processes `-n auto` means here; xdist's own answer, which would come first, counts cores held back."""
    return max(FEWEST_PROCESSES, min(MOST_PROCESSES, n_cores()))
