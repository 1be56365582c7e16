"""`releve rota` as a person at a terminal meets it: files in, files out, French on the way."""

import json
import signal
from pathlib import Path

import pytest

from releve.config.command import main
from releve.config.commands.rota import Teller, asked_to_stop
from releve.pipeline.rota.engine.search import Progress
from tests.ground.conftest import ROOT

EXAMPLE = ROOT / "docs" / "models" / "rota-example.json"


@pytest.fixture
def problem(tmp_path):
    """A week of one office and one doctor."""
    path = tmp_path / "problem.json"
    worker = {
        "id": "benali",
        "name": "Dr Benali",
        "places": ["m"],
        "half_days_per_week": 2,
        "max_half_days_per_week": 2,
    }
    place = {"id": "m", "name": "Mazingarbe", "rooms": 1, "open_slots": [0, 2, 4]}
    document = {
        "format": "releve-rota-problem",
        "version": 1,
        "first_monday": "2027-01-04",
        "n_weeks": 1,
        "places": [place | {"demand": {"minimum": 1, "wanted": 1}}],
        "workers": [worker | {"absences": [{"week": 0, "slot": 0}]}],
    }
    path.write_text(json.dumps(document), encoding="utf-8")
    return path


@pytest.fixture
def rota(tmp_path):
    path = tmp_path / "rota.json"
    path.write_text(
        json.dumps(
            {"format": "releve-rota", "version": 1, "assignments": [["benali", "m", 0, 2], ["benali", "m", 0, 4]]}
        ),
        encoding="utf-8",
    )
    return path


def test_solve_when_given_a_problem_writes_its_rota_and_tells_bound_and_gap(
    problem: Path, tmp_path: Path, capsys
) -> None:
    out = tmp_path / "out.json"
    assert main(["rota", "solve", str(problem), "--cpu-seconds", "2", "--deterministic", "--out", str(out)]) == 0
    written = json.loads(out.read_text(encoding="utf-8"))
    assert written["assignments"] == [["benali", "m", 0, 2], ["benali", "m", 0, 4]]
    assert "coût" in capsys.readouterr().err
    assert main(["rota", "check", str(problem), str(out)]) == 0
    assert "Toutes les règles sont respectées" in capsys.readouterr().out


def test_interrupt_when_it_comes_once_keeps_the_best_and_twice_ends_all(capsys) -> None:
    before = signal.getsignal(signal.SIGINT)
    with asked_to_stop() as is_asked:
        signal.raise_signal(signal.SIGINT)
        assert is_asked
        with pytest.raises(KeyboardInterrupt):
            signal.raise_signal(signal.SIGINT)
    assert signal.getsignal(signal.SIGINT) is before
    assert "le meilleur planning trouvé est gardé" in capsys.readouterr().err


def test_progress_when_told_shows_cost_bound_and_gap_once_a_second(capsys) -> None:
    tell = Teller()
    for wall_seconds, bound in ((0.0, None), (0.5, 90), (12.0, 80)):
        tell(Progress(100, bound, wall_seconds, wall_seconds, 1, 1, 0.0))
    assert capsys.readouterr().err.splitlines() == ["     0 s  coût 100", "    12 s  coût 100  borne 80  écart 25,0 %"]


def test_check_when_a_rule_is_broken_names_it_and_fails(problem: Path, rota: Path, capsys) -> None:
    document = json.loads(rota.read_text(encoding="utf-8"))
    document["assignments"][0][3] = 0
    rota.write_text(json.dumps(document), encoding="utf-8")
    assert main(["rota", "check", str(problem), str(rota)]) == 1
    assert "Dr Benali, lundi 4 janvier matin" in capsys.readouterr().out.replace("\u202f", " ")


def test_explain_when_a_half_day_is_short_says_why_and_what_opens_it(problem: Path, rota: Path, capsys) -> None:
    assert main(["rota", "explain", str(problem), str(rota)]) == 0
    said = capsys.readouterr().out
    assert "Mazingarbe, lundi 4 janvier, matin" in said
    assert "Dr Benali est en absence le lundi 4 janvier au matin." in said


def test_explain_when_asked_for_one_half_day_and_person_answers_that(problem: Path, rota: Path, capsys) -> None:
    words = ["--place", "Mazingarbe", "--date", "2027-01-05", "--half", "apres-midi", "--worker", "benali"]
    assert main(["rota", "explain", str(problem), str(rota), *words]) == 0
    assert "Mazingarbe n’ouvre pas" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["--place", "Bully"], "aucun lieu ne s’appelle « Bully »"),
        (["--worker", "rossi"], "personne ne s’appelle « rossi »"),
        (["--date", "2027-01-05"], "--date demande aussi --place"),
        (["--place", "m", "--date", "2028-01-05"], "la période a 1 semaines"),
        (["--worker", "benali"], "--worker demande aussi"),
    ],
)
def test_explain_when_asked_for_what_is_not_there_says_so(words, said, problem: Path, rota: Path, capsys) -> None:
    assert main(["rota", "explain", str(problem), str(rota), *words]) == 1
    assert said in capsys.readouterr().err


