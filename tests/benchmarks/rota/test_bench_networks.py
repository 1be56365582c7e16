"""`releve bench rota` with networks and problems of ours, in a process of its own as anybody starts it."""

import json
import os
import subprocess
import sys

import pytest

from benchmarks.rota.made import made_network

CPU_SECONDS = "2"


def bench(*words: object) -> subprocess.CompletedProcess[str]:
    without_settings = {name: value for name, value in os.environ.items() if name != "DJANGO_SETTINGS_MODULE"}
    command = [sys.executable, "-m", "releve.config.command", "bench", "rota", *map(str, words)]
    return subprocess.run(command, capture_output=True, text=True, check=False, env=without_settings)


def test_bench_rota_when_a_network_is_given_then_its_rota_is_written(tmp_path):
    network = tmp_path / "small.json"
    network.write_text(json.dumps(made_network(1)), encoding="utf-8")
    done = bench(network, "--cpu-seconds", CPU_SECONDS, "--solutions", tmp_path / "rotas")
    told = json.loads(done.stdout)
    assert (done.returncode, told["instance"], told["violations"]) == (0, "small", 0)
    assert json.loads((tmp_path / "rotas" / "small.json").read_text(encoding="utf-8"))["assignments"]


@pytest.mark.parametrize(
    ("content", "told"),
    [
        ('{"offices": [], "doctors": []}', "weeks"),
        ('{"x": 1}', "releve-rota-problem"),
        ("{", "JSON"),
    ],
)
def test_bench_rota_when_a_problem_is_wrong_then_says_where_before_anything_is_solved(tmp_path, content, told):
    right, wrong = tmp_path / "right.json", tmp_path / "wrong.json"
    right.write_text(json.dumps(made_network(1)), encoding="utf-8")
    wrong.write_text(content, encoding="utf-8")
    done = bench(right, wrong)
    assert (done.returncode, done.stdout) == (1, "")
    assert told in done.stderr
    assert "Traceback" not in done.stderr


def test_bench_rota_when_a_rota_would_replace_its_problem_then_refuses(tmp_path):
    network = tmp_path / "small.json"
    network.write_text(json.dumps(made_network(1)), encoding="utf-8")
    before = network.read_text(encoding="utf-8")
    done = bench(network, "--cpu-seconds", CPU_SECONDS, "--solutions", tmp_path)
    assert (done.returncode, done.stdout) == (1, "")
    assert "--solutions" in done.stderr
    assert network.read_text(encoding="utf-8") == before
