"""The town hall and the network see numbers, never a patient (DATA-03)."""

import re

import pytest
from django.urls import reverse

from releve.config.demonstration.logins import (
    BULLY_SECRETARY,
    BULLY_TOWN_HALL,
    COORDINATOR,
    MAZINGARBE_SECRETARY,
    MAZINGARBE_TOWN_HALL,
)
from tests.browser.addresses import PAGES, PARTS, parameters_of
from tests.browser.product import ROOT
from tests.browser.visitor import words_of

FEWEST_SHOWN = 11
SECRETARIES = {1: MAZINGARBE_SECRETARY, 2: BULLY_SECRETARY}
# A patient may be called like her doctor, like a town or like whoever works there: these words tell nothing of her.
OTHER_NAMES = """
    SELECT first_name || ' ' || last_name FROM estate.commitments_doctor UNION SELECT full_name FROM people.people_user
    UNION SELECT name FROM estate.offices_town UNION SELECT name || ' ' || address FROM estate.offices_office
    UNION SELECT replaced_doctor_name || ' ' || supervisor_name FROM estate.commitments_commitment
"""


def words_in(text: str) -> list[str]:
    return re.findall(r"[^\W\d_]+", text.casefold())


@pytest.fixture(scope="module")
def patient_names(product) -> set[str]:
    """The last names that stand nowhere but beside patients: « un petit nombre » does not name Mme Petit."""
    others = {word for (name,) in product.rows(OTHER_NAMES) for word in words_in(name or "")}
    ours = {word for file in ROOT.glob("releve/**/*.html") for word in words_in(file.read_text(encoding="utf-8"))}
    ours |= {word for file in ROOT.glob("releve/desks/**/*.py") for word in words_in(file.read_text(encoding="utf-8"))}
    names = {name for (name,) in product.rows("SELECT DISTINCT last_name FROM care.appointments_patient")}
    only = {name for name in names if not set(words_in(name)) & (others | ours)}
    assert len(only) > 50
    return only


def estate_pages() -> list[str]:
    return [name for name in PAGES if name.startswith(("network:", "townhall:"))]


@pytest.mark.parametrize("name", estate_pages())
def test_estate_page_when_read_whole_then_it_names_no_patient(reader, product, patient_names, name):
    parts = {part: product.value(PARTS[part]) for part in parameters_of(name)}
    html = reader(PAGES[name]).html_of(reverse(name, kwargs=parts))
    assert len(html) > 1000
    assert named_in(html, patient_names) == []


def test_names_when_a_page_does_show_patients_then_they_are_found(reader, product, patient_names):
    shift = product.value(
        "SELECT shift_id FROM care.appointments_appointment a JOIN care.appointments_patient p ON p.id = a.patient_id "
        "WHERE a.status = 'seen' AND p.last_name = ANY(%s) LIMIT 1",
        list(patient_names),
    )
    day = product.value("SELECT day FROM estate.rota_shift WHERE id = %s", shift)
    office = product.value("SELECT office_id FROM estate.rota_shift WHERE id = %s", shift)
    html = reader(SECRETARIES[office]).html_of(f"/secretariat/?jour={day}")
    assert named_in(html, patient_names)


def named_in(html: str, names: set[str]) -> list[str]:
    read = f" {' '.join(words_in(html))} "
    return [name for name in names if f" {' '.join(words_in(name))} " in read]


@pytest.mark.parametrize("login", [MAZINGARBE_TOWN_HALL, BULLY_TOWN_HALL], ids=["mazingarbe", "bully"])
def test_town_hall_when_a_number_is_small_then_masked(reader, login):
    mayor = reader(login).go("/mairie/").check_at_both_widths()
    cells = words_of(mayor.page.locator("table.months td.num:nth-child(-n+4)")).split("\n")
    numbers = [cell for cell in cells if cell.strip()]
    assert len(numbers) > 30
    assert "moins de 11" in numbers
    shown = [int(cell.replace(" ", "")) for cell in numbers if cell != "moins de 11"]
    assert [n for n in shown if 0 < n < FEWEST_SHOWN] == []
    assert "moins de 11" in mayor.text


def test_town_hall_when_it_looks_then_sees_its_own_office_only(reader):
    assert "Mazingarbe" in reader(MAZINGARBE_TOWN_HALL).go("/mairie/").heading
    assert "Bully" in reader(BULLY_TOWN_HALL).go("/mairie/").heading


def test_coordinator_when_she_asks_for_the_secretarys_list_then_not_there(reader, product):
    shift = product.value(PARTS["shift_id"])
    assert reader(COORDINATOR).status_of(f"/secretariat/vacations/{shift}/patients/") == 404
