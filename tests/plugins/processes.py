"""Which tests share a process: those that share what is dear to make. All others go to whichever process is free.

xdist asks before it hands out a test. Its own groups (`xdist_group`) reach it through an attribute that pytest 9
no longer reads.
"""

import pytest
from xdist.remote import Producer
from xdist.scheduler import LoadScopeScheduling

# The first name that the path of a test begins with decides; the largest groups are handed out first.
TOGETHER = {
    # A product and a Chromium each: the longest chain, cut in two that take about as long.
    "tests/browser/test_accounts.py": "browser 1",
    "tests/browser/test_pages.py": "browser 1",
    "tests/browser/test_patient.py": "browser 1",
    "tests/browser/test_secretary.py": "browser 1",
    "tests/browser/": "browser 2",
    # Numba compiles in each process that asks.
    "releve/pipeline/rota/engine/tests/test_solver.py": "compiled",
    "releve/pipeline/rota/tests/test_plan_tasks.py": "compiled",
    "tests/benchmarks/rota/test_curtois_inventing.py": "compiled",
    "tests/benchmarks/rota/test_curtois_solving.py": "compiled",
    # Fixtures of a module, made once.
    "releve/pipeline/appointments/tests/test_first_times.py": "first times",
    "tests/ground/test_command.py": "command",
    "tests/demonstration/test_small.py": "small demonstration",
    "tests/demonstration/test_whole.py": "whole demonstration",
    "tests/worlds/test_every_table.py": "every table",
}


def process_of(nodeid: str) -> str:
    """Return the group of a test; a test of no group is one by itself."""
    return next((group for path, group in TOGETHER.items() if nodeid.startswith(path)), nodeid)


class TogetherScheduling(LoadScopeScheduling):
    """Hands out a group as a whole."""

    def _split_scope(self, nodeid: str) -> str:
        return process_of(nodeid)


def pytest_xdist_make_scheduler(config: pytest.Config, log: Producer) -> TogetherScheduling:
    return TogetherScheduling(config, log)
