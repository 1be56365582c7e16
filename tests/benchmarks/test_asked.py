"""What is asked of the benchmarks of the rota is what they measure."""

import pytest

from benchmarks.__main__ import all_figures, parser
from benchmarks.rota import figures as networks
from benchmarks.rota.curtois import figures as curtois
from releve.pipeline.rota.engine.problem import Roster


def test_instances_seeds_and_budgets_asked_are_the_ones_measured(monkeypatch, tmp_path):
    runs = []

    def run(path, budget, seed):
        runs.append((path.stem, budget, seed))
        return 828, 3.0

    for name in curtois.BEST_KNOWN:
        (tmp_path / f"{name}.txt").touch()
    monkeypatch.setitem(curtois.figures.__kwdefaults__, "shared", tmp_path)
    monkeypatch.setattr(curtois, "our_verdict", run)
    words = ["--only", "curtois", "--instances", "2,12", "--cpu-seconds", "5", "--seed", "4", "--n-seeds", "2"]
    found = list(all_figures(parser().parse_args([*words, "--no-peers"]), print))
    assert runs == [("Instance2", 5, 4), ("Instance2", 5, 5), ("Instance12", 5, 4), ("Instance12", 5, 5)]
    assert [figure.name for figure in found] == ["curtois_Instance2_5", "curtois_Instance12_5"]


def test_problems_and_seeds_asked_of_the_rota_are_the_ones_measured(monkeypatch):
    runs = []
    of_a_run = {"bound": 100, "cpu_seconds": 5.0, "short_though_coverable": 0, "violations": 0}

    def run(problem, budget, seed, n_processes):
        n_places = len(problem.places)
        runs.append((n_places, budget, seed, n_processes))
        return of_a_run | {"cost": 100 + seed, "near_cpu_seconds": n_places * 2.0 + (n_places == 200) * 8}, Roster(())

    monkeypatch.setattr(networks, "measured", run)
    monkeypatch.setattr(networks.replanning, "measured", lambda *_: iter(()))
    words = ["--only", "rota", "--problems", "made-200", "--seed", "4", "--n-seeds", "2"]
    found = list(all_figures(parser().parse_args(words), print))
    assert runs == [(200, 600, 4, 2), (200, 600, 5, 2), (20, 120, 4, 2), (20, 120, 5, 2)]
    *of_the_network, growth = found
    assert [figure.name for figure in of_the_network] == [
        f"rota_made-200_600{end}" for end in ("", "_short", "_violations")
    ]
    assert found[0].value == 105
    assert (growth.name, growth.value, growth.compared_value, growth.ratio) == ("rota_growth", 408, 400, 1.02)


@pytest.mark.parametrize("words", [["--instances", "13"], ["--cpu-seconds", "0"], ["--problems", "village"]])
def test_an_unknown_problem_or_an_empty_budget_is_refused(words, capsys):
    with pytest.raises(SystemExit):
        parser().parse_args(words)
    assert words[0] in capsys.readouterr().err
