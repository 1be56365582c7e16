"""What is dear to make is made in one process."""

import os

import pytest

from releve.config.docs import ROOT
from tests.plugins.processes import TOGETHER, process_of


def test_tests_when_they_share_a_product_share_a_process():
    assert process_of("tests/browser/test_pages.py::test_page[a]") == process_of("tests/browser/test_patient.py::b")
    assert process_of("tests/browser/test_doctor.py::a") == process_of("tests/browser/test_plans.py::b")
    assert process_of("tests/ground/test_processes.py::a") != process_of("tests/ground/test_processes.py::b")


def test_groups_when_named_name_tests_that_are_there():
    assert [path for path in TOGETHER if not (ROOT / path).exists()] == []


@pytest.mark.parametrize(("n_cores", "n_processes"), [(1, 2), (2, 2), (3, 3), (16, 4)])
def test_processes_when_cores_are_held_back_are_those_of_the_cores_left(
    monkeypatch, pytestconfig, n_cores, n_processes
):
    monkeypatch.setattr(os, "sched_getaffinity", lambda _pid: set(range(n_cores)), raising=False)
    monkeypatch.setattr(os, "cpu_count", lambda: 64)
    assert pytestconfig.hook.pytest_xdist_auto_num_workers(config=pytestconfig) == n_processes
