"""`releve check`: looks at everything the product stands on, and says what to do."""

import argparse
import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from releve.config.commands.console import Stopped, say
from releve.config.commands.database import database, has_own_database, load_django, pending_migrations, reach_database
from releve.config.deploy import BACKENDS_THAT_SEND_NOTHING, deploy_refusals, missing_in_legal_notice
from releve.shared.embedded import EmbeddedPostgresError

OLDEST_POSTGRES = 15
LARGEST_CLOCK_GAP_S = 2.0
LOW_DISK_BYTES = 1_000_000_000
FULL_DISK_BYTES = 200_000_000
NET_TIMEOUT_S = 10


class Mark(StrEnum):
    """How a point stands, as it is printed."""

    GOOD = "✓"
    WARNING = "!"
    BAD = "✗"


@dataclass(frozen=True)
class Finding:
    """One line of the report; `remedy` is empty when there is nothing to do."""

    mark: Mark
    what: str
    remedy: str = ""


def run(arguments: argparse.Namespace) -> int:
    """Print every finding; exit code 1 when one of them is bad."""
    findings = []
    for finding in _look(Path(arguments.folder), is_deploy=arguments.deploy):
        findings.append(finding)
        say(f"{finding.mark} {finding.what}" + (f"\n    {finding.remedy}" if finding.remedy else ""))
    n_bad = sum(finding.mark is Mark.BAD for finding in findings)
    n_warnings = sum(finding.mark is Mark.WARNING for finding in findings)
    say()
    say(f"{n_bad} problème(s), {n_warnings} avertissement(s)." if n_bad or n_warnings else "Tout va bien.")
    return 1 if n_bad else 0


def _look(folder: Path, *, is_deploy: bool) -> Iterator[Finding]:
    try:
        with database(folder):
            load_django()
            yield from configuration()
            yield from _database_findings()
            yield mail()
    except (EmbeddedPostgresError, Stopped) as error:
        yield Finding(Mark.BAD, str(error))
    yield free_disk(folder)
    if is_deploy:
        yield from deploy()


def configuration() -> Iterator[Finding]:
    """What Django itself says about the settings."""
    from django.core.checks import ERROR, run_checks

    troubles = [message for message in run_checks() if message.level >= ERROR]
    for message in troubles:
        yield Finding(Mark.BAD, f"Configuration : {message.msg}", message.hint or "")
    if not troubles:
        yield Finding(Mark.GOOD, "Configuration : comprise")


def _database_findings() -> Iterator[Finding]:
    if reason := reach_database():
        yield Finding(
            Mark.BAD,
            f"Base de données : injoignable ({reason})",
            "Vérifiez que le serveur tourne, et l'adresse, le compte et le mot de passe de DATABASE_URL.",
        )
        return
    for look in (database_version, migrations, roles, clock):
        yield look()


def database_version() -> Finding:
    """PostgreSQL must be recent enough for what the database guards."""
    from django.db import connection

    major = connection.pg_version // 10000  # type: ignore[attr-defined]
    if major < OLDEST_POSTGRES:
        return Finding(
            Mark.BAD,
            f"Base de données : PostgreSQL {major}",
            f"Relève demande PostgreSQL {OLDEST_POSTGRES} ou plus récent.",
        )
    return Finding(Mark.GOOD, f"Base de données : jointe, PostgreSQL {major}")


def migrations() -> Finding:
    """The tables must be those of this version."""
    missing = pending_migrations()
    if missing:
        return Finding(
            Mark.BAD,
            f"Tables : {len(missing)} étape(s) manquent, à partir de « {missing[0]} »",
            "Sauvegardez la base, puis lancez « releve migrate ».",
        )
    return Finding(Mark.GOOD, "Tables : à jour")


