"""What is asked of a delivered rota: `python -m benchmarks.rota.delivered explain|replanning NETWORK.json ROTA.json`.

Prints one line of JSON for each figure. Both files are in the form of the shared benchmarks.
"""

import argparse
import json
import sys
from collections.abc import Sequence
from pathlib import Path

from benchmarks.rota import explain, replanning
from releve.pipeline.rota.engine.format import read_network

QUESTIONS = {"explain": explain, "replanning": replanning}


def main(words: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.rota.delivered", description=__doc__)
    parser.add_argument("question", choices=QUESTIONS)
    parser.add_argument("network", type=Path)
    parser.add_argument("rota", type=Path)
    parser.add_argument("--cases", type=int, help="how many are drawn (default 1000 explanations, 20 illnesses)")
    parser.add_argument("--seed", type=int, default=1)
    asked = parser.parse_args(words)
    question = QUESTIONS[asked.question]
    network = read_network(json.loads(asked.network.read_text(encoding="utf-8")))
    roster = network.read_roster(json.loads(asked.rota.read_text(encoding="utf-8")))
    for figure in question.measured(network.problem, roster, asked.cases or question.CASES, asked.seed):
        print(figure.line(), flush=True)
    return 0


if __name__ == "__main__":
    sys.exit(main())
