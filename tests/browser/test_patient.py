"""A patient finds a time, books it, moves it and cancels it; and what else happens on the way."""

import re

import pytest

from tests.browser.visitor import Visitor, words_of

LAST_NAMES = {"narrow": "Martin", "wide": "O’Neill-Lefèvre"}


def find(patient: Visitor, place: str = "Mazingarbe") -> Visitor:
    """From the home page to the offices nearby."""
    patient.go("/").page.get_by_label("Votre commune ou votre code postal").fill(place)
    return patient.click("Trouver un rendez-vous")


def hold_first_time(patient: Visitor) -> Visitor:
    patient.page.locator("button.time").first.click()
    patient.page.wait_for_url("**/vous/")
    return patient


def tell_who(patient: Visitor, last_name: str, email: str) -> Visitor:
    patient.choose("Moi").fill(first_name="Zoé", last_name=last_name, birth_date="29/02/1996", email=email)
    patient.click("Recevoir mon code").page.wait_for_url("**/code/")
    return patient


def type_code(patient: Visitor, code: str) -> Visitor:
    return patient.fill(code=code).click("Confirmer le rendez-vous")


def book(patient: Visitor, last_name: str, email: str) -> Visitor:
    tell_who(hold_first_time(find(patient)), last_name, email)
    type_code(patient, patient.product.last_code()).page.wait_for_url(re.compile(r"/rendez-vous/[^/]+/$"))
    return patient


def when_of(patient: Visitor) -> str:
    return patient.page.locator(".ticket__when").inner_text()


def test_patient_when_she_books_then_she_can_keep_move_and_cancel_it(visitor, product, width):
    patient = visitor(width).go("/").check()
    find(patient).check()
    assert patient.heading == "Rendez-vous près de Mazingarbe"
    office = patient.page.locator(".office").first
    assert "Mazingarbe" in office.locator("h2").inner_text()
    assert re.search(r"\d+ min", words_of(office.locator(".travel")))
    assert office.locator("button.time").count() == 3

    patient.page.get_by_label("Motif").select_option("Première visite au cabinet")
    patient.click("Actualiser").check()
    hold_first_time(patient).check()
    chosen = patient.page.locator(".choice-summary__when").inner_text()
    assert "Première visite" in patient.page.locator(".choice-summary").inner_text()

    patient.click("Recevoir mon code").check()
    assert "à corriger" in patient.said
    tell_who(patient, LAST_NAMES[width], f"zoe.{width}@exemple.fr").check()

    code = product.last_code()
    type_code(patient, "111111" if code == "000000" else "000000").check()
    assert re.search(r"\b4\b", patient.text), "how many tries are left"
    type_code(patient, f"{code[:3]} {code[3:]}").check()
    assert patient.heading == "Votre rendez-vous est confirmé"
    assert when_of(patient).lower() == chosen.lower()

    with patient.page.expect_download() as waiting:
        patient.page.get_by_role("link", name="Ajouter à mon agenda").click()
    calendar = waiting.value.path().read_text(encoding="utf-8")
    assert calendar.startswith("BEGIN:VCALENDAR")
    assert "Première visite" not in calendar
    assert waiting.value.suggested_filename == "rendez-vous.ics"

    patient.follow("Déplacer").check()
    patient.page.locator("button.time").last.click()
    patient.page.wait_for_url("**horaire=*")
    patient.check().click("Oui, déplacer").check()
    assert "déplacé" in patient.said
    moved_to = when_of(patient)
    assert moved_to.lower() != chosen.lower()

    patient.follow("Annuler").check().click("Oui, annuler").check()
    assert patient.heading == "Ce rendez-vous est annulé"
    assert when_of(patient) == moved_to
    assert patient.page.get_by_role("link", name="Déplacer").count() == 0


def test_patient_when_she_types_her_postal_code_then_the_same_offices(visitor, width):
    patient = find(visitor(width), "62160")
    if patient.heading == "Quelle commune ?":
        patient.check().follow("Bully-les-Mines")
    assert patient.heading == "Rendez-vous près de Bully-les-Mines"
    assert "Bully-les-Mines" in patient.page.locator(".office h2").first.inner_text()


def test_patient_when_her_browser_runs_no_scripts_then_she_books_all_the_same(visitor):
    patient = book(visitor(has_scripts=False), "Sansscript", "sans.script@exemple.fr")
    assert patient.heading == "Votre rendez-vous est confirmé"
    patient.follow("Annuler").click("Oui, annuler")
    assert patient.heading == "Ce rendez-vous est annulé"


def test_patients_when_two_want_one_time_then_the_second_is_offered_three_others(visitor):
    first, second = find(visitor()), find(visitor("narrow"))
    wanted = first.page.locator("button.time").first.get_attribute("value")
    assert second.page.locator("button.time").first.get_attribute("value") == wanted
    hold_first_time(first)
    with second.page.expect_response("**/rendez-vous/nouveau/") as answer:
        second.page.locator("button.time").first.click()
    assert answer.value.status == 409
    second.check()
    offered = [each.get_attribute("value") for each in second.page.locator("button.time").all()]
    assert len(offered) == 3
    assert wanted not in offered
    hold_first_time(second).check()
    first.click("Choisir un autre horaire").check()
    second.click("Choisir un autre horaire")


