"""Mme Aubry notes a departure with its proved date: the last day, the declarations and the search follow from it."""

import re
from datetime import date, timedelta

import pytest

from releve.config.demonstration.logins import COORDINATOR
from tests.browser.visitor import Visitor, words_of

# A doctor who is here, long enough for no shift to stand after her notice; another one for each width.
STAYING = """
    SELECT c.id FROM estate.commitments_commitment c
    WHERE c.state = 'running' AND c.ends_on IS NULL
      AND c.starts_on + make_interval(months => c.maximum_term_months) > now() + interval '7 months'
    ORDER BY c.id OFFSET %s LIMIT 1
"""
RANK = {"narrow": 0, "wide": 1}


@pytest.fixture
def aubry(visitor, width) -> Visitor:
    return visitor(width, login=COORDINATOR)


def test_coordinator_when_a_doctor_gives_notice_then_everything_follows_and_can_be_taken_back(aubry, product, width):
    promise = product.value(STAYING, RANK[width])
    told = date.today() - timedelta(days=3)  # noqa: DTZ011
    aubry.go(f"/reseau/engagements/{promise}/").check()
    aubry.follow("Annoncer un départ").check()
    aubry.page.get_by_label("Annonce reçue le").fill(str(told))
    aubry.page.get_by_label("Preuve").fill("Recommandé 1A 877")
    aubry.page.get_by_role("button", name="Annoncer un départ").click()
    aubry.page.wait_for_url(f"**/engagements/{promise}/")
    aubry.check()
    assert "Départ annoncé : dernier jour le" in aubry.said
    assert words_of(aubry.page.locator("h1")).endswith("départ annoncé")
    assert aubry.page.locator(".due", has_text="Cessation déclarée à l’ARS").count() == 1
    assert "Recommandé 1A 877" in words_of(aubry.page.locator(".life"))
    aubry.follow("Texte de la déclaration à l’ARS").check()
    assert "Médecine générale" in words_of(aubry.page.locator(".letter"))
    aubry.go("/reseau/echeances/").check()
    aubry.page.get_by_text(re.compile("^Plus tard")).click()
    row = aubry.page.locator(".due", has_text="Cessation déclarée à l’Ordre").last
    row.get_by_text(re.compile("^C’est fait")).click()
    aubry.check()
    aubry.go(f"/reseau/engagements/{promise}/actes/depart-retire/").check()
    aubry.page.get_by_role("button", name="Retirer l’annonce").click()
    aubry.page.wait_for_url(f"**/engagements/{promise}/")
    assert "Annonce retirée" in aubry.said


def test_coordinator_when_an_amendment_begins_later_then_she_chooses_its_half_days_and_may_take_it_back(
    aubry, product, width
):
    promise = product.value(STAYING, RANK[width])
    since = date.today() + timedelta(days=60)  # noqa: DTZ011
    aubry.go(f"/reseau/engagements/{promise}/actes/avenant/").check()
    aubry.page.get_by_label("Demi-journées par semaine").fill("1")
    aubry.page.get_by_label("Demi-journées à partir du").fill(str(since))
    aubry.page.get_by_role("button", name="Noter un avenant").click()
    aubry.page.wait_for_url("**/engagements/termes/*/")
    aubry.check()
    assert "rien ne change avant" in aubry.said
    aubry.page.get_by_role("button", name="Enregistrer la semaine type").click()
    aubry.page.wait_for_url(f"**/engagements/{promise}/")
    aubry.check()
    assert "1 demi-journées par semaine" in words_of(aubry.page.locator("section[aria-labelledby=terms]"))
    aubry.page.get_by_role("button", name=re.compile("^Retirer ce changement")).click()
    aubry.page.wait_for_url(f"**/engagements/{promise}/")
    assert "continuent après" in aubry.said
