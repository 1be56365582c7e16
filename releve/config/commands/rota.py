"""`releve rota`: makes a rota from a problem file, checks one, says why a half-day is empty."""

import argparse
import signal
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date

from releve.config.commands.console import Stopped, complain, say
from releve.config.commands.database import load_django
from releve.config.commands.rota_files import ProblemFile, read_problem_file
from releve.pipeline.rota.engine.problem import SLOTS_PER_WEEK, Cell, Problem
from releve.pipeline.rota.engine.search import (
    CpuSeconds,
    DeterministicTime,
    FirstOf,
    Progress,
    ProvenWithin,
    Stop,
    WallSeconds,
)
from releve.pipeline.rota.engine.search import Stopped as AskedToStop
from releve.shared.cores import n_cores

HALVES = ("matin", "apres-midi")
TELL_EVERY_S = 1.0
MOST_EXPLAINED = 20


def run(arguments: argparse.Namespace) -> int:
    load_django()
    return {"solve": solve_file, "check": check_file, "explain": explain_file}[arguments.action](arguments)


def solve_file(arguments: argparse.Namespace) -> int:
    """Make a rota; Ctrl-C keeps the best found so far."""
    from releve.pipeline.rota.engine.checker import check
    from releve.pipeline.rota.engine.solver import NoRota, solve
    from releve.pipeline.rota.words.settled import no_rota_in_file_sentence

    source = read_problem_file(arguments.problem)
    with asked_to_stop() as is_asked:
        try:
            found = solve(
                source.problem,
                FirstOf(_stop(arguments), ProvenWithin(0.0), AskedToStop(lambda: bool(is_asked))),
                seed=arguments.seed,
                on_progress=Teller(),
                n_processes=1 if arguments.deterministic else min(2, n_cores()),
            )
        except NoRota as error:
            raise Stopped(f"{arguments.problem} : {no_rota_in_file_sentence(source.problem)}") from error
    report = check(source.problem, found.roster)
    if not report.is_valid:
        raise Stopped("Le planning trouvé ne respecte pas toutes les règles : il n’est pas écrit. Signalez-le-nous.")
    about = {"cost": report.total, "bound": found.bound, "is_optimal": found.is_optimal, "seed": arguments.seed}
    text = source.write_rota(found.roster, **about)
    complain(f"✓ {_line(report.total, found.bound)}" + (" (le meilleur possible)" if found.is_optimal else ""))
    if arguments.out is None:
        say(text.rstrip())
    else:
        arguments.out.write_text(text, encoding="utf-8")
        complain(f"Planning écrit dans « {arguments.out} ».")
    return 0


def check_file(arguments: argparse.Namespace) -> int:
    """Say each broken rule and what each wish costs; exit code 1 when a rule is broken."""
    from releve.pipeline.rota.engine.checker import check
    from releve.pipeline.rota.words.rules import TERMS, broken_rule_in_words

    source = read_problem_file(arguments.problem)
    report = check(source.problem, source.read_rota(arguments.rota))
    for violation in report.violations:
        say(f"✗ {broken_rule_in_words(violation, source.problem)}")
    for term, cost in report.costs.items():
        if cost:
            say(f"  {_thousands(cost):>12}  {TERMS[term]}")
    say(f"  {_thousands(report.total):>12}  coût total")
    say(
        "✓ Toutes les règles sont respectées."
        if report.is_valid
        else f"✗ {len(report.violations)} règle(s) non respectée(s)."
    )
    return 0 if report.is_valid else 1