def test_patient_when_she_clicks_one_time_in_two_tabs_then_both_hold_the_same(visitor):
    patient = find(visitor())
    other = patient.open_tab(patient.path)
    hold_first_time(patient)
    hold_first_time(other)
    assert other.path == patient.path
    tell_who(patient, "Deux-Onglets", "deux.onglets@exemple.fr")
    type_code(patient, patient.product.last_code())
    assert patient.heading == "Votre rendez-vous est confirmé"
    other.page.reload()
    assert other.path == patient.path
    patient.follow("Annuler").click("Oui, annuler")


def test_patient_when_she_hoards_times_then_shown_what_she_holds_already(visitor):
    patient = visitor("narrow")
    for _ in range(5):
        find(patient).page.locator("button.time").first.click()
        patient.page.wait_for_url("**/rendez-vous/**")
        if not patient.path.endswith("/vous/"):
            break
    assert patient.check().heading == "Vos horaires réservés"
    patient.click("Rendre cet horaire").check()
    assert patient.heading == "Choisissez un horaire"
    patient.page.locator("button.time").first.click()
    patient.page.wait_for_url("**/vous/")


def test_patient_when_she_goes_back_after_the_confirmation_then_she_is_shown_it_again(visitor, product):
    patient = book(visitor(), "Retour", "retour@exemple.fr")
    confirmed = patient.path
    patient.page.go_back()
    patient.page.wait_for_url(f"**{confirmed}")
    assert patient.heading == "Votre rendez-vous est confirmé"
    booked = "SELECT status FROM care.appointments_appointment WHERE contact_email = 'retour@exemple.fr'"
    assert product.rows(booked) == [("booked",)]
    patient.follow("Annuler").click("Oui, annuler")
    patient.page.go_back()
    patient.page.reload()
    assert patient.heading == "Ce rendez-vous est annulé"


def test_patient_when_she_uses_the_keyboard_alone_then_she_holds_a_time(visitor):
    patient = visitor().go("/")
    press_tab_until(patient, "#ou")
    patient.page.keyboard.type("Mazingarbe")
    patient.page.keyboard.press("Enter")
    patient.page.wait_for_url("**ou=Mazingarbe**")
    press_tab_until(patient, "button.time")
    assert patient.page.evaluate("getComputedStyle(document.activeElement).outlineStyle") != "none"
    patient.page.keyboard.press("Enter")
    patient.page.wait_for_url("**/vous/")
    press_tab_until(patient, "input[name=booked_for]")
    patient.page.keyboard.press("Space")
    press_tab_until(patient, "input[name=first_name]")
    patient.click("Choisir un autre horaire")


def press_tab_until(patient: Visitor, selector: str, n_max: int = 30) -> None:
    for _ in range(n_max):
        patient.page.keyboard.press("Tab")
        if patient.page.evaluate("wanted => document.activeElement.matches(wanted)", selector):
            return
    pytest.fail(f"{n_max} times Tab, and never at {selector}")


def test_patient_when_she_presses_the_first_tab_then_she_may_skip_to_the_content(visitor):
    patient = visitor("narrow").go("/")
    patient.page.keyboard.press("Tab")
    assert patient.page.evaluate("document.activeElement.innerText") == "Aller au contenu"
    patient.page.keyboard.press("Enter")
    assert patient.page.evaluate("document.activeElement.id") == "contenu"


def test_patient_when_she_changes_the_language_then_the_page_changes_and_back(visitor, width):
    patient = find(visitor(width))
    french, here = patient.heading, patient.path
    patient.click("English").check()
    assert patient.path == here
    assert patient.page.locator("html").get_attribute("lang") == "en"
    assert patient.heading != french
    patient.click("Français")
    assert patient.path == here
    assert patient.heading == french


@pytest.mark.parametrize(
    ("name", "is_taken"),
    [("x" * 500, False), ("Zoé 🙂", False), ("שלמה", True), ("李", True)],
    ids=["500 signs", "emoji", "right to left", "one sign"],
)
def test_patient_when_her_name_is_unusual_then_taken_or_told_why(visitor, name, is_taken):
    patient = hold_first_time(find(visitor("narrow")))
    patient.page.evaluate("document.querySelectorAll('input').forEach(input => input.removeAttribute('maxlength'))")
    patient.fill(first_name=name, last_name="Essai", birth_date="1/2/1990", email="essai@exemple.fr")
    patient.click("Recevoir mon code").check()
    assert patient.path.endswith("/code/" if is_taken else "/vous/")
    assert is_taken or "Prénom" in patient.said
    patient.click("Choisir un autre horaire")
