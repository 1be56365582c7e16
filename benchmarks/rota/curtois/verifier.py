"""An independent judge of rotas: reads instance and rota from their texts, shares nothing with the reading or solving.

Every rule is checked by walking each employee's days; what a rota costs is counted request by request, cell by cell.
"""

import re
from dataclasses import dataclass, field
from itertools import groupby, pairwise
from typing import NamedTuple

__all__ = ["Verdict", "verify"]


class Violation(NamedTuple):
    """One broken rule."""

    rule: str
    employee: str
    day: int | None
    detail: str


@dataclass(slots=True)
class Verdict:
    """What a rota costs, and the rules it breaks."""

    requests: int = 0
    cover: int = 0
    violations: list[Violation] = field(default_factory=list)

    @property
    def cost(self) -> int:
        return self.requests + self.cover


def verify(instance_text: str, rota_text: str) -> Verdict:
    """Judge a rota: one line for each employee, the shift of each day separated by commas, empty for a day off."""
    sections = _sections(instance_text)
    n_days = int(sections["HORIZON"][0][0])
    staff = sections["STAFF"]
    rota = _rota(rota_text, len(staff), n_days)
    verdict = Verdict()
    lengths = {row[0]: int(row[1]) for row in sections["SHIFTS"]}
    forbidden = {(row[0], after) for row in sections["SHIFTS"] for after in _parts(row, 2)}
    days_off = {(row[0], int(day)) for row in sections.get("DAYS_OFF", []) for day in row[1:] if day}
    for row, days in zip(staff, rota, strict=True):
        broken = [
            *_shape(days, n_days, lengths),
            *_amounts(row, days, lengths),
            *_successions(days, forbidden),
            *_runs(row, days),
            *_days_off(row[0], days, days_off),
        ]
        verdict.violations += [Violation(rule, row[0], day, detail) for rule, day, detail in broken]
    worked = {(row[0], day): shift for row, days in zip(staff, rota, strict=True) for day, shift in enumerate(days)}
    for employee, day, shift, weight in sections.get("SHIFT_ON_REQUESTS", []):
        verdict.requests += int(weight) if worked.get((employee, int(day))) != shift else 0
    for employee, day, shift, weight in sections.get("SHIFT_OFF_REQUESTS", []):
        verdict.requests += int(weight) if worked.get((employee, int(day))) == shift else 0
    for day, shift, need, under, over in sections["COVER"]:
        present = sum(days[int(day)] == shift for days in rota if int(day) < len(days))
        verdict.cover += max(0, int(need) - present) * int(under) + max(0, present - int(need)) * int(over)
    return verdict


def _sections(text: str) -> dict[str, list[list[str]]]:
    found: dict[str, list[list[str]]] = {}
    pattern = re.compile(r"^SECTION_(\w+)[^\n]*\n(.*?)(?=^SECTION_|\Z)", re.MULTILINE | re.DOTALL)
    for name, body in pattern.findall(text.replace("\r", "")):
        lines = [line.split("#")[0].strip() for line in body.split("\n")]
        found.setdefault(name, []).extend([part.strip() for part in line.split(",")] for line in lines if line)
    return found


def _rota(text: str, n_employees: int, n_days: int) -> list[list[str]]:
    """A line of an employee who is off all the time may be left empty; missing lines are off too."""
    lines = text.replace("\r", "").split("\n")
    if len(lines) == n_employees + 1 and not lines[-1]:
        lines.pop()
    lines += [""] * (n_employees - len(lines))
    return [[shift.strip() for shift in (line.split(",") if line else [""] * n_days)] for line in lines]


def _parts(row: list[str], place: int) -> list[str]:
    return [part for part in row[place].split("|") if part] if len(row) > place else []


Broken = tuple[str, int | None, str]


def _shape(days: list[str], n_days: int, lengths: dict[str, int]) -> list[Broken]:
    broken: list[Broken] = [
        ("unknown shift", day, shift) for day, shift in enumerate(days) if shift not in {"", *lengths}
    ]
    if len(days) != n_days:
        broken.append(("length of the line", None, f"{len(days)} days, not {n_days}"))
    return broken


def _amounts(row: list[str], days: list[str], lengths: dict[str, int]) -> list[Broken]:
    broken: list[Broken] = []
    for limit in _parts(row, 1):
        shift, most = limit.split("=")
        if days.count(shift) > int(most):
            broken.append(("most of a shift", None, f"{days.count(shift)} {shift}, at most {most}"))
    minutes = sum(lengths.get(shift, 0) for shift in days)
    if minutes > int(row[2]):
        broken.append(("most minutes", None, f"{minutes}, at most {row[2]}"))
    if minutes < int(row[3]):
        broken.append(("least minutes", None, f"{minutes}, at least {row[3]}"))
    weekends = sum(any(days[saturday : saturday + 2]) for saturday in range(5, len(days), 7))
    if weekends > int(row[7]):
        broken.append(("most weekends", None, f"{weekends}, at most {row[7]}"))
    return broken


def _successions(days: list[str], forbidden: set[tuple[str, str]]) -> list[Broken]:
    pairs = enumerate(pairwise(days), start=1)
    return [("succession", day, f"{first} then {then}") for day, (first, then) in pairs if (first, then) in forbidden]


def _runs(row: list[str], days: list[str]) -> list[Broken]:
    """Runs cut by the edge of the horizon may be short: what lies beyond is taken to be long enough."""
    max_run, min_run, min_off = int(row[4]), int(row[5]), int(row[6])
    broken: list[Broken] = []
    start = 0
    for at_work, group in groupby(days, key=bool):
        length = len(list(group))
        is_inside = start > 0 and start + length < len(days)
        if at_work and length > max_run:
            broken.append(("most days in a row", start, f"{length}, at most {max_run}"))
        if at_work and is_inside and length < min_run:
            broken.append(("least days in a row", start, f"{length}, at least {min_run}"))
        if not at_work and is_inside and length < min_off:
            broken.append(("least days off in a row", start, f"{length}, at least {min_off}"))
        start += length
    return broken


def _days_off(employee: str, days: list[str], days_off: set[tuple[str, int]]) -> list[Broken]:
    return [("day off", day, shift) for day, shift in enumerate(days) if shift and (employee, day) in days_off]
