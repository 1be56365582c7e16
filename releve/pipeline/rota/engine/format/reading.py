"""Our own problem format (docs/models/rota-format.md) → `Problem`. Strict: nothing is guessed, nothing passed over.

The keys are the names of the dataclasses' fields; a key is required where the field has no default.
"""

import json
from collections.abc import Callable, Mapping
from dataclasses import MISSING, fields
from datetime import date
from typing import Any

from releve.pipeline.rota.engine.format.consistency import refuse_inconsistent
from releve.pipeline.rota.engine.format.node import Node
from releve.pipeline.rota.engine.format.refusals import Fault, ProblemRefused
from releve.pipeline.rota.engine.problem import (
    FORMAT,
    SLOTS_PER_WEEK,
    VERSION,
    Assignment,
    Cell,
    Demand,
    Place,
    Problem,
    Standing,
    Weights,
    Wish,
    Worker,
)

MOST_WEEKS = 530  # ten years
MOST_WEIGHT = 10**6
MOST_OWED = 1000.0
LAST_SLOT = SLOTS_PER_WEEK - 1

Reader = Callable[[Node], Any]


def parse(text: str) -> Any:
    """Return the JSON document; a key twice in one object, or NaN, is refused."""

    def object_of(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
        found: dict[str, Any] = {}
        for key, value in pairs:
            if key in found:
                raise ProblemRefused(Fault.KEY_TWICE, "$", key)
            found[key] = value
        return found

    def no_constant(name: str) -> Any:
        raise ProblemRefused(Fault.NOT_JSON, "$", name)

    try:
        return json.loads(text, object_pairs_hook=object_of, parse_constant=no_constant)
    except RecursionError as error:
        raise ProblemRefused(Fault.NOT_JSON, "$", "too deep", line=1) from error
    except json.JSONDecodeError as error:
        raise ProblemRefused(Fault.NOT_JSON, "$", error.msg, line=error.lineno) from error
    except ValueError as error:  # Python reads no number of more than 4 300 digits
        raise ProblemRefused(Fault.NOT_JSON, "$", "too many digits", line=1) from error


def read_problem(data: object) -> Problem:
    """Return the problem of a parsed document; `ProblemRefused` names the path, the value and what is wrong."""
    top = Node(data)
    if not isinstance(data, dict) or data.get("format") != FORMAT:
        value = data.get("format") if isinstance(data, dict) else data
        raise ProblemRefused(Fault.OTHER_FORMAT, "$.format", value, wanted=FORMAT)
    # Before the keys: a newer version has keys of its own.
    Node(data.get("version"), "$.version").version(VERSION)
    problem = Problem(**_read(top, Problem, PROBLEM, also=("format", "version")))
    refuse_inconsistent(problem, _order(data, "locked"), _order(data, "standing"))
    return problem


def _read(node: Node, kind: type, readers: Mapping[str, Reader], also: tuple[str, ...] = ()) -> dict[str, Any]:
    required = {field.name for field in fields(kind) if field.default is MISSING and field.default_factory is MISSING}
    node.keys({*required, *also}, readers.keys())
    return {name: read(node[name]) for name, read in readers.items() if name in node}


def _order(data: Mapping[str, Any], key: str) -> tuple[Assignment, ...]:
    return tuple(Assignment(one["worker"], one["place"], one["week"], one["slot"]) for one in data.get(key, ()))


def _first_monday(node: Node) -> date:
    try:
        day = date.fromisoformat(node.text())
    except ValueError as error:
        raise node.refuse(Fault.NO_DATE) from error
    if day.weekday() != 0:
        raise node.refuse(Fault.NO_MONDAY)
    return day


def _week(node: Node) -> int:
    return node.whole(0, MOST_WEEKS)


def _slot(node: Node) -> int:
    return node.whole(0, LAST_SLOT)


def _cell(node: Node) -> Cell:
    node.keys(("week", "slot"))
    return Cell(_week(node["week"]), _slot(node["slot"]))


def _cells(node: Node) -> frozenset[Cell]:
    return frozenset(node.one_each(_cell))


def _by_cell(key: str, read: Reader) -> Reader:
    """Read `[{"week": 1, "slot": 2, key: value}, …]`."""

    def read_all(node: Node) -> dict[Cell, Any]:
        found: dict[Cell, Any] = {}
        for item in node.items():
            item.keys(("week", "slot", key))
            cell = Cell(_week(item["week"]), _slot(item["slot"]))
            if cell in found:
                raise item.refuse(Fault.TWICE)
            found[cell] = read(item[key])
        return found

    return read_all


def _by_slot(read: Reader) -> Reader:
    """Read `{"4": value, …}`."""
    return lambda node: {key.key_number(0, LAST_SLOT): read(value) for key, value in node.entries()}


def _by_week(read: Reader) -> Reader:
    """Read `{"12": value, …}`."""
    return lambda node: {key.key_number(0, MOST_WEEKS): read(value) for key, value in node.entries()}


def _demand(node: Node) -> Demand:
    node.keys(("minimum", "wanted"))
    demand = Demand(node["minimum"].whole(0, 1000), node["wanted"].whole(0, 1000))
    if demand.minimum > demand.wanted:
        raise node["minimum"].refuse(Fault.ABOVE_WANTED, wanted=demand.wanted)
    return demand


def _half_days(least: float, most: float) -> Reader:
    def read(node: Node) -> float:
        found = node.number(least, most)
        if found * 2 != int(found * 2):
            raise node.refuse(Fault.NOT_HALF)
        return found

    return read


def _wish(node: Node) -> Wish:
    return Wish(node.choice([str(wish) for wish in Wish]))


def _assignment(node: Node, also: tuple[str, ...] = ()) -> Assignment:
    node.keys(("worker", "place", "week", "slot"), also)
    return Assignment(node["worker"].text(), node["place"].text(), _week(node["week"]), _slot(node["slot"]))


def _assignments(node: Node) -> frozenset[Assignment]:
    return frozenset(node.one_each(_assignment))


def _standing(node: Node) -> tuple[Standing, ...]:
    seen: set[Assignment] = set()
    found = []
    for item in node.items():
        assignment = _assignment(item, ("n_patients", "is_published"))
        if assignment in seen:
            raise item.refuse(Fault.TWICE)
        seen.add(assignment)
        found.append(
            Standing(assignment, item.get("n_patients", Node.whole, 0), item.get("is_published", Node.flag, False))
        )
    return tuple(found)


def _or_none(read: Reader) -> Reader:
    return lambda node: None if node.value is None else read(node)


def _cost(node: Node) -> int:
    return node.whole(0, MOST_WEIGHT)


PLACE: Mapping[str, Reader] = {
    "id": Node.text,
    "name": Node.text,
    "rooms": lambda node: node.whole(0, 1000),
    "open_slots": lambda node: tuple(sorted(node.one_each(_slot))),
    "demand": _demand,
    "demand_of_slot": _by_slot(_demand),
    "rooms_in": _by_cell("rooms", lambda node: node.whole(0, 1000)),
    "closed": _cells,
    "without_reception": _cells,
    "x_km": Node.number,
    "y_km": Node.number,
}
WORKER: Mapping[str, Reader] = {
    "id": Node.text,
    "name": Node.text,
    "places": lambda node: node.one_each(Node.text),
    "half_days_per_week": _half_days(0, SLOTS_PER_WEEK),
    "max_half_days_per_week": lambda node: node.whole(0, SLOTS_PER_WEEK),
    "half_days_in": _by_week(_half_days(0, SLOTS_PER_WEEK)),
    "max_half_days_in": _by_week(lambda node: node.whole(0, SLOTS_PER_WEEK)),
    "max_days_per_week": lambda node: node.whole(0, 7),
    "max_consecutive_days": _or_none(lambda node: node.whole(1)),
    "max_saturdays": _or_none(Node.whole),
    "first_week": Node.whole,
    "end_week": Node.whole,
    "wishes": _by_slot(_wish),
    "wishes_in": _by_cell("wish", _wish),
    "leave_weeks": lambda node: frozenset(node.one_each(_week)),
    "absences": _cells,
    "slot_cost": _by_slot(_cost),
    "place_cost": lambda node: {key.text(): _cost(value) for key, value in node.entries()},
    "is_senior": Node.flag,
    "newcomer_until_week": Node.whole,
    "follows": _or_none(Node.text),
    "overlap_half_days": Node.whole,
    "owed_half_days": _half_days(-MOST_OWED, MOST_OWED),
    "past_unloved": Node.whole,
    "worked_days_before": Node.whole,
}
WEIGHTS: Mapping[str, Reader] = {field.name: _cost for field in fields(Weights)}
PROBLEM: Mapping[str, Reader] = {
    "first_monday": _first_monday,
    "n_weeks": lambda node: node.whole(1, MOST_WEEKS),
    "places": lambda node: tuple(Place(**_read(item, Place, PLACE)) for item in node.items()),
    "workers": lambda node: tuple(Worker(**_read(item, Worker, WORKER)) for item in node.items()),
    "weights": lambda node: Weights(**_read(node, Weights, WEIGHTS)),
    "max_travel_km": lambda node: node.number(0),
    "weeks_per_regularity_period": lambda node: node.whole(1),
    "unloved_slots": lambda node: frozenset(node.one_each(_slot)),
    "locked": _assignments,
    "forbidden": _assignments,
    "standing": _standing,
    "frozen_before": _cell,
}
