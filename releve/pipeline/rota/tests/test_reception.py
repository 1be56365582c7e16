"""The reception's own rota: asked, drawn by the same engine, checked, published, taken back."""

from datetime import date, timedelta
from decimal import Decimal
from importlib import import_module
from types import SimpleNamespace

import pytest

from releve.pipeline.offices.actions import note_reception_absence
from releve.pipeline.offices.models import Membership, ReceptionAbsence, ReceptionDuty, ReceptionWeek
from releve.pipeline.offices.queries import calendars
from releve.pipeline.offices.rules import half_days_between
from releve.pipeline.rota.actions.drawing import draw_plan
from releve.pipeline.rota.actions.publication import publish_plan
from releve.pipeline.rota.actions.reception import (
    agree_secretary_terms,
    note_secretary_absence,
    seat_at_reception,
    withdraw_secretary_absence,
)
from releve.pipeline.rota.actions.reception_plans import (
    ask_reception_plan,
    publish_reception_plan,
    withdraw_reception_plan,
)
from releve.pipeline.rota.engine.checker import check
from releve.pipeline.rota.engine.problem import Cell, Wish
from releve.pipeline.rota.engine.search import Iterations
from releve.pipeline.rota.engine.solver import solve
from releve.pipeline.rota.errors import PlanOutOfDate, PlanRefused, ReceptionRefused
from releve.pipeline.rota.handover import Respondent
from releve.pipeline.rota.models import DatedWish, RotaPlan, SecretaryAbsence, SecretaryTerms, ToldHalfDays, WeeklyWish
from releve.pipeline.rota.queries.plans import planned_in, plans_of, reception_plans_of
from releve.pipeline.rota.queries.problem import planning_ground
from releve.pipeline.rota.queries.reception import reception_ground
from releve.pipeline.rota.queries.wishes import wishes_of
from releve.pipeline.rota.tests.drawing import MONDAY, NOW, by_hand
from releve.shared.half_days import Half
from tests.factories import a_network, a_stranger, a_user, an_office
from tests.laws import law_broken_by

pytestmark = pytest.mark.django_db
TUESDAY = MONDAY + timedelta(days=1)
WEEK = timedelta(weeks=1)


@pytest.fixture
def network():
    return a_network()


@pytest.fixture
def office(network):
    return an_office(network, weekdays=(0, 1))


@pytest.fixture
def by(network):
    return {"by": a_user("network", network=network), "now": NOW}


@pytest.fixture
def petit(office):
    return a_user("secretary", office=office)


@pytest.fixture
def works(network, by):
    def agree(secretary, n=3, **changed):
        given = {"half_days_per_week": Decimal(n), "starts_on": date(2026, 1, 1), "ends_on": None} | changed
        return agree_secretary_terms(network_id=network.id, secretary_id=secretary.id, **given, **by)

    return agree


@pytest.fixture
def plan(network, by):
    def drawn(n_weeks=1, first=MONDAY):
        asked = ask_reception_plan(network_id=network.id, first=first, n_weeks=n_weeks, seconds=2, **by)
        draw_plan(plan_id=asked.id, now=NOW, draw=by_hand())
        asked.refresh_from_db()
        return asked

    return drawn


def with_reception(office, first=MONDAY, n_days=6):
    opened, _ = half_days_between(calendars([office.id], first, first + timedelta(days=n_days))[office.id], first,
                                  first + timedelta(days=n_days))  # fmt: skip
    return [(half_day.day, half_day.half) for half_day in opened if half_day.has_reception]


def problem(office, n_weeks=1, first=MONDAY):
    return reception_ground(office.network_id, [office.id], first, n_weeks).problem


# The problem


def test_place_when_the_hours_have_no_reception_asks_for_nobody(office, petit, works):
    works(petit)
    office.openings.filter(weekday=1, half="pm").update(has_reception=False)
    (place,) = problem(office).places
    assert (place.rooms, place.open_slots, place.demand.minimum) == (1, (0, 1, 2), 1)


def test_place_when_an_absence_was_noted_asks_for_somebody_all_the_same(office, petit, works, by):
    works(petit)
    note_reception_absence(office_id=office.id, day=MONDAY, half=Half.MORNING, **by)
    assert Cell(0, 0) not in problem(office).places[0].closed


def test_worker_when_agreed_has_her_half_days_her_receptions_and_a_little_more(office, petit, works, network):
    works(petit, 3)
    bully = an_office(network, name="Bully", weekdays=(0,))
    Membership.objects.create(network=network, user=petit, desk="secretary", office=bully)
    (worker,) = reception_ground(network.id, [office.id, bully.id], MONDAY, 1).problem.workers
    assert (worker.half_days_per_week, worker.max_half_days_per_week) == (3.0, 5)
    assert worker.places == tuple(sorted([str(office.id), str(bully.id)]))
    assert worker.max_consecutive_days == 6


