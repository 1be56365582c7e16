"""Promises against rooms."""

from releve.pipeline.rota.engine.format import PromisesBeyondRooms, promises_beyond_rooms
from releve.pipeline.rota.engine.tests.small import a_place, a_problem, a_worker, cells

SMALL = a_place(rooms=1, open_slots=(0, 1, 2))
BULLY = a_place("Bully", rooms=1, open_slots=(0, 1, 2))


def test_promises_when_the_rooms_hold_them_say_nothing():
    assert promises_beyond_rooms(a_problem(SMALL, a_worker(half_days_per_week=3))) == ()


def test_promises_when_they_are_more_name_places_workers_and_numbers():
    found = promises_beyond_rooms(a_problem(SMALL, BULLY, a_worker(half_days_per_week=3.5)))
    assert found == (PromisesBeyondRooms(("Mazingarbe",), ("Benali",), 14.0, 12),)


def test_promises_when_two_places_share_their_workers_are_counted_together():
    both = ("Mazingarbe", "Bully")
    pair = (a_worker(places=both), a_worker("Rossi", places=both))
    assert promises_beyond_rooms(a_problem(SMALL, BULLY, *pair))[0].places == ("Bully", "Mazingarbe")
    assert promises_beyond_rooms(a_problem(SMALL, BULLY, pair[0])) == ()


def test_promises_when_weeks_are_leave_and_cells_are_closed_count_what_is_left():
    place = a_place(rooms=1, open_slots=(0, 1, 2), closed=cells((0, 0)))
    worker = a_worker(half_days_per_week=4, leave_weeks=frozenset({1}), owed_half_days=-1)
    assert promises_beyond_rooms(a_problem(place, worker)) == ()
    owed = a_worker(half_days_per_week=4, leave_weeks=frozenset({1}))
    assert promises_beyond_rooms(a_problem(place, owed))[0].held == 11
