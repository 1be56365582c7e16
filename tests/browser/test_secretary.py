"""Mme Petit at the reception: books by telephone, receives, adds in double, moves, cancels."""

import re

import pytest

from releve.config.demonstration.logins import MAZINGARBE_SECRETARY
from tests.browser.visitor import Visitor, words_of

# A day of the weeks to come on which two doctors consult at the office of Mazingarbe.
BUSY_DAY = """
    SELECT day::text FROM estate.rota_shift s JOIN estate.offices_office o ON o.id = s.office_id
    WHERE o.slug = 'mazingarbe' AND s.status = 'published' AND s.starts_at > now() + interval '20 hours'
    GROUP BY day HAVING count(DISTINCT doctor_id) > 1 ORDER BY day LIMIT 1
"""
# The last day on which somebody was seen there.
LAST_DAY = """
    SELECT max(s.day)::text FROM care.appointments_appointment a JOIN estate.rota_shift s ON s.id = a.shift_id
    JOIN estate.offices_office o ON o.id = s.office_id
    WHERE o.slug = 'mazingarbe' AND a.status = 'seen' AND a.starts_at < now()
"""
# The half-day that holds the visit of a patient.
SHIFT_OF = """
    SELECT a.shift_id FROM care.appointments_appointment a JOIN care.appointments_patient p ON p.id = a.patient_id
    WHERE p.last_name = %s
"""
NAMES = {"narrow": "Brûlé-Étroit", "wide": "Brûlé-Large"}
BORN = {"narrow": "05/03/1951", "wide": "06/04/1952"}


@pytest.fixture
def petit(visitor, width) -> Visitor:
    return visitor(width, login=MAZINGARBE_SECRETARY)


def go_to_day(secretary: Visitor, day: object) -> Visitor:
    secretary.go("/secretariat/").page.get_by_label("Aller au").fill(str(day))
    secretary.click("Voir").page.wait_for_url(f"**jour={day}")
    return secretary


def search(secretary: Visitor, words: str) -> Visitor:
    secretary.page.locator("#recherche").fill(words)
    secretary.page.locator("#recherche").press("Enter")
    secretary.page.locator("#resultats").wait_for()
    return secretary


def book_for(secretary: Visitor, last_name: str, born: str) -> Visitor:
    """From the day's board: a free time, a new patient, the confirmation."""
    secretary.page.locator("a.free__time").first.click()
    secretary.page.wait_for_url("**/patients/?creneau=*")
    secretary.click("Créer un patient").fill(
        last_name=last_name, first_name="Anaïs", birth_date=born, phone="06 39 98 77 66"
    )
    secretary.click("Enregistrer et choisir l’horaire").page.wait_for_url("**/confirmer/?creneau=*")
    return secretary


def line_of(secretary: Visitor, last_name: str):
    return secretary.page.locator(".visit", has_text=last_name).first


def test_secretary_when_a_patient_calls_then_booked_found_moved_and_cancelled(petit, product, width):
    name = NAMES[width]
    go_to_day(petit, product.value(BUSY_DAY)).check()
    assert petit.page.locator(".board__column").count() > 1
    petit.page.locator("a.free__time").first.click()
    petit.page.wait_for_url("**/patients/?creneau=*")
    search(petit, f"{name} {BORN[width]}").check()
    assert "Aucun patient trouvé" in petit.text
    petit.click("Créer un patient").check()
    assert petit.field("birth_date").input_value() == BORN[width], "what was searched is not typed again"
    petit.click("Enregistrer et choisir l’horaire").check()
    assert "à corriger" in petit.said
    petit.fill(last_name=name, first_name="Anaïs", phone="06 39 98 77 66")
    petit.click("Enregistrer et choisir l’horaire").page.wait_for_url("**/confirmer/?creneau=*")
    assert "est enregistré" in petit.said
    petit.check().choose("Un proche").click("Confirmer le rendez-vous").check()
    assert "Nom de la personne qui appelle" in petit.said
    petit.fill(booker_name="Sa fille").click("Confirmer le rendez-vous").check()
    assert "Rendez-vous donné" in petit.said
    assert line_of(petit, name).is_visible()

    # Without accents, by the quick search of every page.
    search(petit, "brule anais").check()
    petit.follow(f"{name} Anaïs").check()
    petit.page.locator("main table a").first.click()
    petit.page.wait_for_url("**/secretariat/rendez-vous/*/")
    petit.check()
    assert "Sa fille" in petit.text
    before = petit.heading

    petit.follow("Déplacer").check()
    petit.page.locator("button.time").last.click()
    petit.page.wait_for_url("**creneau=*")
    petit.check().click("Déplacer le rendez-vous").check()
    assert "Rendez-vous déplacé" in petit.said
    assert petit.heading != before
    assert "éplacé" in words_of(petit.page.locator("section[aria-labelledby=historique]"))

    petit.follow("Annuler ce rendez-vous").check()
    petit.click("Annuler le rendez-vous").check()
    assert "Rendez-vous annulé" in petit.said


