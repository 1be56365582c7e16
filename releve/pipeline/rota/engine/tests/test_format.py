"""Our own problem format: a round trip, and what it refuses."""

import json
from copy import deepcopy
from dataclasses import replace

import pytest
from hypothesis import HealthCheck, given, settings

from releve.pipeline.rota.engine.checker import Rule
from releve.pipeline.rota.engine.format.consistency import refuse_inconsistent
from releve.pipeline.rota.engine.format.reading import parse, read_problem
from releve.pipeline.rota.engine.format.refusals import Fault, ProblemRefused
from releve.pipeline.rota.engine.format.rosters import read_roster, roster_text, write_roster
from releve.pipeline.rota.engine.format.writing import as_text, write_problem
from releve.pipeline.rota.engine.problem import Cell, Standing, Wish
from releve.pipeline.rota.engine.tests.drawn import problems
from releve.pipeline.rota.engine.tests.small import a_place, a_problem, a_roster, a_worker, at, cells

PATIENTLY = settings(max_examples=80, deadline=None, suppress_health_check=[HealthCheck.too_slow])


@given(problems())
@PATIENTLY
def test_problem_when_written_and_read_is_the_same(problem):
    assert read_problem(parse(as_text(write_problem(problem)))) == problem


def test_problem_when_least_is_said_takes_the_defaults():
    document = {
        "format": "releve-rota-problem",
        "version": 1,
        "first_monday": "2027-01-04",
        "n_weeks": 1,
        "places": [{"id": "m", "name": "M", "rooms": 1, "open_slots": [0], "demand": {"minimum": 1, "wanted": 1}}],
        "workers": [],
    }
    problem = read_problem(document)
    assert problem.places[0].x_km == 0.0
    assert problem.weights.under_minimum == 1000


DOCUMENT = write_problem(
    a_problem(
        a_place(), a_place("Bully", x_km=30.0), a_worker(places=("Mazingarbe", "Bully")), a_worker("Rossi", end_week=3)
    )
)
LOCKED = {"worker": "Benali", "place": "Mazingarbe", "week": 1, "slot": 2}


def changed(path, value):
    document = deepcopy(DOCUMENT)
    *way, last = path
    node = document
    for step in way:
        node = node[step]
    node[last] = value
    return document


