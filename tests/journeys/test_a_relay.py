"""A relay from notice to notice board: a doctor leaves, another is found, a gap is called, a rota is published."""

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

import pytest
import time_machine

from releve.pipeline.commitments.actions import agree_promise, declare_site, give_notice, note_absence, sign_contract
from releve.pipeline.commitments.actions.candidates import become_doctor, note_candidate
from releve.pipeline.commitments.actions.passing import follow_the_calendar
from releve.pipeline.commitments.handover import PatternHalfDay, Route, State
from releve.pipeline.commitments.queries.coverage import coverages_of
from releve.pipeline.rota.actions.calls import publish_call
from releve.pipeline.rota.actions.drawing import ask_plan, draw_plan
from releve.pipeline.rota.actions.exchanges import Given, answer_exchange, propose_exchange
from releve.pipeline.rota.actions.publication import publish_plan, withdraw_publication
from releve.pipeline.rota.actions.takings import take_half_days
from releve.pipeline.rota.errors import PatientsMustMove, PlanBooked
from releve.pipeline.rota.models import Shift
from releve.pipeline.rota.tasks.plans import by_the_engine
from releve.shared.half_days import Half
from releve.shared.worlds.roles import Role
from releve.shared.worlds.scope import world_scope
from tests.factories import a_doctor, a_network, a_promise, a_reason, a_user, an_office
from tests.journeys.test_an_office_that_runs import book

pytestmark = pytest.mark.django_db
NOVEMBER, MAY = datetime(2026, 11, 27, 9, tzinfo=UTC), datetime(2027, 5, 10, 9, tzinfo=UTC)
TOLD_ON, LAST_DAY, FIRST_DAY = date(2026, 11, 25), date(2027, 5, 25), date(2027, 5, 26)
ABSENT_ON, MONDAY = date(2026, 12, 7), date(2027, 5, 31)


@pytest.fixture
def network():
    return a_network()


@pytest.fixture
def estate(network):
    """Everything the coordinator does runs under the role that sees no patient."""
    return lambda: world_scope(Role.ESTATE, [network.pk])


@pytest.fixture
def office(network):
    """Open on Mondays and Tuesdays: four half-days a week, one doctor on each."""
    return an_office(network, weekdays=(0, 1))


@pytest.fixture
def aubry(network):
    return a_user("network", network=network)


@pytest.fixture
def benali(office):
    doctor = a_doctor(office.network, email="benali@example.org")
    return a_promise(office, doctor, pattern="mon-am mon-pm tue-am", starts_on=date(2025, 6, 1), maximum_term_months=60)


@pytest.fixture
def martin(office):
    doctor = a_doctor(office.network, "Hugo", "Martin", email="martin@example.org")
    return a_promise(office, doctor, pattern="tue-pm", starts_on=date(2025, 6, 1), maximum_term_months=60)


def test_relay_when_a_doctor_gives_notice_the_care_stays(client, estate, office, aubry, benali, martin):
    by = {"by": aubry, "now": NOVEMBER}
    with estate():
        gap = leave(office, benali, by)
        successor = find_successor(office, gap, by)
        call_for_one_half_day(office, benali, martin, by)
    with time_machine.travel(MAY, tick=False), estate():
        plan = draw(office, aubry)
    compare(client, plan, aubry)
    with estate():
        publish_and_think_again(plan, {"by": aubry, "now": MAY})
    # The first booking closes the way back, and holds its half-day.
    visit = book(office, a_reason(office.network), now=MAY)
    with estate():
        with pytest.raises(PlanBooked, match="Un rendez-vous a été pris"):
            withdraw_publication(plan_id=plan.pk, by=aubry, now=MAY)
        exchange(successor, martin, visit.shift_id)


def leave(office, promise, by):
    """Dr Benali gives six months' notice: the coverage shows the gap, its date and the last day to start looking."""
    assert coverages_of(office.network_id, TOLD_ON)[0].horizon().first_gap is None
    give_notice(commitment_id=promise.pk, happened_on=TOLD_ON, proof="Lettre recommandée", **by)
    promise.refresh_from_db()
    assert (promise.ends_on, promise.recruitment_calls.count()) == (LAST_DAY, 1)
    horizon = coverages_of(office.network_id, NOVEMBER.date())[0].horizon()
    gap = horizon.first_gap
    assert (gap.first_on, gap.missing_a_week, gap.leaving) == (MONDAY, 3, ("Dr Leïla Benali",))
    # Six months of search, two of declaration, one of her present post: it should have begun in August.
    assert horizon.start_looking_by == date(2026, 8, 31)
    return gap


