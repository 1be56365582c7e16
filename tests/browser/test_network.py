"""Mme Aubry coordinates: sees what is missing, lays and publishes four weeks, changes shifts, closes an office."""

import re
from datetime import date, timedelta

import pytest

from releve.config.demonstration.logins import COORDINATOR
from tests.browser.visitor import Visitor, words_of

# One office a width: what one test opens, the other finds closed.
OFFICES = {"narrow": "bully-les-mines", "wide": "mazingarbe"}
WRONG_RPPS = {"narrow": "10999900000", "wide": "10999900001"}
COUNT_SHIFTS = """
    SELECT count(*) FILTER (WHERE s.status = 'published'), count(*) FROM estate.rota_shift s
    JOIN estate.offices_office o ON o.id = s.office_id WHERE o.slug = %s AND s.day BETWEEN %s AND %s
"""
# A shift of the office with a patient to come: its id, and times that leave exactly her and the others out.
BOOKED_SHIFT = """
    SELECT s.id, to_char(s.starts_at AT TIME ZONE o.time_zone, 'HH24:MI'), s.starts_at, s.ends_at, s.room_id, s.day
    FROM estate.rota_shift s JOIN estate.offices_office o ON o.id = s.office_id
    WHERE o.slug = %s AND s.starts_at > now() AND EXISTS (
        SELECT FROM care.appointments_appointment a WHERE a.shift_id = s.id AND a.status = 'booked')
    ORDER BY s.starts_at LIMIT 1
"""
EMPTY_SHIFT = """
    SELECT s.id FROM estate.rota_shift s JOIN estate.offices_office o ON o.id = s.office_id
    WHERE o.slug = %s AND s.starts_at > now() AND s.status = 'published' AND NOT EXISTS (
        SELECT FROM care.appointments_appointment a
        WHERE a.shift_id = s.id AND a.status NOT IN ('cancelled', 'excused'))
    ORDER BY s.starts_at LIMIT 1
"""
FREE_ROOM = """
    SELECT r.id FROM estate.offices_room r JOIN estate.rota_shift s ON s.office_id = r.office_id
    WHERE s.id = %s AND r.is_active AND NOT EXISTS (
        SELECT FROM estate.rota_shift t WHERE t.room_id = r.id AND t.day = s.day AND t.status <> 'cancelled')
    LIMIT 1
"""


@pytest.fixture
def aubry(visitor, width) -> Visitor:
    return visitor(width, login=COORDINATOR)


@pytest.fixture
def office(width) -> str:
    return OFFICES[width]


def send(coordinator: Visitor, card: str, button: str) -> Visitor:
    """Send the form of one card of a shift's page."""
    coordinator.page.locator(f"section[aria-labelledby={card}]").get_by_role("button", name=button).click()
    coordinator.page.wait_for_load_state()
    return coordinator.check()


def test_coordinator_when_she_comes_in_then_she_sees_what_is_missing(aubry, product):
    aubry.go("/reseau/").check()
    assert aubry.heading == "Vue d’ensemble"
    figure = aubry.page.locator(".figure", has_text="Demi-journées sans médecin")
    assert int(words_of(figure.locator(".figure__value"))) > 0
    aubry.page.get_by_role("link", name=re.compile("^Voir ces semaines")).first.click()
    aubry.page.wait_for_url("**/semaines/?debut=*")
    assert aubry.check().page.locator("table.week .half--gap").count() > 0


def test_coordinator_when_she_opens_a_group_of_pages_by_the_keyboard_then_it_leads_there_and_closes_the_other(aubry):
    aubry.go("/reseau/")
    groups = aubry.page.locator(".nav__group")
    for label in ("Médecins", "Plannings"):
        groups.locator("summary", has_text=label).focus()
        aubry.page.keyboard.press("Enter")
    aubry.check()
    assert [group.get_attribute("open") is not None for group in groups.all()] == [False, False, True]
    aubry.page.keyboard.press("Tab")
    aubry.page.keyboard.press("Enter")
    aubry.page.wait_for_url("**/plannings/")
    assert "Plannings" in words_of(aubry.page.locator(".nav__link--current"))


