"""Plans as the coordinator meets them: asked, drawn, published, taken back."""

from datetime import date, time, timedelta

import pytest

from releve.pipeline.commitments.models import Absence
from releve.pipeline.offices.models import Closure
from releve.pipeline.rota.actions import cancel_shift, lay_weeks
from releve.pipeline.rota.actions.drawing import ask_plan, draw_plan, drop_plan, stop_drawing
from releve.pipeline.rota.actions.publication import publish_plan, withdraw_publication
from releve.pipeline.rota.engine.problem import Roster
from releve.pipeline.rota.errors import PlanBooked, PlanOutOfDate, PlanRefused
from releve.pipeline.rota.models import RotaPlan, Shift
from releve.pipeline.rota.tests.drawing import MONDAY, NOW, a_plan, by_hand, first_who_can
from releve.shared.half_days import Half
from tests.factories import (
    a_doctor,
    a_network,
    a_promise,
    a_published_shift,
    a_shift,
    a_user,
    a_visit,
    an_office,
)
from tests.laws import law_broken_by

pytestmark = pytest.mark.django_db
ALL_FIELDS = [field.attname for field in Shift._meta.concrete_fields if not field.attname.startswith("changed")]


@pytest.fixture
def network():
    return a_network()


@pytest.fixture
def office(network):
    return an_office(network, weekdays=(0, 1))


@pytest.fixture
def benali(network):
    return a_doctor(network)


@pytest.fixture
def martin(network):
    return a_doctor(network, "Hugo", "Martin")


@pytest.fixture
def promises(office, benali, martin):
    """Dr Benali works both mornings, Dr Martin both afternoons."""
    return [a_promise(office, benali, pattern="mon-am tue-am"), a_promise(office, martin, pattern="mon-pm tue-pm")]


@pytest.fixture
def aubry(network):
    return a_user("network", network=network)


@pytest.fixture
def by(aubry):
    return {"by": aubry, "now": NOW}


def rows():
    return list(Shift.objects.order_by("id").values_list(*ALL_FIELDS))


def asked(office, by, **changed):
    given = {"first": MONDAY, "n_weeks": 1, "seconds": 2, "patients": {}, "office_ids": [office.id]} | changed
    return ask_plan(network_id=office.network_id, **given, **by)


# Asking


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"n_weeks": 0}, "Semaines"),
        ({"n_weeks": 54}, "Semaines"),
        ({"seconds": 0}, "Durée du calcul"),
        ({"seconds": 601}, "Durée du calcul"),
        ({"first": date(2031, 1, 6)}, "Premier jour"),
        ({"office_ids": []}, "Cabinets"),
        ({"office_ids": [987654]}, "Cabinets"),
    ],
)
def test_ask_when_something_is_wrong_names_the_field(office, by, changed, said):
    with pytest.raises(PlanRefused, match=said):
        asked(office, by, **changed)


def test_ask_when_the_office_is_of_another_network_is_refused(office, by):
    with pytest.raises(PlanRefused, match="Cabinets"):
        asked(office, by, office_ids=[an_office().id])


def test_ask_when_one_is_being_drawn_asks_to_wait_but_not_for_ever(office, by):
    asked(office, by)
    with pytest.raises(PlanRefused, match="déjà en cours de calcul"):
        asked(office, by)
    later = by | {"now": NOW + timedelta(minutes=31)}
    assert asked(office, later).status == RotaPlan.Status.DRAWING


def test_ask_when_any_day_is_given_starts_on_its_monday(office, by):
    assert asked(office, by, first=MONDAY + timedelta(days=3)).first_monday == MONDAY


# Drawing


def test_draw_when_the_checker_finds_no_fault_is_ready_with_its_costs(office, promises, aubry):
    plan = a_plan(office, aubry)
    assert (plan.status, plan.is_valid, len(plan.half_days)) == ("ready", True, 4)
    assert plan.cost == sum(plan.costs.values())
    assert "under_minimum" not in plan.costs
    assert not Shift.objects.exists()