def roles() -> Finding:
    """Each world's role must exist, and the product must be able to take it."""
    from django.db import DatabaseError, connection, transaction

    from releve.shared.worlds.closing import administrator_statements
    from releve.shared.worlds.roles import Role

    with connection.cursor() as cursor:
        cursor.execute("SELECT session_user, current_database()")
        statements = administrator_statements(*cursor.fetchone())
    refused = []
    for role in Role:
        try:
            with transaction.atomic(), connection.cursor() as cursor:
                cursor.execute("SELECT set_config('role', %s, true)", [str(role)])
        except DatabaseError:
            refused.append(str(role))
    if refused:
        return Finding(
            Mark.BAD,
            f"Cloisons : les rôles {', '.join(refused)} manquent ou sont refusés",
            "Lancez « releve migrate » avec un compte de base de données qui peut créer des rôles (CREATEROLE), ou "
            "demandez à l'administrateur de la base de lancer :\n      " + "\n      ".join(statements),
        )
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT bool_or(has_schema_privilege(role, 'public', 'CREATE')) FROM unnest(%s::text[]) role", [[*Role]]
        )
        if cursor.fetchone()[0]:
            return Finding(
                Mark.BAD,
                "Cloisons : tout compte de la base peut créer des tables dans le schéma public",
                f"Demandez à l'administrateur de la base de lancer : {statements[-1]}",
            )
    return Finding(Mark.GOOD, "Cloisons : les rôles de la base sont en place")


def clock() -> Finding:
    """Two clocks that differ would let one time be booked and past at once."""
    from datetime import UTC, datetime

    from django.db import connection

    with connection.cursor() as cursor:
        before = datetime.now(UTC)
        cursor.execute("SELECT clock_timestamp()")
        (theirs,) = cursor.fetchone()
        after = datetime.now(UTC)
    gap_s = abs((theirs - (before + (after - before) / 2)).total_seconds())
    if gap_s > LARGEST_CLOCK_GAP_S:
        return Finding(
            Mark.BAD,
            f"Horloge : {gap_s:.0f} s d'écart avec celle de la base de données",
            "Réglez l'heure des deux machines (service NTP, « timedatectl »).",
        )
    return Finding(Mark.GOOD, "Horloge : la même que celle de la base de données")


def mail() -> Finding:
    """Whether messages leave, tried up to the server's greeting and login; nothing is sent."""
    from smtplib import SMTPException

    from django.conf import settings
    from django.core.mail import get_connection

    if any(name in settings.EMAIL_BACKEND for name in BACKENDS_THAT_SEND_NOTHING):
        return Finding(
            Mark.WARNING,
            "Messages : affichés dans la console, jamais envoyés",
            "Pour les envoyer : RELEVE_MAIL_URL=smtp://compte:motdepasse@serveur:587",
        )
    try:
        sender = get_connection(timeout=NET_TIMEOUT_S)
        sender.open()
        sender.close()
    except (OSError, SMTPException) as error:
        return Finding(
            Mark.BAD,
            f"Messages : le serveur {settings.EMAIL_HOST}:{settings.EMAIL_PORT} ne répond pas ({error})",
            "Vérifiez RELEVE_MAIL_URL (serveur, port, compte, mot de passe) et le pare-feu.",
        )
    return Finding(Mark.GOOD, f"Messages : {settings.EMAIL_HOST} répond")


def free_disk(folder: Path, disk_usage: Callable[[Path], object] = shutil.disk_usage) -> Finding:
    """Room for the data, on the disk of the data folder (or of this folder, with a database elsewhere)."""
    place = Path("." if has_own_database() else folder).resolve()
    while not place.exists():
        place = place.parent
    free = disk_usage(place).free  # type: ignore[attr-defined]
    shown = f"Disque : {free / 1e9:.1f} Go libres pour « {place} »"
    if free < FULL_DISK_BYTES:
        return Finding(Mark.BAD, shown, "Libérez de la place maintenant : la base s'arrêterait.")
    if free < LOW_DISK_BYTES:
        return Finding(Mark.WARNING, shown, "Libérez de la place, ou placez les données ailleurs (--folder).")
    return Finding(Mark.GOOD, shown)


def deploy() -> Iterator[Finding]:
    """What an open network demands on top."""
    from django.conf import settings

    try:
        told = {name: getattr(settings, name) for name in dir(settings)}
        refusals, missing = deploy_refusals(told), missing_in_legal_notice(told)
    except Exception as error:
        # The settings themselves may be what is wrong.
        yield Finding(Mark.BAD, f"Ouverture au réseau : la configuration ne se lit pas ({error})")
        return
    for refusal in refusals:
        yield Finding(Mark.BAD, f"Ouverture au réseau : {refusal.what}", refusal.remedy)
    if missing:
        yield Finding(
            Mark.WARNING, "Mentions légales : incomplètes, la loi les demande", f"Donnez {', '.join(missing)}."
        )
    if not refusals:
        yield Finding(Mark.GOOD, "Ouverture au réseau : rien ne s'y oppose")
