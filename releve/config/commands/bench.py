"""`releve bench rota`: solves other people's rota problems, for anybody's checker to judge."""

import argparse
import json
import os
import sys
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

import releve
from releve.config.commands.console import Stopped, say
from releve.config.commands.database import load_django
from releve.config.commands.rota_files import ProblemFile, read_problem_file

if TYPE_CHECKING:
    from benchmarks.rota.curtois.instance import Instance

# Offices; smaller networks are solved before a second process has come up (4 CPU-seconds).
TWO_PROCESSES_FROM = 20


@dataclass(frozen=True, slots=True)
class Solved:
    """What is printed of a file, and the rota as text."""

    cost: int
    bound: int | None
    n_violations: int
    rota: str
    suffix: str


# (CPU-seconds, seed, CPU-seconds spent before) → what was found
Solver = Callable[[float, int, float], Solved]


def run(arguments: argparse.Namespace) -> int:
    """Read all files, then print one line of JSON for each; exit code 1 when a rota breaks a rule."""
    solvers = {path: _solver(path) for path in arguments.paths}
    folder = Path(arguments.solutions) if arguments.solutions else None
    if folder is not None:
        if any(path.resolve().parent == folder.resolve() for path in solvers):
            raise Stopped(
                f"{folder} : les plannings y remplaceraient les problèmes. Donnez un autre dossier à --solutions."
            )
        folder.mkdir(parents=True, exist_ok=True)
    n_violations = 0
    began = 0.0  # the first file also pays for starting the program
    for path, solve in solvers.items():
        solved = solve(arguments.cpu_seconds, arguments.seed, began)
        line = {
            "instance": path.stem,
            "cost": solved.cost,
            "bound": solved.bound,
            "cpu_seconds": round(_cpu_seconds() - began, 2),
            "violations": solved.n_violations,
        }
        say(json.dumps(line, ensure_ascii=False))
        if folder is not None:
            (folder / f"{path.stem}{solved.suffix}").write_text(solved.rota, encoding="utf-8")
        n_violations += solved.n_violations
        began = _cpu_seconds()
    return 1 if n_violations else 0


def _cpu_seconds() -> float:
    """Return the processor time of this process and of those it has waited for."""
    times = os.times()
    return times.user + times.system + times.children_user + times.children_system


def _solver(path: Path) -> Solver:
    """Read a file, whose format its content tells, and return what solves it."""
    try:
        text = path.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        raise Stopped(f"{path} : illisible ({error}). Donnez des fichiers de problèmes.") from None
    if text.lstrip().startswith("{"):
        load_django()  # the words of what is refused
        return partial(_solve_network, path, read_problem_file(path))
    _reach_benchmarks()
    from benchmarks.rota.curtois.reading import Unreadable, is_curtois, read

    if not is_curtois(text):
        raise Stopped(f"{path} : ni un réseau (JSON) ni un problème de Curtois (SECTION_…).")
    try:
        return partial(_solve_curtois, path, text, read(text))
    except Unreadable as error:
        raise Stopped(f"{path} : {error}.") from None


def _reach_benchmarks() -> None:
    """The benchmarks lie beside the package in a checkout, and are not shipped."""
    root = Path(releve.__file__).resolve().parent.parent
    if not (root / "benchmarks" / "rota" / "curtois").is_dir():
        raise Stopped(
            "Le dossier benchmarks n’accompagne pas cette installation : les problèmes de Curtois se résolvent "
            "depuis une copie du dépôt (git clone), avec « python -m releve.config.command bench rota … »."
        )
    if str(root) not in sys.path:
        sys.path.insert(0, str(root))


def _solve_curtois(path: Path, text: str, instance: "Instance", cpu_seconds: float, seed: int, began: float) -> Solved:
    from benchmarks.rota.curtois.opening import NoLine
    from benchmarks.rota.curtois.solving import solve
    from benchmarks.rota.curtois.verifier import verify
    from benchmarks.rota.curtois.writing import write

    try:
        found = solve(instance, cpu_seconds, seed, began=began)
    except NoLine as error:
        raise Stopped(f"{path} : les règles de « {error} » ne laissent aucune suite de jours possible.") from None
    rota = write(instance, found.lines)
    verdict = verify(text, rota)
    return Solved(verdict.cost, found.bound, len(verdict.violations), rota, ".txt")


def _solve_network(path: Path, source: ProblemFile, cpu_seconds: float, seed: int, began: float) -> Solved:
    from releve.pipeline.rota.engine.checker import check
    from releve.pipeline.rota.engine.search import CpuSeconds, FirstOf, ProvenWithin
    from releve.pipeline.rota.engine.solver import NoRota, solve
    from releve.pipeline.rota.words.settled import no_rota_in_file_sentence

    problem = source.problem
    left = max(0.0, cpu_seconds - (_cpu_seconds() - began))
    try:
        stop = FirstOf(CpuSeconds(left), ProvenWithin(0.0))
        n_processes = 2 if len(problem.places) >= TWO_PROCESSES_FROM else 1
        found = solve(problem, stop, seed=seed, n_processes=n_processes)
    except NoRota:
        raise Stopped(f"{path} : {no_rota_in_file_sentence(problem)}") from None
    report = check(problem, found.roster)
    return Solved(report.total, found.bound, len(report.violations), source.write_rota(found.roster), ".json")
