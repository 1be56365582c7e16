"""The figures are ours alone where a peer cannot be installed, and say so."""

from benchmarks.peer_environment import InstallationError
from benchmarks.rota.curtois import figures
from tests.benchmarks.rota.tiny import TWO_WORKERS


def test_figures_when_a_peer_cannot_be_installed_are_ours_alone_and_say_so(tmp_path, monkeypatch):
    def prepare(folder):
        raise InstallationError("Timefold needs Java 17")

    monkeypatch.setattr(figures, "prepare", prepare)
    monkeypatch.setitem(figures.BEST_KNOWN, "tiny", 100)
    (tmp_path / "tiny.txt").write_text(TWO_WORKERS, encoding="utf-8")
    told = []
    (figure,) = figures.figures(tmp_path, told.append, cpu_seconds=[20], seeds=[1], instances=["tiny"], shared=tmp_path)
    assert (figure.compared_with, figure.value) == ("best known", 100)
    assert "measured without peers: Timefold needs Java 17" in told
