"""`make check` and `make fix`: every check in one list, all run to the end, then summed up."""

import os
import subprocess
import sys
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from setup.steps import ENVIRONMENT, PYTHON, ROOT

# Nothing listens there: a check that reads the database by mistake fails at once.
NO_DATABASE = "postgresql://nobody@127.0.0.1:1/none"


@dataclass(frozen=True)
class Check:
    """One line of the summary: its name, how it looks, how it repairs, and the file without which it is left out."""

    name: str
    look: Sequence[str]
    repair: Sequence[str] = ()
    needs: str = ""


def _program(name: str, *words: str) -> list[str]:
    return [str(ENVIRONMENT / "bin" / name), *words]


def _module(name: str, *words: str) -> list[str]:
    return [str(PYTHON), "-m", name, *words]


def checks() -> list[Check]:
    """Every check, in the order of the summary. A new one is one entry here."""
    templates = sorted(str(path) for path in (ROOT / "releve").rglob("templates/**/*.html"))
    return [
        Check("règles de code (ruff)", _module("ruff", "check", "."), _module("ruff", "check", "--fix", ".")),
        Check("mise en forme (ruff)", _module("ruff", "format", "--check", "."), _module("ruff", "format", ".")),
        Check(
            "gabarits (djade)",
            _program("djade", "--target-version", "5.2", "--check", *templates),
            _program("djade", "--target-version", "5.2", *templates),
            needs="releve/ui/templates",
        ),
        Check("types (mypy)", _module("mypy")),
        Check("sens des imports (import-linter)", _program("lint-imports")),
        Check(
            "migrations",
            [
                *(str(PYTHON), "-W", "ignore::RuntimeWarning", "manage.py"),
                *("makemigrations", "--check", "--dry-run", "--settings=releve.config.settings_test"),
            ],
        ),
        Check(
            "traductions",
            _module("releve.config.translations", "--check"),
            _module("releve.config.translations", "--update"),
            needs="releve/config/translations.py",
        ),
        Check(
            "documentation",
            _module("releve.config.docs", "--check"),
            _module("releve.config.docs"),
            needs="releve/config/docs.py",
        ),
    ]


def main(words: Sequence[str]) -> int:
    """Run all checks, or all repairs with `--fix`; exit code 1 when one of them failed."""
    is_repair = "--fix" in words
    failed = []
    for check in checks():
        command = check.repair if is_repair else check.look
        if not command or (check.needs and not (ROOT / check.needs).exists()):
            continue
        started = time.monotonic()
        done = subprocess.run(
            command,
            cwd=ROOT,
            env={**os.environ, "DATABASE_URL": NO_DATABASE},
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            errors="replace",
            check=False,
        )
        print(f"{'✗' if done.returncode else '✓'} {check.name} ({time.monotonic() - started:.1f} s)", flush=True)
        if done.returncode:
            failed.append(check.name)
            print(done.stdout.rstrip() + "\n", flush=True)
    if failed:
        print(f"✗ {len(failed)} point(s) à reprendre : {', '.join(failed)}.", file=sys.stderr)
    return 1 if failed else 0


if __name__ == "__main__":
    os.chdir(Path(ROOT))
    sys.exit(main(sys.argv[1:]))