def test_worker_when_she_said_and_is_away_brings_it(office, petit, works, network, by):
    works(petit)
    hers = {"network": network, "secretary": petit, "changed_at": NOW}
    for half, wish in (("am", "cannot"), ("pm", "can")):
        WeeklyWish.objects.create(**hers, season=date(2026, 10, 5), weekday=0, half=half, wish=wish)
    DatedWish.objects.create(**hers, day=TUESDAY, half="pm", wish="prefer")
    note_secretary_absence(network_id=network.id, secretary_id=petit.id, first_on=TUESDAY, last_on=TUESDAY, **by)
    (worker,) = problem(office).workers
    assert worker.wishes == {0: Wish.CANNOT, 1: Wish.CAN}
    assert worker.wishes_in == {Cell(0, 3): Wish.PREFER}
    assert worker.absences == {Cell(0, 2), Cell(0, 3)}


def test_worker_when_her_time_ends_on_monday_is_away_after(office, petit, works):
    works(petit, ends_on=MONDAY)
    (worker,) = problem(office, n_weeks=2).workers
    assert (worker.end_week, Cell(0, 2) in worker.absences, Cell(0, 1) in worker.absences) == (1, True, False)


def test_worker_when_she_worked_less_the_week_before_is_owed_it(office, petit, works, network):
    works(petit, 3)
    for day in (MONDAY - WEEK, MONDAY - timedelta(days=1)):
        ReceptionDuty.objects.create(network=network, office=office, secretary=petit, day=day, half="am")
    (worker,) = problem(office).workers
    assert (worker.owed_half_days, worker.worked_days_before) == (1.0, 1)


@pytest.mark.parametrize("n", [1, 3])
def test_ground_when_offices_and_secretaries_grow_asks_as_often(network, works, django_assert_num_queries, n):
    offices = [an_office(network) for _ in range(n)]
    for office in offices:
        works(a_user("secretary", office=office))
    with django_assert_num_queries(12):
        reception_ground(network.id, [office.id for office in offices], MONDAY, n)


def test_engine_when_it_draws_two_receptions_keeps_every_rule(office, petit, works, network):
    """The doctors' engine, as it is: nobody twice, each as much as agreed, no half-day empty."""
    works(petit, 2)
    works(a_user("secretary", office=office, full_name="Mme Wacheux"), 2)
    asked = problem(office, n_weeks=2)
    found = solve(asked, Iterations(3), seed=1)
    report = check(asked, found.roster)
    assert report.is_valid
    assert len(found.roster.assignments) == 8
    assert report.costs["under_minimum"] == report.costs["deviation"] == 0


# Asking, publishing


def test_plan_when_no_time_is_known_says_what_to_do_first(network, petit, by):
    with pytest.raises(PlanRefused, match="Notez d’abord"):
        ask_reception_plan(network_id=network.id, first=MONDAY, n_weeks=1, seconds=2, **by)


def test_plan_when_the_week_has_begun_is_refused(network, petit, works, by):
    works(petit)
    with pytest.raises(PlanRefused, match="pas commencé"):
        ask_reception_plan(network_id=network.id, first=NOW.date(), n_weeks=1, seconds=2, **by)
    with pytest.raises(PlanRefused, match="deux ans"):
        ask_reception_plan(network_id=network.id, first=date.max, n_weeks=1, seconds=2, **by)


def test_plan_when_drawn_stands_beside_and_not_among_the_doctors(office, petit, works, plan, network):
    works(petit)
    drawn = plan()
    assert drawn.status == RotaPlan.Status.READY
    assert [p.doctor_id for p in planned_in(drawn)] == [petit.id] * 4
    assert ReceptionDuty.objects.count() == 0
    assert list(plans_of(network.id)) == []
    assert list(reception_plans_of(network.id)) == [drawn]
    assert len(with_reception(office)) == 4


def test_publish_when_somebody_is_there_gives_a_reception_and_else_none(office, petit, works, plan, by):
    works(petit, 1)
    drawn = plan()
    assert publish_reception_plan(plan_id=drawn.id, **by)
    assert with_reception(office) == [(MONDAY, Half.MORNING), (MONDAY, Half.AFTERNOON), (TUESDAY, Half.MORNING)]
    without = planning_ground(office.network_id, [office.id], MONDAY, 1, now=NOW).problem.places[0].without_reception
    assert without == {Cell(0, 3)}
    assert not publish_reception_plan(plan_id=drawn.id, **by)


