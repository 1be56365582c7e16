"""Every page at both widths: axe finds nothing, nothing sticks out, no script complains. None can be forgotten."""

from functools import cache
from pathlib import Path

import pytest
from django.urls import reverse

from tests.browser.addresses import (
    ACTIONS,
    COORDINATOR,
    FILES,
    PAGES,
    PARTS,
    SECRETARY,
    WALKED,
    all_names,
    parameters_of,
)

HERE = Path(__file__).parent
NOT_FOUND = ["/nulle-part/", "/cabinets/nulle-part/", "/rendez-vous/nulle-part/", "/secretariat/nulle-part/"]
# As the person types, or as the demonstration's other days look.
OTHER_LOOKS = {
    "/?ou=Mazingarbe": None,
    "/?ou=62670": None,
    "/?ou=": None,
    "/?ou=Nulle-Part": None,
    "/?ou=62": None,
    "/?ou=Paris": None,
    "/cabinets/bully-les-mines/horaires/?semaine=2031-W01": None,
    "/secretariat/?jour=2027-05-01": SECRETARY,
    "/secretariat/?jour=demain": SECRETARY,
    "/reseau/cabinets/mazingarbe/semaines/?vue=doctors": COORDINATOR,
    "/reseau/cabinets/bully-les-mines/semaines/?debut=2020-01-06": COORDINATOR,
}


@pytest.fixture(scope="module")
def address_of(product):
    @cache
    def part(name: str) -> object:
        return product.value(PARTS[name])

    def address(name: str) -> str:
        if name in {"patient:send_again", "patient:give_back"}:
            return reverse(name, args=["nulle-part"])
        return reverse(name, kwargs={parameter: part(parameter) for parameter in parameters_of(name)})

    return address


def test_addresses_when_one_is_new_then_it_is_listed_for_a_check():
    listed = [*PAGES, *WALKED, *FILES, *ACTIONS]
    assert len(listed) == len(set(listed))
    assert all_names() == set(listed)


def test_walks_when_a_page_is_left_to_them_then_the_walk_exists():
    assert {name for name in WALKED.values() if not (HERE / name).is_file()} == set()


@pytest.mark.parametrize("name", PAGES)
def test_page_when_opened_at_both_widths_then_nothing_is_wrong(reader, address_of, name):
    reader(PAGES[name]).go(address_of(name)).check_at_both_widths()


@pytest.mark.parametrize("path", OTHER_LOOKS)
def test_page_when_asked_for_something_else_then_nothing_is_wrong(reader, path):
    reader(OTHER_LOOKS[path]).go(path).check_at_both_widths()


@pytest.mark.parametrize("path", NOT_FOUND)
def test_page_when_it_does_not_exist_then_says_so_in_a_page_of_ours(reader, path):
    lost = reader(SECRETARY)
    answer = lost.page.goto(lost.product.address + path)
    assert answer.status == 404
    assert lost.heading
    lost.check_at_both_widths()


@pytest.mark.parametrize("name", ACTIONS)
def test_action_when_opened_like_a_page_then_refused(reader, address_of, name):
    assert reader(ACTIONS[name]).status_of(address_of(name)) == 405
