"""A secretary reads her own half-days and says when she can work; nobody else's."""

from datetime import date, timedelta

import pytest

from releve.desks.secretary.tests.conftest import HTMX, NOW, read, words
from releve.pipeline.offices.models import Membership, ReceptionDuty
from releve.pipeline.rota.models import DatedWish, SeasonAnswer, SecretaryAbsence, WeeklyWish
from tests.factories import a_user, an_office
from tests.reception import MONDAY, a_reception_rota

PAGE, SEASON = "/secretariat/mes-demi-journees/", "/secretariat/disponibilites/"
WINTER = date(2027, 1, 4)
TAPPED = {"saison": f"{WINTER}", "avant-9": "can", "demi-9": "cannot", "avant-0": "can", "demi-0": "can"}


def test_page_when_published_lists_hers_by_week(desk, office, petit):
    a_reception_rota(office, petit)
    wacheux = a_user("secretary", office=office, full_name="Mme Wacheux")
    ReceptionDuty.objects.create(network=office.network, office=office, secretary=wacheux, day=MONDAY, half="pm")
    said = words(read(desk.get(PAGE)))
    assert "Semaine du 14 décembre 2026" in said
    assert "Lundi 14 décembre , matin" in said
    assert "après-midi" not in said


def test_page_on_a_wednesday_begins_on_that_day(desk, clock, office, petit):
    clock.move_to(NOW + timedelta(days=2))
    desk.force_login(petit)
    for day in (8, 9):
        hers = {"network": office.network, "office": office, "secretary": petit}
        ReceptionDuty.objects.create(day=date(2026, 12, day), half="am", **hers)
    said = words(read(desk.get(PAGE)))
    assert "Mercredi 9 décembre" in said
    assert "8 décembre" not in said


def test_page_when_nothing_is_published_says_so(desk):
    assert "Rien n’est publié" in words(read(desk.get(PAGE)))


def test_page_when_a_stranger_asks_shows_none_of_it(dumas, office, petit):
    a_reception_rota(office, petit)
    assert "14 décembre" not in words(read(dumas.get(PAGE)))


def test_page_when_another_desk_asks_is_not_there(client, office):
    client.force_login(a_user("townhall", office=office))
    assert client.get(PAGE).status_code == 404


@pytest.mark.parametrize("n", [1, 5])
def test_page_when_half_days_grow_asks_as_often(desk, office, petit, n, django_assert_num_queries):
    for half_day in range(n):
        ReceptionDuty.objects.create(
            network=office.network,
            office=office,
            secretary=petit,
            day=MONDAY.replace(day=14 + half_day // 2),
            half=("am", "pm")[half_day % 2],
        )
    with django_assert_num_queries(16):
        desk.get(PAGE)


def test_season_when_opened_asks_the_half_days_of_her_receptions(desk):
    page = read(desk.get(SEASON))
    assert "Saison janvier – mars 2027" in words(page)
    assert len(page.select("fieldset.wish")) == 8
    assert "À remplir" in words(page)
    assert page.select_one("nav a[aria-current]")


def test_season_when_tapped_is_kept_as_hers(desk, petit):
    assert "Enregistré à 9 h" in words(read(desk.post(SEASON, TAPPED, headers=HTMX)))
    page = read(desk.post(SEASON, TAPPED, follow=True))
    assert "Répondu" in words(page)
    assert {(w.secretary, w.wish) for w in WeeklyWish.objects.all()} == {(petit, "cannot"), (petit, "can")}
    assert SeasonAnswer.objects.get().secretary == petit
    copied = desk.post(f"{SEASON}reprendre/", {"saison": "2027-04-05"}, follow=True)
    assert "sont reprises" in words(read(copied))


def test_season_when_a_week_differs_is_listed_and_taken_back(desk):
    week = {"saison": f"{WINTER}", "day": "2027-02-10", "part": "week", "wish": "avoid"}
    page = read(desk.post(f"{SEASON}exceptions/", week, follow=True))
    assert "Semaine du 8 février au 14 février : Plutôt pas" in words(page.select_one("#exceptions"))
    desk.post(f"{SEASON}exceptions-retirees/", {"saison": f"{WINTER}", "du": "2027-02-08", "au": "2027-02-14"})
    assert not DatedWish.objects.exists()
    assert "obligatoire" in words(read(desk.post(f"{SEASON}exceptions/", week | {"day": ""}), status=422))


def test_season_when_a_stranger_answers_touches_nobody_elses(dumas, petit, office):
    a_reception_rota(office, petit)
    dumas.post(SEASON, TAPPED)
    assert not WeeklyWish.objects.filter(secretary=petit).exists()
    assert "février" not in words(read(dumas.get(f"{SEASON}?saison={WINTER}")))
    absence = SecretaryAbsence.objects.get()
    assert dumas.post(f"{PAGE}absences/{absence.id}/retirer/").status_code == 404
    assert SecretaryAbsence.objects.exists()


def test_season_when_another_desk_asks_is_not_there(client, office):
    client.force_login(a_user("townhall", office=office))
    assert client.get(SEASON).status_code == 404
    assert client.post(SEASON, TAPPED).status_code == 404


def test_absence_when_she_notes_it_is_kept_and_says_what_it_leaves_open(desk, office, petit):
    a_reception_rota(office, petit)
    said = words(read(desk.post(f"{PAGE}absences/", {"first_on": "2026-12-14", "last_on": "2026-12-15"}, follow=True)))
    assert "Absence notée" in said
    assert "1 demi-journée publiée est maintenant sans accueil" in said
    assert not ReceptionDuty.objects.exists()
    assert "du 14 décembre au 15 décembre" in words(read(desk.get(f"{SEASON}?saison=2026-10-05")))
    absence = SecretaryAbsence.objects.get(first_on=MONDAY)
    assert "Absence retirée" in words(read(desk.post(f"{PAGE}absences/{absence.id}/retirer/", follow=True)))
    for typed in ({"first_on": "2026-12-15", "last_on": "2026-12-14"}, {"first_on": "", "last_on": "2026-12-14"}):
        page = read(desk.post(f"{PAGE}absences/", typed), status=422)
        assert page.select_one(".error-summary")
    assert SecretaryAbsence.objects.count() == 1


@pytest.mark.parametrize("n", [1, 5])
def test_season_when_offices_and_answers_grow_asks_as_often(desk, office, petit, n, django_assert_num_queries):
    for number in range(n):
        other = an_office(office.network)
        Membership.objects.create(network=office.network, user=petit, desk="secretary", office=other)
        hers = {"network": office.network, "secretary": petit, "wish": "avoid", "changed_at": NOW}
        DatedWish.objects.create(**hers, day=date(2027, 2, 1 + number), half="am")
        WeeklyWish.objects.create(**hers, season=WINTER, weekday=number, half="am")
    with django_assert_num_queries(28):
        desk.get(SEASON)
