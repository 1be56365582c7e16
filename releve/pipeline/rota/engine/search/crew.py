"""Who does the jobs of a round: this process alone, or helper processes holding the same task.

Answers come back in the order of the jobs, whoever did them. Helpers are ended in the middle of a job when the search
is over: a linear programme of a large network takes minutes and cannot be asked to stop.
"""

import multiprocessing
import time
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from multiprocessing.connection import Connection, wait
from typing import Any, Protocol

from releve.pipeline.rota.engine.search.task import Limit

POLL_S = 0.1  # how often the stop is asked while helpers work


@dataclass(frozen=True, slots=True)
class Job:
    """Improve a freed part, or work at the bound."""

    payload: Any
    limit: Limit | None  # None: a job of the bound


class Crew(Protocol):
    """Does jobs from the current solution."""

    def keep_up(self, changes: Sequence[Any]) -> None:
        """Apply accepted changes to the helpers' copies of the current solution."""
        ...

    def do(self, jobs: Sequence[Job], solution: Any, is_over: Callable[[], bool]) -> list[Any | None]:
        """Return the outcomes in order; None where the search was stopped before the job was done."""
        ...

    @property
    def helpers_cpu_seconds(self) -> float: ...

    def close(self) -> None: ...


def work(task: Any, solution: Any, job: Job) -> Any:
    return task.work_on_bound(job.payload) if job.limit is None else task.improve(solution, job.payload, job.limit)


class Alone:
    """One process."""

    def __init__(self, task: Any) -> None:
        self._task = task
        self.helpers_cpu_seconds = 0.0

    def keep_up(self, changes: Sequence[Any]) -> None:
        return

    def do(self, jobs: Sequence[Job], solution: Any, is_over: Callable[[], bool]) -> list[Any | None]:
        return [None if is_over() else work(self._task, solution, job) for job in jobs]

    def close(self) -> None:
        return


class Helpers:
    """Several processes; each has a copy of the task and of the current solution."""

    def __init__(self, task: Any, solution: Any, n_processes: int) -> None:
        context = multiprocessing.get_context("spawn")  # the caller may have threads and database connections
        self._connections: list[Connection] = []
        self._processes = []
        self._cpu_seconds = [0.0] * n_processes
        for _ in range(n_processes):
            ours, theirs = context.Pipe()
            process = context.Process(target=help_out, args=(theirs,), daemon=True)
            process.start()
            theirs.close()
            ours.send((task, solution))
            self._connections.append(ours)
            self._processes.append(process)

    @property
    def helpers_cpu_seconds(self) -> float:
        """Return what the helpers have spent, the jobs under way included where the system tells."""
        self._look_at_clocks()
        return sum(self._cpu_seconds)

    def keep_up(self, changes: Sequence[Any]) -> None:
        if changes:
            for connection in self._connections:
                connection.send(("changes", list(changes)))

    def do(self, jobs: Sequence[Job], solution: Any, is_over: Callable[[], bool]) -> list[Any | None]:
        outcomes: list[Any | None] = [None] * len(jobs)
        waiting = list(range(len(jobs)))[::-1]
        busy: dict[Connection, int] = {}
        for connection in self._connections:
            self._hand_out(connection, jobs, waiting, busy, is_over)
        while busy:
            for ready in wait(list(busy), POLL_S):
                assert isinstance(ready, Connection)
                outcomes[busy.pop(ready)] = self._answer(ready)
                self._hand_out(ready, jobs, waiting, busy, is_over)
            if busy and is_over():
                self._end(busy)
                return outcomes
        return outcomes

    def _end(self, busy: Iterable[Connection]) -> None:
        """End the helpers that are at a job."""
        self._look_at_clocks()  # they go with the processes
        ended = [self._processes[self._connections.index(connection)] for connection in busy]
        for process in ended:
            process.terminate()
        for process in ended:
            process.join()

    def close(self) -> None:
        for connection in self._connections:
            connection.close()
        for process in self._processes:
            process.join(timeout=5)
            if process.is_alive():
                process.terminate()
                process.join()

    def _look_at_clocks(self) -> None:
        for index, process in enumerate(self._processes):
            self._cpu_seconds[index] = max(self._cpu_seconds[index], cpu_seconds_of(process.pid))

    def _hand_out(
        self,
        connection: Connection,
        jobs: Sequence[Job],
        waiting: list[int],
        busy: dict[Connection, int],
        is_over: Callable[[], bool],
    ) -> None:
        if waiting and not is_over():
            index = waiting.pop()
            connection.send(("job", jobs[index]))
            busy[connection] = index

    def _answer(self, connection: Connection) -> Any:
        outcome, cpu_seconds = connection.recv()
        self._cpu_seconds[self._connections.index(connection)] = cpu_seconds
        if isinstance(outcome, Exception):
            raise outcome
        return outcome


def cpu_seconds_of(pid: int | None) -> float:
    """Return the processor seconds of a running process, as Linux tells them; none elsewhere or once it has ended."""
    try:
        return 0.0 if pid is None else time.clock_gettime((~pid << 3) | 2)
    except OSError:
        return 0.0


def help_out(connection: Connection) -> None:
    """Do jobs until the caller hangs up."""
    try:
        task, solution = connection.recv()
        while True:
            kind, content = connection.recv()
            if kind == "changes":
                for change in content:
                    solution = task.apply(solution, change)
                continue
            connection.send((attempt(task, solution, content), time.process_time()))
    except (EOFError, BrokenPipeError, KeyboardInterrupt):
        return


def attempt(task: Any, solution: Any, job: Job) -> Any:
    try:
        return work(task, solution, job)
    except Exception as error:  # handed to the caller, who raises it
        return error
