"""Two colleagues want the same half-day at the same moment; a shift is cancelled while it is exchanged.

First the control: without the lock on the exchange both colleagues get it, and only the room's law stops the second.
"""

from datetime import UTC, date, datetime, timedelta
from threading import Barrier

import pytest
from django.db import connection

from releve.pipeline.rota.actions import cancel_shift, exchange_moves, exchanges, move_to_room
from releve.pipeline.rota.actions.exchanges import ExchangeSettled, Given, answer_exchange, propose_exchange
from releve.pipeline.rota.errors import RotaRefused
from releve.pipeline.rota.models import Exchange, Shift
from tests.concurrency.simultaneous import at_once
from tests.factories import a_doctor, a_promise, a_published_shift, a_user, an_office

pytestmark = pytest.mark.django_db(transaction=True)
NOW = datetime(2026, 12, 1, 9, tzinfo=UTC)
MONDAY = date(2026, 12, 7)
ROOM = "room_never_holds_two_doctors"


@pytest.fixture
def office():
    return an_office()


@pytest.fixture
def colleagues(office):
    names = (("Hugo", "Delattre"), ("Inès", "Morel"))
    return [a_promise(office, a_doctor(office.network, *name)).doctor for name in names]


@pytest.fixture
def shift(office):
    return a_published_shift(office, day=MONDAY)


def takes(exchange, doctor):
    return lambda: answer_exchange(exchange_id=exchange.id, doctor_id=doctor.id, is_agreed=True, by=None, now=NOW)


def offered(shift, *takers):
    given = [Given(shift.id, taker.id) for taker in takers] or [Given(shift.id, None)]
    return propose_exchange(doctor_id=shift.doctor_id, given=given, by=None, now=NOW)


def on_monday():
    return Shift.objects.filter(day=MONDAY).exclude(status="cancelled")


@pytest.fixture
def without_room_law():
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_get_constraintdef(oid) FROM pg_constraint WHERE conname = %s", [ROOM])
        (definition,) = cursor.fetchone()
        cursor.execute(f"ALTER TABLE rota_shift DROP CONSTRAINT {ROOM}")
    yield
    with connection.cursor() as cursor:
        cursor.execute("TRUNCATE rota_shift CASCADE")
        cursor.execute(f"ALTER TABLE rota_shift ADD CONSTRAINT {ROOM} {definition}")


@pytest.fixture
def without_locks(monkeypatch):
    """Both look at the exchange and at its shift before either writes."""
    both_have_looked = Barrier(2, timeout=30)

    def move_when_both_have_looked(*args):
        both_have_looked.wait()
        return move(*args)

    move = exchange_moves._move
    monkeypatch.setattr(exchange_moves, "_move", move_when_both_have_looked)
    monkeypatch.setattr(exchanges, "_locked", lambda exchange_id: Exchange.objects.get(pk=exchange_id))
    monkeypatch.setattr(exchange_moves, "locked_shifts", lambda ids: Shift.objects.filter(id__in=ids))


def test_control_when_nothing_guards_then_two_colleagues_hold_one_half_day(
    shift, colleagues, without_room_law, without_locks
):
    """If this test fails, the tests below prove nothing."""
    two_gifts = [offered(shift, colleague) for colleague in colleagues]
    at_once([takes(exchange, colleague) for exchange, colleague in zip(two_gifts, colleagues, strict=True)])
    assert {one.doctor_id for one in on_monday()} == {colleague.id for colleague in colleagues}


@pytest.mark.parametrize("_round", range(3))
def test_offer_when_two_colleagues_accept_at_once_then_one_has_it(shift, colleagues, _round):
    exchange = offered(shift)
    answers = at_once([takes(exchange, colleague) for colleague in colleagues])
    assert sorted(type(answer).__name__ for answer in answers) == ["Exchange", "ExchangeSettled"]
    assert on_monday().count() == 1


@pytest.mark.parametrize("_round", range(3))
def test_two_offers_of_one_shift_when_accepted_at_once_then_one_is_done_and_the_other_lapses(shift, colleagues, _round):
    two_gifts = [offered(shift, colleague) for colleague in colleagues]
    at_once([takes(exchange, colleague) for exchange, colleague in zip(two_gifts, colleagues, strict=True)])
    assert sorted(Exchange.objects.values_list("status", flat=True)) == ["done", "lapsed"]
    assert on_monday().count() == 1


@pytest.mark.parametrize("_round", range(3))
def test_offer_when_the_shift_is_cancelled_meanwhile_then_one_of_the_two_wins_and_nothing_is_double(
    office, shift, colleagues, _round
):
    exchange = offered(shift, colleagues[0])
    aubry = a_user("network", network=office.network)

    def cancel():
        return cancel_shift(shift_id=shift.id, because="Travaux", by=aubry, now=NOW)

    at_once([takes(exchange, colleagues[0]), cancel])
    exchange.refresh_from_db()
    shift.refresh_from_db()
    assert shift.status == "cancelled"
    assert exchange.status in {"done", "lapsed"}
    assert on_monday().count() == (exchange.status == "done")


@pytest.mark.parametrize("_round", range(3))
def test_shift_when_moved_to_another_room_meanwhile_then_never_two_doctors_hold_the_half_day(
    office, shift, colleagues, _round
):
    exchange = offered(shift, colleagues[0])
    aubry = a_user("network", network=office.network)
    other_room = office.rooms.last()

    def move():
        return move_to_room(shift_id=shift.id, room_id=other_room.id, by=aubry, now=NOW)

    answers = at_once([takes(exchange, colleagues[0]), move])
    assert all(isinstance(answer, (Exchange, Shift, RotaRefused)) for answer in answers)
    assert on_monday().count() == 1


def test_ring_and_its_reverse_when_accepted_at_once_then_one_happens(office, colleagues):
    """Two exchanges lock the same shifts, each in its own order of words: they wait, they never block each other."""
    one, two = (a_published_shift(office, doctor, MONDAY + timedelta(days=n)) for n, doctor in enumerate(colleagues))
    given = [Given(one.id, colleagues[1].id), Given(two.id, colleagues[0].id)]
    forth = propose_exchange(doctor_id=colleagues[0].id, given=given, by=None, now=NOW)
    back = propose_exchange(doctor_id=colleagues[1].id, given=given[::-1], by=None, now=NOW)
    answers = at_once([takes(forth, colleagues[1]), takes(back, colleagues[0])])
    assert all(isinstance(answer, (Exchange, ExchangeSettled)) for answer in answers)
    assert sorted(Exchange.objects.values_list("status", flat=True)) == ["done", "lapsed"]
