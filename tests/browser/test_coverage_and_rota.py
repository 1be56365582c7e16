"""Mme Aubry sees who will be missing, notes a departure, has a rota drawn, compares and publishes it, takes it back."""

import re
from datetime import timedelta

import pytest

from releve.config.demonstration.logins import COORDINATOR
from tests.browser.visitor import Visitor, words_of

# A doctor a width: a departure is noted once.
RUNNING = """
    SELECT c.id FROM estate.commitments_commitment c JOIN estate.offices_office o ON o.id = c.office_id
    WHERE c.state = 'running' AND c.ends_on IS NULL AND c.starts_on < now() - interval '13 months'
    ORDER BY c.id LIMIT 2
"""
LAST_LAID = "SELECT max(day) FROM estate.rota_shift"
STANDING = "SELECT count(*) FROM estate.rota_shift WHERE status <> 'cancelled' AND day BETWEEN %s AND %s"
TODAY = "SELECT current_date"
CALLS = "SELECT count(*) FROM estate.commitments_recruitmentcall WHERE commitment_id = %s"


@pytest.fixture
def aubry(visitor, width) -> Visitor:
    return visitor(width, login=COORDINATOR)


def test_coordinator_when_she_comes_in_then_sees_the_first_gap_and_when_to_look_for_somebody(aubry):
    aubry.go("/reseau/").check()
    assert re.search(r"Premier manque le|Il manque déjà", aubry.text)
    assert re.search(r"[Cc]ommenc\w* à chercher", aubry.text)
    aubry.page.locator("main h3 a, main h2 a").filter(has_text="Mazingarbe").first.click()
    aubry.page.wait_for_url("**/couverture/")
    assert aubry.check().page.locator("main svg").count() > 0
    table = aubry.page.locator("details", has_text="en tableau").first
    table.locator("summary").click()
    assert table.locator("tbody tr").count() > 90


def test_coordinator_when_a_doctor_gives_notice_then_everything_follows(aubry, product, width):
    commitment_id = product.rows(RUNNING)[0 if width == "narrow" else -1][0]
    assert product.value(CALLS, commitment_id) == 0
    aubry.go(f"/reseau/engagements/{commitment_id}/").check()
    aubry.page.locator(".acts__link", has_text="Départ annoncé").or_(
        aubry.page.locator(".acts__link", has_text="départ")
    ).first.click()
    aubry.page.wait_for_url("**/actes/**")
    aubry.check().fill(happened_on=f"{product.value(TODAY)}")
    aubry.page.locator("main form button").last.click()
    aubry.page.wait_for_url(f"**/engagements/{commitment_id}/")
    aubry.check()
    assert "Texte de la déclaration à l’ARS" in aubry.text
    assert "Texte de la déclaration à l’Ordre" in aubry.text
    assert "Recherche ouverte" in aubry.text
    assert product.value(CALLS, commitment_id) == 1


def test_coordinator_when_she_has_a_rota_drawn_then_compares_publishes_and_takes_it_back(aubry, product, width):
    laid = product.value(LAST_LAID)
    first = laid - timedelta(days=laid.weekday()) + timedelta(weeks=2 if width == "narrow" else 6)
    period = (first, first + timedelta(days=13))
    assert product.value(STANDING, *period) == 0
    aubry.go("/reseau/plannings/").check()
    aubry.fill(first=f"{first}", n_weeks="2", seconds="3").click("Dessiner")
    product.run_jobs()
    aubry.page.get_by_role("link", name=re.compile("^Publier")).wait_for()
    aubry.check().follow("Comparer").check()
    assert "Pour chaque médecin" in aubry.text
    aubry.follow("Publier").check()
    aubry.page.locator("main form button:not(.button--quiet)").first.click()
    aubry.page.get_by_role("button", name="Revenir en arrière").wait_for()
    aubry.check()
    assert product.value(STANDING, *period) > 10
    aubry.click("Revenir en arrière").check()
    assert product.value(STANDING, *period) == 0
    assert words_of(aubry.page.locator("main"))
