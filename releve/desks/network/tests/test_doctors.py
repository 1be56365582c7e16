from datetime import date

import pytest
from django.urls import reverse

from releve.pipeline.commitments.models import Absence, Commitment, Doctor
from tests.factories import a_doctor, a_promise, a_published_shift, a_user, an_office


@pytest.fixture
def send(desk, see):
    def post(name, /, *parts, **given):
        return see(desk.post(reverse(f"network:{name}", args=parts), given, follow=True))

    return post


@pytest.fixture
def page_of(desk, see):
    return lambda doctor: see(desk.get(reverse("network:doctor", args=[doctor.id])))


def test_doctor_when_added_is_stored_and_her_page_shown(send, network):
    words = send("add_doctor", first_name="Anne", last_name="Petit", rpps="10 003 456 789", email="", phone="")
    assert "Dr Anne Petit est dans le réseau." in words
    assert Doctor.objects.get(last_name="Petit").rpps == "10003456789"


@pytest.mark.parametrize(
    ("rpps", "sentence"),
    [
        ("10003456789", "La clé de ce numéro RPPS ne correspond pas."),
        ("123", "Ce numéro RPPS n’a pas 11 chiffres."),
        ("1000345678X", "Ce numéro RPPS n’a pas 11 chiffres."),
    ],
)
def test_doctor_when_the_rpps_looks_wrong_is_stored_with_a_warning(send, network, rpps, sentence):
    # DATA-11: a warning, never a block.
    assert sentence in send("add_doctor", first_name="Anne", last_name="Petit", rpps=rpps, email="", phone="")
    assert Doctor.objects.filter(rpps=rpps).exists()


def test_doctor_when_the_rpps_cannot_be_stored_is_refused_with_the_value(send, network):
    words = send("add_doctor", first_name="Anne", last_name="Petit", rpps="123456789012", email="", phone="")
    assert "« 123456789012 » a 12 caractères : un numéro RPPS en a 11." in words


def test_doctor_when_the_rpps_is_another_doctors_is_refused(send, network):
    a_doctor(network, rpps="10101010101")
    words = send("add_doctor", first_name="Anne", last_name="Petit", rpps="10101010101", email="", phone="")
    assert "Un médecin de ce réseau porte déjà ce numéro RPPS." in words


def test_doctor_when_corrected_is_stored(send, benali):
    assert "Dr Lila Benali" in send("change_doctor", benali.id, first_name="Lila", last_name="Benali", rpps="")


def test_doctor_when_a_login_is_attached_shows_it(page_of, benali):
    user = a_user("doctor", doctor=benali)
    assert user.email in page_of(benali)


def test_doctor_when_committed_shows_the_promise_and_its_deadline(page_of, benali, promise):
    words = page_of(benali)
    assert "Cabinet médical de Mazingarbe en cours" in words
    assert "Site distinct Le médecin exerce déjà ailleurs." in words
    assert "du 1er janvier 2026 au 14 mai 2027, dernier jour dans 5 mois" in words
    assert "Dernier jour pour prévenir samedi 14 novembre 2026 dépassé" in words
    assert "4 demi-journées par semaine" in words
    assert "lundi matin, mardi matin, mercredi matin, vendredi matin" in words


def test_deadline_when_the_last_day_is_31_august_is_the_last_of_february(page_of, office, benali):
    a_promise(office, benali, ends_on=date(2027, 8, 31))
    assert "Dernier jour pour prévenir dimanche 28 février 2027" in page_of(benali)


def test_doctor_when_no_end_is_agreed_shows_the_maximum_term(page_of, office, benali):
    a_promise(office, benali, starts_on=date(2026, 1, 1), maximum_term_months=24)
    words = page_of(benali)
    assert "au 31 décembre 2027" in words
    assert "aucun dernier jour n’est convenu" in words


def test_absence_when_noted_is_listed_and_can_be_withdrawn(send, benali):
    words = send("doctor", benali.id, first_on="2026-12-14", first_half="pm", last_on="2026-12-18", last_half="pm")
    assert "Absence notée." in words
    assert "Du lundi 14 décembre après-midi au vendredi 18 décembre 2026 après-midi, compris" in words
    assert "Absence retirée." in send("withdraw_absence", benali.id, Absence.objects.get().id)


def test_absence_when_shifts_stand_leads_to_what_no_longer_holds_and_to_who_could_come(send, office, benali):
    a_published_shift(office, benali, date(2026, 12, 14))
    away = {"first_half": "pm", "last_half": "pm"}
    # The morning of the first day is worked.
    assert "Proposer un remplacement" in send("doctor", benali.id, first_on="2026-12-14", last_on="2026-12-15", **away)
    a_published_shift(office, benali, date(2026, 12, 18))
    words = send("doctor", benali.id, first_on="2026-12-16", last_on="2026-12-18", **away)
    assert "Absence notée." in words
    assert "Remplacer Dr Leïla Benali" in words
    assert "1 vacation ne tient plus" in words
    assert "Vendredi 18 décembre, matin" in words


@pytest.mark.parametrize(
    ("first_on", "last_on", "sentence"),
    [
        ("2026-12-18", "2026-12-14", "Le dernier jour vient après le premier."),
        ("2026-11-01", "2026-11-02", "Dernier jour – Il est passé."),
        ("lundi", "2026-12-14", "« lundi » n’est pas un jour"),
    ],
)
def test_absence_when_mistyped_is_refused(send, benali, first_on, last_on, sentence):
    words = send("doctor", benali.id, first_on=first_on, first_half="am", last_on=last_on, last_half="pm")
    assert sentence in words
    assert not Absence.objects.exists()


