"""The towns of the demonstration are real, and their file can be rebuilt."""

from releve.config.demonstration.territory import TOWNS_FILE
from releve.data.rebuild_towns import namesakes, positions
from releve.pipeline.offices.town_file import TownRow, read_towns
from releve.shared.geography import distance_km

REAL = {
    "62563": "Mazingarbe",
    "62186": "Bully-les-Mines",
    "62510": "Liévin",
    "62498": "Lens",
    "62119": "Béthune",
    "62617": "Nœux-les-Mines",
    "62019": "Aix-Noulette",
    "62032": "Angres",
    "62386": "Grenay",
    "62528": "Loos-en-Gohelle",
    "62737": "Sains-en-Gohelle",
    "62443": "Hersin-Coupigny",
    "62846": "Vermelles",
    "62170": "Bouvigny-Boyeffles",
    "62801": "Souchez",
    "62371": "Givenchy-en-Gohelle",
    "62291": "Éleu-dit-Leauwette",
    "62065": "Avion",
    "62861": "Vimy",
    "97411": "Saint-Denis",
    "97415": "Saint-Paul",
}


def towns() -> dict[str, TownRow]:
    with TOWNS_FILE.open(encoding="utf-8", newline="") as file:
        return {row.insee: row for row in read_towns(file)}


def test_towns_when_read_are_real_with_their_codes_and_accents() -> None:
    found = towns()
    assert {code: found[code].name for code in REAL} == REAL


def test_towns_when_read_are_at_least_forty_around_mazingarbe() -> None:
    found = towns()
    centre = found["62563"]
    near = [
        row
        for row in found.values()
        if distance_km(centre.latitude, centre.longitude, row.latitude, row.longitude) <= 20
    ]
    assert len(near) >= 40
    assert all(row.department in {"59", "62"} for row in near)
    assert all(400 < row.population < 50_000 for row in near)


def test_towns_when_read_have_codes_of_their_department() -> None:
    for row in towns().values():
        assert row.insee.startswith(row.department)
        assert all(code[:2] == row.department[:2] for code in row.postal_codes)


def commune(code: str, name: str, postal_code: str) -> dict[str, object]:
    return {"code": code, "nom": name, "region": "32", "codesPostaux": [postal_code]}


def place(number: int, name: str, latitude: float, longitude: float) -> dict[str, object]:
    return {
        "geonameid": number,
        "name": name,
        "latitude": latitude,
        "longitude": longitude,
        "countrycode": "FR",
        "admin1code": "32",
    }


def test_rebuilding_when_a_hamlet_bears_a_commune_s_name_far_away_leaves_the_commune_out() -> None:
    names = {"62298": "Épinoy", "62559": "Marquion", "62638": "Oisy-le-Verger", "62781": "Sauchy-Lestrée"}
    communes = [commune(code, name, "62860") for code, name in names.items()]
    places = [
        place(1, "Épinoy", 50.483, 2.944),
        place(2, "Marquion", 50.213, 3.088),
        place(3, "Oisy-le-Verger", 50.251, 3.123),
        place(4, "Sauchy-Lestrée", 50.225, 3.099),
    ]
    assert sorted(positions(namesakes(communes, places))) == ["62559", "62638", "62781"]


def test_rebuilding_when_two_communes_share_a_name_gives_each_the_place_of_its_neighbours() -> None:
    communes = [
        commune("62836", "Vaudricourt", "62131"),
        commune("62848", "Verquin", "62131"),
        commune("80780", "Vaudricourt", "80230"),
        commune("80721", "Saint-Valery-sur-Somme", "80230"),
    ]
    places = [
        place(1, "Vaudricourt", 50.50, 2.62),
        place(2, "Verquin", 50.50, 2.64),
        place(3, "Vaudricourt", 50.12, 1.54),
        place(4, "Saint-Valery-sur-Somme", 50.18, 1.63),
    ]
    found = positions(namesakes(communes, places))
    assert found["62836"] == (50.50, 2.62)
    assert found["80780"] == (50.12, 1.54)
