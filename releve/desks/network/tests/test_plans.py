"""Plannings at the network's desk: draw, watch, compare, publish, take back, why empty, replace."""

from datetime import date, timedelta

import pytest
from django.urls import reverse

from releve.pipeline.commitments.models import Absence
from releve.pipeline.rota.actions.drawing import draw_plan
from releve.pipeline.rota.actions.publication import publish_plan
from releve.pipeline.rota.models import RotaPlan, Shift
from releve.pipeline.rota.tests.drawing import MONDAY, a_plan, by_hand
from tests.factories import a_doctor, a_promise, a_published_shift, a_shift, a_stranger, a_user, a_visit, an_office

from .conftest import NOW

PAGES = ["plan", "plan_progress", "compare_plan", "publish_plan"]
DEEDS = ["stop_plan", "drop_plan", "publish_plan", "undo_plan"]


@pytest.fixture
def martin(network):
    return a_doctor(network, "Hugo", "Martin")


@pytest.fixture
def promises(office, promise, martin):
    """Dr Benali the mornings, Dr Martin some afternoons."""
    return [promise, a_promise(office, martin, pattern="mon-pm tue-pm")]


@pytest.fixture
def plan(office, promises, aubry):
    return a_plan(office, aubry)


@pytest.fixture
def page():
    return lambda name, plan, query="": reverse(f"network:{name}", args=[plan.id]) + query


def asked(office, **changed):
    return {"first": "2026-12-14", "n_weeks": "1", "offices": [str(office.id)], "seconds": "2"} | changed


def test_plans_when_none_invite_to_draw_one(desk, office, see):
    words = see(desk.get(reverse("network:plans")))
    assert "Aucun planning pour l’instant" in words
    assert "Dessiner un planning" in words


def test_draw_when_asked_shows_a_plan_that_is_being_drawn(desk, office, promises, see):
    response = desk.post(reverse("network:plans"), asked(office), follow=True)
    words = see(response)
    assert "Le premier planning arrive…" in words
    assert "Arrêter et garder le meilleur" in words
    assert '<noscript><meta http-equiv="refresh" content="2"></noscript>' in response.content.decode()
    assert RotaPlan.objects.get().first_monday == date(2026, 12, 14)


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"offices": []}, "Choisissez au moins un cabinet."),
        ({"first": "demain"}, "« demain » n’est pas un jour"),
        ({"seconds": "0"}, "supérieure ou égale à 1"),
        ({"n_weeks": "60"}, "inférieure ou égale à 53"),
    ],
)
def test_draw_when_something_is_wrong_says_what(desk, office, see, changed, said):
    response = desk.post(reverse("network:plans"), asked(office, **changed))
    assert response.status_code == 422
    assert said in see(response)


def test_draw_when_one_is_being_drawn_says_to_wait(desk, office, promises, see):
    desk.post(reverse("network:plans"), asked(office))
    assert "déjà en cours de calcul" in see(desk.post(reverse("network:plans"), asked(office)))


def test_progress_when_the_engine_tells_news_shows_cost_and_quality(desk, office, promises, page, see):
    desk.post(reverse("network:plans"), asked(office))
    plan = RotaPlan.objects.get()
    RotaPlan.objects.update(cost=1010, bound=1000, cpu_seconds=1, n_moves=7)
    words = see(desk.get(page("plan_progress", plan)))
    assert "Un planning est trouvé, il s’améliore" in words
    assert "à 1,0 % au plus du meilleur possible" in words
    assert "50 %" in words


def test_progress_when_the_engine_is_silent_says_that_it_waits(desk, office, promises, page, see):
    desk.post(reverse("network:plans"), asked(office))
    plan = RotaPlan.objects.get()
    assert "attend son tour" not in see(desk.get(page("plan_progress", plan)))
    RotaPlan.objects.update(asked_at=NOW - timedelta(minutes=1))
    assert "attend son tour" in see(desk.get(page("plan_progress", plan)))


def test_progress_when_done_makes_the_page_come_again(desk, plan, page):
    assert desk.get(page("plan_progress", plan))["HX-Refresh"] == "true"


def test_stop_when_drawing_says_that_the_best_is_kept(desk, office, promises, page, see):
    desk.post(reverse("network:plans"), asked(office))
    plan = RotaPlan.objects.get()
    assert "garde ce qu’il a trouvé de mieux" in see(desk.post(page("stop_plan", plan), follow=True))
    draw_plan(plan_id=plan.id, now=NOW, draw=by_hand())
    assert "Le calcul était déjà fini." in see(desk.post(page("stop_plan", plan), follow=True))


def test_plan_when_ready_shows_weeks_doctors_and_what_stays_empty(desk, plan, page, see):
    words = see(desk.get(page("plan", plan)))
    assert "Demi-journées sans médecin 2" in words
    assert "Semaine 51" in words
    assert "Dr Leïla Benali 4 4" in words
    assert "Sans médecin" in words
    assert "Publier…" in words


