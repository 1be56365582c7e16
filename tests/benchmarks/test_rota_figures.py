"""The benchmarks of explaining and replanning run, and find nothing false, on a made network of two offices."""

from dataclasses import replace

import pytest

from benchmarks.rota import explain, replanning
from benchmarks.rota.made import made_network
from releve.pipeline.rota.engine.checker import check
from releve.pipeline.rota.engine.explain.missed import repair_missed
from releve.pipeline.rota.engine.format import read_network
from releve.pipeline.rota.engine.problem import Roster


@pytest.fixture(scope="module")
def delivered():
    problem = replace(read_network(made_network(2, seed=3)).problem, n_weeks=5)
    roster = repair_missed(problem, Roster(()))
    assert check(problem, roster).is_valid
    return problem, roster


def test_network_when_made_twice_is_the_same():
    assert made_network(10, seed=5) == made_network(10, seed=5)
    assert made_network(10, seed=5) != made_network(10, seed=6)
    assert len(made_network(10)["doctors"]) == 30


def test_explanations_when_measured_hold(delivered):
    time, false, missed = explain.measured(*delivered, n=10, seed=1)
    assert (time.name, time.more["n_cases"]) == ("rota_explain_p95", 10)
    assert (false.value, missed.value) == (0, 0)


def test_replanning_when_measured_is_proven_and_keeps_the_notice(delivered):
    _, *kept = replanning.measured(*delivered, n=3, seed=1)
    assert [figure.value for figure in kept] == [0, 0, 0]
