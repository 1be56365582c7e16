"""Dr Benali: her weeks, her promise, an absence, and the secret address of her calendar."""

import re
from datetime import timedelta

import pytest

from releve.config.demonstration.logins import BULLY_DOCTOR, MAZINGARBE_DOCTOR
from tests.browser.visitor import Visitor, words_of

# Each width has a doctor of its own: there is one calendar address a doctor.
DOCTORS = {"narrow": BULLY_DOCTOR, "wide": MAZINGARBE_DOCTOR}
HER_SHIFTS = """
    SELECT s.day FROM estate.rota_shift s JOIN estate.commitments_doctor d ON d.id = s.doctor_id
    JOIN people.people_user u ON u.id = d.user_id
    WHERE u.email = %s AND s.starts_at > now() AND s.status = 'published' ORDER BY s.starts_at
"""
HER_PATIENTS = """
    SELECT DISTINCT p.first_name, p.last_name FROM care.appointments_appointment a
    JOIN care.appointments_patient p ON p.id = a.patient_id JOIN estate.commitments_doctor d ON d.id = a.doctor_id
    JOIN people.people_user u ON u.id = d.user_id
    WHERE u.email = %s AND a.status IN ('booked', 'arrived', 'in_consultation', 'seen')
      AND a.starts_at > now() - interval '27 days'
"""


@pytest.fixture
def doctor(visitor, width) -> Visitor:
    return visitor(width, login=DOCTORS[width])


def test_doctor_when_she_comes_in_then_she_sees_her_weeks_and_each_day(doctor, product, width):
    doctor.go("/medecin/").check()
    assert doctor.heading == "Aujourd’hui"
    assert doctor.page.locator("table.week .half--published").count() > 5
    day = product.value(HER_SHIFTS, DOCTORS[width].email)
    doctor.page.locator(f"table.week a[href*='{day}']").first.click()
    doctor.page.wait_for_url(f"**jour={day}")
    assert doctor.check().page.locator(".board__column").count() >= 1


def test_doctor_when_she_reads_her_promise_then_until_when_stands_in_plain_words(doctor):
    doctor.go("/medecin/").follow("Mon engagement").check()
    assert re.search(r"Vous consultez au .* demi-journées par semaine, au plus tard jusqu’au \d", doctor.text)


def test_doctor_when_she_is_away_then_told_what_is_already_published(doctor, product, width):
    day = product.value(HER_SHIFTS, DOCTORS[width].email)
    doctor.go("/medecin/engagement/").fill(first_on=f"{day}", last_on=f"{day - timedelta(days=1)}")
    doctor.click("Noter l’absence").check()
    assert "vient après son début" in doctor.said
    doctor.fill(last_on=f"{day}").click("Noter l’absence").check()
    assert "Absence notée" in doctor.said
    assert "déjà publiée" in doctor.said
    doctor.click("Retirer").check()
    assert "Absence retirée" in doctor.said


def test_doctor_when_she_makes_a_calendar_address_then_names_come_only_after_a_warning(doctor, product, width):
    names = product.rows(HER_PATIENTS, DOCTORS[width].email)
    assert names
    doctor.go("/medecin/agenda/").check().click("Créer mon adresse secrète").check()
    address = doctor.page.get_by_label("Adresse à coller").input_value().removeprefix(product.address)
    first = doctor.html_of(address)
    assert first.startswith("BEGIN:VCALENDAR")
    assert first.count("BEGIN:VEVENT") > 5
    assert [last for _, last in names if re.search(rf"\b{last}\b", first)] == []

    doctor.follow("C’est copié").check().follow("Ajouter les noms").check()
    assert "secret médical" in doctor.said
    doctor.click("Ajouter les noms").check()
    assert "à corriger" in doctor.said, "she must say that she has understood"
    doctor.page.get_by_label(re.compile("^J’ai compris")).check()
    doctor.click("Ajouter les noms").check()
    with_names = doctor.html_of(address)
    assert with_names.count("BEGIN:VEVENT") > first.count("BEGIN:VEVENT")
    assert all(f"SUMMARY:{given} {last[0]}." in with_names for given, last in names)
    assert [last for _, last in names if re.search(rf"\b{last}\b", with_names)] == [], "initials only"

    doctor.click("Retirer les noms").check()
    assert doctor.html_of(address).count("BEGIN:VEVENT") == first.count("BEGIN:VEVENT")
    doctor.click("Renouveler l’adresse").check()
    assert doctor.status_of(address) == 404
    renewed = doctor.page.get_by_label("Adresse à coller").input_value().removeprefix(product.address)
    assert doctor.status_of(renewed) == 200


def test_doctor_when_patients_come_then_she_marks_them_seen_or_takes_it_back(doctor, product, width):
    day = product.value(
        "SELECT max(s.day)::text FROM care.appointments_appointment a JOIN estate.rota_shift s ON s.id = a.shift_id "
        "JOIN estate.commitments_doctor d ON d.id = a.doctor_id JOIN people.people_user u ON u.id = d.user_id "
        "WHERE u.email = %s AND a.status = 'seen'",
        DOCTORS[width].email,
    )
    doctor.go(f"/medecin/jour/?jour={day}").check()
    place = doctor.page.locator(".visit--seen").first.get_attribute("id")
    line = doctor.page.locator(f"#{place}")
    line.get_by_role("button", name=re.compile("^Défaire")).click()
    doctor.page.locator(f"#{place}.visit--in_consultation").wait_for()
    doctor.check()
    line.get_by_role("button", name=re.compile("^Vu")).click()
    doctor.page.locator(f"#{place}.visit--seen").wait_for()
    assert "Vu" in words_of(line)
