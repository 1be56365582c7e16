"""The networks of the benchmarks (../shared/benchmarks/README.md) as problems, and back.

Their weeks list the slots they have (eleven as a rule); ours have fourteen. Their identifiers are numbers, ours text.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from releve.pipeline.rota.engine.format.node import Node
from releve.pipeline.rota.engine.format.refusals import Fault, ProblemRefused
from releve.pipeline.rota.engine.problem import (
    SLOTS_PER_WEEK,
    Assignment,
    Cell,
    Demand,
    Place,
    Problem,
    Roster,
    Weights,
    Wish,
    Worker,
)

FIRST_MONDAY = date(2026, 1, 5)  # they have no dates
LATEST_WEEK = 10**4  # of a leave that may lie beyond the horizon
WEIGHTS = {
    "under_minimum": "under_minimum",
    "under_target": "under_wanted",
    "deviation": "deviation",
    "doctor_office": "worker_place",
    "doctor_office_slot": "worker_place_slot",
    "two_offices_a_day": "two_places_a_day",
    "change": "change",
}
TOP = ("weeks", "slots", "weights", "max_travel_km", "offices", "doctors")
OFFICE = ("id", "region", "rooms", "open_slots", "closed_days", "minimum", "target", "x_km", "y_km")
DOCTOR = (
    "id", "region", "offices", "half_days_a_week", "max_half_days_a_week", "max_days_a_week", "available_slots",
    "first_week", "end_week", "leave_weeks", "absent", "slot_dislike", "office_dislike", "max_saturdays",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Network:
    """A problem with the numbers that its file gives to the slots of the week."""

    problem: Problem
    slots: tuple[int, ...]  # ours, in the file's order

    def read_roster(self, data: object) -> Roster:
        """Return a rota of the file's format. Strangers are kept: the checker names them."""
        rows = []
        for row in Node(data).keys(("assignments",))["assignments"].items():
            parts = list(row.items())
            if len(parts) != 4:
                raise row.refuse(Fault.WRONG_TYPE, wanted="four")
            slot = parts[3].whole(0, len(self.slots) - 1)
            rows.append(Assignment(_name(parts[0]), _name(parts[1]), parts[2].whole(), self.slots[slot]))
        return Roster(tuple(sorted(rows)))

    def write_roster(self, roster: Roster) -> dict[str, Any]:
        """Return the rota as the file's format has it, sorted."""
        number = {slot: index for index, slot in enumerate(self.slots)}
        rows = [
            [_number(found.worker), _number(found.place), found.week, number[found.slot]]
            for found in roster.assignments
        ]
        return {"assignments": sorted(rows, key=lambda row: [str(part).zfill(9) for part in row])}


def is_network(data: object) -> bool:
    """Whether a parsed JSON document looks like a network of the benchmarks."""
    return isinstance(data, Mapping) and "offices" in data and "doctors" in data


def read_network(data: object) -> Network:
    """Return the problem of a parsed network file; `ProblemRefused` names the path of what is wrong."""
    top = Node(data)
    # Networks come from many makers: what we do not know is passed over, what we need must be there.
    _need(top, TOP)
    n_weeks = top["weeks"].whole(1, 10**4)
    slots = tuple(2 * slot["day"].whole(0, 6) + slot["half"].whole(0, 1) for slot in top["slots"].items())
    weights = {
        ours: top["weights"][theirs].whole() for theirs, ours in WEIGHTS.items() if theirs in top["weights"].value
    }
    places = tuple(_place(office, slots) for office in top["offices"].items())
    workers = tuple(_worker(doctor, slots, n_weeks) for doctor in top["doctors"].items())
    known = {place.id for place in places}
    for doctor, worker in zip(top["doctors"].items(), workers, strict=True):
        for office, place in zip(doctor["offices"].items(), worker.places, strict=True):
            if place not in known:
                raise office.refuse(Fault.UNKNOWN_PLACE)
    problem = Problem(
        first_monday=FIRST_MONDAY,
        n_weeks=n_weeks,
        places=places,
        workers=workers,
        weights=Weights(**weights),
        max_travel_km=top["max_travel_km"].number(0),
    )
    return Network(problem, slots)


def _need(node: Node, keys: tuple[str, ...]) -> None:
    if not isinstance(node.value, dict):
        raise node.refuse(Fault.WRONG_TYPE, wanted="object")
    for key in keys:
        if key not in node.value:
            raise ProblemRefused(Fault.MISSING_KEY, f"{node.path}.{key}", key)


def _place(office: Node, slots: tuple[int, ...]) -> Place:
    _need(office, tuple(key for key in OFFICE if key != "region"))
    name = _name(office["id"])
    closed = {
        Cell(day["week"].whole(), 2 * day["day"].whole(0, 6) + half)
        for day in office["closed_days"].items()
        for half in (0, 1)
    }
    return Place(
        id=name,
        name=name,
        rooms=office["rooms"].whole(),
        open_slots=tuple(sorted(slots[slot.whole(0, len(slots) - 1)] for slot in office["open_slots"].items())),
        demand=Demand(office["minimum"].whole(), office["target"].whole()),
        closed=frozenset(closed),
        x_km=office["x_km"].number(),
        y_km=office["y_km"].number(),
    )


def _worker(doctor: Node, slots: tuple[int, ...], n_weeks: int) -> Worker:
    _need(doctor, tuple(key for key in DOCTOR if key != "region"))
    last = len(slots) - 1
    available = {slots[slot.whole(0, last)] for slot in doctor["available_slots"].items()}
    name = _name(doctor["id"])
    return Worker(
        id=name,
        name=name,
        places=tuple(_name(office) for office in doctor["offices"].items()),
        half_days_per_week=doctor["half_days_a_week"].number(0, SLOTS_PER_WEEK),
        max_half_days_per_week=doctor["max_half_days_a_week"].whole(),
        max_days_per_week=doctor["max_days_a_week"].whole(),
        max_saturdays=doctor["max_saturdays"].whole(),
        first_week=doctor["first_week"].whole(),
        end_week=doctor["end_week"].whole(),
        wishes={slot: Wish.CANNOT for slot in range(SLOTS_PER_WEEK) if slot not in available},
        leave_weeks=frozenset(week.whole(0, LATEST_WEEK) for week in doctor["leave_weeks"].items()),
        absences=frozenset(
            Cell(one["week"].whole(), slots[one["slot"].whole(0, last)]) for one in doctor["absent"].items()
        ),
        slot_cost={
            slots[slot.key_number(0, last)]: cost.whole()
            for slot, cost in doctor["slot_dislike"].entries()
            if cost.value
        },
        place_cost={
            str(office.value): cost.whole() for office, cost in doctor["office_dislike"].entries() if cost.value
        },
    )


def _name(node: Node) -> str:
    return node.text() if isinstance(node.value, str) else str(node.whole())


def _number(name: str) -> int | str:
    return int(name) if name.isdecimal() else name
