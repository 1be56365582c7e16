"""Read the text format of the instances: sections of comma-separated lines, comments behind #."""

from collections.abc import Iterator
from dataclasses import dataclass, field

import numpy as np

from benchmarks.rota.curtois.instance import Employee, Instance

SECTIONS = (
    "SECTION_HORIZON",
    "SECTION_SHIFTS",
    "SECTION_STAFF",
    "SECTION_DAYS_OFF",
    "SECTION_SHIFT_ON_REQUESTS",
    "SECTION_SHIFT_OFF_REQUESTS",
    "SECTION_COVER",
)
STAFF_FIELDS = 8


class Unreadable(Exception):
    """The text is no instance: a French sentence says the line, what stands there and what was expected."""


@dataclass(slots=True)
class Row:
    """One line of a section."""

    number: int
    fields: list[str]
    sections: "Sections" = field(repr=False)

    def refuse(self, expected: str) -> Unreadable:
        return Unreadable(f"ligne {self.number} : « {','.join(self.fields)} » ; attendu : {expected}")

    def whole(self, place: int) -> int:
        try:
            return int(self.fields[place])
        except (ValueError, IndexError):
            raise self.refuse(f"un nombre entier au champ {place + 1}") from None

    def day(self, place: int) -> int:
        day = self.whole(place)
        if not 0 <= day < self.sections.n_days:
            raise self.refuse(f"un jour de 0 à {self.sections.n_days - 1}")
        return day

    def one_of(self, place: int, names: dict[str, int], what: str) -> int:
        name = self.fields[place] if place < len(self.fields) else ""
        if name not in names:
            raise self.refuse(f"le nom d’{what}")
        return names[name]


@dataclass(slots=True)
class Sections:
    """The lines of each section, and the names that later sections use."""

    rows: dict[str, list[Row]]
    n_days: int = 0
    shifts: dict[str, int] = field(default_factory=dict)
    employees: dict[str, int] = field(default_factory=dict)

    def of(self, name: str) -> list[Row]:
        return self.rows.get(name, [])


def is_curtois(text: str) -> bool:
    """Tell this format from others by its first line that is no comment."""
    return next(_plain_lines(text), (0, ""))[1].startswith("SECTION_")


def read(text: str) -> Instance:
    """Return the instance, or raise Unreadable."""
    sections = _cut(text)
    for name in ("SECTION_HORIZON", "SECTION_SHIFTS", "SECTION_STAFF", "SECTION_COVER"):
        if not sections.of(name):
            raise Unreadable(f"{name} : section absente ou vide")
    sections.n_days = sections.of("SECTION_HORIZON")[0].whole(0)
    minutes, may_follow = _shifts(sections)
    employees = tuple(_employee(row, sections) for row in sections.of("SECTION_STAFF"))
    sections.employees = {employee.id: place for place, employee in enumerate(employees)}
    wish_base, wish_cost = _wishes(sections)
    need, under, over = _cover(sections)
    return Instance(
        n_days=sections.n_days,
        shifts=tuple(sections.shifts),
        minutes=minutes,
        may_follow=may_follow,
        employees=employees,
        is_free=_free_days(sections),
        wish_base=wish_base,
        wish_cost=wish_cost,
        need=need,
        under=under,
        over=over,
    )


def _plain_lines(text: str) -> Iterator[tuple[int, str]]:
    for number, line in enumerate(text.removeprefix("\ufeff").splitlines(), start=1):
        plain = line.split("#", 1)[0].strip()
        if plain:
            yield number, plain


def _cut(text: str) -> Sections:
    sections = Sections({})
    current: list[Row] | None = None
    for number, line in _plain_lines(text):
        if line.startswith("SECTION_"):
            if line not in SECTIONS:
                raise Unreadable(f"ligne {number} : « {line} » ; attendu : {', '.join(SECTIONS)}")
            current = sections.rows.setdefault(line, [])
        elif current is None:
            raise Unreadable(f"ligne {number} : « {line} » ; attendu : d’abord une section")
        else:
            current.append(Row(number, [part.strip() for part in line.split(",")], sections))
    return sections


def _shifts(sections: Sections) -> tuple[np.ndarray, np.ndarray]:
    rows = sections.of("SECTION_SHIFTS")
    sections.shifts = {row.fields[0]: place for place, row in enumerate(rows)}
    may_follow = np.ones((len(rows), len(rows)), np.bool_)
    for place, row in enumerate(rows):
        for name in (row.fields[2] if len(row.fields) > 2 else "").split("|"):
            if name and name not in sections.shifts:
                raise row.refuse("des noms de postes séparés par |")
            if name:
                may_follow[place, sections.shifts[name]] = False
    return np.array([row.whole(1) for row in rows], np.int64), may_follow


def _employee(row: Row, sections: Sections) -> Employee:
    if len(row.fields) < STAFF_FIELDS:
        raise row.refuse(f"{STAFF_FIELDS} champs")
    most = [sections.n_days] * len(sections.shifts)
    for part in filter(None, row.fields[1].split("|")):
        name, _, limit = part.partition("=")
        if name not in sections.shifts or not limit.isdigit():
            raise row.refuse("des limites comme E=14|L=0")
        most[sections.shifts[name]] = int(limit)
    return Employee(row.fields[0], tuple(most), *(row.whole(place) for place in range(2, STAFF_FIELDS)))


def _free_days(sections: Sections) -> np.ndarray:
    found = np.ones((len(sections.employees), sections.n_days), np.bool_)
    for row in sections.of("SECTION_DAYS_OFF"):
        employee = row.one_of(0, sections.employees, "une personne")
        for place in range(1, len(row.fields)):
            if row.fields[place]:
                found[employee, row.day(place)] = False
    return found


def _wishes(sections: Sections) -> tuple[np.ndarray, np.ndarray]:
    base = np.zeros(len(sections.employees), np.int64)
    cost = np.zeros((len(sections.employees), sections.n_days, len(sections.shifts)), np.int64)
    for name, sign in (("SECTION_SHIFT_ON_REQUESTS", -1), ("SECTION_SHIFT_OFF_REQUESTS", 1)):
        for row in sections.of(name):
            employee = row.one_of(0, sections.employees, "une personne")
            day, shift, weight = row.day(1), row.one_of(2, sections.shifts, "un poste"), row.whole(3)
            cost[employee, day, shift] += sign * weight
            base[employee] += weight if sign < 0 else 0
    return base, cost


def _cover(sections: Sections) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    need, under, over = (np.zeros((sections.n_days, len(sections.shifts)), np.int64) for _ in range(3))
    for row in sections.of("SECTION_COVER"):
        at = row.day(0), row.one_of(1, sections.shifts, "un poste")
        need[at], under[at], over[at] = row.whole(2), row.whole(3), row.whole(4)
    return need, under, over
