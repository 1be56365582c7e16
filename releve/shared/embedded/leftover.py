"""A server that outlived the product which started it, and the pid file of one that did not."""

import os
import signal
import subprocess
import sys
from pathlib import Path

from releve.shared.child_processes import is_running, wait_for_end
from releve.shared.embedded.errors import EmbeddedPostgresError

# PostgreSQL's own words: SIGINT ends sessions and writes everything; SIGQUIT leaves the rest to recovery.
STOP_STEPS = ((signal.SIGINT, 60), (signal.SIGQUIT, 15))


def stop_leftover_server(data: Path) -> None:
    """End the server that still runs on `data`, and disarm a pid file that names no such server.

    To be called with the folder's lock held: no product process stands behind that server any more.
    """
    pid_file = data / "postmaster.pid"
    pid = _pid_in(pid_file)
    if pid is None:
        return
    if is_running(pid) and _serves(pid, data):
        stop_process(pid, data)
    elif _is_taken(pid):
        # After a restart of the machine the number may belong to anyone, and PostgreSQL would refuse to start.
        # It accepts its own parent's number. The rest of the file stays: by it PostgreSQL finds out whether
        # processes of the former server still use their shared memory.
        _, _, rest = pid_file.read_text(encoding="utf-8").partition("\n")
        pid_file.write_text(f"{os.getpid()}\n{rest}", encoding="utf-8")


def stop_process(pid: int, data: Path) -> None:
    """Stop the server with all its sessions: first cleanly, then at once."""
    for stop_signal, timeout_s in STOP_STEPS:
        try:
            os.kill(pid, stop_signal)
        except ProcessLookupError:
            return
        if wait_for_end(pid, timeout_s):
            return
    raise EmbeddedPostgresError(
        f"Le serveur PostgreSQL de « {data.parent} » (processus {pid}) ne s'arrête pas. "
        f"Remède : arrêtez-le à la main (« kill -QUIT {pid} »), puis relancez."
    )


def running_socket_folder(data: Path) -> Path | None:
    """The folder of the socket of the server that runs on `data` and is ready, if there is one."""
    pid_file = data / "postmaster.pid"
    pid = _pid_in(pid_file)
    if pid is None or not is_running(pid) or not _serves(pid, data):
        return None
    lines = pid_file.read_text(encoding="utf-8", errors="replace").splitlines()
    return Path(lines[4]) if lines[7:8] and lines[7].strip() == "ready" else None


def _pid_in(pid_file: Path) -> int | None:
    try:
        first_line = pid_file.read_text(encoding="utf-8", errors="replace").partition("\n")[0]
        return abs(int(first_line))
    except (OSError, ValueError):
        return None


def _is_taken(pid: int) -> bool:
    """Whether PostgreSQL would see a process of that number, be it only a dead one that nobody buried."""
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return True


def _serves(pid: int, data: Path) -> bool:
    """Whether the process is the server of that folder. A PostgreSQL server works inside its data folder."""
    if sys.platform == "linux":
        try:
            return Path(f"/proc/{pid}/cwd").samefile(data)
        except OSError:
            return False
    listed = subprocess.run(["ps", "-p", str(pid), "-o", "command="], capture_output=True, text=True, check=False)
    return str(data) in listed.stdout
