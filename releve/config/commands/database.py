"""Which database a command works on: the one in DATABASE_URL, else the embedded server of a folder."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from releve.config.commands.console import Stopped, say
from releve.shared.embedded import EmbeddedPostgres

DEFAULT_FOLDER = Path("var/data")
CONNECT_TIMEOUT_S = 5
FOLDER_VARIABLE = "RELEVE_FOLDER"


def default_folder() -> Path:
    """The data folder when none is named on the command line."""
    return Path(os.environ.get(FOLDER_VARIABLE) or DEFAULT_FOLDER)


def has_own_database() -> bool:
    """Whether the environment names a PostgreSQL server, so that the embedded one is not wanted."""
    return bool(os.environ.get("DATABASE_URL") or os.environ.get("DATABASE_URL_FILE"))


@contextmanager
def database(folder: Path, *, may_join: bool = True) -> Iterator[EmbeddedPostgres | None]:
    """Have DATABASE_URL name a running server; yields the embedded one when this command had to start it.

    With `may_join`, a server that another Relève runs on the folder is used as it is.
    """
    if has_own_database():
        yield None
        return
    embedded = EmbeddedPostgres(folder)
    running = embedded.url_if_running() if may_join else None
    if running:
        with _environment(running):
            yield None
        return
    say(f"Base de données embarquée : dossier « {embedded.folder} »")
    with embedded, _environment(embedded.url):
        yield embedded


@contextmanager
def _environment(url: str) -> Iterator[None]:
    os.environ["DATABASE_URL"] = url
    try:
        yield
    finally:
        del os.environ["DATABASE_URL"]


def load_django() -> None:
    """Load the settings and the apps; a setting that is not understood stops the command with its own word."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "releve.config.settings")
    import django
    from django.core.exceptions import ImproperlyConfigured

    from releve.config.environment import UnclearSetting

    try:
        django.setup()
    except (UnclearSetting, ImproperlyConfigured) as error:
        raise Stopped(f"Configuration refusée : {error}") from error


def reach_database() -> str:
    """Try one plain connection, without the pool's patience: the reason it fails, or nothing."""
    from django.db import Error, connection

    probe = connection.copy()
    probe.settings_dict["OPTIONS"].pop("pool", None)
    probe.settings_dict["OPTIONS"]["connect_timeout"] = CONNECT_TIMEOUT_S
    try:
        probe.ensure_connection()
    except (Error, OSError) as error:
        return str(error).strip().partition("\n")[0] or type(error).__name__
    probe.close()
    return ""


def need_database() -> None:
    """Stop the command with a clear word when the database does not answer."""
    if reason := reach_database():
        raise Stopped(
            f"La base de données ne répond pas ({reason}). Remède : vérifiez que le serveur tourne, "
            "et l'adresse, le compte et le mot de passe de DATABASE_URL."
        )


def forget_connections() -> None:
    """Close what this process holds open, before children that connect by themselves are started."""
    from django.db import connections

    for connection in connections.all():
        connection.close()
        if hasattr(connection, "close_pool"):
            connection.close_pool()


def pending_migrations() -> list[str]:
    """The names of the migrations that the database lacks, in their order."""
    from django.db import connection
    from django.db.migrations.executor import MigrationExecutor

    executor = MigrationExecutor(connection)
    plan = executor.migration_plan(executor.loader.graph.leaf_nodes())
    return [f"{migration.app_label}.{migration.name}" for migration, _ in plan]


def migrate() -> None:
    """Bring the database up to date; what stands in the way is said in one sentence."""
    from django.core.management import CommandError, call_command

    try:
        call_command("migrate", interactive=False, verbosity=0)
    except CommandError as error:
        raise Stopped(str(error)) from error