def test_draw_when_the_checker_finds_a_fault_is_never_offered(office, promises, aubry):
    def twice(problem):
        (first, *_rest) = first_who_can(problem).assignments
        return Roster((first, first))

    plan = a_plan(office, aubry, roster_of=twice)
    assert (plan.status, plan.is_valid) == ("failed", False)
    assert "vérificateur" in plan.failure
    assert plan.violations
    with pytest.raises(PlanRefused, match="pas prêt"):
        publish_plan(plan_id=plan.id, by=aubry, now=NOW)


def test_draw_when_the_engine_breaks_fails_in_words_and_the_job_knows(office, promises, aubry):
    plan = asked(office, {"by": aubry, "now": NOW})

    def broken(*_given):
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        draw_plan(plan_id=plan.id, now=NOW, draw=broken)
    plan.refresh_from_db()
    assert (plan.status, "erreur" in plan.failure) == ("failed", True)


def test_draw_when_what_must_be_kept_breaks_a_rule_names_it_and_the_remedy(network, benali, martin, aubry):
    """Two doctors share the only room of a morning, one after the other: by hand, and the engine cannot."""
    office = an_office(network, weekdays=(0,), n_rooms=1)
    room = office.rooms.get()
    for doctor, starts, ends in ((benali, time(8, 30), time(10)), (martin, time(10), time(12))):
        a_promise(office, doctor, pattern="mon-am")
        a_shift(office, doctor, MONDAY, room=room, starts=starts, ends=ends, is_edited=True)
    plan = a_plan(office, aubry)
    assert plan.status == "failed"
    assert "lundi 14 décembre matin : plus de salle libre. Changez ou annulez l’une d’elles" in plan.failure


def test_draw_when_run_again_changes_nothing(office, promises, aubry):
    plan = a_plan(office, aubry)
    before = plan.half_days
    draw_plan(plan_id=plan.id, now=NOW, draw=by_hand(lambda _problem: Roster(())))
    plan.refresh_from_db()
    assert plan.half_days == before


def test_stop_when_drawing_is_seen_by_the_engine_and_later_changes_nothing(office, promises, by):
    plan = asked(office, by)
    assert stop_drawing(plan_id=plan.id, **by)
    plan.refresh_from_db()
    assert plan.is_stop_asked
    draw_plan(plan_id=plan.id, now=NOW, draw=by_hand())
    assert not stop_drawing(plan_id=plan.id, **by)


def test_drop_when_published_is_refused_and_else_puts_it_aside(office, promises, by, aubry):
    plan = a_plan(office, aubry)
    publish_plan(plan_id=plan.id, **by)
    with pytest.raises(PlanRefused, match="revenez d’abord en arrière"):
        drop_plan(plan_id=plan.id, **by)
    withdraw_publication(plan_id=plan.id, **by)
    drop_plan(plan_id=plan.id, **by)
    plan.refresh_from_db()
    assert plan.status == "withdrawn"


# Publishing


def test_publish_when_nothing_stands_opens_every_half_day_with_hours_and_rooms(office, promises, by, aubry):
    plan = a_plan(office, aubry)
    published = publish_plan(plan_id=plan.id, **by)
    assert (published.n_added, published.n_cancelled, published.n_kept) == (4, 0, 0)
    shifts = Shift.objects.order_by("starts_at")
    assert {shift.status for shift in shifts} == {"published"}
    assert [(s.day.weekday(), s.half) for s in shifts] == [(0, "am"), (0, "pm"), (1, "am"), (1, "pm")]
    assert [f"{s.starts_at:%H:%M}" for s in shifts][:2] == ["07:30", "12:30"]


def test_publish_when_repeated_changes_nothing_and_says_so(office, promises, by, aubry):
    plan = a_plan(office, aubry)
    publish_plan(plan_id=plan.id, **by)
    before = rows()
    assert publish_plan(plan_id=plan.id, **by).is_repeated
    assert rows() == before


def test_publish_when_shifts_stand_keeps_what_it_names_and_takes_back_the_rest(office, promises, benali, martin, by):
    kept = a_shift(office, benali, MONDAY)
    wrong = a_shift(office, martin, MONDAY, room=office.rooms.last())
    plan = a_plan(office, by["by"])
    published = publish_plan(plan_id=plan.id, **by)
    assert (published.n_added, published.n_opened, published.n_cancelled) == (3, 1, 1)
    kept.refresh_from_db()
    assert kept.status == "published"
    assert not Shift.objects.filter(id=wrong.id).exists()


