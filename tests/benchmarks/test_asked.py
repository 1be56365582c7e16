"""What is asked of the shift scheduling benchmark is what it measures."""

import pytest

from benchmarks.__main__ import all_figures, parser
from benchmarks.rota.curtois import figures as curtois


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


@pytest.mark.parametrize("words", [["--instances", "13"], ["--cpu-seconds", "0"]])
def test_an_unknown_instance_or_an_empty_budget_is_refused(words, capsys):
    with pytest.raises(SystemExit):
        parser().parse_args(words)
    assert words[0] in capsys.readouterr().err
