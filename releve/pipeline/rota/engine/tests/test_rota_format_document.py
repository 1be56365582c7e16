"""docs/models/rota-format.md tells every key with its default, and its example is a problem."""

import json
import re
from dataclasses import MISSING, fields
from pathlib import Path

import pytest

from releve.pipeline.rota.engine.format import parse, promises_beyond_rooms, read_problem
from releve.pipeline.rota.engine.problem import FORMAT, VERSION, Place, Problem, Weights, Worker

MODELS = Path(__file__).resolve().parents[5] / "docs" / "models"
KINDS = {"Problem": Problem, "Place": Place, "Worker": Worker, "Weights": Weights}
IN_WORDS = {"none", "all defaults"}


def told(section):
    text = (MODELS / "rota-format.md").read_text(encoding="utf-8")
    body = re.search(rf"^## {section}$(.*?)(?=^## |\Z)", text, re.MULTILINE | re.DOTALL).group(1)
    rows = re.findall(r"^\| `(\w+)` \| (.*?) \|", body, re.MULTILINE)
    return {name: default.strip("`") for name, default in rows}


def default_of(field):
    if field.default is MISSING and field.default_factory is MISSING:
        return "required"
    value = field.default_factory() if field.default is MISSING else field.default
    if isinstance(value, int | float):
        return json.dumps(value)
    if isinstance(value, tuple) and hasattr(value, "_asdict"):
        return json.dumps(value._asdict())
    return IN_WORDS


@pytest.mark.parametrize("section", KINDS)
def test_document_when_read_tells_every_key_and_its_default(section):
    rows = told(section)
    assert list(rows) == [field.name for field in fields(KINDS[section])]
    for field in fields(KINDS[section]):
        expected = default_of(field)
        assert rows[field.name] == expected or (expected is IN_WORDS and rows[field.name] in IN_WORDS), field.name


def test_document_when_read_names_the_format():
    text = (MODELS / "rota-format.md").read_text(encoding="utf-8")
    assert f'`format` is `"{FORMAT}"` and `version` is `{VERSION}`' in text


def test_example_when_read_is_a_problem_that_its_rooms_hold():
    problem = read_problem(parse((MODELS / "rota-example.json").read_text(encoding="utf-8")))
    assert [worker.name for worker in problem.workers] == ["Dr Benali", "Dr Rossi", "Dr Kanté"]
    assert promises_beyond_rooms(problem) == ()
