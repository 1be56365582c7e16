"""Mme Aubry asks why a half-day is empty."""

import re

from releve.config.demonstration.logins import COORDINATOR


def test_coordinator_when_a_half_day_is_empty_then_she_reads_why(visitor, width):
    aubry = visitor(width, login=COORDINATOR).go("/reseau/")
    aubry.page.get_by_role("link", name=re.compile("^Voir ces semaines")).first.click()
    aubry.page.wait_for_url("**/semaines/?debut=*")
    aubry.follow("Sans médecin").check()
    assert aubry.heading == "Pourquoi n’y a-t-il pas de médecin ?"
    assert aubry.page.locator("main li").count() > 0
