"""One product process a folder. The lock belongs to the process: it vanishes with it, however it ends."""

import fcntl
import os
from pathlib import Path

from releve.shared.embedded.errors import EmbeddedPostgresError


class FolderLock:
    """An operating system lock on `folder/lock`. The file itself stays: only its lock means something."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._path = folder / "lock"
        self._handle: int | None = None

    def take(self) -> None:
        """Take the lock, or raise `EmbeddedPostgresError` when another process has it."""
        try:
            handle = os.open(self._path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
        except OSError as error:
            raise EmbeddedPostgresError(
                f"Impossible d'écrire dans le dossier « {self._folder} » ({error.strerror}). "
                "Remède : choisissez un dossier qui vous appartient (option --folder), "
                "ou relancez avec le compte qui l'a créé."
            ) from error
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            owner = os.read(handle, 32).decode("utf-8", "replace").strip() or "inconnu"
            os.close(handle)
            raise EmbeddedPostgresError(
                f"Le dossier « {self._folder} » est déjà utilisé par un autre Relève (processus {owner}). "
                "Remède : arrêtez-le d'abord, ou choisissez un autre dossier (option --folder)."
            ) from error
        os.ftruncate(handle, 0)
        os.pwrite(handle, f"{os.getpid()}\n".encode(), 0)
        self._handle = handle
        # A forked child shares the lock: without this, it would keep it after its parent's end.
        os.register_at_fork(after_in_child=self.release)

    def release(self) -> None:
        """Give the lock back. Calling it twice is harmless."""
        if self._handle is not None:
            os.close(self._handle)
            self._handle = None