def test_coordinator_when_she_opens_four_weeks_then_once_is_enough(aubry, product, office):
    last_laid = product.value(
        "SELECT max(s.day) FROM estate.rota_shift s JOIN estate.offices_office o ON o.id = s.office_id WHERE slug = %s",
        office,
    )
    first = last_laid - timedelta(days=last_laid.weekday()) + timedelta(weeks=1)
    period = (office, first, first + timedelta(days=27))
    aubry.go(f"/reseau/cabinets/{office}/semaines/?debut={first}").check()
    assert product.rows(COUNT_SHIFTS, *period) == [(0, 0)]
    aubry.click("Ouvrir les 4 semaines suivantes").check()
    ((n_published, n_laid),) = product.rows(COUNT_SHIFTS, *period)
    assert n_laid == n_published > 8
    assert f"{n_laid} vacations posées. {n_laid} vacations publiées" in aubry.said
    assert aubry.page.locator("table.week .half--published").count() == n_laid
    aubry.click("Ouvrir les 4 semaines suivantes").check()
    assert "rien n’a changé" in aubry.said
    assert product.rows(COUNT_SHIFTS, *period) == [(n_published, n_laid)]


def test_coordinator_when_she_lays_first_then_patients_see_nothing_until_she_publishes(aubry, product, office):
    draft = product.value(
        "SELECT min(s.day) FROM estate.rota_shift s JOIN estate.offices_office o ON o.id = s.office_id "
        "WHERE slug = %s AND s.status = 'draft'",
        office,
    )
    aubry.go(f"/reseau/cabinets/{office}/semaines/?debut={draft}&n=1")
    aubry.click("Poser les vacations").check()
    assert aubry.page.locator("table.week .half--draft").count() > 0
    assert aubry.page.locator("table.week .half--published").count() == 0
    aubry.page.get_by_role("button", name="Publier", exact=True).click()
    aubry.page.locator("table.week .half--published").first.wait_for()
    assert aubry.page.locator("table.week .half--draft").count() == 0


def test_coordinator_when_patients_are_booked_then_told_how_many_must_move_first(aubry, product, office):
    (shift, *_), *_others = product.rows(BOOKED_SHIFT, office)
    visits = product.rows(
        "SELECT to_char(a.starts_at AT TIME ZONE o.time_zone, 'HH24:MI'), to_char(a.ends_at AT TIME ZONE o.time_zone, "
        "'HH24:MI'), to_char(s.starts_at AT TIME ZONE o.time_zone, 'HH24:MI'), to_char(s.ends_at AT TIME ZONE "
        "o.time_zone, 'HH24:MI') FROM care.appointments_appointment a JOIN estate.rota_shift s ON s.id = a.shift_id "
        "JOIN estate.offices_office o ON o.id = s.office_id WHERE s.id = %s AND a.status = 'booked' ORDER BY 1",
        shift,
    )
    n = len(visits)
    aubry.go(f"/reseau/vacations/{shift}/").check()
    # Whatever is left of the shift lies before the first visit, or behind the last.
    (first, _, starts, ends), (_, last, *_) = visits[0], visits[-1]
    before = (starts, first) if first > starts else (last, ends)
    aubry.page.get_by_label("Début").fill(before[0])
    aubry.page.get_by_label("Fin").fill(before[1])
    send(aubry, "times", "Changer l’horaire")
    expected = "1 patient a rendez-vous hors" if n == 1 else f"{n} patients ont rendez-vous hors"
    assert expected in aubry.text
    aubry.page.get_by_label("Pourquoi la vacation est-elle annulée").fill("Coupure d’eau")
    send(aubry, "cancel", "Annuler la vacation")
    assert re.search(rf"\b{n} patients? ", words_of(aubry.page.locator("section[aria-labelledby=cancel]")))
    assert product.value("SELECT status FROM estate.rota_shift WHERE id = %s", shift) == "published"


