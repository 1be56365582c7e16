"""Problem and rota files of `releve rota`: ours, and the networks of the benchmarks, told apart by their content."""

import json
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from releve.config.commands.console import Stopped, complain
from releve.pipeline.rota.engine.format import (
    Network,
    ProblemRefused,
    is_network,
    parse,
    promises_beyond_rooms,
    read_network,
    read_problem,
    read_roster,
    roster_text,
    write_roster,
)
from releve.pipeline.rota.engine.problem import Problem, Roster


@dataclass(frozen=True, slots=True)
class ProblemFile:
    """A problem, and how its rotas are written."""

    problem: Problem
    network: Network | None = None

    def read_rota(self, path: Path) -> Roster:
        data = _document(path)
        try:
            return self.network.read_roster(data) if self.network else read_roster(data)
        except ProblemRefused as refusal:
            raise Stopped(in_words(path, refusal)) from refusal

    def write_rota(self, roster: Roster, **about: Any) -> str:
        if self.network:
            return json.dumps(self.network.write_roster(roster)) + "\n"
        return roster_text(write_roster(roster, **about))


def read_problem_file(path: Path) -> ProblemFile:
    """Return the problem of a file; a problem that cannot be is refused, a promise too many is told."""
    data = _document(path)
    try:
        network = read_network(data) if is_network(data) else None
        found = ProblemFile(network.problem if network else read_problem(data), network)
    except ProblemRefused as refusal:
        raise Stopped(in_words(path, refusal, _first_monday(data))) from refusal
    from releve.pipeline.rota.words.problems import promises_sentence

    for beyond in promises_beyond_rooms(found.problem):
        complain(f"! {promises_sentence(beyond, found.problem)}")
    return found


def in_words(path: Path, refusal: ProblemRefused, first_monday: date | None = None) -> str:
    from releve.pipeline.rota.words.problems import refusal_sentence

    return f"{path} : {refusal_sentence(refusal, first_monday)}"


def _first_monday(data: Any) -> date | None:
    """Return the day from which a file counts its weeks, if it says it: half-days are then told as dates."""
    try:
        return date.fromisoformat(data["first_monday"])
    except (KeyError, TypeError, ValueError):
        return None


def _document(path: Path) -> Any:
    try:
        return parse(path.read_text(encoding="utf-8-sig"))
    except (OSError, UnicodeDecodeError) as error:
        raise Stopped(f"{path} : illisible ({error}). Vérifiez le chemin du fichier.") from None
    except ProblemRefused as refusal:
        raise Stopped(in_words(path, refusal)) from refusal
