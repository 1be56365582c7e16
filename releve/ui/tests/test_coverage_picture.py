import itertools
import re
from datetime import date

import pytest
from bs4 import BeautifulSoup
from django.template.loader import render_to_string

from releve.pipeline.commitments.rules.coverage import horizon_of
from releve.pipeline.commitments.rules.coverage_knobs import CoverageKnobs
from releve.pipeline.commitments.tests.coverage_cases import TODAY, a_calendar, a_standing
from releve.ui.coverage_picture import PLOT_HEIGHT, half_days, year_pictures
from releve.ui.coverage_thumbnail import SMALL_HEIGHT, small_picture

PLACE = re.compile(r"([MHVZ])([-\d.]*) ?([-\d.]*)")


@pytest.fixture
def horizon():
    leaves = a_standing(4, last_on=date(2027, 8, 31))
    stays = a_standing(3.5, commitment_id=2)
    return horizon_of(a_calendar(), [leaves, stays], CoverageKnobs(notice_chance=0.05), TODAY)


def heights(path: str, x: float) -> list[float]:
    """Return where a stepped outline crosses a vertical line, from the top down."""
    found, at = [], (0.0, 0.0)
    for word, first, second in PLACE.findall(path):
        if word == "M":
            at = (float(first), float(second))
        elif word == "H":
            low, high = sorted((at[0], float(first)))
            if low <= x < high:
                found.append(at[1])
            at = (float(first), at[1])
        elif word == "V":
            at = (at[0], float(first))
    return sorted(found)


def test_year_pictures_when_drawn_have_the_heights_of_the_numbers(horizon):
    weeks = iter(horizon.weeks)
    for picture in year_pictures(horizon, "a"):
        for bar in picture.bars:
            week = next(weeks)
            drawn = {part.layer: part.height / PLOT_HEIGHT * 8 for part in bar.parts}
            for layer in ("certain", "likely", "missing"):
                assert drawn.get(layer, 0.0) == pytest.approx(getattr(week, layer), abs=0.002)
            stacked = sorted(bar.parts, key=lambda part: part.y)
            for above, below in itertools.pairwise(stacked):
                assert above.y + above.height == pytest.approx(below.y, abs=0.02)
    assert next(weeks, None) is None


def test_small_picture_when_drawn_has_the_heights_of_the_numbers(horizon):
    picture = small_picture(horizon, "a", "Titre", "Texte")
    step, unit = picture.width / len(horizon.weeks), SMALL_HEIGHT / (8 * 1.08)
    for rank, week in enumerate(horizon.weeks):
        x = (rank + 0.5) * step
        for layer, path in picture.paths.items():
            found = heights(path, x)
            height = found[-1] - found[0] if found else 0.0
            assert height / unit == pytest.approx(getattr(week, layer), abs=0.01), (layer, week)
        assert (SMALL_HEIGHT - heights(picture.needed, x)[0]) / unit == pytest.approx(week.needed, abs=0.01)


def test_markers_when_the_days_lie_ahead_stand_on_their_weeks(horizon):
    first, second = year_pictures(horizon, "a")
    # 7,5 of 8 are promised: half a half-day is missing already, and what comes is told by the steps.
    assert [marker.kind for marker in first.markers] == ["gap"]
    assert second.markers == []


def test_pictures_when_rendered_are_named_and_use_patterns_and_no_style(horizon):
    for name, picture in (
        ("ui/coverage_year.html", year_pictures(horizon, "a")[1]),
        ("ui/coverage_small.html", small_picture(horizon, "b", "Titre", "Texte")),
    ):
        html = render_to_string(name, {"picture": picture})
        assert "style=" not in html
        svg = BeautifulSoup(html, "html.parser").svg
        assert svg["role"] == "img"
        assert [svg.find(id=part) is not None for part in svg["aria-labelledby"].split()] == [True, True]
        fills = {shape["fill"] for shape in svg.select("[fill]")}
        assert fills == {f"url(#{picture.key}-likely)", f"url(#{picture.key}-missing)"}
        assert {pattern["id"] for pattern in svg.select("pattern")} == {f[5:-1] for f in fills}
        assert not re.search(r'="\d+,\d', html)  # numbers of a drawing have no French comma


def test_pictures_when_the_office_never_opens_are_empty():
    closed = horizon_of(a_calendar(weekdays=()), [], CoverageKnobs(), TODAY)
    assert all(not bar.parts for picture in year_pictures(closed, "a") for bar in picture.bars)
    assert set(small_picture(closed, "a", "", "").paths.values()) == {""}


@pytest.mark.parametrize(("number", "words"), [(8.0, "8"), (7.5, "7,5"), (0.04, "0"), (-0.0, "0"), (0.96, "1")])
def test_half_days_when_written_have_a_tenth_at_most(number, words):
    assert half_days(number) == words
