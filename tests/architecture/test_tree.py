"""The shape of the code: what a reader may count on in every room."""

import re
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest
from django.apps import apps
from django.conf import settings

from releve.config.docs import ROOT, stages, stale

SOFT_LIMIT, HARD_LIMIT = 300, 400
FORBIDDEN = {"utils", "helpers", "common", "misc", "manager", "base", "core", "services", "logic", "tools"}


def python_files() -> list[Path]:
    folders = ("releve", "tests", "setup", "benchmarks")
    found = [path for folder in folders for path in (ROOT / folder).rglob("*.py")]
    return [path for path in found if not {"migrations", "vendor", "node_modules"} & set(path.parts)]


def test_files_when_counted_stay_short():
    lengths = {path: len(path.read_text(encoding="utf-8").splitlines()) for path in python_files()}
    assert {str(path): n for path, n in lengths.items() if n > HARD_LIMIT} == {}
    n_long = sum(n > SOFT_LIMIT for n in lengths.values())
    assert n_long <= len(lengths) / 10


def test_modules_when_named_tell_their_subject():
    named = {path.stem for path in python_files()} | {path.parent.name for path in python_files()}
    assert named & FORBIDDEN == set()


def test_stages_when_listed_stand_everywhere_in_the_same_order():
    installed = [name.rsplit(".", 1)[1] for name in settings.PIPELINE]
    assert installed == stages()
    for stage in stages():
        for file in ("README.md", "handover.py", "models.py", "queries", "rules.py", "apps.py"):
            place = ROOT / "releve" / "pipeline" / stage / file
            package = place.with_suffix("")
            assert place.exists() or place.with_suffix(".py").exists() or package.is_dir(), f"{stage}/{file}"


def test_keys_to_other_stages_when_declared_give_no_way_back():
    """A reverse accessor is an arrow from an earlier stage to a later one, which no import checker sees."""
    arrows = []
    for model in apps.get_models():
        if model.__module__.startswith("releve."):
            for field in model._meta.local_fields:
                target = field.related_model
                is_ours = target is not None and target.__module__.startswith("releve.")
                is_elsewhere = is_ours and target._meta.app_label != model._meta.app_label
                if is_elsewhere and field.remote_field.related_name != "+":
                    arrows.append(f"{model.__name__}.{field.name}")
    assert arrows == []


def test_words_of_the_models_when_shown_are_in_the_glossary():
    glossary = (ROOT / "docs" / "glossary.md").read_text(encoding="utf-8")
    missing = [
        f"{model.__name__}: {model._meta.verbose_name}"
        for model in apps.get_models()
        if model.__module__.startswith("releve.")
        and not model.__name__.endswith("Step")
        and f"| `{model.__name__}` | {model._meta.verbose_name} |" not in glossary
    ]
    assert missing == []


def test_documents_when_made_from_the_code_are_of_today():
    assert stale(is_mended=False) == []


def test_dependencies_when_listed_give_their_reason():
    lines = (ROOT / "pyproject.toml").read_text(encoding="utf-8").splitlines()
    project = tomllib.loads("\n".join(lines))
    listed = project["project"]["dependencies"] + project["dependency-groups"]["dev"]
    for dependency in listed:
        (at,) = [n for n, line in enumerate(lines) if line.strip() == f'"{dependency}",']
        above = next(line for line in reversed(lines[:at]) if not re.match(r'\s*"', line))
        assert above.strip().startswith("#"), dependency


def test_templates_when_looked_for_are_all_used():
    """By their name, or by the part of a name that a view puts together (`f"office_{tab}.html"`)."""
    sources = "\n".join(
        path.read_text(encoding="utf-8") for path in (ROOT / "releve").rglob("*") if path.suffix in {".py", ".html"}
    )
    patterns = [
        re.sub(r"\\{\w+\\}", r"\\w+", re.escape(name))
        for name in re.findall(r'f"([\w/]*\{\w+\}[\w/]*\.html)"', sources)
    ]
    unused = []
    for path in (ROOT / "releve" / "desks").rglob("templates/**/*.html"):
        name = path.as_posix().split("/templates/")[1]
        is_put_together = any(re.search(f"(^|/){pattern}$", name) for pattern in patterns)
        if not is_put_together and not re.search(rf"""["'/]{re.escape(path.name)}""", sources):
            unused.append(name)
    assert unused == []


@pytest.mark.parametrize("mark", ["TODO", "FIXME", "XXX"])
def test_code_when_finished_holds_no_mark_of_unfinished_work(mark):
    here = Path(__file__)
    assert [str(path) for path in python_files() if path != here and mark in path.read_text(encoding="utf-8")] == []


def test_settings_when_read_are_told_in_the_command_help():
    told = subprocess.run(
        [sys.executable, "-m", "releve.config.command", "--help"], capture_output=True, text=True, check=True, cwd=ROOT
    ).stdout
    source = (ROOT / "releve" / "config" / "settings.py").read_text(encoding="utf-8")
    variables = set(re.findall(r'"((?:RELEVE|DATABASE)_\w+)"', source))
    assert {name for name in variables if name not in told} == set()