PROMISE = {
    "route": "distinct_site",
    "starts_on": "2026-12-01",
    "ends_on": "",
    "half_days_per_week": "2,5",
    "minimum_term_months": "12",
    "maximum_term_months": "24",
    "notice_months": "6",
    "pattern-0-am": "on",
    "pattern-0-am-weeks": "every",
    "pattern-1-pm": "on",
    "pattern-1-pm-weeks": "odd",
    "pattern-2-pm-weeks": "even",
}


def test_commitment_form_when_asked_explains_each_legal_route(desk, office, benali, see):
    words = see(desk.get(reverse("network:add_commitment", args=[benali.id])))
    for condition in (
        "inscrit au tableau de l’Ordre à l’adresse de ce cabinet",  # ORD-06
        "au plus tard deux mois avant le premier jour",  # ORD-01
        "un médecin installé et nommé, qui cesse alors toute activité libérale",  # ORD-08
        "Pas avec une licence de remplacement",  # ORD-12
        "Jamais seul dans un cabinet vide",  # ORD-13
        "maître de stage universitaire",  # ORD-14
    ):
        assert condition in words
    assert "Cette semaine, la 48, est paire." in words


def test_commitment_when_agreed_is_stored_with_its_pattern(send, office, benali):
    words = send("add_commitment", benali.id, office=office.id, **PROMISE)
    assert "Engagement enregistré." in words
    promise = Commitment.objects.get()
    assert (promise.route, float(promise.half_days_per_week), promise.notice_months) == ("distinct_site", 2.5, 6)
    assert list(promise.pattern.values_list("weekday", "half", "weeks")) == [(0, "am", "every"), (1, "pm", "odd")]
    assert "lundi matin, mardi après-midi (semaines impaires)" in words


@pytest.mark.parametrize(
    ("given", "sentence"),
    [
        ({"route": ""}, "Choisissez le cadre d’exercice"),
        ({"route": "autorisation"}, "Il reste une chose à corriger"),
        ({"route": "replacement"}, "Un remplacement suppose un médecin installé à remplacer"),
        ({"route": "junior_doctor"}, "Un docteur junior exerce sous la responsabilité d’un maître de stage"),
        ({"ends_on": "2026-11-30"}, "Le dernier jour vient après le premier."),
        ({"maximum_term_months": "6"}, "La durée maximale est au moins égale à la durée minimale."),
        ({"half_days_per_week": "13"}, "Il reste une chose à corriger"),
        ({"half_days_per_week": "2,3"}, "Comptez par moitié, comme 4 ou 4,5."),
        ({"half_days_per_week": "deux"}, "Il reste une chose à corriger"),
        ({"office": ""}, "Choisissez un cabinet."),
        ({"starts_on": "0026-12-01"}, "vérifiez l’année"),
    ],
)
def test_commitment_when_mistyped_is_refused_and_keeps_the_ticks(desk, office, network, benali, see, given, sentence):
    an_office(network)
    response = desk.post(reverse("network:add_commitment", args=[benali.id]), PROMISE | {"office": office.id} | given)
    assert response.status_code == 422
    assert sentence in see(response)
    assert 'name="pattern-1-pm" aria-label="Mardi après-midi" checked' in response.content.decode()
    assert not Commitment.objects.exists()


def test_commitment_when_no_half_day_is_ticked_asks_for_one(send, office, benali):
    given = {name: value for name, value in PROMISE.items() if not name.startswith("pattern")}
    words = send("add_commitment", benali.id, office=office.id, **given)
    assert "Semaine type : cochez au moins une demi-journée." in words


def test_commitment_when_the_doctor_has_one_here_already_is_refused(send, office, benali, promise):
    words = send("add_commitment", benali.id, office=office.id, **PROMISE)
    assert "Ce médecin a déjà un engagement dans ce cabinet pour une partie de ces dates." in words


def test_commitment_when_the_office_is_of_another_network_is_refused(send, office, benali):
    words = send("add_commitment", benali.id, office=an_office().id, **PROMISE)
    assert "Il reste une chose à corriger" in words
    assert not Commitment.objects.exists()


def test_replacement_when_the_replaced_doctor_is_named_is_stored(send, office, benali):
    send(
        "add_commitment",
        benali.id,
        office=office.id,
        **PROMISE | {"route": "replacement"},
        replaced_doctor_name="Dr Roy",
    )
    assert Commitment.objects.get().replaced_doctor_name == "Dr Roy"


def test_pattern_when_changed_replaces_the_old_one(desk, send, benali, promise):
    html = desk.get(reverse("network:change_pattern", args=[promise.id])).content.decode()
    assert 'name="pattern-0-am" aria-label="Lundi matin" checked' in html
    words = send(
        "change_pattern", promise.id, half_days_per_week="1", **{"pattern-4-pm": "on", "pattern-4-pm-weeks": "even"}
    )
    assert "Semaine type enregistrée." in words
    assert "vendredi après-midi (semaines paires)" in words
    assert list(promise.pattern.values_list("weekday", "half", "weeks")) == [(4, "pm", "even")]


def test_pattern_when_its_weeks_are_an_unknown_word_means_every_week(send, promise):
    send("change_pattern", promise.id, half_days_per_week="1", **{"pattern-4-pm": "on", "pattern-4-pm-weeks": "😀"})
    assert promise.pattern.get().weeks == "every"


def test_last_day_when_agreed_is_shown(send, promise):
    assert "au 30 juin 2027" in send("change_last_day", promise.id, ends_on="2027-06-30")


def test_last_day_when_shifts_stand_after_it_is_refused_with_their_number(send, office, benali, promise):
    a_published_shift(office, benali, date(2027, 1, 4))
    words = send("change_last_day", promise.id, ends_on="2026-12-31")
    assert "1 vacation est posée hors de ces dates. Annulez-la d’abord." in words