def find_successor(office, gap, by):
    """A candidate becomes a doctor and declares in time (ORD-01): the gap is gone."""
    typed = {"first_name": "Inès", "last_name": "Roussel", "kind": "young_doctor", "registered_department": "62"}
    candidate = note_candidate(network_id=office.network_id, typed=typed, office_ids=[office.pk], **by)
    promise = become_doctor(
        candidate_id=candidate.pk,
        office=office,
        route=Route.DISTINCT_SITE,
        starts_on=FIRST_DAY,
        half_days_per_week=Decimal(gap.missing_a_week),
        pattern=[PatternHalfDay(0, Half.MORNING), PatternHalfDay(0, Half.AFTERNOON), PatternHalfDay(1, Half.MORNING)],
        **by,
    )
    for act in (agree_promise, declare_site, sign_contract):
        act(commitment_id=promise.pk, happened_on=NOVEMBER.date(), **by)
    assert coverages_of(office.network_id, NOVEMBER.date())[0].horizon().first_gap is None
    promise.refresh_from_db()
    assert promise.state == State.SIGNED
    return promise


def call_for_one_half_day(office, benali, martin, by):
    """She is away one Monday morning: a colleague takes it from his mail, and it is open to patients at once."""
    note_absence(
        doctor_id=benali.doctor_id, first_on=ABSENT_ON, last_on=ABSENT_ON,
        first_half=Half.MORNING, last_half=Half.MORNING, **by,
    )  # fmt: skip
    expires_at = NOVEMBER + timedelta(days=3)
    call = publish_call(office_id=office.pk, half_days=[(ABSENT_ON, Half.MORNING)], expires_at=expires_at, **by)
    invitation = call.invitations.get()
    assert invitation.doctor == martin.doctor
    (taken,) = take_half_days(
        invitation_id=invitation.pk, half_day_ids=[call.half_days.get().pk], now=NOVEMBER + timedelta(hours=1)
    )
    assert (taken.shift.day, taken.shift.status) == (ABSENT_ON, Shift.Status.PUBLISHED)


def draw(office, aubry):
    """The engine draws the first two weeks after the change of doctors, and proves them best."""
    follow_the_calendar(now=MAY)
    plan = ask_plan(
        network_id=office.network_id, office_ids=[office.pk], first=MONDAY, n_weeks=2, seconds=600, patients={},
        by=aubry, now=MAY,
    )  # fmt: skip
    draw_plan(plan_id=plan.pk, now=MAY, draw=by_the_engine)
    plan.refresh_from_db()
    assert (plan.status, plan.cost, len(plan.half_days)) == ("ready", plan.bound, 8)
    return plan


def compare(client, plan, aubry):
    """The page shows both side by side before anybody says yes."""
    with time_machine.travel(MAY, tick=False):
        client.force_login(aubry)
        words = client.get(f"/reseau/plannings/{plan.pk}/comparer/").content.decode()
    assert "8 → 0" in words
    assert "Dr Inès Roussel" in words
    assert "aucun patient" in words


def publish_and_think_again(plan, by):
    """One deed makes the shifts, one takes them back while nobody has booked."""
    assert publish_plan(plan_id=plan.pk, **by).n_added == 8
    assert withdraw_publication(plan_id=plan.pk, **by)
    assert not Shift.objects.filter(day__gte=MONDAY).exists()
    assert publish_plan(plan_id=plan.pk, **by).n_added == 8


def exchange(successor, martin, booked_id):
    """Two half-days that nobody has booked change their doctors; the booked one stays with hers."""
    booked = Shift.objects.get(pk=booked_id)
    free = Shift.objects.filter(day__gt=booked.day).order_by("starts_at")
    his = free.filter(doctor=martin.doctor).first()

    def agreed(hers):
        given = [Given(hers.pk, martin.doctor_id), Given(his.pk, successor.doctor_id)]
        proposed = propose_exchange(doctor_id=successor.doctor_id, given=given, by=None, now=MAY)
        return answer_exchange(exchange_id=proposed.pk, doctor_id=martin.doctor_id, is_agreed=True, by=None, now=MAY)

    with pytest.raises(PatientsMustMove):
        agreed(booked)
    hers = free.filter(doctor=successor.doctor, day__gt=his.day).first()
    assert agreed(hers).status == "done"
    now_at = {(shift.day, shift.half): shift.doctor for shift in Shift.objects.exclude(status="cancelled")}
    assert now_at[hers.day, hers.half] == martin.doctor
    assert now_at[his.day, his.half] == successor.doctor
