"""A rota as a file of our own: a list of `[worker, place, week, slot]`."""

import json
from typing import Any

from releve.pipeline.rota.engine.format.node import Node
from releve.pipeline.rota.engine.format.refusals import Fault, ProblemRefused
from releve.pipeline.rota.engine.problem import Assignment, Roster

ROTA_FORMAT = "releve-rota"
ROTA_VERSION = 1
ABOUT = ("cost", "bound", "is_optimal", "seed")


def read_roster(data: object) -> Roster:
    """Return the rota of a parsed document. Strangers are kept: the checker names them."""
    top = Node(data).keys(("format", "version", "assignments"), ABOUT)
    if top["format"].value != ROTA_FORMAT:
        raise top["format"].refuse(Fault.OTHER_FORMAT, wanted=ROTA_FORMAT)
    top["version"].version(ROTA_VERSION)
    return Roster(tuple(sorted(_assignment(row) for row in top["assignments"].items())))


def _assignment(row: Node) -> Assignment:
    parts = list(row.items())
    if len(parts) != len(Assignment._fields):
        raise row.refuse(Fault.WRONG_TYPE, wanted="four")
    worker, place, week, slot = parts
    return Assignment(worker.text(), place.text(), week.whole(), slot.whole())


def write_roster(roster: Roster, **about: Any) -> dict[str, Any]:
    """Return the document; `about` are `cost`, `bound`, `is_optimal`, `seed`."""
    if unknown := set(about) - set(ABOUT):
        raise ProblemRefused(Fault.UNKNOWN_KEY, f"$.{min(unknown)}", min(unknown), allowed=ABOUT)
    found = [list(assignment) for assignment in sorted(roster.assignments)]
    return {"format": ROTA_FORMAT, "version": ROTA_VERSION} | about | {"assignments": found}


def roster_text(document: dict[str, Any]) -> str:
    """Return the document as a file's text, one assignment a line."""
    head = json.dumps({key: value for key, value in document.items() if key != "assignments"}, ensure_ascii=False)
    rows = ",\n".join(json.dumps(row, ensure_ascii=False) for row in document["assignments"])
    return f'{head[:-1]}, "assignments": [\n{rows}\n]}}\n'