def explain_file(arguments: argparse.Namespace) -> int:
    """Say why a half-day is empty: the one asked for, else every one below its minimum."""
    from releve.pipeline.rota.engine.checker import check
    from releve.pipeline.rota.engine.explain import Explainer
    from releve.pipeline.rota.words.explanations import explanation_lines

    source = read_problem_file(arguments.problem)
    roster = source.read_rota(arguments.rota)
    if not check(source.problem, roster).is_valid:
        raise Stopped("Ce planning ne respecte pas toutes les règles. Voyez d’abord « releve rota check ».")
    explainer = Explainer(source.problem, roster)
    asked = _asked_cells(arguments, source, explainer.land.short_cells())
    for place, cell in asked[:MOST_EXPLAINED]:
        for line in explanation_lines(source.problem, explainer.explain(place, cell, arguments.worker or "")):
            say(line)
    if not asked:
        say("✓ Aucune demi-journée n’est sous son minimum.")
    elif len(asked) > MOST_EXPLAINED:
        say(f"… et {len(asked) - MOST_EXPLAINED} autres. Choisissez-en une avec --place, --date et --half.")
    return 0


def _asked_cells(
    arguments: argparse.Namespace, source: ProblemFile, short: Iterator[tuple[str, Cell]]
) -> list[tuple[str, Cell]]:
    places = {place.id for place in source.problem.places} | {place.name for place in source.problem.places}
    ids = {place.name: place.id for place in source.problem.places}
    if arguments.place is not None and arguments.place not in places:
        raise Stopped(f"--place : aucun lieu ne s’appelle « {arguments.place} ».")
    workers = {worker.id for worker in source.problem.workers}
    if arguments.worker is not None and arguments.worker not in workers:
        raise Stopped(f"--worker : personne ne s’appelle « {arguments.worker} ».")
    place = ids.get(arguments.place, arguments.place)
    if arguments.date is None:
        if arguments.worker is not None:
            raise Stopped("--worker demande aussi --place, --date et --half.")
        return [found for found in short if place in (None, found[0])]
    if place is None:
        raise Stopped("--date demande aussi --place.")
    return [(place, _cell(source.problem, arguments.date, arguments.half))]


def _cell(problem: Problem, day: date, half: str) -> Cell:
    n_days = (day - problem.first_monday).days
    cell = Cell(n_days // 7, n_days % 7 * 2 + HALVES.index(half))
    if not 0 <= cell.week < problem.n_weeks:
        raise Stopped(f"--date : la période a {problem.n_weeks} semaines à partir du {problem.first_monday:%d/%m/%Y}.")
    assert cell.slot < SLOTS_PER_WEEK
    return cell


def _stop(arguments: argparse.Namespace) -> Stop:
    if arguments.deterministic:
        # Counted in the solvers' own measure of work: no clock, so the same rota on any machine.
        return DeterministicTime(arguments.seconds or arguments.cpu_seconds)
    return WallSeconds(arguments.seconds) if arguments.seconds else CpuSeconds(arguments.cpu_seconds)


@contextmanager
def asked_to_stop() -> Iterator[list[bool]]:
    """Yield a list that is filled by the first Ctrl-C; the second one ends the program."""
    asked: list[bool] = []

    def ask(*_: object) -> None:
        if asked:
            raise KeyboardInterrupt
        asked.append(True)
        complain("\nArrêt demandé : le meilleur planning trouvé est gardé (Ctrl-C encore : tout de suite, sans rien).")

    before = signal.signal(signal.SIGINT, ask)
    try:
        yield asked
    finally:
        signal.signal(signal.SIGINT, before)


class Teller:
    """Tells the progress once a second."""

    def __init__(self) -> None:
        self._told_s = -TELL_EVERY_S

    def __call__(self, progress: Progress) -> None:
        if progress.wall_seconds - self._told_s >= TELL_EVERY_S:
            self._told_s = progress.wall_seconds
            complain(f"{progress.wall_seconds:6.0f} s  {_line(progress.cost, progress.bound)}")


def _line(cost: int, bound: int | None) -> str:
    """Return « coût 30 988  borne 27 181  écart 14,0 % »."""
    if bound is None:
        return f"coût {_thousands(cost)}"
    gap = 100 * (cost - bound) / bound if bound > 0 else 0.0
    return f"coût {_thousands(cost)}  borne {_thousands(bound)}  écart {gap:.1f} %".replace(".", ",")


def _thousands(number: int) -> str:
    return f"{number:,}".replace(",", " ")
