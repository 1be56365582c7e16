"""Which room a doctor gets: the one that she knows, as far as possible."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence

from releve.pipeline.rota.handover import ExistingShift


def usual_rooms(existing: Iterable[ExistingShift]) -> dict[int, dict[int, int]]:
    """Return each office's {doctor: room}: the room most used, of equal ones the last used."""
    uses: dict[tuple[int, int], Counter[int]] = defaultdict(Counter)
    last_use: dict[tuple[int, int, int], object] = {}
    usual: dict[int, dict[int, int]] = defaultdict(dict)
    for shift in sorted(existing, key=lambda shift: (shift.starts_at, shift.room_id)):
        if not shift.is_cancelled:
            uses[shift.office_id, shift.doctor_id][shift.room_id] += 1
            last_use[shift.office_id, shift.doctor_id, shift.room_id] = (shift.starts_at, shift.room_id)
    for (office_id, doctor_id), counts in uses.items():
        usual[office_id][doctor_id] = max(
            counts, key=lambda room_id: (counts[room_id], last_use[office_id, doctor_id, room_id])
        )
    return usual


def give_rooms(
    doctor_ids: Sequence[int], free: Sequence[int], usual: Mapping[int, int], today: Mapping[int, int]
) -> dict[int, int]:
    """Give each doctor one of the free rooms; there are at least as many rooms as doctors.

    First her usual room, then the one she has on the other half of the day, then the first that is nobody's
    usual room, then the first at all. Of two who want the same room the first in `doctor_ids` has it.
    """
    given: dict[int, int] = {}
    for wanted in (usual, today):
        for doctor_id in doctor_ids:
            room_id = wanted.get(doctor_id, free[0])
            is_wanted = doctor_id in wanted and doctor_id not in given
            if is_wanted and room_id in free and room_id not in given.values():
                given[doctor_id] = room_id
    for doctor_id in doctor_ids:
        if doctor_id not in given:
            left = [room_id for room_id in free if room_id not in given.values()]
            given[doctor_id] = next((room_id for room_id in left if room_id not in usual.values()), left[0])
    return given
