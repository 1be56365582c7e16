"""What is dear to make is made in one process."""

from releve.config.docs import ROOT
from tests.plugins.processes import TOGETHER, process_of


def test_tests_when_they_share_a_product_share_a_process():
    assert process_of("tests/browser/test_pages.py::test_page[a]") == process_of("tests/browser/test_patient.py::b")
    assert process_of("tests/browser/test_doctor.py::a") == process_of("tests/browser/test_plans.py::b")
    assert process_of("tests/ground/test_processes.py::a") != process_of("tests/ground/test_processes.py::b")


def test_groups_when_named_name_tests_that_are_there():
    assert [path for path in TOGETHER if not (ROOT / path).exists()] == []
