"""Puts style sheets and scripts where the web server reads them, and leaves them alone while nothing has changed."""

import fcntl
from hashlib import sha256
from pathlib import Path

from django.conf import settings
from django.contrib.staticfiles.finders import get_finders
from django.core.management import call_command

LOCK, STAMP = ".lock", ".collected"


def collect_static_files() -> bool:
    """Collect the static files, fingerprinted, unless that was done for the same sources; return whether it was needed.

    Collecting deletes files before it writes them again: a server that answers from the same folder would miss them,
    and two programs that collect at once would trip over each other.
    """
    root = Path(settings.STATIC_ROOT)
    root.mkdir(parents=True, exist_ok=True)
    with (root / LOCK).open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        stamp, wanted = root / STAMP, stamp_of_sources()
        if stamp.exists() and stamp.read_text(encoding="utf-8") == wanted:
            return False
        stamp.unlink(missing_ok=True)
        call_command("collectstatic", interactive=False, verbosity=0)
        stamp.write_text(wanted, encoding="utf-8")
        return True


def stamp_of_sources() -> str:
    """Return what tells one set of sources, and the way they are stored, from another."""
    known = sha256(repr(settings.STORAGES["staticfiles"]).encode())
    for finder in get_finders():
        for path, storage in sorted(finder.list([]), key=lambda found: found[0]):
            state = Path(storage.path(path)).stat()
            known.update(f"{path}\0{state.st_size}\0{state.st_mtime_ns}\n".encode())
    return known.hexdigest()
