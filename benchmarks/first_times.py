"""The first free times over the nearest offices, as the patient's search asks for them."""

from collections.abc import Mapping, Sequence
from time import perf_counter

from benchmarks.country import NOW
from benchmarks.draws import Draw, Point
from benchmarks.figure import Figure, in_ms, median, share_below
from benchmarks.statements import n_statements
from releve.pipeline.appointments.queries.nearby import OfficeTimes, first_times_near
from releve.shared.worlds.roles import Role
from releve.shared.worlds.scope import world_scope

NAME = "first_times_50"
# The country at 1/100 has 20 offices: growth compares the same question.
GROWN = "n_offices_20"
N_A_ROUND = 200
N_OFFICES, N_OFFICES_OF_GROWTH = 50, 20


def ask(point: Point, n_offices: int) -> list[OfficeTimes]:
    return first_times_near(
        latitude=point.latitude, longitude=point.longitude, reason=point.reason, now=NOW, n_offices=n_offices
    )


def sample(seed: int, n: int = N_A_ROUND) -> dict[str, list[float]]:
    """Time the query around random places, with 50 offices and with 20; no commit, no scope in the timing."""
    draw = Draw(seed)
    found: dict[str, list[float]] = {"ours": [], GROWN: [], "n_offices": [], "n_without": [], "n_statements": []}
    for number in range(n):
        point, other_point = draw.point(), draw.point()
        with world_scope(Role.PUBLIC):
            start = perf_counter()
            offices = ask(point, N_OFFICES)
            found["ours"].append(perf_counter() - start)
            start = perf_counter()
            ask(other_point, N_OFFICES_OF_GROWTH)
            found[GROWN].append(perf_counter() - start)
            if number % 10 == 0:
                found["n_statements"].append(n_statements(lambda point=point: ask(point, N_OFFICES)))
        found["n_offices"].append(len(offices))
        found["n_without"].append(sum(not office.slots for office in offices))
    return found


def figures(samples: Mapping[str, Sequence[float]], size: float) -> list[Figure]:
    ours = samples["ours"]
    more = {
        "offices": median(samples["n_offices"]),
        "offices_without_times": sum(samples["n_without"]),
        "statements_mean": sum(samples["n_statements"]) / len(samples["n_statements"]),
        "statements_max": max(samples["n_statements"]),
        "calls": len(ours),
    }
    return [
        Figure(name=NAME, value=in_ms(median(ours)), unit="ms", size=size, at_most=10, more=more),
        Figure(name=f"{NAME}_p99", value=in_ms(share_below(ours, 0.99)), unit="ms", size=size, at_most=25),
    ]
