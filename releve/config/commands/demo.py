"""`releve demo`: a town to walk through, on a database of its own."""

import argparse
import importlib
import os
import time
from datetime import UTC, datetime
from pathlib import Path
from types import ModuleType

from releve.config.commands import serve
from releve.config.commands.console import Stopped, say
from releve.config.commands.database import database, forget_connections, load_django, migrate
from releve.config.commands.supervision import Supervisor
from releve.shared.embedded import EmbeddedPostgres
from releve.shared.embedded.programs import PROGRAMS_VARIABLE

MODULE = "releve.config.demonstration"
OLD_DAYS = 7


def run(arguments: argparse.Namespace) -> int:
    """Build the demonstration where it is not built yet, say how to enter, and serve."""
    _set_environment(arguments)
    if not arguments.no_serve:
        serve.refuse_taken_port(arguments.host, arguments.port)
    address = os.environ["RELEVE_ADDRESS"]
    supervisor = Supervisor()
    with database(Path(arguments.folder), may_join=False) as embedded:
        assert embedded is not None
        demonstration = prepare(arguments.seed, embedded, is_fresh=arguments.fresh)
        if arguments.no_serve:
            say(how_to_enter(demonstration, address))
            return 0
        supervisor.listen_for_signals()
        return serve.supervise(
            supervisor,
            arguments,
            embedded,
            has_web=True,
            has_worker=True,
            announce=lambda _: say(f"{how_to_enter(demonstration, address)}\n\nCtrl-C arrête tout."),
        )


def _set_environment(arguments: argparse.Namespace) -> None:
    """Forget the town's own settings: the demonstration opens no database of hers and sends nobody a message."""
    for name in list(os.environ):
        if name.startswith(("RELEVE_", "DATABASE_URL")) and name != PROGRAMS_VARIABLE:
            del os.environ[name]
    os.environ |= {
        "RELEVE_DEMO": "on",
        "RELEVE_ADDRESS": f"http://localhost:{arguments.port}",
        "RELEVE_THREADS": str(arguments.threads),
        # Its passwords are printed on the screen: a second factor would only keep visitors out.
        "RELEVE_SECOND_FACTOR": "off",
    }


def prepare(seed: int, embedded: EmbeddedPostgres, *, is_fresh: bool) -> ModuleType:
    """Have the server hold the demonstration of that seed, whole; the module that built it."""
    load_django()
    say("Mise à jour de la base…")
    migrate()
    demonstration = _load_builder()
    now = datetime.now(UTC)
    age_days = demonstration.age_days(now)
    if is_fresh and age_days is not None:
        forget_connections()
        embedded.recreate_database()
        migrate()
        age_days = None
    if age_days is None:
        _build(demonstration, seed, now)
    elif not demonstration.is_built(seed):
        raise Stopped(
            f"Le dossier « {embedded.folder} » contient une démonstration d'une autre graine. "
            "Remède : ajoutez --fresh pour la remplacer, ou choisissez un autre dossier (option --folder)."
        )
    elif age_days > OLD_DAYS:
        say(f"Cette démonstration a {age_days} jours : « --fresh » la reconstruit pour aujourd'hui.")
    return demonstration


def _build(demonstration: ModuleType, seed: int, now: datetime) -> None:
    say(f"Construction de la démonstration (graine {seed})…")
    started = time.monotonic()
    try:
        demonstration.build(seed=seed, now=now, progress=_show_progress)
    except demonstration.DemonstrationRefused as refusal:
        raise Stopped(str(refusal)) from refusal
    say(f"Démonstration prête en {time.monotonic() - started:.0f} s.")


def how_to_enter(demonstration: ModuleType, address: str) -> str:
    """The addresses and logins, as a table for the terminal."""
    widest_label = max(len(login[0]) for login in demonstration.LOGINS)
    widest_path = max(len(login[1]) for login in demonstration.LOGINS)
    lines = ["", f"Relève est prêt : {address}", ""]
    for label, path, email, password in demonstration.LOGINS:
        entry = f"{email}  /  {password}" if email else "ouvert à tous"
        lines.append(f"  {label:<{widest_label}}  {address}{path:<{widest_path}}  {entry}")
    return "\n".join(lines)


def _load_builder() -> ModuleType:
    try:
        return importlib.import_module(MODULE)
    except ModuleNotFoundError as error:
        if error.name != MODULE:
            raise
        raise Stopped("Cette version de Relève n'a pas de données de démonstration.") from error


def _show_progress(text: str, share: float) -> None:
    say(f"  {share:4.0%}  {text}")
