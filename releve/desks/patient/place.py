"""What a person types for « Où habitez-vous ? », read as towns."""

import re
from dataclasses import dataclass
from difflib import get_close_matches

from releve.pipeline.offices.models import Town
from releve.pipeline.offices.queries import SAINTS, find_towns
from releve.shared.names import search_form
from releve.shared.typed import plain

LONGEST_TYPED = 60
# A postal code covers 46 communes at most (51300).
N_CHOICES = 60
POSTAL_CODE = re.compile(r"(?<![0-9])[0-9]{5}(?![0-9])")
FIGURES = re.compile(r"[0-9]+")
# A wrong letter is seldom among the first: these beginnings are looked up in turn.
BEGINNINGS = (4, 2)
N_NEARBY = 300


@dataclass(frozen=True, slots=True)
class TownsFound:
    """One town when the text is clear; several to choose from; or names that look like it."""

    typed: str
    town: Town | None = None
    choices: tuple[Town, ...] = ()
    lookalikes: tuple[Town, ...] = ()
    is_too_long: bool = False


def written(town: Town) -> str:
    """Return « Mazingarbe (62670) », as the typing help writes it."""
    return f"{town.name} ({town.postal_codes[0]})" if town.postal_codes else town.name


def towns_typed(text: str, insee: str = "") -> TownsFound:
    """Read a town's name, a postal code, or both; `insee` is the choice made between several."""
    typed = plain(text)
    if len(typed) > LONGEST_TYPED:
        return TownsFound(typed[:30] + "…", is_too_long=True)
    words = search_form(FIGURES.sub(" ", typed)).split()
    name = " ".join(SAINTS.get(word, word) for word in words)
    code = POSTAL_CODE.search(typed)
    towns = find_towns(typed, limit=N_CHOICES)
    if not towns and name and code:
        towns = find_towns(code.group(), limit=N_CHOICES)
    return _chosen(typed, name, towns, insee) if towns else TownsFound(typed, lookalikes=_lookalikes(name))


def _chosen(typed: str, name: str, towns: list[Town], insee: str) -> TownsFound:
    by_choice = [town for town in towns if town.insee == insee]
    exact = [town for town in towns if town.search_name == name]
    for only in (by_choice, exact, towns):
        if len(only) == 1:
            return TownsFound(typed, town=only[0])
    return TownsFound(typed, choices=tuple(exact or towns))


def _lookalikes(name: str) -> tuple[Town, ...]:
    for length in BEGINNINGS:
        beginning = name[:length].strip()
        if len(beginning) < min(BEGINNINGS):
            continue
        near = {town.search_name: town for town in find_towns(beginning, limit=N_NEARBY)}
        if close := get_close_matches(name, near, n=4, cutoff=0.7):
            return tuple(near[match] for match in close)
    return ()
