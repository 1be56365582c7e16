"""Invented instances of the same family, as large as asked: what the solver must stand where no rota is known yet.

`python -m benchmarks.rota.curtois.inventing EMPLOYEES WEEKS SHIFTS SEED` prints one.
"""

import sys
from dataclasses import dataclass

import numpy as np

WEEKS_OF_A_CONTRACT = 4  # amounts of a contract are given for so many weeks
KINDS = (("a", 480), ("d", 480), ("p", 600), ("n", 720))  # early, day, late, night; minutes
FULL, PART = (8640, 7560), (4320, 3240)  # most and least minutes
SHARE_PART = 0.3
ONE_IN = 4  # employees who do not do a given shift
NIGHTS = 4
DAYS_OFF = 2  # in a row
ASKED_RUNS = 2  # of shifts wanted, and as many not wanted
LOAD = 0.98  # shifts needed, as a share of what the contracts hold
UNDER, OVER = 100, 1


@dataclass(frozen=True, slots=True)
class Sizes:
    """How large an instance is to be; at most a shift for each letter and two digits."""

    n_employees: int
    n_weeks: int
    n_shifts: int


def invent(sizes: Sizes, seed: int) -> str:
    """Return the text of an instance; the same sizes and seed give the same text."""
    draw = np.random.default_rng(seed)
    shifts = _shifts(sizes.n_shifts)
    staff, n_held = _staff(sizes, shifts, draw)
    return "\n".join(
        [
            "SECTION_HORIZON",
            str(sizes.n_weeks * 7),
            "SECTION_SHIFTS",
            *(f"{name},{minutes},{'|'.join(_earlier(shifts, place))}" for place, (name, minutes) in enumerate(shifts)),
            "SECTION_STAFF",
            *staff,
            "SECTION_DAYS_OFF",
            *_days_off(sizes, draw),
            "SECTION_SHIFT_ON_REQUESTS",
            *_asked(sizes, shifts, draw),
            "SECTION_SHIFT_OFF_REQUESTS",
            *_asked(sizes, shifts, draw),
            "SECTION_COVER",
            *_cover(sizes, shifts, n_held, draw),
            "",
        ]
    )


def _shifts(n_shifts: int) -> list[tuple[str, int]]:
    """Return names and minutes, from the earliest to the latest of a day."""
    kind_of = [place * len(KINDS) // n_shifts for place in range(n_shifts)]
    return [(f"{KINDS[kind][0]}{place + 1}", KINDS[kind][1]) for place, kind in enumerate(kind_of)]


def _earlier(shifts: list[tuple[str, int]], place: int) -> list[str]:
    """Return the shifts that may not follow this one: those of an earlier kind."""
    own = shifts[place][0][0]
    before = [kind for kind, _ in KINDS][: [kind for kind, _ in KINDS].index(own)]
    return [name for name, _ in shifts if name[0] in before]


def _staff(sizes: Sizes, shifts: list[tuple[str, int]], draw: np.random.Generator) -> tuple[list[str], float]:
    """Return the lines of the contracts, and how many shifts they hold a day."""
    times = max(1, sizes.n_weeks // WEEKS_OF_A_CONTRACT)
    rows, held = [], 0
    for employee in range(sizes.n_employees):
        is_part = draw.random() < SHARE_PART
        most, least = ((PART if is_part else FULL)[place] * times for place in (0, 1))
        held += most
        does = draw.integers(ONE_IN, size=len(shifts)) > 0
        does[draw.integers(len(shifts))] = True
        limits = [
            0 if not own else NIGHTS * times if name[0] == "n" else sizes.n_weeks * 7
            for own, (name, _) in zip(does, shifts, strict=True)
        ]
        kinds = "|".join(f"{name}={limit}" for (name, _), limit in zip(shifts, limits, strict=True))
        longest, rest = (5, 2) if draw.random() < 0.7 else (6, 3)
        rows.append(f"E{employee},{kinds},{most},{least},{longest},{1 if is_part else 2},{rest},{2 * times}")
    mean = sum(minutes for _, minutes in shifts) / len(shifts)
    return rows, held / mean / (sizes.n_weeks * 7)


def _days_off(sizes: Sizes, draw: np.random.Generator) -> list[str]:
    rows = []
    for employee in range(sizes.n_employees):
        starts = range(0, sizes.n_weeks * 7 - DAYS_OFF, WEEKS_OF_A_CONTRACT * 7)
        last = sizes.n_weeks * 7 - DAYS_OFF
        first = [min(last, start + int(draw.integers(WEEKS_OF_A_CONTRACT * 7))) for start in starts]
        days = sorted({day + more for day in first for more in range(DAYS_OFF)})
        rows.append(f"E{employee}," + ",".join(str(day) for day in days))
    return rows


def _asked(sizes: Sizes, shifts: list[tuple[str, int]], draw: np.random.Generator) -> list[str]:
    rows: dict[tuple[int, int], str] = {}
    for employee in range(sizes.n_employees):
        for _ in range(ASKED_RUNS * max(1, sizes.n_weeks // WEEKS_OF_A_CONTRACT)):
            first, weight = int(draw.integers(sizes.n_weeks * 7)), int(draw.integers(1, 4))
            name = shifts[int(draw.integers(len(shifts)))][0]
            for day in range(first, min(sizes.n_weeks * 7, first + int(draw.integers(1, 6)))):
                rows[employee, day] = f"E{employee},{day},{name},{weight}"
    return list(rows.values())


def _cover(sizes: Sizes, shifts: list[tuple[str, int]], n_held: float, draw: np.random.Generator) -> list[str]:
    mean = LOAD * n_held / len(shifts)
    return [
        f"{day},{name},{round(draw.poisson(mean * 0.4) + mean * 0.6)},{UNDER},{OVER}"
        for day in range(sizes.n_weeks * 7)
        for name, _ in shifts
    ]


if __name__ == "__main__":
    n_employees, n_weeks, n_shifts, given_seed = (int(value) for value in sys.argv[1:5])
    sys.stdout.write(invent(Sizes(n_employees, n_weeks, n_shifts), given_seed))
