from datetime import date, timedelta

import pytest

from releve.desks.doctor.tests.conftest import MONDAY, read, words
from releve.pipeline.commitments.models import Absence, Commitment
from releve.pipeline.rota.models import Shift
from tests.factories import a_promise, a_published_shift, an_office
from tests.promises import an_act

PROMISE, ABSENCES = "/medecin/engagement/", "/medecin/absences/"


def absent(first="2026-12-14", last="2026-12-18", first_half="am", last_half="pm"):
    return {"first_on": first, "first_half": first_half, "last_on": last, "last_half": last_half}


def test_promise_when_opened_says_everything_in_plain_words(desk):
    said = words(read(desk.get(PROMISE)))
    assert "Vous consultez au Cabinet médical de Mazingarbe (site distinct) depuis le 1er janvier 2026" in said
    assert "4 demi-journées par semaine" in said
    assert "au plus tard jusqu’au 31 décembre 2027" in said
    assert "12 mois · jusqu’au 31 décembre 2026" in said
    assert "dites-le au plus tard le 30 juin 2027" in said
    assert "lundi matin, mardi matin, mercredi matin, vendredi matin" in said


def test_promise_when_laid_counts_the_half_days_of_each_week(desk, office, benali):
    a_published_shift(office, benali, MONDAY + timedelta(days=1))
    a_published_shift(office, benali, MONDAY + timedelta(days=7))
    numbers = [item.text for item in read(desk.get(PROMISE)).select(".laid__n")]
    assert numbers == ["2", "1", "0", "0", "0", "0", "0", "0"]


def test_promise_when_over_is_kept_apart(desk, network, benali):
    other = an_office(network, name="Cabinet de Bully")
    a_promise(other, benali, starts_on=date(2024, 1, 1), ends_on=date(2025, 12, 31))
    page = read(desk.get(PROMISE))
    assert "Cabinet de Bully" in words(page.details)
    assert len(page.select(".card--accent")) == 1


def test_promise_when_it_replaces_names_the_replaced_doctor(desk):
    Commitment.objects.update(route="replacement", replaced_doctor_name="Dr Lenoir")
    assert "Vous remplacez Dr Lenoir" in words(read(desk.get(PROMISE)))


def test_absence_when_noted_is_stored_under_the_estate(desk, benali):
    answer = desk.post(ABSENCES, absent(first_half="pm"))
    absence = Absence.objects.get()
    assert (absence.doctor, absence.first_on, absence.first_half) == (benali, date(2026, 12, 14), "pm")
    page = words(read(desk.get(answer["Location"])))
    assert "Absence notée" in page
    assert "du 14 décembre 2026 au 18 décembre 2026, dès l’après-midi du premier jour" in page


def test_absence_when_shifts_are_published_says_who_must_move_whom(desk, office, benali, book):
    book(0, shift=a_published_shift(office, benali, date(2026, 12, 14)))
    page = words(read(desk.post(ABSENCES, absent(), follow=True)))
    assert "1 vacation est déjà publiée ces jours-là." in page
    assert "1 patient y est attendu : l’accueil doit le déplacer" in page
    assert Shift.objects.filter(status="published").count() == 2


def test_absence_when_only_the_other_half_day_is_worked_says_nothing(desk, office, benali):
    a_published_shift(office, benali, date(2026, 12, 14))
    page = words(read(desk.post(ABSENCES, absent(last="2026-12-14", first_half="pm"), follow=True)))
    assert "déjà publiée" not in page


def test_absence_when_sent_twice_is_stored_once(desk):
    desk.post(ABSENCES, absent())
    desk.post(ABSENCES, absent())
    assert Absence.objects.count() == 1


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        (absent(first=""), "obligatoire"),
        (absent(first="2026-12-32"), "date valide"),
        (absent(first="2026-12-18", last="2026-12-14"), "La fin de l’absence vient après son début"),
        (absent(last="2026-12-14", first_half="pm", last_half="am"), "La fin de l’absence vient après son début"),
        (absent(first="2020-01-06", last="2020-01-07"), "il est passé"),
        (absent(last="2036-01-07"), "Vérifiez l’année"),
    ],
)
def test_absence_when_badly_typed_says_what_to_correct(desk, typed, said):
    page = read(desk.post(ABSENCES, typed), status=422)
    assert said in words(page.select_one(".error-summary"))
    assert not Absence.objects.exists()


def test_absence_when_withdrawn_is_gone_and_twice_is_not_there(desk):
    desk.post(ABSENCES, absent())
    address = f"{ABSENCES}{Absence.objects.get().id}/retirer/"
    assert "Absence retirée" in words(read(desk.post(address, follow=True)))
    assert not Absence.objects.exists()
    assert desk.post(address).status_code == 404


def test_promise_when_she_has_deadlines_then_her_own_with_rule_and_certainty(desk, benali):
    """ORD-16: the contract signed on 20 November is due at the Ordre on 20 December."""
    an_act(Commitment.objects.get(doctor=benali), "sign", happened_on=date(2026, 11, 20))
    said = words(read(desk.get(PROMISE)))
    assert "Mes échéances" in said
    assert "20 décembre 2026" in said
    assert "Contrat envoyé à l’Ordre" in said
    assert "ORD-16 · texte officiel lu" in said
    assert "Successeur trouvé" not in said


def test_promise_when_only_proposed_or_given_up_then_says_so(desk, benali):
    Commitment.objects.filter(doctor=benali).update(state="proposed")
    assert "proposé" in words(read(desk.get(PROMISE)))
    Commitment.objects.filter(doctor=benali).update(state="given_up")
    assert len(read(desk.get(PROMISE)).select(".card--accent")) == 0
