"""Two coordinators staff a reception at the same moment: one person sits there, never two."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from releve.pipeline.offices.models import ReceptionDuty, ReceptionWeek
from releve.pipeline.rota.actions import reception_plans
from releve.pipeline.rota.actions.drawing import draw_plan
from releve.pipeline.rota.actions.reception import agree_secretary_terms, seat_at_reception
from releve.pipeline.rota.actions.reception_plans import ask_reception_plan, publish_reception_plan
from releve.pipeline.rota.models import RotaPlan
from releve.pipeline.rota.tests.drawing import MONDAY, NOW, by_hand, first_who_can
from releve.shared.half_days import Half
from tests.concurrency.simultaneous import at_once, before_commit
from tests.factories import a_user

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def secretaries(office, by):
    found = [a_user("secretary", office=office, full_name=name) for name in ("Mme Petit", "Mme Wacheux")]
    for secretary in found:
        agree_secretary_terms(
            network_id=office.network_id,
            secretary_id=secretary.id,
            half_days_per_week=Decimal(2),
            starts_on=date(2026, 1, 1),
            ends_on=None,
            **by,
        )
    return found


@pytest.fixture
def two_plans(office, by, secretaries):
    """Mme Petit sits there in the one, Mme Wacheux in the other, in a week that is published without anybody."""
    ReceptionWeek.objects.create(network=office.network, office=office, monday=MONDAY)

    def drawn(secretary):
        def roster(problem):
            hers = tuple(worker for worker in problem.workers if worker.id == str(secretary.id))
            return first_who_can(replace(problem, workers=hers))

        asked = ask_reception_plan(network_id=office.network_id, first=MONDAY, n_weeks=1, seconds=2, **by)
        draw_plan(plan_id=asked.id, now=NOW, draw=by_hand(roster))
        return asked

    return [drawn(secretary) for secretary in secretaries]


def publish_both(two_plans, by):
    """Publish the second plan before the first one's publication is committed."""
    first, second = (lambda plan=plan: publish_reception_plan(plan_id=plan.id, **by) for plan in two_plans)
    return before_commit(first, second)


def test_without_the_lock_two_sit_at_one_desk(by, two_plans, monkeypatch):
    """This test makes sure that the next one tests something."""
    monkeypatch.setattr(reception_plans, "locked_plan", lambda plan_id: RotaPlan.objects.get(id=plan_id))
    assert publish_both(two_plans, by) is True
    assert ReceptionDuty.objects.filter(day=MONDAY, half="am").count() == 2


def test_second_plan_waits_for_the_first_and_then_says_try_again(by, two_plans):
    assert "Réessayez" in str(publish_both(two_plans, by).message)
    assert ReceptionDuty.objects.filter(day=MONDAY, half="am").count() == 1


@pytest.mark.parametrize("_round", range(3))
def test_two_hands_at_once_leave_one_person_there(office, by, two_plans, secretaries, _round):
    place = {"office_id": office.id, "day": MONDAY, "half": Half.MORNING}
    works = [lambda s=s: seat_at_reception(secretary_id=s.id, **place, **by) for s in secretaries]
    assert at_once(works) == [None, None]
    assert ReceptionDuty.objects.count() == 1
