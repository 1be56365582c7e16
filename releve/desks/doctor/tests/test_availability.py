"""Her half-days of a season, as she taps them."""

from datetime import date

import pytest

from releve.desks.doctor.tests.conftest import HTMX, MONDAY, read, words
from releve.pipeline.commitments.models import Absence
from releve.pipeline.rota.models import DatedWish, SeasonAnswer, WeeklyWish
from tests.factories import a_promise, an_office

PAGE = "/medecin/disponibilites/"
WINTER, AUTUMN = date(2027, 1, 4), date(2026, 10, 5)
OPEN_SLOTS = [0, 1, 2, 3, 4, 5, 8, 9]  # every half-day but Thursday's and the weekend's


def tapped(season=WINTER, **changes):
    """Return what the page sends: proposals from her pattern (mornings preferred), with some changed."""
    sent = {"saison": f"{season}"}
    for slot in OPEN_SLOTS:
        sent[f"avant-{slot}"] = "can" if slot % 2 else "prefer"
        sent[f"demi-{slot}"] = changes.get(f"d{slot}", sent[f"avant-{slot}"])
    return sent


def said(season=WINTER):
    return {2 * wish.weekday + (wish.half == "pm"): wish.wish for wish in WeeklyWish.objects.filter(season=season)}


def test_page_when_opened_asks_the_opening_half_days_of_the_next_season_and_proposes_her_pattern(desk):
    page = read(desk.get(PAGE))
    assert "Saison janvier – mars 2027 : du 4 janvier 2027 au 4 avril 2027" in words(page)
    assert len(page.select("fieldset.wish")) == len(OPEN_SLOTS)
    assert [words(one) for one in page.select("fieldset.wish legend")][:2] == ["lundi matin", "lundi après-midi"]
    assert [one["value"] for one in page.select("fieldset.wish input[checked]")] == ["prefer", "can"] * 4
    assert "À remplir" in words(page)


def test_page_when_she_works_in_two_offices_asks_the_half_days_of_both(desk, network, benali):
    a_promise(an_office(network, name="Bully", weekdays=[3, 5]), benali)
    assert len(read(desk.get(PAGE)).select("fieldset.wish")) == 12


def test_wishes_when_sent_at_once_are_stored(desk):
    page = read(desk.post(PAGE, tapped(d9="cannot", d0="avoid"), follow=True))
    assert "Disponibilités enregistrées. 2 réponses changées." in words(page)
    assert "Répondu" in words(page)
    assert said() == {0: "avoid", 1: "can", 2: "prefer", 3: "can", 4: "prefer", 5: "can", 8: "prefer", 9: "cannot"}
    assert SeasonAnswer.objects.get().season == WINTER


def test_wishes_when_tapped_one_by_one_are_stored_and_the_page_learns_what_it_showed(desk):
    answer = desk.post(PAGE, tapped(d9="cannot"), headers=HTMX)
    page = read(answer)
    assert "Enregistré à 9 h" in words(page)
    assert page.select_one("#avant input[name=avant-9]")["value"] == "cannot"
    assert said()[9] == "cannot"


def test_wishes_when_two_tabs_are_open_lose_nothing(desk):
    desk.post(PAGE, tapped(d9="cannot"))
    desk.post(PAGE, tapped(d0="avoid"))
    assert (said()[9], said()[0]) == ("cannot", "avoid")


def test_wishes_when_the_office_does_not_open_then_are_refused(desk):
    page = read(desk.post(PAGE, tapped() | {"demi-6": "prefer"}, follow=True))
    assert "Jeudi matin : aucun cabinet n’attend de réponse" in words(page)
    assert not WeeklyWish.objects.exists()
    refused = read(desk.post(PAGE, tapped() | {"demi-6": "prefer"}, headers=HTMX))
    assert "Jeudi matin" in words(refused)


@pytest.mark.parametrize("sent", [{"demi-0": "maybe"}, {"saison": "hier"}])
def test_wishes_when_no_page_of_ours_sends_them_then_not_there(desk, sent):
    assert desk.post(PAGE, tapped() | sent).status_code == 404


