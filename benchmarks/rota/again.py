"""The same rota again: `python -m benchmarks.rota.again NETWORK.json PROCESSES` prints the hash of one made by a fixed
number of moves, in a process of its own.
"""

import hashlib
import json
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

from benchmarks.figure import Figure
from benchmarks.rota.network import problem_of
from releve.pipeline.rota.engine.problem import Roster
from releve.pipeline.rota.engine.search import Iterations
from releve.pipeline.rota.engine.solver import solve

N_RUNS, N_MOVES = 20, 40


def measured(path: Path) -> Iterator[Figure]:
    """Count the different rotas of one seed: in processes of their own, with one and with two workers."""
    command = [sys.executable, "-m", "benchmarks.rota.again", str(path)]
    found = {
        subprocess.run([*command, str(1 + number % 2)], check=True, capture_output=True, text=True).stdout
        for number in range(N_RUNS)
    }
    n_places = len(problem_of(str(path)).places)
    yield Figure("rota_same_again", len(found), "different rotas", n_places, at_most=1, more={"runs": N_RUNS})


def hash_of(roster: Roster) -> str:
    return hashlib.sha256(json.dumps(sorted(roster.assignments)).encode()).hexdigest()


def main(path: str, n_processes: str) -> None:
    found = solve(problem_of(path), Iterations(N_MOVES), seed=1, n_processes=int(n_processes))
    print(hash_of(found.roster))


if __name__ == "__main__":
    main(*sys.argv[1:])
