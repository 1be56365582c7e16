"""`releve serve`: the web pages and the background work, together or each alone."""

import argparse
import ipaddress
import os
import runpy
import socket
import sys
import time
from collections.abc import Callable, Mapping
from http.client import HTTPConnection, HTTPException
from pathlib import Path
from typing import Any

from releve.config.commands.console import Stopped, complain, say
from releve.config.commands.database import (
    database,
    forget_connections,
    load_django,
    migrate,
    need_database,
    pending_migrations,
)
from releve.config.commands.supervision import Supervisor
from releve.config.deploy import deploy_refusals
from releve.config.environment import UnclearSetting
from releve.shared.cores import n_cores
from releve.shared.embedded import EmbeddedPostgres

WEB, WORKER, SERVER = "pages web", "tâches de fond", "base de données"
READY_TIMEOUT_S = 60
POLL_S = 0.05


def default_processes() -> int:
    """Web processes: one a processor core, four at most."""
    return max(1, min(4, n_cores()))


def run(arguments: argparse.Namespace) -> int:
    """Serve until asked to stop; the exit code."""
    os.environ["RELEVE_THREADS"] = str(arguments.threads)
    has_web, has_worker = not arguments.worker_only, not arguments.web_only
    refuse_open_network(arguments.host if has_web else "localhost")
    if has_web:
        refuse_taken_port(arguments.host, arguments.port)
    supervisor = Supervisor()
    supervisor.listen_for_signals()
    with database(Path(arguments.folder), may_join=not (has_web and has_worker)) as embedded:
        load_django()
        need_database()
        if embedded:
            migrate()
        elif missing := pending_migrations():
            raise Stopped(
                f"La base de données n'est pas à jour : il manque {len(missing)} étape(s), "
                f"à partir de « {missing[0]} ». Remède : sauvegardez la base, puis lancez « releve migrate »."
            )
        return supervise(supervisor, arguments, embedded, has_web=has_web, has_worker=has_worker)


def supervise(
    supervisor: Supervisor,
    arguments: argparse.Namespace,
    embedded: EmbeddedPostgres | None,
    *,
    has_web: bool,
    has_worker: bool,
    announce: Callable[[str], None] | None = None,
) -> int:
    """Start the programs on a database that is ready, and wait. `announce` gets the address once pages answer."""
    if has_web:
        from releve.config.static_files import collect_static_files  # reads the settings, which are loaded by now

        collect_static_files()
    forget_connections()
    if embedded:
        supervisor.watch(SERVER, embedded.wait)
    try:
        if has_worker:
            supervisor.start(WORKER, worker_command(), os.environ)
        if has_web:
            supervisor.start(WEB, web_command(arguments), os.environ)
            if wait_for_pages(supervisor, arguments.host, arguments.port):
                address = f"http://{_in_address(arguments.host)}:{arguments.port}"
                (announce or _announce)(address)
        else:
            say("Relève exécute les tâches de fond. Ctrl-C arrête tout.")
        return supervisor.run()
    finally:
        supervisor.stop()


def web_command(arguments: argparse.Namespace) -> list[str]:
    """The web server's command line."""
    return [
        *(sys.executable, "-m", "granian", "releve.config.wsgi:application"),
        *("--interface", "wsgi", "--no-ws"),
        *("--host", arguments.host, "--port", str(arguments.port)),
        *("--workers", str(arguments.processes), "--blocking-threads", str(arguments.threads)),
        *("--respawn-failed-workers", "--workers-kill-timeout", "10"),
        *("--log-level", "warning"),
    ]


def worker_command() -> list[str]:
    """The background worker's command line. While a rota is being drawn (one at a time), mails still leave."""
    return [sys.executable, "-m", "releve.config.command", "manage", "procrastinate", "worker", "--concurrency", "2"]


def refuse_open_network(host: str) -> None:
    """Where others than this machine are served, every deploy check must pass; there is no way around.

    Behind a server that does HTTPS the address is this machine's own: the settings tell that the site is public.
    """
    settings = read_settings()
    because = open_to_others(host, settings)
    if not because:
        return
    refusals = deploy_refusals(settings)
    for refusal in refusals:
        complain(f"✗ {refusal.what}\n    {refusal.remedy}")
    if refusals:
        raise Stopped(
            f"Relève ne s'ouvre pas au public ({because}) tant que ces points ne sont pas réglés. "
            "Remède : réglez-les (« releve check --deploy » les montre). Pour un essai sur cette machine seule : "
            "--host 127.0.0.1, sans RELEVE_TLS ni RELEVE_HOSTS."
        )


def open_to_others(host: str, settings: Mapping[str, Any]) -> str:
    """What tells that others than this machine are served; nothing when it is alone."""
    if not is_loopback(host):
        return f"--host {host}"
    if settings["HAS_TLS_IN_FRONT"]:
        return "RELEVE_TLS=on"
    public = [name for name in settings["ALLOWED_HOSTS"] if not is_loopback(name)]
    return f"RELEVE_HOSTS={','.join(public)}" if public else ""


def read_settings() -> dict[str, Any]:
    """Read the settings without Django, which would keep for good a database that is not started yet."""
    try:
        return runpy.run_module(os.environ.get("DJANGO_SETTINGS_MODULE") or "releve.config.settings")
    except UnclearSetting as error:
        raise Stopped(f"Configuration refusée : {error}") from error


def is_loopback(host: str) -> bool:
    """Whether only this machine can reach that address."""
    try:
        return ipaddress.ip_address(host.strip("[]")).is_loopback
    except ValueError:
        return host == "localhost"


def refuse_taken_port(host: str, port: int) -> None:
    """Say it now, in plain words, when another program has the port."""
    try:
        family, kind, protocol, _, address = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0]
        with socket.socket(family, kind, protocol) as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            probe.bind(address)
    except OSError as error:
        raise Stopped(
            f"L'adresse {host}:{port} n'est pas disponible ({error.strerror or error}). "
            "Remède : arrêtez le programme qui l'occupe, ou choisissez un autre port (option --port)."
        ) from error


def wait_for_pages(supervisor: Supervisor, host: str, port: int) -> bool:
    """Wait until a page is answered, whatever it says; False when the server ended or was asked to stop before."""
    target = {"0.0.0.0": "127.0.0.1", "::": "::1"}.get(host, host)  # noqa: S104 - asked from here
    deadline = time.monotonic() + READY_TIMEOUT_S
    while supervisor.is_running(WEB) and time.monotonic() < deadline:
        connection = HTTPConnection(target, port, timeout=READY_TIMEOUT_S)
        try:
            connection.request("HEAD", "/", headers={"Host": _accepted_name()})
            connection.getresponse()
        except (OSError, HTTPException):
            time.sleep(POLL_S)
        else:
            return True
        finally:
            connection.close()
    return False


def _accepted_name() -> str:
    from django.conf import settings

    return next((name for name in settings.ALLOWED_HOSTS if not name.startswith(("*", "."))), "localhost")


def _announce(address: str) -> None:
    say(f"Relève répond sur {address}  —  Ctrl-C arrête tout.")


def _in_address(host: str) -> str:
    return f"[{host}]" if ":" in host and not host.startswith("[") else host
