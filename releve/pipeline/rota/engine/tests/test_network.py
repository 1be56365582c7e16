"""The networks of the benchmarks: read, written, and costed as their README says."""

import json
from collections import Counter
from copy import deepcopy
from dataclasses import replace
from itertools import product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from releve.pipeline.rota.engine.checker import Rule, check
from releve.pipeline.rota.engine.format.network import is_network, read_network
from releve.pipeline.rota.engine.format.network_writing import write_network
from releve.pipeline.rota.engine.format.refusals import Fault, ProblemRefused
from releve.pipeline.rota.engine.problem import Cell, Wish

SLOTS = [{"day": slot // 2, "half": slot % 2} for slot in range(11)]
WEIGHTS = {
    "under_minimum": 1000,
    "under_target": 40,
    "deviation": 12,
    "doctor_office": 25,
    "doctor_office_slot": 4,
    "two_offices_a_day": 8,
    "change": 6,
}


def an_office(number, **changes):
    office = {"id": number, "region": 0, "rooms": 1, "open_slots": list(range(10)), "closed_days": []}
    return office | {"minimum": 1, "target": 2, "x_km": 20.0 * number, "y_km": 0.0} | changes


def a_doctor(number, **changes):
    doctor = {"id": number, "region": 0, "offices": [0, 1], "half_days_a_week": 2, "max_half_days_a_week": 3}
    doctor |= {"max_days_a_week": 2, "available_slots": list(range(11)), "first_week": 0, "end_week": 26}
    doctor |= {"leave_weeks": [], "absent": [], "slot_dislike": {str(n): n % 3 for n in range(11)}}
    return doctor | {"office_dislike": {"0": 0, "1": 2}, "max_saturdays": 1} | changes


def a_network(**changes):
    network = {"weeks": 2, "slots": SLOTS, "weights": WEIGHTS, "max_travel_km": 25.0}
    return network | {"offices": [an_office(0), an_office(1)], "doctors": [a_doctor(0), a_doctor(1)]} | changes


def cost_by_the_readme(data, rows):
    """The README's sentences once more, word by word, for rotas of known names."""
    weights, at = data["weights"], Counter((office, week, slot) for _, office, week, slot in rows)
    total = 0
    for office, week, slot in product(data["offices"], range(data["weeks"]), range(11)):
        is_closed = {"week": week, "day": SLOTS[slot]["day"]} in office["closed_days"]
        if slot in office["open_slots"] and not is_closed:
            n = at[office["id"], week, slot]
            total += weights["under_minimum"] * max(0, office["minimum"] - n)
            total += weights["under_target"] * max(0, office["target"] - n)
    for doctor in data["doctors"]:
        for first in range(0, data["weeks"], 4):
            weeks = range(first, min(first + 4, data["weeks"]))
            n_active = sum(
                doctor["first_week"] <= week < doctor["end_week"] and week not in doctor["leave_weeks"]
                for week in weeks
            )
            n = sum(row[0] == doctor["id"] and row[2] in weeks for row in rows)
            total += weights["deviation"] * abs(n - doctor["half_days_a_week"] * n_active)
    for number, office, _, slot in rows:
        doctor = data["doctors"][number]
        total += doctor["slot_dislike"][str(slot)] + doctor["office_dislike"][str(office)]
    total += weights["doctor_office"] * len({(row[0], row[1]) for row in rows})
    total += weights["doctor_office_slot"] * len({(row[0], row[1], row[3], row[2] >= 13) for row in rows})
    days = {(row[0], row[2], SLOTS[row[3]]["day"], row[1]) for row in rows}
    moves = Counter((number, week, day) for number, week, day, _ in days)
    return total + weights["two_offices_a_day"] * sum(n == 2 for n in moves.values())


WEEKS = st.integers(0, 14)
NETWORKS = st.builds(
    lambda offices, doctors: a_network(weeks=15, offices=offices, doctors=doctors),
    st.tuples(
        *(
            st.builds(
                lambda slots, closed, minimum, target, number=number: an_office(
                    number, open_slots=sorted(slots), closed_days=closed, minimum=minimum, target=target
                ),
                st.sets(st.integers(0, 10)),
                st.lists(st.fixed_dictionaries({"week": WEEKS, "day": st.integers(0, 5)}), max_size=3),
                st.integers(0, 1),
                st.integers(1, 2),
            )
            for number in range(2)
        )
    ).map(list),
    st.tuples(
        *(
            st.builds(
                lambda first, end, leave, promised, number=number: a_doctor(
                    number, first_week=first, end_week=end, leave_weeks=sorted(leave), half_days_a_week=promised
                ),
                WEEKS,
                st.integers(0, 26),
                st.sets(WEEKS, max_size=3),
                st.integers(0, 4),
            )
            for number in range(2)
        )
    ).map(list),
)
ROWS = st.sets(st.tuples(st.integers(0, 1), st.integers(0, 1), WEEKS, st.integers(0, 10)), max_size=25)


@given(NETWORKS, ROWS)
@settings(max_examples=60, deadline=None)
def test_cost_when_any_rota_is_checked_is_what_the_readme_says(data, rows):
    network = read_network(data)
    roster = network.read_roster({"assignments": [list(row) for row in rows]})
    one_place = Counter((row[0], row[2], row[3]) for row in rows)
    if max(one_place.values(), default=0) < 2:
        assert check(network.problem, roster).total == cost_by_the_readme(data, rows)


@given(NETWORKS)
@settings(max_examples=20, deadline=None)
def test_network_when_written_and_read_is_the_same_problem(data):
    problem = read_network(data).problem
    assert read_network(json.loads(json.dumps(write_network(problem)))).problem == problem


def test_network_when_read_keeps_its_numbers_as_names():
    problem = read_network(a_network(doctors=[a_doctor(7, available_slots=[0, 1], absent=[{"week": 1, "slot": 1}])]))
    (worker,) = problem.problem.workers
    assert (worker.id, worker.places) == ("7", ("0", "1"))
    assert worker.wishes[2] == Wish.CANNOT
    assert 0 not in worker.wishes
    assert worker.absences == {Cell(1, 1)}


def test_network_when_a_day_is_closed_closes_both_halves():
    network = read_network(a_network(offices=[an_office(0, closed_days=[{"week": 1, "day": 2}]), an_office(1)]))
    assert network.problem.places[0].closed == {Cell(1, 4), Cell(1, 5)}


def test_rota_when_read_and_written_is_the_same():
    network = read_network(a_network())
    written = {"assignments": [[0, 1, 0, 3], [1, 0, 1, 10], [1, 0, 1, 2]]}
    roster = network.read_roster(written)
    assert network.write_roster(roster) == {"assignments": [[0, 1, 0, 3], [1, 0, 1, 2], [1, 0, 1, 10]]}


def test_rota_when_it_names_strangers_is_judged_by_the_checker():
    network = read_network(a_network())
    roster = network.read_roster({"assignments": [[9, 8, 0, 0]]})
    rules = [found.rule for found in check(network.problem, roster).violations]
    assert rules == [Rule.UNKNOWN_WORKER, Rule.UNKNOWN_PLACE]


def with_change(change):
    data = deepcopy(a_network())
    change(data)
    return data


@pytest.mark.parametrize(
    ("change", "fault", "path"),
    [
        (lambda data: data.pop("weeks"), Fault.MISSING_KEY, "$.weeks"),
        (lambda data: data["offices"][1].pop("rooms"), Fault.MISSING_KEY, "$.offices[1].rooms"),
        (lambda data: data["offices"][0].update(rooms="2"), Fault.WRONG_TYPE, "$.offices[0].rooms"),
        (lambda data: data["doctors"][0].update(offices=[0, 5]), Fault.UNKNOWN_PLACE, "$.doctors[0].offices[1]"),
        (
            lambda data: data["doctors"][1].update(available_slots=[11]),
            Fault.OUT_OF_RANGE,
            "$.doctors[1].available_slots[0]",
        ),
    ],
)
def test_network_when_something_is_wrong_names_the_path(change, fault, path):
    with pytest.raises(ProblemRefused) as refusal:
        read_network(with_change(change))
    assert (refusal.value.fault, refusal.value.path) == (fault, path)


def test_problem_when_the_network_format_has_no_word_for_it_is_refused():
    problem = replace(read_network(a_network()).problem, unloved_slots=frozenset({1}))
    with pytest.raises(ProblemRefused, match="unloved_slots"):
        write_network(problem)


def test_network_when_told_apart_is_known_by_its_keys():
    assert is_network(a_network())
    assert not is_network({"format": "releve-rota-problem"})