def test_plan_when_more_is_promised_than_the_rooms_hold_says_so_and_what_to_do(desk, network, aubry, page, see):
    office = an_office(network, weekdays=(0,), n_rooms=1)
    for name in ("Haddad", "Petit"):
        a_promise(office, a_doctor(network, "Ana", name), pattern="mon-am mon-pm")
    words = see(desk.get(page("plan", a_plan(office, aubry))))
    assert "Plus de demi-journées promises que de salles" in words
    assert "2 personnes ont promis 4 demi-journées, les salles en tiennent 2." in words
    assert "Ouvrez une salle ou une demi-journée, ou baissez une promesse." in words


def test_plan_when_an_absence_falls_on_a_half_day_to_keep_names_it_and_says_what_becomes_of_it(
    desk, network, office, benali, promises, aubry, page, see
):
    a_shift(office, benali, MONDAY, is_edited=True)
    Absence.objects.create(network=network, doctor=benali, first_on=MONDAY, last_on=MONDAY)
    words = see(desk.get(page("plan", a_plan(office, aubry))))
    assert "1 vacation en place ne tient plus" in words
    assert "Dr Leïla Benali, lundi 14 décembre" in words
    assert "médecin absent" in words
    assert "il les remplace s’il le peut" in words


def test_plan_when_failed_says_why_and_offers_no_publication(desk, plan, page, see):
    RotaPlan.objects.update(status="failed", is_valid=False, failure="Le vérificateur a trouvé une faute.")
    words = see(desk.get(page("plan", plan)))
    assert "Le vérificateur a trouvé une faute." in words
    assert "Publier" not in words


def test_plan_when_shifts_changed_since_says_out_of_date(desk, plan, page, office, benali, see):
    a_shift(office, benali, MONDAY)
    words = see(desk.get(page("plan", plan)))
    assert "Ce planning n’est plus à jour" in words
    assert "Publier…" not in words


def test_publish_when_confirmed_tells_what_it_did_and_can_be_undone(desk, plan, page, see):
    confirm = see(desk.get(page("publish_plan", plan)))
    assert "6 vacations sont ajoutées" in confirm
    words = see(desk.post(page("publish_plan", plan), follow=True))
    assert "Planning publié : 6 vacations s’ouvrent aux patients." in words
    assert "Ce planning était déjà publié" in see(desk.post(page("publish_plan", plan), follow=True))
    undone = see(desk.post(page("undo_plan", plan), follow=True))
    assert "tout est redevenu comme avant" in undone
    assert not Shift.objects.exists()
    assert "il n’y a rien à annuler" in see(desk.post(page("undo_plan", plan), follow=True))


def test_publish_when_patients_are_booked_tells_masked_numbers_and_who_stays(
    desk, office, promises, martin, aubry, page, see
):
    booked = a_published_shift(office, martin, MONDAY)
    plan = a_plan(office, aubry)
    a_visit(booked, booked.starts_at.time().replace(hour=9))
    confirm = see(desk.get(page("publish_plan", plan)))
    assert "En tout moins de 11 patients." in confirm
    assert "Costa" not in confirm
    words = see(desk.post(page("publish_plan", plan), follow=True))
    assert "1 vacation reste, car des patients y ont rendez-vous" in words
    assert "Dr Hugo Martin, lundi 14 décembre, matin" in words


def test_undo_when_booked_says_so(desk, plan, page, see):
    publish_plan(plan_id=plan.id, by=plan.asked_by, now=NOW)
    shift = Shift.objects.earliest("starts_at")
    a_visit(shift, shift.starts_at.time().replace(hour=9))
    assert "Un rendez-vous a été pris depuis la publication" in see(desk.post(page("undo_plan", plan), follow=True))


def test_compare_when_something_stands_shows_what_changes_and_what_it_costs_whom(
    desk, office, promises, martin, aubry, page, see
):
    a_shift(office, martin, MONDAY)
    plan = a_plan(office, aubry)
    words = see(desk.get(page("compare_plan", plan)))
    assert f"En place ou Planning {plan.id} ?" in words
    assert "Lundi 14 déc. Mardi" in words
    assert "Dr Hugo Martin Retiré Dr Leïla Benali Ajouté" in words
    assert "Dr Hugo Martin 1 → 2 +1" in words
    assert "Demi-journées sans médecin 7 → 2" in words
    assert "aucun patient" in words


def test_compare_when_with_another_plan_says_how_they_differ(desk, office, promises, plan, aubry, page, see):
    other = a_plan(office, aubry, seed=1)
    words = see(desk.get(page("compare_plan", other, f"?avec={plan.id}")))
    assert f"Planning {plan.id} ou Planning {other.id} ?" in words
    assert "Rien ne change dans ce cabinet." in words


