"""Child processes that never outlive the product, as far as the system allows."""

import ctypes
import os
import select
import signal
import sys
import threading
import time
from collections.abc import Callable
from pathlib import Path

PR_SET_PDEATHSIG = 1
POLL_S = 0.02


def ends_with_parent(death_signal: signal.Signals) -> Callable[[], None] | None:
    """A `preexec_fn` that has the child receive `death_signal` when this process ends in any way.

    Only Linux knows this; elsewhere the answer is None. The kernel watches the thread that starts
    the child, so that a thread other than the main one gets None too: its own end must not end the child.
    """
    if sys.platform != "linux" or threading.current_thread() is not threading.main_thread():
        return None
    libc = ctypes.CDLL(None, use_errno=True)
    parent = os.getpid()

    def ask_for_signal() -> None:
        libc.prctl(PR_SET_PDEATHSIG, int(death_signal))
        if os.getppid() != parent:
            # The parent ended between the fork and the request above.
            os.kill(os.getpid(), death_signal)

    return ask_for_signal


def is_running(pid: int) -> bool:
    """Whether a process of that number exists, whoever owns it. A zombie counts as ended."""
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return not _is_zombie(pid)


def wait_for_end(pid: int, timeout_s: float) -> bool:
    """Wait for a process that need not be a child of ours; False when it still runs after `timeout_s`."""
    deadline = time.monotonic() + timeout_s
    if hasattr(os, "pidfd_open"):
        try:
            handle = os.pidfd_open(pid)
        except ProcessLookupError:
            return True
        except OSError:
            return _poll_for_end(pid, deadline)
        try:
            readable, _, _ = select.select([handle], [], [], timeout_s)
        finally:
            os.close(handle)
        return bool(readable)
    return _poll_for_end(pid, deadline)


def _poll_for_end(pid: int, deadline: float) -> bool:
    while is_running(pid):
        if time.monotonic() > deadline:
            return False
        time.sleep(POLL_S)
    return True


def _is_zombie(pid: int) -> bool:
    try:
        status = Path(f"/proc/{pid}/stat").read_text(encoding="utf-8", errors="replace")
        return status.rpartition(")")[2].split()[0] == "Z"
    except OSError:
        return False