def test_coordinator_when_nobody_is_booked_then_she_moves_shortens_and_cancels_a_shift(aubry, product, office):
    shift = product.value(EMPTY_SHIFT, office)
    room = product.value(FREE_ROOM, shift)
    aubry.go(f"/reseau/vacations/{shift}/").check()
    aubry.page.get_by_label("Salle", exact=True).select_option(str(room))
    assert "changé de salle" in send(aubry, "room", "Changer de salle").said
    start = aubry.page.get_by_label("Début").input_value()
    aubry.page.get_by_label("Fin").fill(f"{int(start[:2]) + 1:02}{start[2:5]}")
    assert "est changé" in send(aubry, "times", "Changer l’horaire").said
    send(aubry, "cancel", "Annuler la vacation")
    assert "Indiquez pourquoi" in aubry.text
    aubry.page.get_by_label("Pourquoi la vacation est-elle annulée").fill("Empêchement du médecin")
    assert "est annulée" in send(aubry, "cancel", "Annuler la vacation").said
    history = words_of(aubry.page.locator("section[aria-labelledby=history]"))
    assert "Mme Aubry" in history
    assert "Empêchement du médecin" in history


def test_coordinator_when_she_closes_an_office_then_it_is_told_and_can_be_undone(aubry, office, width):
    label = f"Travaux de peinture ({width})"
    day = date.fromisoformat("2031-03-03")
    aubry.go(f"/reseau/cabinets/{office}/fermetures/").click("Ajouter cette fermeture").check()
    assert "à corriger" in aubry.said
    aubry.fill(first_on=f"{day + timedelta(days=1)}", last_on=f"{day}", label=label)
    aubry.click("Ajouter cette fermeture").check()
    assert "à corriger" in aubry.said
    aubry.fill(first_on=f"{day}", last_on=f"{day + timedelta(days=1)}").click("Ajouter cette fermeture").check()
    assert "Fermeture ajoutée" in aubry.said
    row = aubry.page.locator("tr", has_text=label)
    assert "mars 2031" in words_of(row)
    aubry.go(f"/reseau/cabinets/{office}/semaines/?debut={day}&n=1").check()
    assert aubry.page.locator("table.week .half--closed").count() > 0
    aubry.go(f"/reseau/cabinets/{office}/fermetures/")
    row.get_by_role("button", name=re.compile("^Retirer")).click()
    aubry.page.get_by_text("Fermeture retirée").wait_for()
    assert row.count() == 0


def test_coordinator_when_she_opens_an_office_then_patients_find_its_page(aubry, visitor, product, width):
    name = f"Cabinet de Grenay ({width})"
    aubry.go("/reseau/cabinets/nouveau/").click("Ouvrir ce cabinet").check()
    assert "à corriger" in aubry.said
    soon = product.value("SELECT current_date + 90")
    aubry.fill(name=name, place="Grenay", address="1 place de la Mairie", opened_on=f"{soon}")
    aubry.click("Ouvrir ce cabinet").page.wait_for_url(re.compile(r"/reseau/cabinets/(?!nouveau)[^/]+/$"))
    assert "Cabinet ouvert" in aubry.check().said
    page = aubry.path.removeprefix("/reseau")
    patient = visitor(width).go(page).check()
    assert "pas encore ouvert" in patient.said
    aubry.go(f"/reseau{page}reglages/").follow("Fermer définitivement").check()
    aubry.fill(closed_on=f"{soon + timedelta(days=30)}").click("Fermer définitivement").check()
    assert "fermeture définitive" in aubry.said
    aubry.click("Rouvrir ce cabinet").check()
    assert "rouvert" in aubry.said


def test_coordinator_when_she_writes_down_a_new_doctor_then_a_wrong_number_is_a_warning_only(aubry, width):
    aubry.go("/reseau/medecins/").follow("Ajouter un médecin").check()
    aubry.fill(first_name="Ève", last_name=f"Delattre-{width.capitalize()}")
    aubry.field("rpps").fill(WRONG_RPPS[width])
    aubry.page.locator("main form .button").first.click()
    aubry.page.wait_for_url(re.compile(r"/medecins/\d+/$"))
    assert "RPPS à vérifier" in aubry.check().text
    aubry.follow("Nouvel engagement").check()
    aubry.click("Enregistrer l’engagement").check()
    assert "à corriger" in aubry.said
