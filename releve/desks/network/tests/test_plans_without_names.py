"""Replanning before the coordinator's eyes: numbers of patients, never a name, and no right to read one."""

from datetime import date

import pytest
from django.db import ProgrammingError, connection, transaction
from django.urls import reverse

from releve.pipeline.appointments.models import Appointment
from releve.pipeline.commitments.models import Absence
from releve.pipeline.rota.actions.drawing import draw_plan, drop_plan
from releve.pipeline.rota.models import RotaPlan, Shift
from releve.pipeline.rota.tests.drawing import MONDAY, a_plan, by_hand
from releve.shared.worlds.roles import Role
from releve.shared.worlds.scope import current_scope
from tests.factories import a_doctor, a_promise, a_published_shift, a_user, a_visit

from .conftest import NOW


@pytest.fixture
def martin(office, network):
    return a_promise(office, a_doctor(network, "Hugo", "Martin"), pattern="mon-pm tue-pm").doctor


@pytest.fixture
def booked(office, benali, promise, martin):
    """M. Costa has an appointment with Dr Benali on a morning on which she falls ill."""
    shift = a_published_shift(office, benali, MONDAY)
    a_visit(shift, shift.starts_at.time().replace(hour=9))
    return shift


@pytest.fixture
def replan(desk, network, benali, booked):
    """The absence is noted, the nearest rota asked for and drawn."""
    absence = {"first_on": f"{MONDAY}", "first_half": "am", "last_on": f"{MONDAY}", "last_half": "pm"}
    noted = desk.post(reverse("network:doctor", args=[benali.id]), absence)
    assert noted["Location"] == reverse("network:replace_doctor", args=[benali.id])
    desk.post(noted["Location"], {"not_before": f"{date(2026, 11, 23)}"})
    plan = RotaPlan.objects.get()
    draw_plan(plan_id=plan.id, now=NOW, draw=by_hand())
    plan.refresh_from_db()
    return plan


def pages(plan, benali):
    return [
        reverse("network:replace_doctor", args=[benali.id]),
        *(reverse(f"network:{name}", args=[plan.id]) for name in ("plan", "compare_plan", "publish_plan")),
    ]


def test_pages_when_a_change_touches_patients_tell_how_many_and_never_who(desk, replan, benali, see):
    for page in pages(replan, benali):
        words = see(desk.get(page))
        assert "moins de 11 patients" in words, page
        assert "Costa" not in words


def test_changes_when_shown_are_all_there_before_anybody_says_yes(desk, replan, see):
    assert replan.kind == RotaPlan.Kind.REPLANNED
    words = see(desk.get(reverse("network:publish_plan", args=[replan.id])))
    assert "Lundi 14 décembre, matin" in words
    assert "Dr Leïla Benali" in words
    assert "Publier ce planning" in words
    assert Shift.objects.get().status == "published"


def test_pages_when_drawn_run_under_the_role_that_cannot_read_a_patient(desk, replan, benali):
    roles, refused = set(), []

    def try_to_read(execute, sql, params, many, context):
        role = current_scope()[0]
        roles.add(role)
        if role == Role.ESTATE and not refused:
            refused.append(role)
            with pytest.raises(ProgrammingError, match="permission denied"), transaction.atomic():
                execute("SELECT last_name FROM care.appointments_patient", None, False, context)
        return execute(sql, params, many, context)

    for page in pages(replan, benali):
        refused.clear()
        with connection.execute_wrapper(try_to_read):
            assert desk.get(page).status_code == 200
        assert refused == [Role.ESTATE], page
    assert Role.CARE not in roles


def test_secretary_when_the_doctor_is_away_reads_the_names_that_the_network_does_not(
    client, office, replan, booked, see
):
    client.force_login(a_user("secretary", office=office))
    assert "Costa" in see(client.get(reverse("secretary:shift_patients", args=[booked.id])))


def test_plan_when_drawn_looked_at_and_dropped_touches_no_visit_and_no_shift(desk, office, benali, booked, aubry):
    before = [list(model.objects.order_by("id").values()) for model in (Appointment, Shift)]
    Absence.objects.create(network=office.network, doctor=benali, first_on=MONDAY, last_on=MONDAY)
    plan = a_plan(office, aubry)
    for page in pages(plan, benali):
        assert desk.get(page).status_code == 200
    drop_plan(plan_id=plan.id, by=aubry, now=NOW)
    assert [list(model.objects.order_by("id").values()) for model in (Appointment, Shift)] == before
