"""The product's own web server on the country, with the fixture's clock."""

import argparse
import os
import socket
import sys
from collections.abc import Iterator
from contextlib import contextmanager

from benchmarks.databases import ROOT
from releve.config.commands.database import forget_connections
from releve.config.commands.serve import WEB, wait_for_pages, web_command
from releve.config.commands.supervision import Supervisor

OUTPUT, ERROR_OUTPUT = 1, 2
HOST = "127.0.0.1"
N_PROCESSES = 2
N_THREADS = 2


class SilentServerError(Exception):
    """The web server did not start."""


@contextmanager
def web_server(database_url: str) -> Iterator[int]:
    """Start the pages as `releve serve` does, on a free port that is yielded; stop them at the end."""
    from releve.config.static_files import collect_static_files  # reads the settings, which are loaded by now

    collect_static_files()
    forget_connections()
    port = free_port()
    asked = argparse.Namespace(host=HOST, port=port, processes=N_PROCESSES, threads=N_THREADS)
    command = [
        "benchmarks.fixture_clock:application" if ":application" in word else word for word in web_command(asked)
    ]
    environment = os.environ | {
        "DATABASE_URL": database_url,
        "RELEVE_THREADS": str(N_THREADS),
        "PYTHONPATH": os.pathsep.join(filter(None, [str(ROOT), os.environ.get("PYTHONPATH")])),
    }
    supervisor = Supervisor()
    try:
        with output_aside():
            supervisor.start(WEB, command, environment)
        if not wait_for_pages(supervisor, HOST, port):
            raise SilentServerError("The web server of the benchmark does not answer.")
        yield port
    finally:
        supervisor.stop()


@contextmanager
def output_aside() -> Iterator[None]:
    """Have what is started inside write to the error output: the output is for figures alone."""
    sys.stdout.flush()
    output = os.dup(OUTPUT)
    os.dup2(ERROR_OUTPUT, OUTPUT)
    try:
        yield
    finally:
        os.dup2(output, OUTPUT)
        os.close(output)


def free_port() -> int:
    """Return a port that nobody has; the system does not give it again at once."""
    with socket.socket() as probe:
        probe.bind((HOST, 0))
        return int(probe.getsockname()[1])
