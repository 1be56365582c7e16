"""The file of towns, one commune a line: read whole before anything is stored, so that a wrong line changes nothing."""

import csv
import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from releve.shared.errors import Refused

DEPARTMENT = re.compile(r"\d[\dAB]|97\d|98\d")
INSEE = re.compile(r"\d[\dAB]\d{3}")
POSTAL_CODE = re.compile(r"\d{5}")
LONGEST_NAME = 80


@dataclass(frozen=True, slots=True)
class TownRow:
    """One commune of France."""

    insee: str
    name: str
    postal_codes: tuple[str, ...]
    department: str
    population: int
    latitude: float
    longitude: float


class TownFileRefused(Refused):
    """A line of the file cannot be read. The message names the line, the column, the value and the remedy."""


def read_towns(lines: Iterable[str]) -> list[TownRow]:
    """Read a CSV file with a header, separated by commas or semicolons. Raises TownFileRefused."""
    text = iter(lines)
    header = next(text, "").lstrip("\ufeff").strip()
    delimiter = ";" if ";" in header else ","
    columns = [name.strip().strip('"').lower() for name in header.split(delimiter)]
    missing = [name for name in READERS if name not in columns]
    if missing:
        raise TownFileRefused(
            _("Ligne 1 : colonne absente : %(missing)s. Colonnes attendues : %(all)s.")
            % {"missing": ", ".join(missing), "all": ", ".join(READERS)}
        )
    rows: list[TownRow] = []
    first_line_of: dict[str, int] = {}
    reader = csv.DictReader(text, columns, delimiter=delimiter)
    for given in reader:
        line = reader.line_num + 1
        row = _read_line(line, given)
        if row.insee in first_line_of:
            remedy = _("ce code est déjà à la ligne %(line)d : gardez une seule ligne par commune") % {
                "line": first_line_of[row.insee]
            }
            raise _refusal(line, "insee", row.insee, remedy)
        first_line_of[row.insee] = line
        rows.append(row)
    if not rows:
        raise TownFileRefused(_("Le fichier ne contient aucune commune après la ligne de titres."))
    return rows


def _read_line(line: int, given: dict[str, str | None]) -> TownRow:
    values: dict[str, Any] = {}
    for column, (read, remedy) in READERS.items():
        text = (given[column] or "").strip()
        try:
            values[column] = read(text)
        except ValueError:
            raise _refusal(line, column, text, _(remedy)) from None
    return TownRow(**values)


def _refusal(line: int, column: str, value: str, remedy: str) -> TownFileRefused:
    return TownFileRefused(
        _("Ligne %(line)d, colonne « %(column)s », valeur « %(value)s » : %(remedy)s.")
        % {"line": line, "column": column, "value": value[:60], "remedy": remedy}
    )


def _matching(pattern: re.Pattern[str]) -> Callable[[str], str]:
    def read(text: str) -> str:
        if not pattern.fullmatch(text):
            raise ValueError(text)
        return text

    return read


def _name(text: str) -> str:
    if not 0 < len(text) <= LONGEST_NAME:
        raise ValueError(text)
    return text.replace("'", "’")


def _postal_codes(text: str) -> tuple[str, ...]:
    codes = tuple(text.replace("|", " ").replace("/", " ").split())
    if not codes or not all(POSTAL_CODE.fullmatch(code) for code in codes):
        raise ValueError(text)
    return codes


def _population(text: str) -> int:
    if not text.isascii() or not text.isdigit() or len(text) > 8:
        raise ValueError(text)
    return int(text)


def _degrees(limit: float) -> Callable[[str], float]:
    def read(text: str) -> float:
        degrees = float(text.replace(",", "."))
        if not -limit <= degrees <= limit:  # refuses « nan » too
            raise ValueError(text)
        return degrees

    return read


# How each column is read, and what to write when it cannot be.
READERS: dict[str, tuple[Callable[[str], Any], str]] = {
    "insee": (
        _matching(INSEE),
        gettext_noop("écrivez les 5 caractères du code INSEE, zéros de tête compris (01004, 2A004)"),
    ),
    "name": (_name, gettext_noop("écrivez le nom de la commune, 80 caractères au plus")),
    "postal_codes": (
        _postal_codes,
        gettext_noop("écrivez un ou plusieurs codes postaux de 5 chiffres, séparés par des espaces"),
    ),
    "department": (_matching(DEPARTMENT), gettext_noop("écrivez le numéro du département (62, 2A, 974)")),
    "population": (_population, gettext_noop("écrivez un nombre entier d’habitants, sans espace")),
    "latitude": (_degrees(90.0), gettext_noop("écrivez des degrés entre -90 et 90 (50.47109)")),
    "longitude": (_degrees(180.0), gettext_noop("écrivez des degrés entre -180 et 180 (2.71544)")),
}