def test_season_when_over_or_far_then_refused(desk):
    for season in ("2026-07-06", "2031-01-06", "2027-01-11"):
        page = read(desk.post(PAGE, tapped() | {"saison": season}, follow=True))
        assert "Saison :" in words(page.select_one(".notice"))
    assert not WeeklyWish.objects.exists()


def test_season_when_another_is_asked_then_shown_within_limits(desk):
    assert "octobre – décembre 2026" in words(read(desk.get(f"{PAGE}?saison=2026-10-05")))
    assert "janvier – mars 2027" in words(read(desk.get(f"{PAGE}?saison=2020-10-05")))
    assert "janvier – mars 2027" in words(read(desk.get(f"{PAGE}?saison=demain")))


def test_last_season_when_copied_then_answered(desk):
    page = read(desk.post(f"{PAGE}reprendre/", {"saison": f"{WINTER}"}, follow=True))
    assert "aucune réponse n’y est notée" in words(page)
    desk.post(PAGE, tapped(AUTUMN, d9="cannot"))
    page = read(desk.post(f"{PAGE}reprendre/", {"saison": f"{WINTER}"}, follow=True))
    assert "sont reprises" in words(page)
    assert said() == said(AUTUMN)


def test_exception_when_a_day_or_a_week_differs_then_listed_and_taken_back(desk):
    day = {"saison": f"{WINTER}", "day": "2027-02-01", "part": "day", "wish": "cannot"}
    week = {"saison": f"{WINTER}", "day": "2027-02-10", "part": "week", "wish": "avoid"}
    desk.post(f"{PAGE}exceptions/", day)
    page = read(desk.post(f"{PAGE}exceptions/", week, follow=True))
    assert "lundi 1er février : matin Impossible , après-midi Impossible" in words(page.select_one("#exceptions"))
    assert "Semaine du 8 février au 14 février : Plutôt pas" in words(page.select_one("#exceptions"))
    assert DatedWish.objects.count() == 16
    taken_back = {"saison": f"{WINTER}", "du": "2027-02-08", "au": "2027-02-14"}
    for _twice in range(2):
        assert "Exception retirée" in words(read(desk.post(f"{PAGE}exceptions-retirees/", taken_back, follow=True)))
    assert DatedWish.objects.count() == 2
    assert desk.post(f"{PAGE}exceptions-retirees/", {"saison": f"{WINTER}"}).status_code == 404


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ({"day": ""}, "obligatoire"),
        ({"day": "2026-01-05"}, "Il est passé"),
        ({"day": "2036-01-05"}, "Vérifiez l’année"),
        ({"part": "night"}, "Sélectionnez un choix valide"),
    ],
)
def test_exception_when_badly_typed_says_what_to_correct(desk, typed, said):
    sent = {"saison": f"{WINTER}", "day": "2027-02-01", "part": "am", "wish": "cannot"} | typed
    page = read(desk.post(f"{PAGE}exceptions/", sent), status=422)
    assert said in words(page.select_one(".error-summary"))
    assert not DatedWish.objects.exists()


def test_absences_when_noted_are_shown_beside(desk, benali):
    Absence.objects.create(network=benali.network, doctor=benali, first_on=date(2027, 2, 15), last_on=date(2027, 2, 21))
    assert "du 15 février au 21 février" in words(read(desk.get(PAGE)))


def test_page_when_she_has_no_promise_then_says_so(stranger):
    assert "Aucune demi-journée à remplir" in words(read(stranger.get(PAGE)))
    assert MONDAY


@pytest.mark.parametrize("n", [1, 4])
def test_page_when_opened_asks_a_fixed_number_of_queries(desk, network, benali, n, django_assert_num_queries):
    for k in range(n):
        a_promise(an_office(network, name=f"Bully {k}", weekdays=[k]), benali)
        day = date(2027, 2, 1 + k)
        desk.post(f"{PAGE}exceptions/", {"saison": f"{WINTER}", "day": f"{day}", "part": "am", "wish": "cannot"})
        Absence.objects.create(network=network, doctor=benali, first_on=day, last_on=day)
    assert DatedWish.objects.count() == n
    desk.post(PAGE, tapped(d9="cannot"))
    desk.get(PAGE)
    with django_assert_num_queries(29):
        desk.get(PAGE)
