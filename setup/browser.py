"""A Chromium for the browser tests: the machine's, or one installed for them."""

import os
import shutil
import subprocess
from pathlib import Path

from setup.steps import ENVIRONMENT, PYTHON, SetupError, install_debian_packages, is_debian_root, run, say

VARIABLE = "RELEVE_CHROMIUM"
# Where the tests read the program's path when the variable is not set.
PATH_FILE = ENVIRONMENT / "chromium-path"
NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
MAC_PROGRAM = "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome"
ASK_PLAYWRIGHT = (
    "from playwright.sync_api import sync_playwright\n"
    "with sync_playwright() as playwright: print(playwright.chromium.executable_path)"
)


def prepare_browser() -> None:
    """Write the path of a Chromium that runs to `.venv/chromium-path`, installing one where needed."""
    program = _remembered() or _on_machine() or _from_debian() or _from_playwright()
    if program is None:
        raise SetupError(
            "Aucun Chromium pour les tests de pages. Remède : installez « chromium » (ou Google Chrome), "
            f"ou donnez le chemin d'un Chromium par {VARIABLE}, puis relancez « make test »."
        )
    PATH_FILE.write_text(program, encoding="utf-8")


def _remembered() -> str | None:
    if asked := os.environ.get(VARIABLE):
        if not _runs(asked):
            raise SetupError(f"{VARIABLE}={asked} n'est pas un Chromium qui démarre.")
        return asked
    known = PATH_FILE.read_text(encoding="utf-8") if PATH_FILE.exists() else ""
    return known if known and Path(known).exists() else None


def _on_machine() -> str | None:
    found = [shutil.which(name) for name in NAMES] + [MAC_PROGRAM]
    return next((program for program in found if program and _runs(program)), None)


def _from_debian() -> str | None:
    if not is_debian_root():
        return None
    say("Installation de Chromium pour les tests de pages (apt)")
    try:
        install_debian_packages("chromium")
    except SetupError as error:
        say(str(error))
        return None
    return _on_machine()


def _from_playwright() -> str | None:
    say("Installation de Chromium pour les tests de pages (playwright)")
    try:
        run([PYTHON, "-m", "playwright", "install", "chromium"])
    except SetupError as error:
        say(str(error))
        return None
    asked = subprocess.run([PYTHON, "-c", ASK_PLAYWRIGHT], capture_output=True, text=True, check=False)
    program = asked.stdout.strip()
    return program if program and _runs(program) else None


def _runs(program: str) -> bool:
    try:
        return subprocess.run([program, "--version"], capture_output=True, timeout=60, check=False).returncode == 0
    except (OSError, subprocess.TimeoutExpired):
        return False
