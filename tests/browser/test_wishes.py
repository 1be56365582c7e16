"""A doctor on her telephone: when she can work in a season, and a half-day that she exchanges with a colleague."""

import pytest
from django.core.signing import Signer

from releve.config.demonstration.logins import COORDINATOR, MAZINGARBE_DOCTOR
from releve.pipeline.rota.messages.exchange_links import ANSWER
from tests.browser.product import SECRET_KEY, Product
from tests.browser.visitor import Visitor, words_of

PAGE, EXCHANGES = "/medecin/disponibilites/", "/medecin/echanges/"
# Her half-days that nobody has booked into, and those of each colleague at the same office.
FREE_SHIFTS = """
    SELECT s.id FROM estate.rota_shift s JOIN estate.commitments_doctor d ON d.id = s.doctor_id
    JOIN people.people_user u ON u.id = d.user_id
    WHERE u.email = %s AND s.starts_at > now() + interval '2 days' AND s.day < now() + interval '13 weeks'
      AND s.status <> 'cancelled'
      AND NOT EXISTS (SELECT FROM care.appointments_appointment a WHERE a.shift_id = s.id AND a.status = 'booked')
    ORDER BY s.starts_at DESC
"""
HOLDER = "SELECT doctor_id FROM estate.rota_shift WHERE status <> 'cancelled' AND (room_id, starts_at) = (%s, %s)"


@pytest.fixture
def doctor(visitor) -> Visitor:
    return visitor("narrow", login=MAZINGARBE_DOCTOR)


def chosen(page, half_day: str) -> str:
    """Return what is chosen of a half-day."""
    group = page.get_by_role("group", name=half_day, exact=True)
    return words_of(group.locator(".wish__choice:has(input:checked) label"))


def test_doctor_when_she_taps_her_season_then_each_tap_is_kept_and_two_tabs_lose_nothing(doctor):
    doctor.go(PAGE).check()
    assert doctor.heading == "Mes disponibilités"
    other = doctor.open_tab(PAGE)
    doctor.page.get_by_role("group", name="vendredi après-midi", exact=True).get_by_label("Impossible").check()
    doctor.page.locator("#enregistre", has_text="Enregistré à").wait_for()
    doctor.check()
    other.page.get_by_role("group", name="lundi matin", exact=True).get_by_label("Plutôt pas").check()
    other.page.locator("#enregistre", has_text="Enregistré à").wait_for()
    other.page.close()
    doctor.go(PAGE).check()
    assert chosen(doctor.page, "vendredi après-midi") == "Impossible"
    assert chosen(doctor.page, "lundi matin") == "Plutôt pas"
    assert "Répondu" in doctor.text


def test_doctor_without_scripts_when_she_sends_her_season_then_it_is_kept(visitor):
    doctor = visitor("narrow", login=MAZINGARBE_DOCTOR, has_scripts=False).go(PAGE)
    doctor.page.get_by_role("group", name="mardi matin", exact=True).get_by_label("Je peux").check()
    doctor.click("Enregistrer ces disponibilités")
    assert "Disponibilités enregistrées" in doctor.said
    assert chosen(doctor.page, "mardi matin") == "Je peux"


def test_doctor_when_a_week_is_not_like_the_others_then_noted_and_taken_back(doctor):
    doctor.go(PAGE)
    day = doctor.page.locator("input[name=saison]").first.get_attribute("value")
    doctor.fill(day=day)
    doctor.page.get_by_label("Pour", exact=True).select_option("week")
    doctor.click("Noter l’exception").check()
    assert "Exception notée" in doctor.said
    doctor.click("Retirer").check()
    assert "Exception retirée" in doctor.said


def test_doctor_when_her_colleague_accepts_by_the_link_of_the_mail_then_both_half_days_change(doctor, visitor, product):
    shift_id = offered_against(doctor, product)
    other_id = int(doctor.page.locator("input[value^=contre-]").first.get_attribute("value").removeprefix("contre-"))
    hers, his = (place_of(product, one) for one in (shift_id, other_id))
    doctor.page.locator(f"input[value=contre-{other_id}]").check()
    doctor.fill(mot="Mariage de mon frère").click("Envoyer la proposition").check()
    assert "Proposition envoyée" in doctor.said
    assert "Mariage de mon frère" in doctor.text

    colleague = visitor("narrow").go(link_of(product, his.doctor)).check()
    assert "vous propose un échange" in colleague.heading
    colleague.click("Accepter").check()
    assert "Échange fait" in colleague.said
    assert product.value(HOLDER, hers.room, hers.starts_at) == his.doctor
    assert product.value(HOLDER, his.room, his.starts_at) == hers.doctor
    visitor("wide", login=COORDINATOR).go("/reseau/souhaits/echanges/").check_at_both_widths()


def test_doctor_when_she_looks_for_a_third_then_the_page_says_what_is_possible(doctor, product):
    shift_id = offered_against(doctor, product)
    other_id = doctor.page.locator("input[value^=contre-]").first.get_attribute("value").removeprefix("contre-")
    doctor.go(f"{EXCHANGES}vacation/{shift_id}/contre/{other_id}/").check()
    assert doctor.heading == "Échange à trois"


class Place:
    def __init__(self, doctor: int, room: int, starts_at: object) -> None:
        self.doctor, self.room, self.starts_at = doctor, room, starts_at


def place_of(product: Product, shift_id: int) -> Place:
    (row,) = product.rows("SELECT doctor_id, room_id, starts_at FROM estate.rota_shift WHERE id = %s", shift_id)
    return Place(*row)


def offered_against(doctor: Visitor, product: Product) -> int:
    """Open the page of one of her half-days for which a colleague has one in exchange."""
    for (shift_id,) in product.rows(FREE_SHIFTS, MAZINGARBE_DOCTOR.email):
        doctor.go(f"{EXCHANGES}vacation/{shift_id}/")
        if doctor.page.locator("input[value^=contre-]").count():
            doctor.check()
            return shift_id
    raise AssertionError("no half-day of hers can be exchanged")


def link_of(product: Product, doctor_id: int) -> str:
    """Return the address that stands in the colleague's mail about the latest exchange."""
    ((network, exchange),) = product.rows("SELECT network_id, id FROM estate.rota_exchange ORDER BY id DESC LIMIT 1")
    token = Signer(key=SECRET_KEY, salt=ANSWER, sep="~").sign(f"{network:x}-{exchange:x}-{doctor_id:x}")
    return f"/medecin/echange/{token}/"
