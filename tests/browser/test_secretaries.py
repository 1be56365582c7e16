"""Mme Aubry has the receptions' rota drawn and publishes it; Mme Roussel reads her half-days; it is taken back."""

import re

from releve.config.demonstration.logins import BULLY_SECRETARY, COORDINATOR

PUBLISHED = "SELECT count(*) FROM estate.offices_receptionweek WHERE office_id <> 1"


def test_coordinator_when_she_publishes_the_receptions_rota_then_the_secretary_reads_hers(visitor, product, width):
    assert product.value(PUBLISHED) == 0
    aubry = visitor(width, login=COORDINATOR).go("/reseau/secretaires/").check()
    aubry.fill(n_weeks="2", seconds="3").click("Dessiner")
    product.run_jobs()
    aubry.page.reload()
    aubry.page.get_by_role("button", name="Publier", exact=True).wait_for()
    aubry.check()
    assert "Mme Roussel" in aubry.text
    aubry.click("Publier").check()
    assert product.value(PUBLISHED) == 2
    roussel = visitor(width, login=BULLY_SECRETARY).go("/secretariat/mes-demi-journees/").check()
    assert re.search(r"Semaine du .*, matin", roussel.text, re.DOTALL)
    aubry.go("/reseau/secretaires/?cabinet=mazingarbe").check()
    aubry.page.locator("section[aria-labelledby=semaines] .table-box a", has_text="Mme Wacheux").first.click()
    aubry.page.wait_for_url("**/demi-journee/**")
    assert aubry.check().heading.startswith("Accueil, ")
    aubry.page.go_back()
    aubry.page.get_by_role("link", name=re.compile("^Planning de l’accueil")).first.click()
    aubry.page.get_by_role("button", name="Revenir en arrière").wait_for()
    aubry.click("Revenir en arrière").check()
    assert product.value(PUBLISHED) == 0
