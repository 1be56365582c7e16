"""A figure says what it is, what it is compared with, and whether its target is reached."""

import json

import pytest

from benchmarks.figure import Figure, share_below
from benchmarks.peer_django_appointment import scenario


@pytest.mark.parametrize(
    ("value", "limits", "is_met", "target"),
    [
        (2.0, {"at_most": 3}, True, "≤ 3 ms"),
        (4.0, {"at_most": 3}, False, "≤ 3 ms"),
        (2.0, {"at_most": 3, "ratio": 6.0, "ratio_at_most": 5}, False, "≤ 3 ms, ratio ≤ 5"),
        (50, {"at_most": 50, "at_least": 50}, True, "50 ms"),
        (49, {"at_most": 50, "at_least": 50}, False, "50 ms"),
        (1.0, {"ratio": 0.3, "ratio_at_least": 0.25}, True, "ratio ≥ 0.25"),
        (1.0, {"ratio_at_least": 0.25}, False, "ratio ≥ 0.25"),
        (1.0, {}, None, ""),
    ],
)
def test_figure_when_it_has_limits_says_whether_they_are_reached(value, limits, is_met, target):
    figure = Figure(name="x", value=value, unit="ms", size=1, **limits)
    assert (figure.is_met, figure.target) == (is_met, target)


def test_figure_when_printed_is_one_line_of_json_with_the_names_of_the_issue():
    figure = Figure("x", 1.23456, "ms", 0.5, compared_with="y", compared_value=2.0, ratio=0.5, more={"p95_ms": 9.87654})
    line = figure.line()
    assert "\n" not in line
    found = json.loads(line)
    assert found["value"] == 1.235
    assert found["p95_ms"] == 9.877
    assert {"name", "value", "unit", "compared_with", "compared_value", "ratio", "target", "size"} <= found.keys()


@pytest.mark.parametrize(("share", "expected"), [(0, 1), (0.5, 51), (0.99, 100), (1, 100)])
def test_share_below_when_asked_is_a_sample(share, expected):
    assert share_below(list(range(100, 0, -1)), share) == expected


def test_scenario_when_filled_is_the_same_each_time_and_about_sixty_per_cent_full(monday):
    places = [
        (doctor, day, slot)
        for doctor in range(scenario.N_DOCTORS)
        for day in scenario.working_days(monday)
        for slot in range(scenario.N_SLOTS_A_DAY)
        if doctor != scenario.BUSY_DOCTOR
    ]
    taken = [scenario.is_taken(*place, monday) for place in places]
    assert taken == [scenario.is_taken(*place, monday) for place in places]
    assert 0.57 < sum(taken) / len(taken) < 0.63


def test_scenario_when_the_busy_doctor_is_asked_is_full_for_two_weeks(monday):
    first_days = scenario.working_days(monday)[: 5 * scenario.N_FULL_WEEKS]
    assert all(
        scenario.is_taken(scenario.BUSY_DOCTOR, day, slot, monday)
        for day in first_days
        for slot in range(scenario.N_SLOTS_A_DAY)
    )
