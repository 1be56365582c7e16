"""Mme Aubry has a rota drawn, compares it, publishes it, takes it back, and asks why a half-day is empty."""

import re
import subprocess
import sys
from datetime import timedelta

import pytest

from releve.config.demonstration.logins import COORDINATOR
from tests.browser.product import ROOT, settings_for
from tests.browser.visitor import Visitor

# Beyond all that is laid, and apart for each width.
WEEKS_BEYOND = {"narrow": 1, "wide": 3}
N_SHIFTS = "SELECT count(*) FROM estate.rota_shift WHERE status = 'published' AND day BETWEEN %s AND %s"


@pytest.fixture
def aubry(visitor, width) -> Visitor:
    return visitor(width, login=COORDINATOR)


@pytest.fixture
def monday(product, width):
    last = product.value("SELECT max(day) FROM estate.rota_shift")
    return last - timedelta(days=last.weekday()) + timedelta(weeks=WEEKS_BEYOND[width] + 8)


def work_off(product) -> None:
    """Do what the worker does: the product of these tests serves pages only."""
    worker = [sys.executable, "-m", "releve.config.command", "manage", "procrastinate", "worker", "--one-shot"]
    subprocess.run(worker, env=settings_for(product.database_url), cwd=ROOT, check=True, capture_output=True)


def drawn(coordinator: Visitor, monday) -> Visitor:
    coordinator.go("/reseau/plannings/").check()
    coordinator.fill(first=monday.isoformat(), n_weeks="2", seconds="5").click("Dessiner").check()
    work_off(coordinator.product)
    coordinator.page.get_by_role("link", name="Publier…").wait_for()
    return coordinator.check()


def test_coordinator_when_she_draws_a_rota_then_compares_publishes_and_takes_it_back(aubry, product, monday):
    period = (monday, monday + timedelta(days=13))
    before = product.value(N_SHIFTS, *period)
    drawn(aubry, monday)
    assert aubry.page.locator("table.week .half--to_lay").count() > 0
    assert product.value(N_SHIFTS, *period) == before
    aubry.follow("Comparer").check()
    assert re.match(r"En place ou Planning \d+", aubry.heading)
    aubry.follow("Publier…").check()
    aubry.click("Publier ce planning").check()
    assert "s’ouvrent aux patients" in aubry.said
    assert product.value(N_SHIFTS, *period) > before
    aubry.click("Revenir en arrière").check()
    assert "tout est redevenu comme avant" in aubry.said
    assert product.value(N_SHIFTS, *period) == before


def test_coordinator_when_a_half_day_is_empty_then_she_reads_why(aubry, product):
    aubry.go("/reseau/")
    aubry.page.get_by_role("link", name=re.compile("^Voir ces semaines")).first.click()
    aubry.page.wait_for_url("**/semaines/?debut=*")
    aubry.follow("Sans médecin").check()
    assert aubry.heading == "Pourquoi n’y a-t-il pas de médecin ?"
    assert aubry.page.locator("main li").count() > 0
