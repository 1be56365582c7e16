"""Which account of the machine runs the server: PostgreSQL refuses to run as root."""

import os
import pwd
import subprocess
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from releve.shared.embedded.errors import EmbeddedPostgresError

# Debian's own account first; `nobody` exists everywhere.
UNPRIVILEGED_NAMES = ("postgres", "nobody")


@dataclass(frozen=True)
class ServerAccount:
    """The account that owns the data and runs PostgreSQL's programs."""

    name: str
    uid: int
    gid: int

    @property
    def is_ours(self) -> bool:
        """Whether the programs run under the account of this very process."""
        return self.uid == os.geteuid()

    def popen_arguments(self) -> dict[str, Any]:
        """Keyword arguments that have `subprocess` run a program under this account."""
        if self.is_ours:
            return {}
        return {"user": self.uid, "group": self.gid, "extra_groups": []}

    def can_run(self, command: Sequence[str]) -> bool:
        """Whether this account can run the command with success: a real try, which knows of every right."""
        try:
            done = subprocess.run(
                command, cwd="/", env=server_environment(), capture_output=True, check=False, **self.popen_arguments()
            )
        except OSError:
            return False
        return done.returncode == 0

    def own(self, folder: Path) -> None:
        """Give the folder and all that is in it to this account, where that is needed and allowed."""
        for path in (folder, *folder.rglob("*")):
            if path.lstat().st_uid != self.uid:
                os.chown(path, self.uid, self.gid, follow_symlinks=False)


def account_for(data: Path) -> ServerAccount:
    """The account for the server on `data`: this process's own, or for root the one that owns the data already."""
    uid = os.geteuid()
    owner = data.stat().st_uid if data.exists() else None
    if uid != 0:
        if owner not in (None, uid):
            raise EmbeddedPostgresError(
                f"Les données de « {data.parent} » appartiennent au compte « {_name(owner)} », pas au vôtre. "
                "Remède : relancez avec le compte qui les a créées, ou choisissez un autre dossier (option --folder)."
            )
        return ServerAccount(_name(uid), uid, os.getegid())
    if owner:
        return ServerAccount(_name(owner), owner, data.stat().st_gid)
    for name in UNPRIVILEGED_NAMES:
        try:
            entry = pwd.getpwnam(name)
        except KeyError:
            continue
        return ServerAccount(name, entry.pw_uid, entry.pw_gid)
    raise EmbeddedPostgresError(
        "PostgreSQL refuse de tourner sous le compte root, et cette machine n'a ni compte « postgres » ni « nobody ». "
        "Remède : créez un compte ordinaire et lancez Relève avec lui."
    )


def server_environment() -> dict[str, str]:
    """The environment for PostgreSQL's programs: ours, less what would change the server behind our back."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("PG", "LC_"))}
    return {**kept, "LC_ALL": "C", "TZ": "UTC"}


def _name(uid: int | None) -> str:
    try:
        return pwd.getpwuid(uid or 0).pw_name
    except KeyError:
        return str(uid)
