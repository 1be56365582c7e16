"""Where the server's socket lies: a short path that only the server's account (and root) can enter."""

import hashlib
import os
import stat
import tempfile
from pathlib import Path

from releve.shared.embedded.account import ServerAccount
from releve.shared.embedded.errors import EmbeddedPostgresError

SOCKET_NAME = ".s.PGSQL.5432"
# sun_path holds 108 bytes on Linux, 104 on macOS, with its closing zero; PostgreSQL adds ".lock" to a file's name.
LONGEST_PATH_BYTES = 103


def prepare_socket_folder(folder: Path, account: ServerAccount) -> Path:
    """A folder for the socket, made for the account alone; the same one at each start on `folder`.

    What a former server left in it is removed: the folder's lock says that none is alive.
    """
    for candidate in _candidates(folder):
        if _fits(candidate) and _is_private_to(candidate, account):
            for name in (SOCKET_NAME, f"{SOCKET_NAME}.lock"):
                (candidate / name).unlink(missing_ok=True)
            return candidate
    raise EmbeddedPostgresError(
        f"Aucun dossier à nom court pour la prise du serveur de « {folder} ». "
        "Remède : libérez /tmp, ou choisissez un dossier de nom plus court (option --folder)."
    )


def _candidates(folder: Path) -> list[Path]:
    short = f"releve-{os.geteuid()}-{hashlib.sha256(os.fsencode(folder)).hexdigest()[:12]}"
    runtime = ["/run"] if os.geteuid() == 0 else [os.environ.get("XDG_RUNTIME_DIR", "")]
    roots = [Path(root) for root in (*runtime, tempfile.gettempdir(), "/tmp") if root]  # noqa: S108
    return [folder / "socket", *(root / short for root in roots)]


def _fits(candidate: Path) -> bool:
    return len(os.fsencode(candidate / SOCKET_NAME)) <= LONGEST_PATH_BYTES


def _is_private_to(candidate: Path, account: ServerAccount) -> bool:
    """Make the folder if it is not there; refuse one that someone else made, or that the account cannot enter."""
    try:
        candidate.mkdir(mode=0o700, exist_ok=True)
        found = candidate.lstat()
        if not stat.S_ISDIR(found.st_mode) or found.st_uid not in {account.uid, os.geteuid()}:
            return False
        if found.st_uid != account.uid:
            os.chown(candidate, account.uid, account.gid)
        candidate.chmod(0o700)
    except OSError:
        return False
    return account.is_ours or account.can_run(["sh", "-c", 'test -w "$1"', "sh", str(candidate)])