def test_problem_when_refused_names_file_path_value_and_remedy(problem: Path, capsys) -> None:
    document = json.loads(problem.read_text(encoding="utf-8"))
    document["workers"][0]["half_days_per_week"] = 5
    problem.write_text(json.dumps(document), encoding="utf-8")
    assert main(["rota", "solve", str(problem)]) == 1
    said = capsys.readouterr().err
    assert "$.workers[0].half_days_per_week" in said
    assert "Dr Benali promet 5 demi-journées par semaine et n’en fait pas plus de 2" in said


def test_problem_when_promises_are_beyond_the_rooms_warns(problem: Path, rota: Path, capsys) -> None:
    document = json.loads(problem.read_text(encoding="utf-8"))
    document["workers"][0] |= {"half_days_per_week": 4, "max_half_days_per_week": 4}
    problem.write_text(json.dumps(document), encoding="utf-8")
    assert main(["rota", "check", str(problem), str(rota)]) == 0
    assert "1 personne a promis 4 demi-journées, les salles en tiennent 3" in capsys.readouterr().err


def test_file_when_missing_or_no_json_is_said_in_plain_words(tmp_path: Path, capsys) -> None:
    assert main(["rota", "solve", str(tmp_path / "none.json")]) == 1
    assert "illisible" in capsys.readouterr().err
    (tmp_path / "torn.json").write_text("{", encoding="utf-8")
    assert main(["rota", "solve", str(tmp_path / "torn.json")]) == 1
    assert "pas du JSON" in capsys.readouterr().err


def test_rota_when_of_the_benchmarks_is_read_in_its_own_format(tmp_path: Path, capsys) -> None:
    from benchmarks.rota.made import made_network

    network, rota = tmp_path / "network.json", tmp_path / "rota.json"
    network.write_text(json.dumps(made_network(2)), encoding="utf-8")
    rota.write_text('{"assignments": []}', encoding="utf-8")
    assert main(["rota", "check", str(network), str(rota)]) == 0
    assert "Demi-journées sans médecin" in capsys.readouterr().out


def test_example_of_the_documentation_when_checked_is_a_problem(tmp_path: Path, capsys) -> None:
    rota = tmp_path / "rota.json"
    rota.write_text(
        '{"format": "releve-rota", "version": 1, "assignments": [["benali", "bully", 0, 4]]}', encoding="utf-8"
    )
    assert main(["rota", "check", str(EXAMPLE), str(rota)]) == 0
    assert "coût total" in capsys.readouterr().out


def test_problem_when_it_locks_an_absent_doctor_is_refused_with_the_day_and_the_remedy(problem: Path, capsys) -> None:
    document = json.loads(problem.read_text(encoding="utf-8"))
    document["locked"] = [{"worker": "benali", "place": "m", "week": 0, "slot": 0}]
    problem.write_text(json.dumps(document), encoding="utf-8")
    assert main(["rota", "solve", str(problem)]) == 1
    said = capsys.readouterr().err.replace("\u202f", " ")
    assert "$.locked[0]" in said
    assert "benali à m, lundi 4 janvier 2027, matin" in said
    assert "médecin absent" in said
    assert "Retirez-la de locked" in said


def test_problem_when_a_key_is_unknown_names_it_and_those_that_exist(problem: Path, capsys) -> None:
    document = json.loads(problem.read_text(encoding="utf-8"))
    document["workers"][0]["halfdays"] = 2
    problem.write_text(json.dumps(document), encoding="utf-8")
    assert main(["rota", "solve", str(problem)]) == 1
    said = capsys.readouterr().err.replace("\u202f", " ")
    assert "Clé inconnue « halfdays ». Corrigez-la ou retirez-la" in said
    assert "half_days_per_week" in said


def test_solve_when_the_engine_finds_what_must_stay_impossible_says_so_in_french(
    problem: Path, capsys, monkeypatch
) -> None:
    """The reader refuses such a file before; the engine's own refusal must not reach anybody as a trace."""
    from releve.pipeline.rota.engine import solver

    def refuse(*_args, **_options):
        raise solver.NoRota((), ("Rooms",))

    monkeypatch.setattr(solver, "solve", refuse)
    assert main(["rota", "solve", str(problem)]) == 1
    said = capsys.readouterr().err
    assert "Aucun planning ne garde" in said
    assert "avancez frozen_before" in said
