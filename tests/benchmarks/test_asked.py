"""What is asked of the shift scheduling benchmark is what it measures."""

import pytest

from benchmarks.__main__ import all_figures, parser
from benchmarks.rota.curtois import figures as curtois


def test_instances_seeds_and_budgets_asked_are_the_ones_measured(monkeypatch):
    runs = []
    monkeypatch.setattr(
        curtois, "our_verdict", lambda path, budget, seed: runs.append((path.stem, budget, seed)) or (1, 1)
    )
    monkeypatch.setattr("pathlib.Path.exists", lambda path: True)
    words = ["--only", "curtois", "--instances", "2,12", "--cpu-seconds", "5", "--seed", "4", "--n-seeds", "2"]
    found = list(all_figures(parser().parse_args([*words, "--no-peers"]), print))
    assert runs == [("Instance2", 5, 4), ("Instance2", 5, 5), ("Instance12", 5, 4), ("Instance12", 5, 5)]
    assert [figure.name for figure in found] == ["curtois_Instance2_5", "curtois_Instance12_5"]


@pytest.mark.parametrize("words", [["--instances", "13"], ["--cpu-seconds", "0"]])
def test_an_unknown_instance_or_an_empty_budget_is_refused(words, capsys):
    with pytest.raises(SystemExit):
        parser().parse_args(words)
    assert words[0] in capsys.readouterr().err
