"""Tiny made instances, and their optimum by trying every rota."""

from itertools import product

import numpy as np

from benchmarks.rota.curtois.verifier import verify

TWO_WORKERS = """\
# A comment
SECTION_HORIZON
7

SECTION_SHIFTS
E,480,
L,600,E

SECTION_STAFF
A,E=7|L=2,2640,960,3,2,2,1
B,E=7|L=0,2400,480,5,1,1,0

SECTION_DAYS_OFF
A,0
B,3,4

SECTION_SHIFT_ON_REQUESTS
A,2,E,3
B,1,E,2

SECTION_SHIFT_OFF_REQUESTS
A,1,L,4

SECTION_COVER
0,E,1,100,1
1,E,1,100,1
2,E,2,100,1
2,L,1,100,1
6,L,1,10,5
"""


def made(seed: int) -> str:
    """Return the text of a random instance: two employees, a week, two shifts."""
    draw = np.random.default_rng(seed)
    staff = []
    for name in "AB":
        most = "|".join(f"{shift}={draw.integers(0, 6)}" for shift in "EL")
        greatest = 120 * int(draw.integers(8, 25))
        least = max(0, greatest - 120 * int(draw.integers(4, 12)))
        limits = draw.integers(2, 5), draw.integers(1, 3), draw.integers(1, 4), draw.integers(0, 2)
        staff.append(f"{name},{most},{greatest},{least}," + ",".join(str(limit) for limit in limits))
    asked = [
        f"{'AB'[draw.integers(2)]},{draw.integers(7)},{'EL'[draw.integers(2)]},{draw.integers(1, 4)}" for _ in range(8)
    ]
    cover = [
        f"{day},{shift},{draw.integers(0, 3)},{draw.integers(1, 20)},{draw.integers(0, 4)}"
        for day in range(7)
        for shift in "EL"
    ]
    return "\n".join(
        [
            "SECTION_HORIZON\n7\nSECTION_SHIFTS\nE,480,\nL,600,E\nSECTION_STAFF",
            *staff,
            f"SECTION_DAYS_OFF\nA,{draw.integers(7)}\nSECTION_SHIFT_ON_REQUESTS",
            *dict.fromkeys(asked[:4]),
            "SECTION_SHIFT_OFF_REQUESTS",
            *dict.fromkeys(asked[4:]),
            "SECTION_COVER",
            *cover,
        ]
    )


def least_cost(text: str, n_days: int, shifts: str, employees: str) -> int | None:
    """Return the cost of the best lawful rota, found by judging every line and adding up every pair; None: no rota."""
    lines = [",".join(line) for line in product(["", *shifts], repeat=n_days)]
    off = "," * (n_days - 1)
    empty = verify(text, "\n".join([off] * len(employees))).requests
    lawful: list[list[tuple[str, int]]] = []
    for place, employee in enumerate(employees):
        lawful.append([])
        for line in lines:
            rota = [off] * len(employees)
            rota[place] = line
            verdict = verify(text, "\n".join(rota))
            if not any(broken.employee == employee for broken in verdict.violations):
                lawful[-1].append((line, verdict.requests - empty))
    if not all(lawful):
        return None
    return _best_pair(text, lawful, shifts, empty)


def _best_pair(text: str, lawful: list[list[tuple[str, int]]], shifts: str, empty: int) -> int:
    cells = [
        [int(part) if part.isdigit() else part for part in row.split(",")]
        for row in text.split("SECTION_COVER\n")[1].split()
    ]
    need, under, over = (np.array([cell[place] for cell in cells]) for place in (2, 3, 4))
    present = [
        np.array([[line.split(",")[cell[0]] == cell[1] for cell in cells] for line, _ in found], np.int64)
        for found in lawful
    ]
    wishes = [np.array([cost for _, cost in found]) for found in lawful]
    best = None
    for row, cost in zip(present[0], wishes[0], strict=True):
        missing = need - row - present[1]
        total = (np.maximum(missing, 0) * under + np.maximum(-missing, 0) * over).sum(axis=1) + wishes[1] + cost
        best = int(total.min()) if best is None else min(best, int(total.min()))
    return (best or 0) + empty