def test_publish_when_a_published_shift_goes_cancels_it_with_its_reason(office, promises, martin, by):
    gone = a_published_shift(office, martin, MONDAY)
    plan = a_plan(office, by["by"])
    publish_plan(plan_id=plan.id, **by)
    gone.refresh_from_db()
    assert gone.status == "cancelled"
    assert gone.cancelled_because == f"Remplacée par le planning {plan.id}"


def test_publish_when_patients_are_booked_leaves_their_shift_and_tells_it(office, promises, martin, by):
    booked = a_published_shift(office, martin, MONDAY)
    plan = a_plan(office, by["by"])
    a_visit(booked, booked.starts_at.time().replace(hour=9))
    published = publish_plan(plan_id=plan.id, **by)
    booked.refresh_from_db()
    assert booked.status == "published"
    assert [shift.shift_id for shift in published.staying] == [booked.id]
    assert published.n_added == 4


def test_publish_when_the_place_of_booked_patients_is_needed_tells_how_many_must_move(network, benali, martin, by):
    office = an_office(network, weekdays=(0,), n_rooms=1)
    a_promise(office, benali, pattern="mon-am")
    a_promise(office, martin, pattern="mon-pm")
    booked = a_published_shift(office, martin, MONDAY)
    plan = a_plan(office, by["by"])
    a_visit(booked, booked.starts_at.time().replace(hour=9))
    before = rows()
    with pytest.raises(PlanRefused, match=r"1 rendez-vous est pris .* doit d’abord le déplacer"):
        publish_plan(plan_id=plan.id, **by)
    assert rows() == before


def test_publish_when_a_booking_was_known_before_drawing_keeps_the_shift(office, promises, martin, by):
    booked = a_published_shift(office, martin, MONDAY)
    a_visit(booked, booked.starts_at.time().replace(hour=9))
    plan = a_plan(office, by["by"], patients={booked.id: None})
    assert [martin.id, office.id, MONDAY.isoformat(), "am"] in plan.half_days
    assert publish_plan(plan_id=plan.id, **by).n_kept == 1


def test_publish_when_shifts_changed_since_says_out_of_date(office, promises, benali, by):
    plan = a_plan(office, by["by"])
    lay_weeks(office_id=office.id, first=MONDAY, n_weeks=1, **by)
    before = rows()
    with pytest.raises(PlanOutOfDate, match="ont changé depuis son calcul"):
        publish_plan(plan_id=plan.id, **by)
    assert rows() == before


def test_publish_when_a_doctor_became_absent_says_who_and_when(office, network, promises, benali, by):
    plan = a_plan(office, by["by"])
    Absence.objects.create(network=network, doctor=benali, first_on=MONDAY, last_on=MONDAY)
    with pytest.raises(PlanOutOfDate, match="Dr Leïla Benali, lundi 14 décembre matin : médecin absent"):
        publish_plan(plan_id=plan.id, **by)


def test_publish_when_the_office_closes_since_says_so(office, network, promises, by):
    plan = a_plan(office, by["by"])
    Closure.objects.create(network=network, office=office, first_on=MONDAY, last_on=MONDAY, label="Travaux")
    with pytest.raises(PlanOutOfDate, match="fermé"):
        publish_plan(plan_id=plan.id, **by)


def test_publish_when_part_of_it_is_past_makes_the_rest(office, promises, by):
    plan = a_plan(office, by["by"])
    tuesday = by | {"now": NOW + timedelta(days=22)}
    assert publish_plan(plan_id=plan.id, **tuesday).n_added == 2


def test_publish_when_still_being_drawn_is_refused(office, promises, by):
    with pytest.raises(PlanRefused, match="pas prêt"):
        publish_plan(plan_id=asked(office, by).id, **by)


# Taking back


