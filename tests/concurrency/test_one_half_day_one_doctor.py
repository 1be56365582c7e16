"""Two doctors want one half-day of a call. First the control: without guards both get it; then nobody ever does."""

from datetime import UTC, date, datetime, timedelta
from threading import Barrier, get_ident

import pytest
from django.db import connection, transaction
from procrastinate.contrib.django.models import ProcrastinateJob

from releve.pipeline.commitments.models import Absence, Doctor
from releve.pipeline.offices.models import Office
from releve.pipeline.rota.actions import takings as takings_module
from releve.pipeline.rota.actions.calls import publish_call, withdraw_call
from releve.pipeline.rota.actions.takings import take_half_days
from releve.pipeline.rota.call_errors import AlreadyTaken, CallRefused, CallWithdrawn
from releve.pipeline.rota.models import CallTaking, Shift
from releve.shared.half_days import Half
from tests.candidates import a_candidate
from tests.concurrency.simultaneous import at_once
from tests.factories import a_doctor, a_promise, a_shift, a_user, an_office

pytestmark = pytest.mark.django_db(transaction=True)
NOW = datetime(2026, 12, 1, 8, tzinfo=UTC)
MONDAY = date(2026, 12, 7)
LAST_WEEK = MONDAY - timedelta(days=7)
CONSTRAINT = "half_day_of_a_call_is_taken_once"
NAMES = ("Benali", "Haddad", "Faure", "Petit")


@pytest.fixture
def office():
    return an_office()


@pytest.fixture
def doctors(office):
    """Four doctors of the office, each with a usual room of her own: no room stands between them."""
    found = [a_doctor(office.network, "Dr", name, email=f"{name}@example.org") for name in NAMES]
    for doctor, room in zip(found, office.rooms.all(), strict=True):
        a_promise(office, doctor)
        a_shift(office, doctor, LAST_WEEK, room=room)
    return found


@pytest.fixture
def aubry(office):
    return a_user("network", network=office.network)


@pytest.fixture
def call(office, doctors, aubry):
    return publish(office, aubry)


def publish(office, aubry, **given):
    return publish_call(
        office_id=office.id,
        half_days=[(MONDAY, Half.MORNING)],
        expires_at=NOW + timedelta(days=3),
        by=aubry,
        now=NOW,
        **given,
    )


def takes(call, n):
    """Return works by which the first `n` of those invited take the half-day."""
    half_day = call.half_days.get()
    invitations = list(call.invitations.values_list("id", flat=True)[:n])
    return [
        lambda key=key: take_half_days(invitation_id=key, half_day_ids=[half_day.id], now=NOW) for key in invitations
    ]


@pytest.fixture
def without_constraint():
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_get_constraintdef(oid) FROM pg_constraint WHERE conname = %s", [CONSTRAINT])
        (definition,) = cursor.fetchone()
        cursor.execute(f"ALTER TABLE rota_calltaking DROP CONSTRAINT {CONSTRAINT}")
    yield
    with connection.cursor() as cursor:
        cursor.execute("TRUNCATE rota_calltaking")
        cursor.execute(f"ALTER TABLE rota_calltaking ADD CONSTRAINT {CONSTRAINT} {definition}")


@pytest.fixture
def without_lock(monkeypatch):
    """Both look before either writes. What they look at afterwards, to tell the rest, waits for nobody."""
    both_have_looked, have_looked = Barrier(2, timeout=30), set()
    look = takings_module.offered_of

    def look_then_wait(call):
        offered = look(call)
        if get_ident() not in have_looked:
            have_looked.add(get_ident())
            both_have_looked.wait()
        return offered

    monkeypatch.setattr(takings_module, "lock_office", lambda office_id: Office.objects.get(pk=office_id))
    monkeypatch.setattr(takings_module, "offered_of", look_then_wait)


def standing():
    return Shift.objects.filter(day=MONDAY).count()


def test_control_when_lock_and_constraint_are_off_two_doctors_get_one_half_day(call, without_constraint, without_lock):
    """If this test fails, the tests below prove nothing."""
    answers = at_once(takes(call, 2))
    assert [type(answer) for answer in answers] == [list, list]
    assert standing() == 2


def test_take_when_only_the_constraint_guards_one_doctor_gets_it(call, without_lock):
    answers = at_once(takes(call, 2))
    assert sorted(type(answer).__name__ for answer in answers) == ["AlreadyTaken", "list"]
    assert standing() == 1


def test_take_when_only_the_lock_guards_one_doctor_gets_it(call, without_constraint):
    answers = at_once(takes(call, 4))
    assert sorted(type(answer).__name__ for answer in answers) == ["AlreadyTaken"] * 3 + ["list"]
    assert standing() == 1


def test_take_when_four_doctors_want_it_at_once_one_gets_it_and_the_others_are_told(call):
    answers = at_once(takes(call, 4))
    assert sum(isinstance(answer, AlreadyTaken) for answer in answers) == 3
    assert standing() == CallTaking.objects.count() == 1
    # Jobs of other tests may stand there still: those of this call are counted.
    told = ProcrastinateJob.objects.filter(task_name="rota.send_call_nothing_left")
    told = {job.args["invitation_id"] for job in told} & set(call.invitations.values_list("id", flat=True))
    assert len(told) == 3


def test_take_when_two_tabs_of_one_doctor_send_at_once_one_shift(call):
    (work,) = takes(call, 1)
    answers = at_once([work, work])
    assert answers[0] == answers[1]
    assert standing() == 1


def test_take_when_two_tabs_of_one_candidate_send_at_once_one_doctor_is_made(office, doctors, aubry):
    Absence.objects.create(network=office.network, doctor=doctors[0], first_on=MONDAY, last_on=MONDAY)
    a_candidate(office.network)
    promise = doctors[0].commitments.get()
    call = publish(office, aubry, replaced_id=promise.id, unwanted_doctor_ids=[doctor.id for doctor in doctors])
    (work,) = takes(call, 1)
    answers = at_once([work, work])
    assert answers[0] == answers[1]
    assert Doctor.objects.filter(last_name="Roussel").count() == 1


def test_withdrawal_and_taking_when_at_once_one_of_the_two_holds(call, aubry):
    works = takes(call, 1)
    answers = at_once([lambda: withdraw_call(call_id=call.id, by=aubry, now=NOW), *works])
    assert standing() == (0 if isinstance(answers[1], CallWithdrawn) else 1)


def test_publication_when_clicked_twice_at_once_one_call(office, doctors, aubry):
    answers = at_once([lambda: publish(office, aubry)] * 2)
    assert sorted(type(answer).__name__ for answer in answers) == ["Call", "CallRefused"]
    assert any(isinstance(answer, CallRefused) for answer in answers)


def test_mails_when_the_taking_is_rolled_back_then_none_is_asked_for(call):
    (work,) = takes(call, 1)
    before = ProcrastinateJob.objects.count()

    def take_and_fail():
        with transaction.atomic():
            work()
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        take_and_fail()
    assert ProcrastinateJob.objects.count() == before
    assert standing() == 0