BEYOND = {"week": 4, "slot": 0}  # the horizon has the weeks 0 to 3
REFUSED = [
    (("format",), "releve", Fault.OTHER_FORMAT, "$.format"),
    (("version",), 2, Fault.NEWER_VERSION, "$.version"),
    (("version",), 0, Fault.UNKNOWN_VERSION, "$.version"),
    (("version",), "1", Fault.UNKNOWN_VERSION, "$.version"),
    (("version",), 1.0, Fault.UNKNOWN_VERSION, "$.version"),
    (("version",), True, Fault.UNKNOWN_VERSION, "$.version"),
    (("version",), None, Fault.UNKNOWN_VERSION, "$.version"),
    (("first_monday",), "2026-01-06", Fault.NO_MONDAY, "$.first_monday"),
    (("first_monday",), "5 janvier", Fault.NO_DATE, "$.first_monday"),
    (("n_weeks",), 0, Fault.OUT_OF_RANGE, "$.n_weeks"),
    (("n_weeks",), "4", Fault.WRONG_TYPE, "$.n_weeks"),
    (("n_weeks",), True, Fault.WRONG_TYPE, "$.n_weeks"),
    (("colour",), "red", Fault.UNKNOWN_KEY, "$.colour"),
    (("weights", "joy"), 1, Fault.UNKNOWN_KEY, "$.weights.joy"),
    (("weights", "avoid"), -1, Fault.OUT_OF_RANGE, "$.weights.avoid"),
    (("max_travel_km",), float("inf"), Fault.WRONG_TYPE, "$.max_travel_km"),
    (("places", 0, "rooms"), -1, Fault.OUT_OF_RANGE, "$.places[0].rooms"),
    (("places", 0, "open_slots"), [1, 1], Fault.TWICE, "$.places[0].open_slots[1]"),
    (("places", 0, "open_slots"), [14], Fault.OUT_OF_RANGE, "$.places[0].open_slots[0]"),
    (("places", 0, "name"), " ", Fault.EMPTY_TEXT, "$.places[0].name"),
    (("places", 0, "demand"), {"minimum": 2, "wanted": 1}, Fault.ABOVE_WANTED, "$.places[0].demand.minimum"),
    (("places", 0, "demand_of_slot"), {"x": {}}, Fault.WRONG_TYPE, "$.places[0].demand_of_slot.x"),
    (("places", 1, "id"), "Mazingarbe", Fault.TWICE, "$.places[1].id"),
    (("places", 0, "closed"), {}, Fault.WRONG_TYPE, "$.places[0].closed"),
    (("workers", 1, "id"), "Benali", Fault.TWICE, "$.workers[1].id"),
    (("workers", 0, "places"), ["Nowhere"], Fault.UNKNOWN_PLACE, "$.workers[0].places[0]"),
    (("workers", 0, "place_cost"), {"Nowhere": 1}, Fault.UNKNOWN_PLACE, "$.workers[0].place_cost.Nowhere"),
    (("workers", 0, "half_days_per_week"), 4.3, Fault.NOT_HALF, "$.workers[0].half_days_per_week"),
    (("workers", 0, "half_days_per_week"), 7, Fault.ABOVE_MAXIMUM, "$.workers[0].half_days_per_week"),
    (("workers", 1, "first_week"), 4, Fault.WEEKS_MIXED_UP, "$.workers[1].end_week"),
    (("workers", 0, "wishes"), {"1": "maybe"}, Fault.NO_CHOICE, "$.workers[0].wishes.1"),
    (("workers", 0, "follows"), "Benali", Fault.FOLLOWS_HERSELF, "$.workers[0].follows"),
    (("workers", 0, "follows"), "Dumas", Fault.UNKNOWN_WORKER, "$.workers[0].follows"),
    (("workers", 0, "is_senior"), 1, Fault.WRONG_TYPE, "$.workers[0].is_senior"),
    (("workers", 0, "absences"), [{"week": 1}], Fault.MISSING_KEY, "$.workers[0].absences[0].slot"),
    (("workers", 0, "wishes"), {"9" * 5000: "can"}, Fault.OUT_OF_RANGE, f"$.workers[0].wishes.{'9' * 59}…"),
    (("workers", 0, "wishes"), {"7": "can", "07": "cannot"}, Fault.WRONG_TYPE, "$.workers[0].wishes.07"),
    (("places", 0, "closed"), [BEYOND], Fault.OUTSIDE_HORIZON, "$.places[0].closed"),
    (("places", 0, "rooms_in"), [BEYOND | {"rooms": 1}], Fault.OUTSIDE_HORIZON, "$.places[0].rooms_in"),
    (("places", 0, "without_reception"), [BEYOND], Fault.OUTSIDE_HORIZON, "$.places[0].without_reception"),
    (("workers", 0, "absences"), [BEYOND], Fault.OUTSIDE_HORIZON, "$.workers[0].absences"),
    (("workers", 0, "wishes_in"), [BEYOND | {"wish": "cannot"}], Fault.OUTSIDE_HORIZON, "$.workers[0].wishes_in"),
    (("workers", 0, "leave_weeks"), [4], Fault.OUTSIDE_HORIZON, "$.workers[0].leave_weeks"),
    (("workers", 0, "half_days_in"), {"4": 1}, Fault.OUTSIDE_HORIZON, "$.workers[0].half_days_in"),
    (("workers", 0, "max_half_days_in"), {"4": 1}, Fault.OUTSIDE_HORIZON, "$.workers[0].max_half_days_in"),
    (("locked",), [LOCKED | {"worker": "Dumas"}], Fault.UNKNOWN_WORKER, "$.locked[0].worker"),
    (("locked",), [LOCKED, LOCKED], Fault.TWICE, "$.locked[1]"),
    (("standing",), [LOCKED, LOCKED | {"n_patients": 2}], Fault.TWICE, "$.standing[1]"),
    (("forbidden",), [LOCKED | {"week": 4}], Fault.OUTSIDE_HORIZON, "$.forbidden[0].week"),
    (("frozen_before",), {"week": 9, "slot": 0}, Fault.OUTSIDE_HORIZON, "$.frozen_before.week"),
]


@pytest.mark.parametrize(
    ("path", "value", "fault", "where"), REFUSED, ids=[f"{row[3][:40]} {row[2]}" for row in REFUSED]
)
def test_problem_when_something_is_wrong_names_the_path_and_the_value(path, value, fault, where):
    with pytest.raises(ProblemRefused) as refusal:
        read_problem(changed(path, value))
    assert (refusal.value.fault, refusal.value.path) == (fault, where)


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        ("{", Fault.NOT_JSON),
        ('{"n_weeks": NaN}', Fault.NOT_JSON),
        ('{"a": 1, "a": 2}', Fault.KEY_TWICE),
        ("[" * 100_000, Fault.NOT_JSON),
        (f'{{"n_weeks": {"9" * 5000}}}', Fault.NOT_JSON),
    ],
)
def test_text_when_no_json_is_refused(text, fault):
    with pytest.raises(ProblemRefused) as refusal:
        parse(text)
    assert refusal.value.fault == fault


