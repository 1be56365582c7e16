"""Mme Aubry has the receptions' rota drawn and publishes it; Mme Roussel reads her half-days; it is taken back.

Mme Petit says on her telephone when she can work; Mme Aubry reads why a half-day has nobody.
"""

import re
from datetime import date, timedelta

from releve.config.demonstration.logins import BULLY_SECRETARY, COORDINATOR, MAZINGARBE_SECRETARY

PUBLISHED = "SELECT count(*) FROM estate.offices_receptionweek WHERE office_id <> 1"


def test_coordinator_when_she_publishes_the_receptions_rota_then_the_secretary_reads_hers(visitor, product, width):
    assert product.value(PUBLISHED) == 0
    aubry = visitor(width, login=COORDINATOR).go("/reseau/secretaires/").check()
    aubry.fill(n_weeks="2", seconds="3").click("Dessiner")
    product.run_jobs()
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


def test_secretary_when_she_taps_her_season_then_kept_and_read_at_the_networks_desk(visitor):
    petit = visitor("narrow", login=MAZINGARBE_SECRETARY).go("/secretariat/mes-demi-journees/").check()
    petit.follow("Disponibilités").check()
    assert petit.heading == "Mes disponibilités"
    friday = petit.page.get_by_role("group", name="mercredi après-midi", exact=True)
    friday.get_by_label("Impossible").focus()
    petit.page.keyboard.press("Space")
    petit.page.locator("#enregistre", has_text="Enregistré à").wait_for()
    petit.go("/secretariat/disponibilites/").check()
    assert "Répondu" in petit.text
    aubry = visitor("wide", login=COORDINATOR).go("/reseau/souhaits/").check()
    aubry.follow("Mme Petit").check()
    assert aubry.heading == "Disponibilités de Mme Petit"
    chosen = aubry.page.get_by_role("group", name="mercredi après-midi", exact=True)
    assert chosen.get_by_label("Impossible").is_checked()


def test_secretary_without_scripts_when_she_notes_an_absence_then_taken_back(visitor):
    petit = visitor("narrow", login=MAZINGARBE_SECRETARY, has_scripts=False).go("/secretariat/mes-demi-journees/")
    day = str(date.today() + timedelta(weeks=30))  # noqa: DTZ011 — far from what is published
    petit.fill(first_on=day, last_on=day).click("Noter cette absence")
    assert "Absence notée" in petit.said
    petit.page.get_by_role("button", name=re.compile("^Retirer")).click()
    assert "Absence retirée" in petit.said


def test_coordinator_when_a_reception_has_nobody_in_a_plan_then_she_reads_why(visitor, product, width):
    """Mme Roussel is away on one day of the plan's week: nobody else has a seat at her reception."""
    monday = date.fromisoformat(product.value("SELECT (date_trunc('week', now()) + interval '5 weeks')::date::text"))
    aubry = visitor(width, login=COORDINATOR).go("/reseau/secretaires/")
    aubry.follow("Mme Roussel").fill(first_on=str(monday), last_on=str(monday)).click("Noter cette absence")
    aubry.go("/reseau/secretaires/").fill(first=str(monday), n_weeks="1", seconds="3").click("Dessiner")
    product.run_jobs()
    aubry.page.get_by_role("button", name="Publier", exact=True).wait_for()
    aubry.page.get_by_role("link", name=re.compile("Bully")).first.click()
    aubry.page.wait_for_url("**?cabinet=bully*")
    aubry.page.locator("a.chip", has_text="Sans accueil").first.click()
    aubry.page.wait_for_url("**/sans-accueil/**")
    aubry.check()
    assert aubry.heading == "Pourquoi n’y a-t-il personne à l’accueil ?"
    assert "Mme Roussel est en" in aubry.text
    aubry.follow("Au planning").click("Jeter ce planning")
    aubry.follow("Mme Roussel").page.get_by_role("button", name=re.compile("^Retirer")).first.click()