def test_publish_when_a_week_is_not_published_leaves_it_as_the_hours_say(office, petit, works, plan, by):
    works(petit, 1)
    publish_reception_plan(plan_id=plan().id, **by)
    assert len(with_reception(office, MONDAY + WEEK)) == 4
    assert len(with_reception(office, MONDAY - WEEK)) == 4


def test_publish_when_an_absence_was_noted_by_hand_replaces_it(office, petit, works, plan, by):
    works(petit)
    note_reception_absence(office_id=office.id, day=MONDAY, half=Half.MORNING, **by)
    publish_reception_plan(plan_id=plan().id, **by)
    assert (MONDAY, Half.MORNING) in with_reception(office)
    assert ReceptionAbsence.objects.count() == 0


def test_publish_when_she_is_away_since_is_out_of_date(office, petit, works, plan, by, network):
    works(petit)
    drawn = plan()
    note_secretary_absence(network_id=network.id, secretary_id=petit.id, first_on=MONDAY, last_on=MONDAY, **by)
    with pytest.raises(PlanOutOfDate, match="absence"):
        publish_reception_plan(plan_id=drawn.id, **by)
    assert ReceptionWeek.objects.count() == 0


def test_publish_when_another_was_published_since_is_out_of_date(office, petit, works, plan, by):
    works(petit)
    first, second = plan(), plan()
    publish_reception_plan(plan_id=first.id, **by)
    with pytest.raises(PlanOutOfDate, match="changé"):
        publish_reception_plan(plan_id=second.id, **by)


def test_publish_when_it_is_a_plan_of_the_other_kind_is_refused(office, petit, works, plan, by):
    works(petit)
    with pytest.raises(PlanRefused):
        publish_plan(plan_id=plan().id, **by)
    RotaPlan.objects.update(kind="drawn")
    with pytest.raises(PlanRefused):
        publish_reception_plan(plan_id=RotaPlan.objects.get().id, **by)


def test_withdraw_when_nothing_changed_gives_back_what_stood(office, petit, works, plan, by):
    works(petit)
    note_reception_absence(office_id=office.id, day=MONDAY, half=Half.MORNING, **by)
    before = with_reception(office)
    drawn = plan()
    publish_reception_plan(plan_id=drawn.id, **by)
    assert withdraw_reception_plan(plan_id=drawn.id, **by)
    assert with_reception(office) == before
    assert not withdraw_reception_plan(plan_id=drawn.id, **by)
    assert publish_reception_plan(plan_id=drawn.id, **by)


def test_withdraw_when_she_is_away_since_is_refused_and_changes_nothing(office, petit, works, plan, by, network):
    works(petit)
    drawn = plan()
    publish_reception_plan(plan_id=drawn.id, **by)
    assert (
        note_secretary_absence(network_id=network.id, secretary_id=petit.id, first_on=MONDAY, last_on=MONDAY, **by) == 2
    )
    with pytest.raises(PlanOutOfDate):
        withdraw_reception_plan(plan_id=drawn.id, **by)
    assert with_reception(office) == [(TUESDAY, Half.MORNING), (TUESDAY, Half.AFTERNOON)]


# By hand


@pytest.fixture
def seat(office, by):
    def put(secretary, day=TUESDAY, half=Half.AFTERNOON):
        seat_at_reception(office_id=office.id, day=day, half=half, secretary_id=secretary and secretary.id, **by)

    return put


def test_seat_when_a_colleague_takes_over_changes_who_is_there(office, petit, works, plan, by, seat):
    works(petit, 1)
    publish_reception_plan(plan_id=plan().id, **by)
    wacheux = a_user("secretary", office=office, full_name="Mme Wacheux")
    seat(wacheux)
    assert (TUESDAY, Half.AFTERNOON) in with_reception(office)
    seat(wacheux, MONDAY, Half.MORNING)
    assert ReceptionDuty.objects.get(day=MONDAY, half="am").secretary == wacheux
    seat(None, MONDAY, Half.MORNING)
    assert (MONDAY, Half.MORNING) not in with_reception(office)


def test_seat_when_she_cannot_be_there_is_refused_and_changes_nothing(office, petit, works, plan, by, seat, network):
    works(petit)
    with pytest.raises(ReceptionRefused, match="pas publié"):
        seat(petit)
    publish_reception_plan(plan_id=plan().id, **by)
    before = list(ReceptionDuty.objects.values_list("secretary", "day", "half"))
    bully = an_office(network, name="Bully", weekdays=(0, 1))
    roussel = a_user("secretary", office=bully, full_name="Mme Roussel")
    with pytest.raises(ReceptionRefused, match="poste"):
        seat(roussel)
    Membership.objects.create(network=network, user=roussel, desk="secretary", office=office)
    ReceptionDuty.objects.create(network=network, office=bully, secretary=roussel, day=TUESDAY, half="pm")
    with pytest.raises(ReceptionRefused, match="déjà à l’accueil"):
        seat(roussel)
    with pytest.raises(ReceptionRefused, match="passé"):
        seat(petit, NOW.date() - WEEK)
    SecretaryAbsence.objects.create(network=network, secretary=roussel, first_on=MONDAY, last_on=MONDAY)
    with pytest.raises(ReceptionRefused, match="absente"):
        seat(roussel, MONDAY)
    assert list(ReceptionDuty.objects.filter(office=office).values_list("secretary", "day", "half")) == before


