"""The virtual environment and its packages, exactly those of uv.lock."""

import importlib.util
import shutil
import subprocess
import sys

from setup.steps import (
    ENVIRONMENT,
    PYTHON,
    ROOT,
    SetupError,
    Stamp,
    digest,
    install_debian_packages,
    is_debian_root,
    run,
    say,
)

OLDEST_PYTHON = (3, 11)
UV = "uv==0.13.9"


def prepare_environment(*, is_for_developers: bool) -> None:
    """Make `.venv` where it is missing or broken, and put the locked packages in."""
    _make_environment()
    _install_uv()
    _install_packages(is_for_developers=is_for_developers)


def _make_environment() -> None:
    # The programs of an environment know their own place: a copied or moved folder needs a new one.
    stamp = Stamp("place", digest([], str(ROOT)))
    if stamp.is_fresh() and _works():
        return
    if _works() and not (ENVIRONMENT / "stamps").exists() and _is_at_home():
        stamp.write()
        return
    _need_ensurepip()
    say("Création de l'environnement Python (.venv)")
    if ENVIRONMENT.exists():
        shutil.rmtree(ENVIRONMENT)
    run([sys.executable, "-m", "venv", ENVIRONMENT])
    stamp.write()


def _works() -> bool:
    if not PYTHON.exists():
        return False
    question = f"import sys, pip; sys.exit(sys.version_info < {OLDEST_PYTHON})"
    return subprocess.run([PYTHON, "-c", question], capture_output=True, check=False).returncode == 0


def _is_at_home() -> bool:
    activate = ENVIRONMENT / "bin" / "activate"
    return activate.exists() and str(ENVIRONMENT) in activate.read_text(encoding="utf-8", errors="replace")


def _need_ensurepip() -> None:
    if importlib.util.find_spec("ensurepip"):
        return
    major, minor = sys.version_info[:2]
    if not is_debian_root():
        raise SetupError(
            f"Python {major}.{minor} est installé sans le module « venv ». "
            f"Remède (Debian, Ubuntu) : sudo apt install python{major}.{minor}-venv, puis relancez."
        )
    say("Installation du module venv de Python (apt)")
    install_debian_packages(f"python{major}.{minor}-venv")
    importlib.invalidate_caches()


def _install_uv() -> None:
    stamp = Stamp("uv", digest([], UV))
    if stamp.is_fresh() and (ENVIRONMENT / "bin" / "uv").exists():
        return
    say("Installation de l'installateur de paquets (uv)")
    run([PYTHON, "-m", "pip", "install", "--quiet", "--disable-pip-version-check", UV])
    stamp.write()


def _install_packages(*, is_for_developers: bool) -> None:
    inputs = [ROOT / "pyproject.toml", ROOT / "uv.lock"]
    whole, product = Stamp("packages-all", digest(inputs)), Stamp("packages-product", digest(inputs))
    if whole.is_fresh() or (product.is_fresh() and not is_for_developers):
        return
    say("Installation des paquets" + (" (avec ceux des tests)" if is_for_developers else ""))
    # `--inexact` leaves what is there: `make demo` after `make test` must not take the tests' packages away.
    command = [ENVIRONMENT / "bin" / "uv", "sync", "--frozen", "--inexact", "--quiet", "--python", PYTHON]
    run(
        command if is_for_developers else [*command, "--no-dev"],
        {"UV_PROJECT_ENVIRONMENT": str(ENVIRONMENT), "UV_PYTHON_DOWNLOADS": "never", "VIRTUAL_ENV": str(ENVIRONMENT)},
    )
    (whole if is_for_developers else product).write()
