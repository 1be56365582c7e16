"""Gives an order to the process of the HTTP clients, and waits for its answer."""

import json
import subprocess
import sys
from typing import Any

from benchmarks.databases import ROOT

# Longer than the longest order may take.
TIMEOUT_S = 900


def ask_clients(work: str, **order: Any) -> dict[str, Any]:
    """Return the answer of `benchmarks.http_clients` to this order."""
    done = subprocess.run(
        [sys.executable, "-m", "benchmarks.http_clients"],
        cwd=ROOT,
        input=json.dumps({"work": work} | order),
        stdout=subprocess.PIPE,
        text=True,
        timeout=TIMEOUT_S,
        check=True,
    )
    answer: dict[str, Any] = json.loads(done.stdout)
    return answer
