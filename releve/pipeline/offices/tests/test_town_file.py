"""The file of towns: what it takes, and how it says what is wrong."""

from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from releve.pipeline.offices.actions import load_towns
from releve.pipeline.offices.models import Town
from releve.pipeline.offices.queries import find_towns
from releve.pipeline.offices.town_file import TownFileRefused, read_towns

HEADER = "insee,name,postal_codes,department,population,latitude,longitude\n"
LIEVIN = "62510,Liévin,62800,62,30131,50.41980,2.78068\n"
MAZINGARBE = "62563,Mazingarbe,62670,62,8217,50.47109,2.71544\n"


def read(*lines: str):
    return read_towns([HEADER, *lines])


def test_read_towns_when_right_gives_a_row_a_line() -> None:
    first, second = read(LIEVIN, "97411,Saint-Denis,97400 97417 97490,974,155634,-20.88,55.45\n")
    assert (first.insee, first.name, first.population) == ("62510", "Liévin", 30131)
    assert second.postal_codes == ("97400", "97417", "97490")


def test_read_towns_when_from_a_french_spreadsheet_takes_semicolons_and_decimal_commas() -> None:
    (row,) = read_towns(["\ufeff" + HEADER.replace(",", ";"), "62510;Liévin;62800;62;30131;50,41980;2,78068\n"])
    assert (row.latitude, row.longitude) == (50.4198, 2.78068)


@pytest.mark.parametrize(
    ("line", "column", "value"),
    [
        (LIEVIN.replace("62510", "6251"), "insee", "6251"),
        (LIEVIN.replace("Liévin", " "), "name", ""),
        (LIEVIN.replace("62800", "62 800"), "postal_codes", "62 800"),
        (LIEVIN.replace(",62,", ",Pas-de-Calais,"), "department", "Pas-de-Calais"),
        (LIEVIN.replace("30131", "30 131"), "population", "30 131"),
        (LIEVIN.replace("50.41980", "2050"), "latitude", "2050"),
        (LIEVIN.replace("2.78068", "nan"), "longitude", "nan"),
        ("62510,Liévin\n", "postal_codes", ""),
    ],
)
def test_read_towns_when_a_field_is_wrong_names_where_and_what_to_write(line: str, column: str, value: str) -> None:
    with pytest.raises(TownFileRefused) as refused:
        read(MAZINGARBE, line)
    message = str(refused.value.message)
    assert message.startswith("Ligne 3,")
    assert f"« {column} »" in message
    assert f"« {value} »" in message
    assert "écrivez" in message


def test_read_towns_when_a_code_comes_twice_names_both_lines() -> None:
    with pytest.raises(TownFileRefused, match=r"Ligne 3.*ligne 2"):
        read(LIEVIN, LIEVIN)


def test_read_towns_when_a_column_is_missing_names_it() -> None:
    with pytest.raises(TownFileRefused, match="latitude"):
        read_towns([HEADER.replace("latitude", "lat"), LIEVIN])


@pytest.mark.parametrize("lines", [[], [HEADER]])
def test_read_towns_when_empty_says_so(lines: list[str]) -> None:
    with pytest.raises(TownFileRefused):
        read_towns(lines)


@pytest.mark.django_db
def test_load_towns_when_repeated_brings_up_to_date() -> None:
    load_towns(read(LIEVIN, MAZINGARBE))
    assert load_towns(read(LIEVIN.replace("30131", "30200"))) == 1
    assert Town.objects.get(insee="62510").population == 30200
    assert Town.objects.count() == 2
    assert [town.insee for town in find_towns("lievin")] == ["62510"]


@pytest.mark.django_db
def test_load_towns_command_when_the_file_is_right_stores_it(tmp_path: Path) -> None:
    file = tmp_path / "communes.csv"
    file.write_text(HEADER + LIEVIN, encoding="utf-8")
    said = StringIO()
    call_command("load_towns", file, stdout=said)
    assert "1 " in said.getvalue()
    assert Town.objects.get().search_name == "lievin"


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("content", "words"),
    [
        (None, "ne peut pas être lu"),
        ((HEADER + LIEVIN).encode("latin-1"), "UTF-8"),
        (HEADER.encode(), "aucune commune"),
    ],
)
def test_load_towns_command_when_the_file_is_wrong_stores_nothing(tmp_path: Path, content, words: str) -> None:
    file = tmp_path / "communes.csv"
    if content is not None:
        file.write_bytes(content)
    with pytest.raises(CommandError, match=words):
        call_command("load_towns", file)
    assert not Town.objects.exists()
