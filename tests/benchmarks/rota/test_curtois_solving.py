"""The solver against every rota of tiny instances, the lines' dynamic programme and the command."""

import json

import numpy as np
import pytest

from benchmarks.rota.curtois.opening import NoLine
from benchmarks.rota.curtois.reading import read
from benchmarks.rota.curtois.solving import solve
from benchmarks.rota.curtois.stretches import Stretches
from benchmarks.rota.curtois.verifier import verify
from benchmarks.rota.curtois.writing import write
from releve.config.command import main
from releve.pipeline.rota.engine.lines import OFF, cheapest_line, near_lines
from tests.benchmarks.rota.tiny import TWO_WORKERS, least_cost, made

CPU_SECONDS = 1.5


@pytest.fixture(scope="module", autouse=True)
def _compiled():
    """Have Numba compile first: on a new machine that takes longer than the budgets of these tests."""
    for seed in range(3):
        solve(read(TWO_WORKERS), 1.0, seed)


@pytest.mark.parametrize("seed", [1, 2, 3, 4])
def test_the_solver_equals_trying_every_rota(seed):
    text = made(seed)
    best = least_cost(text, 7, "EL", "AB")
    instance = read(text)
    if best is None:
        with pytest.raises(NoLine):
            solve(instance, CPU_SECONDS, seed)
        return
    found = solve(instance, CPU_SECONDS, seed)
    verdict = verify(text, write(instance, found.lines))
    assert verdict.violations == []
    assert verdict.cost == found.cost == best
    assert found.bound is not None
    assert found.bound <= best


def test_the_budget_of_processor_time_is_kept():
    instance = read(TWO_WORKERS.replace("100,1", "100,0"))
    solve(instance, 0.1, 1)  # compiles what is not compiled yet
    found = solve(instance, 0.3, 1)
    assert found.cpu_seconds < 0.6


def test_an_employee_whose_rules_leave_no_line_is_named():
    with pytest.raises(NoLine, match="A"):
        solve(read(TWO_WORKERS.replace("2640,960,3", "2640,2600,1")), 0.5)


@pytest.mark.parametrize("seed", [7, 8, 9])
def test_a_stretch_opened_in_a_lawful_line_is_filled_lawfully(seed):
    """Re-open every stretch of a lawful line: the cheapest way is never dearer, and the whole line stays lawful."""
    text = made(seed).replace("SECTION_COVER", "SECTION_COVER\n")
    instance = read(text)
    stretches = Stretches(instance)
    prices = np.random.default_rng(seed).integers(-9, 9, (7, 2)).astype(np.float64)
    _, _, line = cheapest_line(stretches.open(0, np.full(7, OFF), 0, 7), prices)
    if line is None:
        return
    for first in range(7):
        for end in range(first + 1, 8):
            _, cost, part = cheapest_line(stretches.open(0, line, first, end), prices[first:end])
            whole = np.concatenate([line[:first], part, line[end:]])
            rota = write(instance, np.stack([whole, np.full(7, OFF)]))
            assert not [broken for broken in verify(text, rota).violations if broken.employee == "A"]
            days = np.flatnonzero(line[first:end] >= 0) + first
            own = instance.wish_cost[0, days, line[days]].sum() - prices[days, line[days]].sum()
            assert cost <= own + 1e-9


def test_an_employee_who_may_work_no_shift_has_one_line():
    text = TWO_WORKERS.replace("A,E=7|L=2,2640,960", "A,E=0|L=0,2640,0")
    stretch = Stretches(read(text)).open(0, np.full(7, OFF), 0, 7)
    least, found, line = cheapest_line(stretch, np.full((7, 2), 9.0))
    assert (least, found, line.tolist()) == (0.0, 0.0, [OFF] * 7)
    lines, is_whole = near_lines(stretch, np.zeros((7, 2)), 1.0, 10)
    assert (lines.tolist(), is_whole) == ([[OFF] * 7], True)


def test_a_table_shared_by_stretches_of_all_sizes_changes_no_line():
    instance = read(made(7))
    shared = Stretches(instance)
    prices = np.random.default_rng(7).integers(-9, 9, (7, 2)).astype(np.float64)
    off = np.full(7, OFF)
    for first, end in [(0, 7), (3, 5), (1, 6), (0, 2), (0, 7)]:
        for employee in (0, 1):
            ours = cheapest_line(shared.open(employee, off, first, end), prices[first:end])
            alone = cheapest_line(Stretches(instance).open(employee, off, first, end), prices[first:end])
            assert ours[0] == alone[0]
            assert np.array_equal(ours[2], alone[2])


def test_near_lines_are_all_lines_within_the_threshold():
    instance = read(TWO_WORKERS)
    stretch = Stretches(instance).open(1, np.full(7, OFF), 0, 7)
    prices = np.array([[3.0, 0.0], [1, 0], [2, 0], [0, 0], [0, 0], [1, 0], [2, 0]])
    least, _, _ = cheapest_line(stretch, prices)
    lines, is_whole = near_lines(stretch, prices, least + 2, 100)
    assert is_whole
    costs = [
        instance.line_cost(1, line) - sum(prices[day, shift] for day, shift in enumerate(line) if shift >= 0)
        for line in lines
    ]
    assert min(costs) == least
    assert max(costs) <= least + 2
    few, has_all = near_lines(stretch, prices, least + 2, 1)
    assert not has_all
    assert len(few) <= 1


def test_bench_rota_prints_a_line_and_writes_the_rota(tmp_path, capsys):
    problem = tmp_path / "tiny.txt"
    problem.write_text(TWO_WORKERS, encoding="utf-8")
    folder = tmp_path / "rotas"
    code = main(["bench", "rota", str(problem), "--cpu-seconds", "0.5", "--seed", "2", "--solutions", str(folder)])
    told = json.loads(capsys.readouterr().out)
    assert code == 0
    assert set(told) == {"instance", "cost", "bound", "cpu_seconds", "violations"}
    verdict = verify(TWO_WORKERS, (folder / "tiny.txt").read_text(encoding="utf-8"))
    assert (told["instance"], told["cost"], told["violations"]) == ("tiny", verdict.cost, 0)


@pytest.mark.parametrize(
    ("content", "told"),
    [("bonjour", "ni un réseau"), (TWO_WORKERS.replace("L,600", "L,six"), "ligne 7"), ("{", "JSON")],
)
def test_bench_rota_says_what_is_wrong_with_a_file(tmp_path, capsys, content, told):
    problem = tmp_path / "wrong.txt"
    problem.write_text(content, encoding="utf-8")
    assert main(["bench", "rota", str(problem)]) == 1
    assert told in capsys.readouterr().err


def test_bench_rota_without_the_benchmarks_says_where_to_find_them(tmp_path, capsys, monkeypatch):
    problem = tmp_path / "tiny.txt"
    problem.write_text(TWO_WORKERS, encoding="utf-8")
    monkeypatch.setattr("releve.__file__", str(tmp_path / "site" / "releve" / "__init__.py"))
    assert main(["bench", "rota", str(problem)]) == 1
    assert "copie du dépôt" in capsys.readouterr().err
