"""`releve manage …` and `manage.py`: Django's own commands, on the database the product uses."""

import os
import sys
from collections.abc import Sequence

from releve.config.commands.database import database, default_folder

WITHOUT_DATABASE = {
    "check",
    "collectstatic",
    "compilemessages",
    "diffsettings",
    "help",
    "makemessages",
    "makemigrations",
    "startapp",
    "version",
}


def run(words: Sequence[str]) -> int:
    """Run one of Django's commands; its own exit code is raised as `SystemExit`."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "releve.config.settings")
    from django.core.management import execute_from_command_line

    line = ["releve manage", *words]
    if not words or words[0].removeprefix("--") in WITHOUT_DATABASE or {"-h", "--help"} & set(words):
        execute_from_command_line(line)
        return 0
    with database(default_folder()):
        execute_from_command_line(line)
    return 0


def main() -> None:
    """The entry of `manage.py`."""
    sys.exit(run(sys.argv[1:]))
