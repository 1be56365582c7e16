"""The benchmarks of explaining and replanning run, and find nothing false, on a made network of two offices."""

import json

import pytest

from benchmarks.rota import delivered as command
from benchmarks.rota import explain, replanning
from benchmarks.rota.made import made_network
from benchmarks.rota.network import least_short, short
from releve.pipeline.rota.engine.checker import check
from releve.pipeline.rota.engine.explain.missed import repair_missed
from releve.pipeline.rota.engine.format import read_network
from releve.pipeline.rota.engine.problem import Roster

SMALL = made_network(2, seed=3) | {"weeks": 5}


@pytest.fixture(scope="module")
def delivered():
    problem = read_network(SMALL).problem
    roster = repair_missed(problem, Roster(()))
    assert check(problem, roster).is_valid
    return problem, roster


def test_network_when_made_twice_is_the_same():
    assert made_network(10, seed=5) == made_network(10, seed=5)
    assert made_network(10, seed=5) != made_network(10, seed=6)
    assert len(made_network(10)["doctors"]) == 30


def test_least_short_counts_the_saturdays_that_nobody_is_left_for():
    network = made_network(1, seed=3)
    office, doctors = network["offices"][0], network["doctors"]
    network |= {"weeks": 5, "offices": [office | {"open_slots": [9, 10], "closed_days": []}]}
    hers = {"first_week": 0, "end_week": 5, "leave_weeks": [], "absent": [], "max_saturdays": 1, "offices": [0]}
    hers |= {"available_slots": [9, 10], "office_dislike": {"0": 2}, "slot_dislike": {"10": 3}}
    network["doctors"] = [doctor | hers for doctor in doctors[:2]]
    problem = read_network(network).problem
    assert least_short(problem) == 3
    assert short(problem, repair_missed(problem, Roster(()))) == 3
    network["offices"][0]["open_slots"] = [9]
    assert least_short(read_network(network).problem) == 0


def test_least_short_counts_what_the_limits_of_a_week_leave_open():
    network = made_network(1, seed=3)
    office, doctors = network["offices"][0], network["doctors"]
    network |= {"weeks": 2, "offices": [office | {"open_slots": [0, 1, 2, 3], "closed_days": []}]}
    hers = {
        "first_week": 0,
        "end_week": 2,
        "leave_weeks": [],
        "absent": [],
        "offices": [0],
        "available_slots": [0, 1, 2],
    }
    network["doctors"] = [doctors[0] | hers | {"half_days_a_week": 2, "max_half_days_a_week": 2}]
    problem = read_network(network).problem
    assert least_short(problem) == 2
    assert short(problem, repair_missed(problem, Roster(()))) == 2


def test_explanations_when_measured_hold(delivered):
    time, false, missed = explain.measured(*delivered, n=10, seed=1)
    assert (time.name, time.more["n_cases"]) == ("rota_explain_p95", 10)
    assert (false.value, missed.value) == (0, 0)


def test_replanning_when_measured_is_proven_and_keeps_the_notice(delivered):
    _, *kept = replanning.measured(*delivered, n=3, seed=1)
    assert [figure.value for figure in kept] == [0, 0, 0]


@pytest.mark.parametrize(("question", "names"), [
    ("explain", ["rota_explain_p95", "rota_explain_false", "rota_missed_in_delivered"]),
    ("replanning", [
        "rota_replan_slowest", "rota_replan_not_proven_nearest", "rota_replan_against_a_rule_or_inside_the_notice",
        "rota_replan_coverable_left_short",
    ]),
])  # fmt: skip
def test_questions_when_asked_of_files_print_a_line_for_each_figure(delivered, question, names, tmp_path, capsys):
    network, rota = tmp_path / "network.json", tmp_path / "rota.json"
    network.write_text(json.dumps(SMALL), encoding="utf-8")
    rota.write_text(json.dumps(read_network(SMALL).write_roster(delivered[1])), encoding="utf-8")
    assert command.main([question, str(network), str(rota), "--cases", "1"]) == 0
    assert [json.loads(line)["name"] for line in capsys.readouterr().out.splitlines()] == names