def test_document_when_no_object_is_refused():
    with pytest.raises(ProblemRefused) as refusal:
        read_problem([1])
    assert refusal.value.fault == Fault.OTHER_FORMAT


HERS = at(1, 2)
LOCKED_IN_VAIN = [
    (a_problem(a_worker(absences=cells((1, 2)))), Rule.ABSENT),
    (a_problem(a_place(open_slots=(0,))), Rule.NOT_OPEN),
    (a_problem(a_place(closed=cells((1, 2)))), Rule.CLOSED),
    (a_problem(a_worker(first_week=2)), Rule.OUTSIDE_WINDOW),
    (a_problem(a_worker(leave_weeks=frozenset({1}))), Rule.ON_LEAVE),
    (a_problem(a_worker(wishes={2: Wish.CANNOT})), Rule.CANNOT),
    (a_problem(a_place(rooms=0)), Rule.ROOMS),
    (a_problem(a_worker(max_half_days_per_week=4, max_days_per_week=0)), Rule.DAYS_A_WEEK),
]


@pytest.mark.parametrize(("problem", "rule"), LOCKED_IN_VAIN, ids=[rule for _, rule in LOCKED_IN_VAIN])
def test_problem_when_a_locked_half_day_breaks_a_rule_names_both(problem, rule):
    with pytest.raises(ProblemRefused) as refusal:
        refuse_inconsistent(replace(problem, locked=frozenset({HERS})))
    assert (refusal.value.fault, refusal.value.path, refusal.value.value) == (Fault.LOCKED_BREAKS, "$.locked[0]", HERS)
    assert refusal.value.values["violation"].rule == rule
    refuse_inconsistent(replace(problem, locked=frozenset()))


def test_problem_when_locked_and_forbidden_is_refused():
    with pytest.raises(ProblemRefused) as refusal:
        refuse_inconsistent(a_problem(locked=frozenset({HERS}), forbidden=frozenset({HERS})))
    assert refusal.value.fault == Fault.LOCKED_FORBIDDEN


def test_problem_when_frozen_half_days_no_longer_go_together_is_refused():
    standing = (Standing(at(0, 0)), Standing(at(0, 0, "Rossi")))
    one_room = a_problem(a_place(rooms=1), a_worker(), a_worker("Rossi"), standing=standing)
    refuse_inconsistent(one_room)
    with pytest.raises(ProblemRefused) as refusal:
        refuse_inconsistent(replace(one_room, frozen_before=Cell(1, 0)))
    assert (refusal.value.fault, refusal.value.path) == (Fault.FROZEN_BREAKS, "$.standing[1]")


def test_problem_when_a_half_day_is_locked_into_frozen_weeks_is_refused():
    with pytest.raises(ProblemRefused) as refusal:
        refuse_inconsistent(a_problem(locked=frozenset({at(0, 0)}), frozen_before=Cell(1, 0)))
    assert refusal.value.fault == Fault.FROZEN_BREAKS


def test_refusal_when_printed_shows_path_value_and_remedy():
    with pytest.raises(ProblemRefused, match=r"\$\.n_weeks: out_of_range: 0 \(least=1, most=530\)"):
        read_problem(changed(("n_weeks",), 0))


def test_rota_when_written_and_read_is_the_same():
    roster = a_roster(at(1, 2), at(0, 3))
    assert read_roster(json.loads(roster_text(write_roster(roster, cost=12)))) == roster


@pytest.mark.parametrize(
    ("document", "path"),
    [
        ({"format": "releve-rota", "version": 1, "assignments": [["a", "b", 1]]}, "$.assignments[0]"),
        ({"format": "releve-rota", "version": 1, "assignments": [["a", "b", 1, "2"]]}, "$.assignments[0][3]"),
        ({"format": "releve-rota", "version": 3, "assignments": []}, "$.version"),
        ({"format": "releve-rota", "version": True, "assignments": []}, "$.version"),
        ({"format": "other", "version": 1, "assignments": []}, "$.format"),
        ({"version": 1, "assignments": []}, "$.format"),
    ],
)
def test_rota_when_malformed_names_the_path(document, path):
    with pytest.raises(ProblemRefused) as refusal:
        read_roster(document)
    assert refusal.value.path == path
