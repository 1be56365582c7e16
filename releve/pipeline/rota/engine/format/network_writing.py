"""A problem as a network of the benchmarks, where that format has words for it."""

from typing import Any

from releve.pipeline.rota.engine.format.network import WEIGHTS
from releve.pipeline.rota.engine.format.refusals import Fault, ProblemRefused
from releve.pipeline.rota.engine.problem import Cell, Place, Problem, Wish, Worker

SLOTS = tuple(range(11))
NO_LIMIT = 10**4


def write_network(problem: Problem) -> dict[str, Any]:
    """Return the problem as a network file has it; `ProblemRefused` for what the format cannot say."""
    for name in ("unloved_slots", "locked", "forbidden", "standing"):
        if getattr(problem, name):
            raise ProblemRefused(Fault.NOT_EXPRESSIBLE, f"$.{name}")
    return {
        "weeks": problem.n_weeks,
        "slots": [{"day": slot // 2, "half": slot % 2} for slot in SLOTS],
        "weights": {theirs: getattr(problem.weights, ours) for theirs, ours in WEIGHTS.items()},
        "max_travel_km": problem.max_travel_km,
        "offices": [_office(place) for place in problem.places],
        "doctors": [_doctor(worker) for worker in problem.workers],
    }


def _office(place: Place) -> dict[str, Any]:
    days = sorted({(cell.week, cell.slot // 2) for cell in place.closed})
    if place.demand_of_slot or place.rooms_in or place.without_reception or not set(place.open_slots) <= set(SLOTS):
        raise ProblemRefused(Fault.NOT_EXPRESSIBLE, "$.places", place.id)
    open_in_days = {Cell(week, 2 * day + half) for week, day in days for half in (0, 1)}
    if any(cell.slot in place.open_slots for cell in open_in_days - place.closed):
        raise ProblemRefused(Fault.NOT_EXPRESSIBLE, "$.places.closed", place.id)
    return {
        "id": _number(place.id),
        "region": 0,
        "rooms": place.rooms,
        "open_slots": list(place.open_slots),
        "closed_days": [{"week": week, "day": day} for week, day in days],
        "minimum": place.demand.minimum,
        "target": place.demand.wanted,
        "x_km": place.x_km,
        "y_km": place.y_km,
    }


def _doctor(worker: Worker) -> dict[str, Any]:
    is_more = (
        worker.wishes_in
        or worker.max_consecutive_days is not None
        or worker.follows
        or worker.newcomer_until_week
        or worker.owed_half_days
        or worker.half_days_in
        or worker.max_half_days_in
        or any(wish not in (Wish.CAN, Wish.CANNOT) for wish in worker.wishes.values())
    )
    if is_more:
        raise ProblemRefused(Fault.NOT_EXPRESSIBLE, "$.workers", worker.id)
    promised = worker.half_days_per_week
    return {
        "id": _number(worker.id),
        "region": 0,
        "offices": [_number(place) for place in worker.places],
        "half_days_a_week": int(promised) if promised == int(promised) else promised,
        "max_half_days_a_week": worker.max_half_days_per_week,
        "max_days_a_week": worker.max_days_per_week,
        "available_slots": [slot for slot in SLOTS if worker.wishes.get(slot) != Wish.CANNOT],
        "first_week": worker.first_week,
        "end_week": worker.end_week,
        "leave_weeks": sorted(worker.leave_weeks),
        "absent": [{"week": cell.week, "slot": cell.slot} for cell in sorted(worker.absences)],
        "slot_dislike": {str(slot): worker.slot_cost.get(slot, 0) for slot in SLOTS},
        "office_dislike": {place: worker.place_cost.get(place, 0) for place in worker.places},
        "max_saturdays": NO_LIMIT if worker.max_saturdays is None else worker.max_saturdays,
    }


def _number(name: str) -> int | str:
    return int(name) if name.isdecimal() else name