# What is noted of a secretary


def test_terms_when_agreed_again_take_the_place_of_the_first(petit, works):
    works(petit, 3)
    works(petit, 4)
    assert [terms.half_days_per_week for terms in SecretaryTerms.objects.all()] == [4]


@pytest.mark.parametrize("changed", [{"n": 0}, {"n": 11}, {"n": "3.2"}, {"ends_on": date(2025, 1, 1)}])
def test_terms_when_they_make_no_sense_are_refused(petit, works, changed):
    with pytest.raises(ReceptionRefused):
        works(petit, **changed)


def test_terms_when_she_sits_at_no_reception_here_are_refused(works):
    with pytest.raises(ReceptionRefused, match="poste"):
        works(a_stranger())


def test_absence_when_it_is_past_is_refused_and_withdrawn_twice_is_nothing(petit, network, by):
    whose = {"network_id": network.id, "secretary_id": petit.id}
    with pytest.raises(ReceptionRefused, match="passé"):
        note_secretary_absence(**whose, first_on=NOW.date() - WEEK, last_on=NOW.date() - WEEK, **by)
    note_secretary_absence(**whose, first_on=MONDAY, last_on=MONDAY, **by)
    note_secretary_absence(**whose, first_on=MONDAY, last_on=MONDAY, **by)
    absence = SecretaryAbsence.objects.get()
    for _ in range(2):
        withdraw_secretary_absence(absence_id=absence.id, **by)
    assert not SecretaryAbsence.objects.exists()


def test_migration_when_it_ran_over_old_answers_then_they_hold_until_she_answers(network, petit):
    """0010_seasons_of_secretaries: what the coordinator noted without a season is read by the next rota."""
    old = SimpleNamespace(network_id=network.id, secretary_id=petit.id, weekday=4, half="pm", wish="cannot")
    models = {
        "SecretaryWish": SimpleNamespace(objects=SimpleNamespace(order_by=lambda _column: [old])),
        "WeeklyWish": WeeklyWish,
    }
    migration = import_module("releve.pipeline.rota.migrations.0010_seasons_of_secretaries")
    migration.keep_what_secretaries_said(SimpleNamespace(get_model=lambda _app, name: models[name]), None)
    who = Respondent(network.id, secretary_id=petit.id)
    assert wishes_of([who], MONDAY, 1)[who] == ({9: Wish.CANNOT}, {})


# The law


def test_laws_when_broken_name_themselves(network, office, petit):
    duty = {"network": network, "office": office, "secretary": petit, "day": MONDAY, "half": "am"}
    ReceptionDuty.objects.create(**duty)
    assert law_broken_by(lambda: ReceptionDuty.objects.create(**duty)) == "secretary_never_at_two_receptions"
    week = {"network": network, "office": office}
    ReceptionWeek.objects.create(**week, monday=MONDAY)
    assert (
        law_broken_by(lambda: ReceptionWeek.objects.create(**week, monday=MONDAY)) == "reception_week_is_published_once"
    )
    assert (
        law_broken_by(lambda: ReceptionWeek.objects.create(**week, monday=TUESDAY))
        == "reception_week_starts_on_a_monday"
    )
    hers = {"network": network, "secretary": petit}
    terms = {**hers, "starts_on": MONDAY, "changed_at": NOW}
    SecretaryTerms.objects.create(**terms, half_days_per_week=3)
    assert (
        law_broken_by(lambda: SecretaryTerms.objects.create(**terms, half_days_per_week=3))
        == "secretary_has_one_time_in_a_network"
    )
    assert (
        law_broken_by(lambda: SecretaryTerms.objects.update(half_days_per_week=11))
        == "secretary_works_1_to_10_half_days"
    )
    assert (
        law_broken_by(lambda: SecretaryTerms.objects.update(ends_on=MONDAY - WEEK)) == "secretary_ends_after_she_starts"
    )
    ToldHalfDays.objects.create(**hers)
    assert law_broken_by(lambda: ToldHalfDays.objects.create(**hers)) == "secretary_is_told_once_in_a_network"
    assert (
        law_broken_by(lambda: SecretaryAbsence.objects.create(**hers, first_on=TUESDAY, last_on=MONDAY))
        == "absence_of_a_secretary_ends_after_it_starts"
    )
