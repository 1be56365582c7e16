"""The pure parts of what `make` runs before anything else."""

import ast
import json
import sys
from pathlib import Path

import pytest

from setup.check import checks
from setup.front_end import copy_files, files_to_copy
from setup.prepare import STEPS, main
from setup.steps import SetupError, Stamp, digest
from tests.ground.conftest import ROOT


def test_fingerprint_follows_content_place_and_words(tmp_path: Path) -> None:
    first, second = tmp_path / "first", tmp_path / "second"
    first.write_text("same")
    second.write_text("same")
    assert digest([first]) == digest([first])
    assert digest([first]) != digest([second])
    assert digest([first], "word") != digest([first])
    before = digest([first])
    first.write_text("other")
    assert digest([first]) != before
    first.unlink()
    assert len({digest([first]), before}) == 2


def test_stamp_is_fresh_only_after_it_was_written_for_the_same_inputs(tmp_path: Path) -> None:
    assert not Stamp("step", "a", tmp_path).is_fresh()
    Stamp("step", "a", tmp_path).write()
    assert Stamp("step", "a", tmp_path).is_fresh()
    assert not Stamp("step", "b", tmp_path).is_fresh()


def test_listed_front_end_files_are_those_that_pages_ask_for() -> None:
    files = files_to_copy(json.loads((ROOT / "package.json").read_text(encoding="utf-8")))
    styles = (ROOT / "releve/ui/static/ui/tokens.css").read_text(encoding="utf-8")
    asked = {part.split('"')[0] for part in styles.split('url("../vendor/')[1:]}
    assert {f"releve/ui/static/vendor/{name}" for name in asked} <= set(files.values())


@pytest.mark.parametrize(
    "listed", [{}, {"releve": {}}, {"releve": {"files": {"a": "../b"}}}, {"releve": {"files": {"/etc/a": "b"}}}]
)
def test_list_that_is_missing_or_leaves_the_product_is_refused(listed: dict[str, object]) -> None:
    with pytest.raises(SetupError):
        files_to_copy(listed)


def test_file_that_its_package_lost_is_named(tmp_path: Path) -> None:
    with pytest.raises(SetupError, match="font/gone"):
        copy_files({"font/gone.woff2": "x"}, tmp_path, tmp_path)


def test_lock_file_names_no_registry() -> None:
    lock = json.loads((ROOT / "package-lock.json").read_text(encoding="utf-8"))
    assert not [name for name, package in lock["packages"].items() if "resolved" in package]


def test_makefile_and_setup_know_the_same_commands() -> None:
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    assert set(STEPS) == set(makefile.split(".PHONY: help ")[1].splitlines()[0].split())


def test_setup_needs_nothing_but_the_standard_library() -> None:
    for file in (ROOT / "setup").glob("*.py"):
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
            names = [alias.name for alias in node.names] if isinstance(node, ast.Import) else []
            names += [node.module or ""] if isinstance(node, ast.ImportFrom) else []
            assert {name.split(".")[0] for name in names} <= sys.stdlib_module_names | {"setup"}, file


def test_unknown_purpose_is_answered_with_the_list(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["everything"]) == 2
    assert "demo|test|check|fix|bench" in capsys.readouterr().err


def test_every_check_has_a_name_of_its_own() -> None:
    names = [check.name for check in checks()]
    assert len(names) == len(set(names)) >= 6