def test_secretary_when_patients_come_then_she_receives_them_and_takes_a_wrong_click_back(petit, product):
    go_to_day(petit, product.value(LAST_DAY))
    line = petit.page.locator(f"#{petit.page.locator('.visit--seen').first.get_attribute('id')}")

    def step(button: str, to: str) -> None:
        line.get_by_role("button", name=re.compile(f"^{button}")).click()
        petit.page.locator(f"#{line.get_attribute('id')}.visit--{to}").wait_for()

    for status in ("in_consultation", "arrived", "booked"):
        step("Défaire", status)
    petit.check()
    n_present = words_of(petit.page.locator("#comptes dd").nth(1))
    step("Arrivé", "arrived")
    assert words_of(petit.page.locator("#comptes dd").nth(1)) == str(int(n_present) + 1)
    step("En consultation", "in_consultation")
    petit.check()
    step("Vu", "seen")
    petit.check()


def test_secretary_when_scripts_are_off_then_she_receives_all_the_same(visitor, product):
    petit = go_to_day(visitor(login=MAZINGARBE_SECRETARY, has_scripts=False), product.value(LAST_DAY))
    line = petit.page.locator(".visit--seen").first
    place = line.get_attribute("id")
    line.get_by_role("button", name=re.compile("^Défaire")).click()
    petit.page.wait_for_url(f"**#{place}")
    petit.page.locator(f"#{place}.visit--in_consultation").get_by_role("button", name=re.compile("^Vu")).click()
    petit.page.locator(f"#{place}.visit--seen").wait_for()


def test_secretary_when_the_day_has_not_come_then_nobody_can_have_arrived(petit, product):
    go_to_day(petit, product.value(BUSY_DAY))
    assert petit.page.get_by_role("button", name=re.compile("^Arrivé")).count() == 0


def test_secretary_when_she_books_in_double_then_she_says_why_and_it_is_marked(petit, product, width):
    name = f"Double-{NAMES[width]}"
    day = product.value(BUSY_DAY)
    book_for(go_to_day(petit, day), name, f"01/02/{BORN[width][-4:]}").click("Confirmer le rendez-vous")
    column = petit.page.locator(".board__column", has_text=name)
    column.get_by_role("link", name=re.compile("^Ajouter en double")).click()
    search(petit.check(), "costa manuel").check()
    petit.follow("Ajouter en double").check()
    petit.click("Ajouter en double").check()
    assert "Pourquoi en double" in petit.said
    petit.fill(because="Adressé par le 15").click("Ajouter en double").check()
    assert "ajouté en double" in petit.said
    marked = petit.page.locator(".visit", has_text="Adressé par le 15").first
    assert "En double" in words_of(marked)
    marked.locator("a.visit__name").click()
    petit.page.wait_for_url("**/rendez-vous/*/")
    assert "Adressé par le 15" in petit.check().text
    petit.follow("Annuler ce rendez-vous").click("Annuler le rendez-vous")
    petit.follow("Voir la journée")
    line_of(petit, name).locator("a.visit__name").click()
    petit.follow("Annuler ce rendez-vous").click("Annuler le rendez-vous")


def test_secretary_when_another_took_the_time_then_three_others_in_the_same_answer(visitor, product):
    day = product.value(BUSY_DAY)
    first, second = (go_to_day(visitor(login=MAZINGARBE_SECRETARY), day) for _ in range(2))
    book_for(first, "Premier-Arrivé", "01/01/1970")
    second.go(f"/secretariat/patients/?{first.path.split('?')[1]}")
    first.click("Confirmer le rendez-vous")
    search(second, "costa manuel").follow("Donner cet horaire")
    with second.page.expect_response("**/confirmer/") as answer:
        second.click("Confirmer le rendez-vous")
    assert answer.value.status == 409
    second.check()
    assert second.page.locator("button.time").count() == 3
    line_of(first, "Premier-Arrivé").locator("a.visit__name").click()
    first.follow("Annuler ce rendez-vous").click("Annuler le rendez-vous")


def test_secretary_when_a_shift_must_change_then_she_finds_whom_to_call(petit, product, width):
    name = f"Appeler-{NAMES[width]}"
    book_for(go_to_day(petit, product.value(BUSY_DAY)), name, f"02/02/{BORN[width][-4:]}")
    petit.click("Confirmer le rendez-vous")
    petit.follow("À déplacer").check()
    petit.page.locator(f"a[href$='/vacations/{product.value(SHIFT_OF, name)}/patients/']").first.click()
    petit.page.wait_for_url("**/patients/")
    row = petit.check().page.locator("tr", has_text=name)
    assert "06 39 98 77 66" in words_of(row)
    row.get_by_role("link", name=re.compile("^Annuler")).click()
    petit.page.wait_for_url("**/annuler/**")
    petit.check().choose("L’accueil").click("Annuler le rendez-vous").check()
    assert "Rendez-vous annulé" in petit.said
    assert name not in petit.text


def test_secretary_when_she_prints_the_day_then_the_list_has_names_and_no_menu(petit, product):
    petit.go(f"/secretariat/liste/?jour={product.value(LAST_DAY)}").check()
    assert petit.page.locator("table.day-list tbody th").count() > 0
    petit.page.emulate_media(media="print")
    assert not petit.page.locator("nav").first.is_visible()
    assert petit.page.locator("table.day-list").first.is_visible()