def test_undo_when_nobody_booked_restores_exactly_what_stood(office, promises, benali, martin, by):
    a_shift(office, benali, MONDAY)
    a_shift(office, martin, MONDAY, room=office.rooms.last())
    a_published_shift(office, benali, MONDAY, Half.AFTERNOON)
    a_shift(office, martin, MONDAY + timedelta(days=1), status="cancelled", cancelled_because="coupure d’eau")
    before = rows()
    plan = a_plan(office, by["by"])
    publish_plan(plan_id=plan.id, **by)
    assert rows() != before
    assert withdraw_publication(plan_id=plan.id, **by)
    assert rows() == before
    plan.refresh_from_db()
    assert plan.status == "ready"
    assert not withdraw_publication(plan_id=plan.id, **by)


def test_undo_when_done_lets_publish_again(office, promises, martin, by):
    a_shift(office, martin, MONDAY, room=office.rooms.last())
    plan = a_plan(office, by["by"])
    publish_plan(plan_id=plan.id, **by)
    withdraw_publication(plan_id=plan.id, **by)
    assert publish_plan(plan_id=plan.id, **by).n_added == 4


@pytest.mark.parametrize("status", ["booked", "cancelled", "held"])
def test_undo_when_somebody_booked_is_refused_even_if_cancelled_since(office, promises, by, status):
    plan = a_plan(office, by["by"])
    publish_plan(plan_id=plan.id, **by)
    shift = Shift.objects.earliest("starts_at")
    holds = {"held_until": NOW + timedelta(minutes=10), "patient": None} if status == "held" else {}
    a_visit(shift, shift.starts_at.time().replace(hour=9), status=status, **holds)
    before = rows()
    with pytest.raises(PlanBooked, match="Un rendez-vous a été pris"):
        withdraw_publication(plan_id=plan.id, **by)
    assert rows() == before


def test_undo_when_a_draft_it_opened_is_booked_is_refused(office, promises, benali, by):
    draft = a_shift(office, benali, MONDAY)
    plan = a_plan(office, by["by"])
    publish_plan(plan_id=plan.id, **by)
    draft.refresh_from_db()
    a_visit(draft, draft.starts_at.time().replace(hour=9))
    with pytest.raises(PlanBooked):
        withdraw_publication(plan_id=plan.id, **by)


def test_undo_when_only_a_shift_that_stood_before_is_booked_is_done(office, promises, benali, by):
    stood = a_published_shift(office, benali, MONDAY)
    plan = a_plan(office, by["by"])
    publish_plan(plan_id=plan.id, **by)
    a_visit(stood, stood.starts_at.time().replace(hour=9))
    assert withdraw_publication(plan_id=plan.id, **by)
    assert [shift.id for shift in Shift.objects.all()] == [stood.id]


def test_undo_when_a_shift_was_changed_since_is_refused(office, promises, by):
    plan = a_plan(office, by["by"])
    publish_plan(plan_id=plan.id, **by)
    cancel_shift(shift_id=Shift.objects.earliest("starts_at").id, because="coupure d’eau", **by)
    with pytest.raises(PlanOutOfDate, match="changée depuis sa publication"):
        withdraw_publication(plan_id=plan.id, **by)


def test_undo_when_a_shift_has_begun_is_refused(office, promises, by):
    plan = a_plan(office, by["by"])
    publish_plan(plan_id=plan.id, **by)
    with pytest.raises(PlanRefused, match="déjà commencé"):
        withdraw_publication(plan_id=plan.id, **by | {"now": NOW + timedelta(days=22)})


# The law


@pytest.mark.parametrize(
    ("fields", "law"),
    [
        ({"first_monday": MONDAY + timedelta(days=1)}, "plan_starts_on_a_monday"),
        ({"n_weeks": 0}, "plan_covers_1_to_53_weeks"),
        ({"n_weeks": 54}, "plan_covers_1_to_53_weeks"),
        ({"office_ids": []}, "plan_names_its_offices"),
        ({"status": "ready"}, "usable_plan_was_checked"),
        ({"status": "published", "is_valid": True}, "published_plan_tells_when"),
        ({"status": "failed"}, "failed_plan_says_why"),
    ],
)
def test_law_when_a_plan_breaks_it_holds(network, fields, law):
    given = {"network": network, "office_ids": [1], "first_monday": MONDAY, "n_weeks": 1, "seconds": 1, "asked_at": NOW}
    assert law_broken_by(lambda: RotaPlan.objects.create(**given | fields)) == law
