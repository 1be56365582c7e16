"""One database is migrated in a run; each process works on a copy. Migrating takes seconds, copying a tenth of one.

On a server that lasts (DATABASE_URL) it stays for the next run, as long as it was made from the same code.
"""

import hashlib
import os
from pathlib import Path

from tests.databases import make_once

ROOT = Path(__file__).resolve().parent.parent
MIGRATED = "test_releve_migrated"


def make_migrated() -> None:
    """Make the database that is copied, unless it is there; nobody writes to it afterwards."""
    make_once(os.environ["DATABASE_URL"], MIGRATED, fingerprint(ROOT), _migrate)


def fingerprint(root: Path) -> str:
    """Return what changes with the code that decides what a migrated database holds.

    Migrations import models and laws, closing reads rights and settings: all of the product counts, but for its tests.
    """
    product = (file for file in (root / "releve").rglob("*.py") if "tests" not in file.relative_to(root).parts)
    found = hashlib.sha256()
    for file in sorted([*product, root / "uv.lock"]):
        found.update(f"{file.relative_to(root)}\0".encode() + hashlib.sha256(file.read_bytes()).digest())
    return found.hexdigest()


def _migrate(url: str) -> None:
    from django.core.management import call_command
    from django.db import connection

    name_in_settings = connection.settings_dict["NAME"]
    connection.close()
    connection.settings_dict["NAME"] = url.rsplit("/", 1)[1]
    try:
        call_command("migrate", verbosity=0, interactive=False)
    finally:
        connection.close()
        connection.settings_dict["NAME"] = name_in_settings
