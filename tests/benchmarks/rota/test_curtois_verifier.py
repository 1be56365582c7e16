"""The independent verifier: what a rota costs, and each rule it may break."""

import pytest

from benchmarks.rota.curtois.verifier import verify
from tests.benchmarks.rota.tiny import TWO_WORKERS

LAWFUL = [",E,E,,,,", ",E,E,,,,"]


def verdict_of(line_a=LAWFUL[0], line_b=LAWFUL[1]):
    return verify(TWO_WORKERS, f"{line_a}\n{line_b}\n")


def test_a_lawful_rota_costs_its_wishes_and_its_cover():
    verdict = verdict_of()
    assert verdict.violations == []
    # All requests are met; a shift E is missing on day 0, one is too many on day 1, L on days 2 and 6 is missing.
    assert (verdict.requests, verdict.cover) == (0, 100 + 1 + 100 + 10)


def test_requests_cost_where_they_are_not_met():
    assert verdict_of(line_a=",L,L,,,,").requests == 3 + 4


@pytest.mark.parametrize(
    ("rule", "line_a", "line_b"),
    [
        ("day off", "E,E,E,,,,", LAWFUL[1]),
        ("succession", ",L,E,,,,", LAWFUL[1]),
        ("most of a shift", ",,L,L,L,,", LAWFUL[1]),
        ("most of a shift", LAWFUL[0], ",L,,,,,"),
        ("most minutes", ",E,L,L,,L,L", LAWFUL[1]),
        ("least minutes", ",E,,,,,", LAWFUL[1]),
        ("most days in a row", ",E,E,E,E,,", LAWFUL[1]),
        ("least days in a row", ",E,,,E,E,", LAWFUL[1]),
        ("least days off in a row", ",E,E,,E,E,", LAWFUL[1]),
        ("most weekends", LAWFUL[0], ",E,,,,E,"),
        ("unknown shift", ",E,E,,,,X", LAWFUL[1]),
        ("length of the line", ",E,E,,,,,", LAWFUL[1]),
    ],
)
def test_each_planted_fault_is_found(rule, line_a, line_b):
    assert rule in {broken.rule for broken in verdict_of(line_a, line_b).violations}


def test_runs_cut_by_the_edges_of_the_horizon_may_be_short():
    # One day of work at each end, one day off before the first: nothing is known of what stands beyond.
    assert verify(TWO_WORKERS.replace("A,0\n", ""), "E,,,,,,L\n,E,E,,,,\n").violations == []


def test_missing_lines_and_empty_lines_are_days_off():
    assert {broken.rule for broken in verify(TWO_WORKERS, "").violations} == {"least minutes"}
