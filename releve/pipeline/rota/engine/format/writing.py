"""`Problem` → our own format, every key written, sorted: the same problem gives the same text."""

import json
from collections.abc import Iterable, Mapping
from dataclasses import fields, is_dataclass
from datetime import date
from typing import Any

from releve.pipeline.rota.engine.problem import FORMAT, VERSION, Assignment, Cell, Problem, Standing

VALUE_OF_CELL = {"rooms_in": "rooms", "wishes_in": "wish"}


def write_problem(problem: Problem) -> dict[str, Any]:
    """Return the document; `read_problem` gives the same problem back."""
    return {"format": FORMAT, "version": VERSION} | _object(problem)


def as_text(document: Mapping[str, Any]) -> str:
    """Return a document as the text of a file."""
    return json.dumps(document, ensure_ascii=False, indent=1) + "\n"


def _object(value: Any) -> dict[str, Any]:
    return {field.name: _written(getattr(value, field.name), field.name) for field in fields(value)}


def _written(value: Any, name: str) -> Any:
    match value:
        case Cell() | Assignment():
            return value._asdict()
        case Standing():
            return value.assignment._asdict() | {"n_patients": value.n_patients, "is_published": value.is_published}
        case Mapping():
            return _mapping(value, name)
        case frozenset():
            return [_written(item, name) for item in sorted(value)]
        case tuple():
            return [_written(item, name) for item in value]
        case date():
            return value.isoformat()
        case _:
            return _object(value) if is_dataclass(value) else value


def _mapping(value: Mapping[Any, Any], name: str) -> Any:
    pairs: Iterable[tuple[Any, Any]] = sorted(value.items())
    if name in VALUE_OF_CELL:
        return [key._asdict() | {VALUE_OF_CELL[name]: _written(found, name)} for key, found in pairs]
    return {str(key): _written(found, name) for key, found in pairs}
