"""`python -m benchmarks`, called by `make bench`: one line of JSON for each figure. docs/benchmarks.md reads them."""

import argparse
import sys
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from time import perf_counter

from benchmarks.countries import Country, open_countries
from benchmarks.databases import Say, server, use_database
from benchmarks.figure import Figure

NAMES = ("office_week", "first_times_50", "booking", "race", "http_search", "peer_django_appointment")
# These need no database and count processor time; those of the rota take hours.
COVERAGE = "coverage"
OF_THE_ROTA = ("rota", "curtois")
ALL = (*NAMES, COVERAGE, *OF_THE_ROTA)
SMALLER = 100
N_SEEDS = 3


def parser() -> argparse.ArgumentParser:
    found = argparse.ArgumentParser(prog="make bench", description=__doc__)
    found.add_argument(
        "--size", type=share, default=1.0, help="share of the country, 0 to 1 (default 1: 2 000 offices)"
    )
    found.add_argument(
        "--growth", action=argparse.BooleanOptionalAction, default=True, help="also measure 1/100 of that size"
    )
    found.add_argument("--only", type=names, default=ALL, help=f"some of: {','.join(ALL)}")
    found.add_argument("--folder", type=Path, default=Path("var/bench"), help="where the databases are kept")
    found.add_argument("--seed", type=int, default=1, help="the same one asks the same questions")
    rota = found.add_argument_group("rota and curtois")
    rota.add_argument("--n-seeds", type=int, default=N_SEEDS, help="runs of each, from the seed on (default 3)")
    rota.add_argument("--problems", type=problems, help="of rota, as town,network-20 (default: all)")
    rota.add_argument("--instances", type=instances, help="of curtois: numbers, as 1,2,7 (default: all)")
    rota.add_argument("--cpu-seconds", type=budgets, help="of curtois: budgets of each run, as 120,600 (the default)")
    rota.add_argument(
        "--peers", action=argparse.BooleanOptionalAction, default=True, help="of curtois: plain CP-SAT and Timefold too"
    )
    return found


def share(text: str) -> float:
    size = float(text)
    if not 0 < size <= 1:
        raise argparse.ArgumentTypeError("a size lies between 0 and 1")
    return size


def budgets(text: str) -> tuple[int, ...]:
    found = tuple(int(part) for part in text.split(","))
    if min(found) <= 0:
        raise argparse.ArgumentTypeError("a budget is at least a second")
    return found


def instances(text: str) -> tuple[str, ...]:
    from benchmarks.rota.curtois.figures import BEST_KNOWN

    return known([f"Instance{part}" for part in text.split(",")], BEST_KNOWN)


def problems(text: str) -> tuple[str, ...]:
    from benchmarks.rota.figures import PROBLEMS

    return known(text.split(","), PROBLEMS)


def names(text: str) -> tuple[str, ...]:
    return known(text.split(","), ALL)


def known(chosen: Sequence[str], possible: Iterable[str]) -> tuple[str, ...]:
    if unknown := set(chosen) - set(possible):
        raise argparse.ArgumentTypeError(f"unknown: {', '.join(sorted(unknown))}; known: {', '.join(possible)}")
    return tuple(chosen)


def main(words: Sequence[str] | None = None) -> int:
    """Print each figure as soon as it is measured; at the end, say on the error output which targets were missed."""
    asked = parser().parse_args(words)
    start = perf_counter()

    def say(text: str) -> None:
        print(f"[{perf_counter() - start:7.1f} s] {text}", file=sys.stderr, flush=True)

    missed: list[str] = []
    for figure in all_figures(asked, say):
        print(figure.line(), flush=True)
        missed += [figure.name] if figure.is_met is False else []
    say(f"missed targets: {', '.join(missed)}" if missed else "every target is reached")
    return 0


def all_figures(asked: argparse.Namespace, say: Say) -> Iterator[Figure]:
    """Yield each figure asked for, those of the country first."""
    if of_the_country := [name for name in asked.only if name in NAMES]:
        with server(asked.folder) as url:
            shares = [asked.size, asked.size / SMALLER] if asked.growth else [asked.size]
            countries = open_countries(url, shares, say)
            for name in of_the_country:
                yield from figures_of(name, countries, url, asked, say)
    if COVERAGE in asked.only:
        from benchmarks import coverage

        say(COVERAGE)
        yield from coverage.figures()
    for name in asked.only:
        if name in OF_THE_ROTA:
            yield from figures_of_the_rota(name, asked, say)


def figures_of_the_rota(name: str, asked: argparse.Namespace, say: Say) -> Iterator[Figure]:
    from benchmarks.rota import figures as networks
    from benchmarks.rota.curtois import figures as curtois

    seeds = range(asked.seed, asked.seed + asked.n_seeds)
    if name == "rota":
        yield from networks.figures(say, seeds=seeds, problems=asked.problems or networks.PROBLEMS)
        return
    yield from curtois.figures(
        asked.folder,
        say,
        cpu_seconds=asked.cpu_seconds or curtois.CPU_SECONDS,
        seeds=seeds,
        instances=asked.instances or tuple(curtois.BEST_KNOWN),
        has_peers=asked.peers,
    )


def figures_of(
    name: str, countries: Sequence[Country], server_url: str, asked: argparse.Namespace, say: Say
) -> Iterator[Figure]:
    # The modules below need Django's settings.
    from benchmarks import http_search, race
    from benchmarks.grown import SUBJECTS, measured
    from benchmarks.peer_django_appointment import comparison

    full = countries[0]
    use_database(full.database)
    if name in SUBJECTS:
        yield from measured(SUBJECTS[name], countries, asked.seed, say)
        return
    say(name)
    match name:
        case "race":
            yield from race.figures(full.url, asked.seed, full.share)
        case "http_search":
            yield from http_search.figures(full.url, asked.seed, full.share)
        case "peer_django_appointment":
            yield from comparison.figures(server_url, asked.folder, asked.seed, say)


if __name__ == "__main__":
    sys.exit(main())
