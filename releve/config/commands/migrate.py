"""`releve migrate`: brings the database up to date."""

import argparse
from pathlib import Path

from releve.config.commands.console import say
from releve.config.commands.database import database, load_django, migrate, need_database, pending_migrations


def run(arguments: argparse.Namespace) -> int:
    """Apply what is missing and say how much that was; the exit code."""
    with database(Path(arguments.folder)):
        load_django()
        need_database()
        missing = pending_migrations()
        migrate()
        say(f"Base de données à jour ({len(missing)} étape(s) appliquée(s)).")
    return 0
