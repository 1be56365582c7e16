"""Runs several programs as one: they start together, and the end of one is the end of all."""

import contextlib
import os
import signal
import subprocess
import threading
from collections.abc import Callable, Mapping, Sequence
from queue import SimpleQueue
from types import FrameType

from releve.config.commands.console import complain, say
from releve.shared.child_processes import ends_with_parent

STOP_SIGNALS = (signal.SIGTERM, signal.SIGINT, signal.SIGHUP)
# Long enough for a page or a job under way; then the program is ended by force.
GRACE_S = 20


class Supervisor:
    """Starts programs in order, waits, and stops them in the opposite order."""

    def __init__(self) -> None:
        # What happened: the name of a program that ended, or None when the person asked to stop.
        self._events: SimpleQueue[str | None] = SimpleQueue()
        self._programs: dict[str, subprocess.Popen[bytes]] = {}
        self._former_handlers: dict[signal.Signals, object] = {}

    def listen_for_signals(self) -> None:
        """From now on Ctrl-C and `kill` end `run` cleanly. To be called in the main thread."""
        for number in STOP_SIGNALS:
            self._former_handlers[number] = signal.signal(number, self._asked_to_stop)

    def start(self, name: str, command: Sequence[str], environment: Mapping[str, str]) -> None:
        """Start one program, named in French as the person will read it."""
        program = subprocess.Popen(
            command,
            env=dict(environment),
            # A group of its own: Ctrl-C reaches only us, and we can reach all its children.
            start_new_session=True,
            preexec_fn=ends_with_parent(signal.SIGTERM),  # noqa: PLW1509 - one system call, no lock
        )
        self._programs[name] = program
        self.watch(name, program.wait)

    def watch(self, name: str, wait: Callable[[], int]) -> None:
        """Treat the end of `wait` as the end of a program."""
        threading.Thread(target=self._report_end, args=(name, wait), daemon=True).start()

    def is_running(self, name: str) -> bool:
        """Whether that program still runs and nobody asked to stop."""
        return self._programs[name].poll() is None and self._events.empty()

    def run(self) -> int:
        """Wait for a stop or for a program's end, then stop all. The exit code: 0 when asked to stop, else 1."""
        try:
            ended = self._events.get()
            if ended is None:
                say("Arrêt demandé : Relève termine ce qui est en cours…")
            else:
                complain(f"« {ended} » s'est arrêté tout seul : Relève s'arrête. La cause est écrite au-dessus.")
        finally:
            self.stop()
        return 0 if ended is None else 1

    def stop(self) -> None:
        """Stop every program and its children. Calling it twice is harmless."""
        for program in reversed(self._programs.values()):
            if program.poll() is None:
                program.terminate()
        for program in reversed(self._programs.values()):
            with contextlib.suppress(subprocess.TimeoutExpired):
                program.wait(GRACE_S)
            # Also children whose parent was killed before it could stop them.
            _end_group(program.pid)
            program.wait()
        self._programs.clear()
        for number, handler in self._former_handlers.items():
            signal.signal(number, handler)  # type: ignore[arg-type]
        self._former_handlers.clear()

    def _asked_to_stop(self, number: int, frame: FrameType | None) -> None:
        self._events.put(None)

    def _report_end(self, name: str, wait: Callable[[], int]) -> None:
        wait()
        self._events.put(name)


def _end_group(group: int) -> None:
    try:
        os.killpg(group, signal.SIGKILL)
    except (ProcessLookupError, PermissionError):
        # Nobody is left in it.
        return
