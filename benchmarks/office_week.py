"""One office, one week of free times for one reason, as the office's public page asks for it."""

from collections.abc import Mapping, Sequence
from time import perf_counter

from benchmarks.country import NOW
from benchmarks.draws import Draw, Week
from benchmarks.figure import Figure, in_ms, median, share_below
from benchmarks.statements import bare_connection, n_statements
from releve.pipeline.appointments.queries.free_times import FREE_TIMES, free_times
from releve.pipeline.appointments.queries.shift_rows import LONGEST_SHIFT
from releve.pipeline.slots.handover import Slot
from releve.shared.worlds.roles import Role
from releve.shared.worlds.scope import world_scope

NAME = "office_week"
GROWN = "ours"
N_A_ROUND = 200


def ask(week: Week) -> list[Slot]:
    return free_times(office_ids=[week.office_id], reason=week.reason, first=week.first, until=week.until, now=NOW)


def parameters(week: Week) -> dict[str, object]:
    """Return what `free_times` gives to its statement."""
    return {
        "office_ids": [week.office_id],
        "doctor_id": None,
        "shifts_from": week.first - LONGEST_SHIFT,
        "first": week.first,
        "until": week.until,
        "now": NOW,
    }


def sample(seed: int, n: int = N_A_ROUND) -> dict[str, list[float]]:
    """Time the query and its bare statement in turn, each first every second time; the scope is outside the timing."""
    draw = Draw(seed)
    found: dict[str, list[float]] = {"ours": [], "bare": [], "n_slots": []}
    with bare_connection() as bare, bare.cursor() as cursor:
        cursor.execute(f"SET ROLE {Role.PUBLIC}")

        def ours(week: Week) -> None:
            with world_scope(Role.PUBLIC):
                start = perf_counter()
                slots = ask(week)
                found["ours"].append(perf_counter() - start)
            found["n_slots"].append(len(slots))

        def theirs(week: Week) -> None:
            given = parameters(week)
            start = perf_counter()
            cursor.execute(FREE_TIMES, given, prepare=True).fetchall()
            found["bare"].append(perf_counter() - start)

        for number in range(n):
            week = draw.week()
            for side in (ours, theirs) if number % 2 else (theirs, ours):
                side(week)
    with world_scope(Role.PUBLIC):
        n_asked = n_statements(lambda: ask(draw.week()))
    if n_asked != 1:
        raise AssertionError(f"A week of free times took {n_asked} statements instead of one.")
    return found


def figures(samples: Mapping[str, Sequence[float]], size: float) -> list[Figure]:
    ours, bare = median(samples["ours"]), median(samples["bare"])
    return [
        Figure(
            name=NAME,
            value=in_ms(ours),
            unit="ms",
            size=size,
            at_most=3,
            compared_with="the same statement, prepared, through a bare psycopg cursor",
            compared_value=in_ms(bare),
            ratio=ours / bare,
            ratio_at_most=5,
            more={
                "p95_ms": in_ms(share_below(samples["ours"], 0.95)),
                "bare_p95_ms": in_ms(share_below(samples["bare"], 0.95)),
                "statements": 1,
                "free_times_found": median(samples["n_slots"]),
                "calls": len(samples["ours"]),
            },
        )
    ]