def test_drop_when_sure_takes_it_from_the_list(desk, plan, page, see):
    assert "Planning jeté." in see(desk.post(page("drop_plan", plan), follow=True))
    assert desk.get(page("plan", plan)).status_code == 404


def test_why_empty_when_nobody_can_names_each_doctor_and_the_reason(desk, office, network, benali, promise, see):
    Absence.objects.create(network=network, doctor=benali, first_on=MONDAY, last_on=MONDAY)
    there = reverse("network:why_empty", args=[office.slug])
    words = see(desk.get(there, {"jour": "2026-12-14", "demi": "pm"}))
    assert "Lundi 14 décembre, après-midi" in words
    assert "Dr Leïla Benali" in words


@pytest.mark.parametrize("query", ["", "?jour=demain&demi=am", "?jour=2026-12-14&demi=xx", "?jour=0001-01-01&demi=am"])
def test_why_empty_when_the_half_day_is_none_is_not_there(desk, office, query):
    assert desk.get(reverse("network:why_empty", args=[office.slug]) + query).status_code == 404


def test_weeks_when_a_half_day_is_empty_link_to_why(desk, office, promise):
    html = desk.get(reverse("network:weeks", args=[office.slug]) + "?debut=2026-12-14&n=1").content.decode()
    assert f"/reseau/cabinets/{office.slug}/sans-medecin/?jour=2026-12-14&amp;demi=pm" in html


def test_replace_when_nothing_is_broken_says_so(desk, benali, promise, see):
    words = see(desk.get(reverse("network:replace_doctor", args=[benali.id])))
    assert "Toutes les vacations de Dr Leïla Benali tiennent" in words


def test_replace_when_a_doctor_is_away_shows_shifts_with_masked_patients_then_proposes(
    desk, office, network, benali, promises, page, see
):
    shift = a_published_shift(office, benali, MONDAY)
    a_visit(shift, shift.starts_at.time().replace(hour=9))
    Absence.objects.create(network=network, doctor=benali, first_on=MONDAY, last_on=MONDAY)
    there = reverse("network:replace_doctor", args=[benali.id])
    words = see(desk.get(there))
    assert "1 vacation ne tient plus : moins de 11 patients." in words
    assert "Lundi 14 décembre, matin" in words
    desk.post(there, {"not_before": "2026-11-23"})
    plan = RotaPlan.objects.get()
    assert (plan.kind, plan.doctor_id, plan.n_weeks, plan.patients) == (
        "replanned",
        benali.id,
        1,
        {str(shift.id): None},
    )
    draw_plan(plan_id=plan.id, now=NOW, draw=by_hand())
    shown = see(desk.get(page("plan", plan)))
    assert "Remplacement de Dr Leïla Benali" in shown
    assert "Ce que ce remplacement change" in shown
    assert "moins de 11 patients" in shown


@pytest.mark.parametrize("name", PAGES)
def test_page_when_a_stranger_or_another_network_asks_is_not_there(client, plan, page, name):
    for user in (a_stranger(), a_user("network", network=an_office().network, full_name="Mme Dumas")):
        client.force_login(user)
        assert client.get(page(name, plan)).status_code == 404


@pytest.mark.parametrize("name", DEEDS)
def test_deed_when_a_stranger_or_another_network_sends_it_is_not_there(client, plan, page, name):
    for user in (a_stranger(), a_user("network", network=an_office().network, full_name="Mme Dumas")):
        client.force_login(user)
        assert client.post(page(name, plan)).status_code == 404
    assert RotaPlan.objects.get().status == "ready"


@pytest.mark.parametrize("name", PAGES)
def test_page_when_nobody_is_logged_in_asks_to_log_in(client, plan, page, name):
    assert client.get(page(name, plan))["Location"].startswith("/compte/connexion/")


@pytest.mark.parametrize("name", ["stop_plan", "drop_plan", "undo_plan"])
def test_deed_when_only_looked_at_is_refused(desk, plan, page, name):
    assert desk.get(page(name, plan)).status_code == 405


@pytest.mark.parametrize("n", [1, 4])
def test_plans_when_they_grow_ask_as_often(desk, office, promises, aubry, django_assert_num_queries, n):
    for _ in range(n):
        a_plan(office, aubry)
    with django_assert_num_queries(16):
        desk.get(reverse("network:plans"))


@pytest.mark.parametrize("n_offices", [1, 3])
def test_plan_when_offices_grow_asks_as_often(
    desk, network, office, promises, aubry, page, django_assert_num_queries, n_offices
):
    more = [an_office(network) for _ in range(n_offices - 1)]
    plan = a_plan(office, aubry, more=more, first=MONDAY + timedelta(weeks=n_offices))
    with django_assert_num_queries(44):
        desk.get(page("plan", plan))
