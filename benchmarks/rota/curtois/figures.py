"""The figures of the shift scheduling instances: worst of the seeds, against the best known, CP-SAT and Timefold."""

import json
import subprocess
import sys
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from tempfile import TemporaryDirectory

from benchmarks.figure import Figure
from benchmarks.peer_environment import InstallationError
from benchmarks.rota.curtois.reading import read
from benchmarks.rota.curtois.verifier import Verdict, verify
from benchmarks.rota.timefold_peer.environment import prepare
from benchmarks.rota.timefold_peer.runner import solve_with_timefold

SHARED = Path(__file__).resolve().parents[4] / "shared" / "benchmarks" / "rota"
BEST_KNOWN = {
    "Instance1": 607, "Instance2": 828, "Instance3": 1001, "Instance4": 1716, "Instance5": 1143, "Instance6": 1950,
    "Instance7": 1056, "Instance8": 1300, "Instance9": 439, "Instance10": 4631, "Instance11": 3443, "Instance12": 4040,
}  # fmt: skip
# At 120 CPU-seconds; elsewhere the best known.
AT_MOST = {120: {"Instance8": 1313, "Instance12": 4080}, 600: {"Instance8": 1310}}
CPU_SECONDS = (120, 600)
SEEDS = (1, 2, 3)
TIMEFOLD_AT_LEAST = 1.25


def figures(
    folder: Path,
    say: Callable[[str], None],
    *,
    cpu_seconds: Sequence[int] = CPU_SECONDS,
    seeds: Sequence[int] = SEEDS,
    instances: Sequence[str] = tuple(BEST_KNOWN),
    shared: Path = SHARED,
    has_peers: bool = True,
) -> Iterator[Figure]:
    """Measure each instance; the peers get the first of the budgets."""
    paths = [shared / f"{name}.txt" for name in instances]
    if missing := [path for path in paths if not path.exists()]:
        say(f"{missing[0]} is missing: these instances are not measured")
        return
    python = peers_python(folder, say) if has_peers else None
    for path in paths:
        for budget in cpu_seconds:
            say(f"{path.stem}, {budget} CPU-seconds")
            runs = [our_verdict(path, budget, seed) for seed in seeds]
            worst, spent = max(cost for cost, _ in runs), max(seconds for _, seconds in runs)
            yield Figure(
                name=f"curtois_{path.stem}_{budget}",
                value=worst,
                unit="cost",
                size=None,
                at_most=AT_MOST.get(budget, {}).get(path.stem, BEST_KNOWN[path.stem]),
                compared_with="best known",
                compared_value=BEST_KNOWN[path.stem],
                ratio=worst / BEST_KNOWN[path.stem],
                more={"seeds": [cost for cost, _ in runs], "cpu_seconds": spent},
            )
            if python is not None and budget == cpu_seconds[0]:
                yield from against_peers(path, budget, worst, python)


def peers_python(folder: Path, say: Callable[[str], None]) -> Path | None:
    """Return the Python that runs the peers; None where it cannot be installed: ours is measured alone then."""
    try:
        return prepare(folder)
    except InstallationError as error:
        say(f"measured without peers: {error}")
        return None


def our_verdict(path: Path, cpu_seconds: int, seed: int) -> tuple[float, float]:
    """Return the verifier's cost (infinite where a rule is broken) and the processor time."""
    with TemporaryDirectory() as folder:
        command = [sys.executable, "-m", "releve.config.command", "bench", "rota", str(path)]
        command += ["--cpu-seconds", str(cpu_seconds), "--seed", str(seed), "--solutions", folder]
        done = subprocess.run(command, check=True, capture_output=True, text=True)
        rota = (Path(folder) / f"{path.stem}.txt").read_text(encoding="utf-8")
    return _cost(verify(path.read_text(encoding="utf-8"), rota)), float(json.loads(done.stdout)["cpu_seconds"])


def against_peers(path: Path, cpu_seconds: int, ours: float, python: Path) -> Iterator[Figure]:
    text = path.read_text(encoding="utf-8")
    command = [sys.executable, "-m", "benchmarks.rota.curtois.plain_cpsat", str(path), str(cpu_seconds), "1"]
    plain = subprocess.run(command, check=False, capture_output=True, text=True)
    rotas = {"CP-SAT": plain.stdout if plain.returncode == 0 else None}
    rotas["Timefold"] = solve_with_timefold(python, read(text), cpu_seconds, 1)
    for peer, rota in rotas.items():
        verdict = verify(text, rota) if rota is not None else None
        theirs = _cost(verdict) if verdict is not None else float("inf")
        is_lawful = theirs != float("inf")
        yield Figure(
            name=f"curtois_{path.stem}_{cpu_seconds}_{peer}",
            value=ours,
            unit="cost",
            size=None,
            compared_with=peer,
            compared_value=theirs if is_lawful else None,
            # Where the peer breaks rules there is nothing to divide by: any rota of ours is better.
            ratio=theirs / ours if is_lawful else None,
            ratio_at_least=(TIMEFOLD_AT_LEAST if peer == "Timefold" else 1.0) if is_lawful else None,
            more={"violations": len(verdict.violations) if verdict is not None else None},
        )


def _cost(verdict: Verdict) -> float:
    return float("inf") if verdict.violations else verdict.cost
