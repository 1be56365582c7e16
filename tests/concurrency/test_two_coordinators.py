"""Two coordinators click at the same moment."""

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, date, datetime
from functools import partial

import pytest
from django.db import connection, transaction

from releve.pipeline.commitments.actions import agree_end
from releve.pipeline.commitments.errors import CommitmentRefused, ShiftsOutsideCommitment
from releve.pipeline.rota.actions import add_shift, lay_weeks, open_weeks, publish_weeks
from releve.pipeline.rota.errors import RotaRefused
from releve.pipeline.rota.handover import Refusal, WeeksLaid
from releve.pipeline.rota.models import Shift
from releve.shared.half_days import Half
from tests.concurrency.simultaneous import at_once
from tests.factories import a_promise, a_user, an_office

pytestmark = pytest.mark.django_db(transaction=True)
NOW = datetime(2026, 12, 1, 9, tzinfo=UTC)
MONDAY = date(2026, 12, 7)


@pytest.fixture
def office():
    return an_office()


@pytest.fixture
def weeks(office):
    return {
        "office_id": office.id,
        "first": MONDAY,
        "n_weeks": 2,
        "by": a_user("network", network=office.network),
        "now": NOW,
    }


def test_laying_the_same_weeks_at_once_lays_them_once(office, weeks):
    a_promise(office)
    laid = at_once([lambda: lay_weeks(**weeks)] * 4)
    assert sorted(result.n_laid for result in laid) == [0, 0, 0, 8]
    assert Shift.objects.count() == 8


def test_publishing_the_same_weeks_at_once_publishes_each_shift_once(office, weeks):
    a_promise(office)
    lay_weeks(**weeks)
    assert sorted(at_once([lambda: publish_weeks(**weeks)] * 4)) == [0, 0, 0, 8]
    assert {shift.steps.count() for shift in Shift.objects.all()} == {2}


def test_double_click_opens_the_weeks_once(office, weeks):
    a_promise(office)
    opened = at_once([lambda: open_weeks(**weeks)] * 2)
    assert sum(result.n_published for result in opened) == 8
    assert Shift.objects.filter(status="published").count() == 8


def test_two_offices_of_one_doctor_laid_at_once_never_put_her_in_two_places(office, weeks):
    elsewhere = an_office(office.network, name="Bully")
    doctor = a_promise(office).doctor
    a_promise(elsewhere, doctor)
    results = at_once([partial(lay_weeks, **weeks | {"office_id": place.id}) for place in (office, elsewhere)])
    assert all(isinstance(result, WeeksLaid) for result in results)
    assert sorted(result.n_laid for result in results) == [0, 8]
    loser = min(results, key=lambda result: result.n_laid)
    assert {refused.refusal for refused in loser.not_laid} == {Refusal.DOCTOR_ELSEWHERE}


@pytest.mark.parametrize("_round", range(3))
def test_commitment_that_ends_while_a_shift_is_added_leaves_no_shift_outside_it(office, weeks, _round):
    promise = a_promise(office)
    room = office.rooms.first()
    by = {"by": weeks["by"], "now": NOW}

    def add():
        return add_shift(
            office_id=office.id, doctor_id=promise.doctor_id, room_id=room.id, day=MONDAY, half=Half.MORNING, **by
        )

    def end():
        return agree_end(commitment_id=promise.id, ends_on=date(2026, 12, 1), **by)

    added, ended = at_once([add, end])
    promise.refresh_from_db()
    if isinstance(added, Shift):
        assert isinstance(ended, ShiftsOutsideCommitment)
        assert promise.ends_on is None
    else:
        assert isinstance(added, RotaRefused)
        assert promise.ends_on == date(2026, 12, 1)
        assert not Shift.objects.exists()


@pytest.fixture
def without_waiting():
    """Take the lock out of the two laws that hold a commitment, and put it back."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT pg_get_functiondef(tgfoid) FROM pg_trigger WHERE tgname ~ %s ORDER BY tgname",
            ["^pgtrigger_(shift_lies_inside_its_commitment|no_shift_before_the_declarations_allow_it)"],
        )
        laws = [law for (law,) in cursor.fetchall()]
        assert [law.count("FOR SHARE") for law in laws] == [1, 1]
        for law in laws:
            cursor.execute(law.replace("FOR SHARE", ""))
        yield
        for law in laws:
            cursor.execute(law)


def end_meanwhile(promise, weeks):
    """Lay the weeks and, before that is committed, agree elsewhere that the commitment ends before them."""

    def end():
        try:
            with connection.cursor() as cursor:
                cursor.execute("SET lock_timeout = '300ms'")
            return agree_end(commitment_id=promise.id, ends_on=date(2026, 12, 1), by=weeks["by"], now=NOW)
        except CommitmentRefused as refused:
            return str(refused.message)
        finally:
            connection.close()

    with transaction.atomic(), ThreadPoolExecutor(1) as elsewhere:
        lay_weeks(**weeks)
        return elsewhere.submit(end).result(timeout=30)


def test_without_the_lock_a_commitment_ends_under_a_shift_that_is_being_laid(office, weeks, without_waiting):
    """This test makes sure that the next one tests something."""
    promise = a_promise(office)
    assert end_meanwhile(promise, weeks) == promise
    assert Shift.objects.filter(day__gt=date(2026, 12, 1)).exists()


def test_commitment_waits_for_a_shift_that_is_being_laid_and_then_says_try_again(office, weeks):
    promise = a_promise(office)
    assert "Réessayez" in end_meanwhile(promise, weeks)
    promise.refresh_from_db()
    assert promise.ends_on is None
