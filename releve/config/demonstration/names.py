"""Names as people of the coalfield bear them: first names of their years, surnames of five origins."""

import csv
from bisect import bisect
from dataclasses import dataclass
from functools import cache
from itertools import accumulate
from pathlib import Path
from random import Random

DATA = Path(__file__).resolve().parents[2] / "data"
# Grandchildren of Polish and Italian miners have French first names; the others choose from both.
OWN_FIRST_NAME_SHARE = {"fr": 0.0, "pl": 0.6, "it": 0.6, "ma": 0.85, "pt": 0.6}


@dataclass(frozen=True, slots=True)
class Surname:
    text: str
    origin: str


@dataclass(frozen=True, slots=True)
class FirstName:
    text: str
    sex: str
    origin: str
    born_from: int
    born_to: int


@cache
def surnames() -> tuple[tuple[Surname, ...], tuple[int, ...]]:
    """Return the surnames and their cumulative weights."""
    rows = _rows("surnames.csv")
    weights = accumulate(int(row["weight"]) for row in rows)
    return tuple(Surname(row["surname"], row["origin"]) for row in rows), tuple(weights)


@cache
def first_names(sex: str, origin: str, born: int) -> tuple[str, ...]:
    """Return the first names of one sex and origin that were given in a year."""
    return tuple(
        name.text
        for name in _all_first_names()
        if (name.sex, name.origin) == (sex, origin) and name.born_from <= born <= name.born_to
    )


def a_surname(chance: Random) -> Surname:
    found, weights = surnames()
    return found[bisect(weights, chance.random() * weights[-1])]


def a_first_name(chance: Random, sex: str, origin: str, born: int) -> str:
    own = first_names(sex, origin, born) if chance.random() < OWN_FIRST_NAME_SHARE[origin] else ()
    return chance.choice(own or first_names(sex, "fr", min(max(born, 1930), 2030)))


@cache
def _all_first_names() -> tuple[FirstName, ...]:
    return tuple(
        FirstName(row["first_name"], row["sex"], row["origin"], int(row["born_from"]), int(row["born_to"]))
        for row in _rows("first_names.csv")
    )


def _rows(name: str) -> list[dict[str, str]]:
    with (DATA / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))
