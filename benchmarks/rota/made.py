"""Networks made after network-100.json of the shared benchmarks: five offices a region, three doctors an office."""

from typing import Any

import numpy as np

WEEKS = 26
SLOTS = 11
OFFICES_A_REGION = 5
DOCTORS_AN_OFFICE = 3
WEIGHTS = {
    "under_minimum": 1000, "under_target": 40, "deviation": 12, "doctor_office": 25, "doctor_office_slot": 4,
    "two_offices_a_day": 8, "change": 6,
}  # fmt: skip


def made_network(n_offices: int, seed: int = 1) -> dict[str, Any]:
    """Return a network file of this many offices; the same seed gives the same one."""
    generator = np.random.default_rng(seed)
    n_regions = max(1, n_offices // OFFICES_A_REGION)
    offices = [_office(number, number % n_regions, generator) for number in range(n_offices)]
    doctors = [
        _doctor(number, number % n_regions, n_regions, n_offices, generator)
        for number in range(DOCTORS_AN_OFFICE * n_offices)
    ]
    return {
        "weeks": WEEKS,
        "slots": [{"day": slot // 2, "half": slot % 2} for slot in range(SLOTS)],
        "weights": WEIGHTS,
        "max_travel_km": 25.0,
        "offices": offices,
        "doctors": doctors,
    }


def _office(number: int, region: int, generator: np.random.Generator) -> dict[str, Any]:
    n_open = int(generator.choice([6, 8, 10, 10, 11]))
    first = int(generator.integers(0, (10 - n_open) // 2 + 1)) * 2 if n_open < 10 else 0
    rooms = int(generator.choice([1, 2, 2, 3]))
    x_km, y_km = generator.uniform(0, 30, 2)
    return {
        "id": number,
        "region": region,
        "rooms": rooms,
        "open_slots": list(range(first, first + n_open)),
        "closed_days": [{"week": int(generator.integers(WEEKS)), "day": int(generator.integers(5))} for _ in range(2)],
        "minimum": 1,
        "target": int(generator.integers(1, rooms + 1)),
        "x_km": round(60.0 * (region % 6) + float(x_km), 3),
        "y_km": round(60.0 * (region // 6) + float(y_km), 3),
    }


def _doctor(number: int, region: int, n_regions: int, n_offices: int, generator: np.random.Generator) -> dict[str, Any]:
    near = [office for office in range(n_offices) if office % n_regions == region]
    hers = generator.choice(near, min(len(near), int(generator.integers(2, 5))), replace=False).tolist()
    if generator.random() < 0.3:  # one office in another region
        hers.append(int(generator.integers(n_offices)))
    promised = int(generator.choice([3, 4, 5, 7, 8, 8, 9]))
    starts = int(generator.integers(1, 12)) if generator.random() < 0.2 else 0
    ends = int(generator.integers(14, WEEKS)) if generator.random() < 0.15 else WEEKS
    available = generator.permutation(SLOTS)[: int(generator.integers(7, SLOTS + 1))]
    return {
        "id": number,
        "region": region,
        "offices": sorted(set(hers)),
        "half_days_a_week": promised,
        "max_half_days_a_week": promised + 2,
        "max_days_a_week": 3 if promised < 4 else 4 if promised < 5 else 5,
        "available_slots": sorted(available.tolist()),
        "first_week": starts,
        "end_week": ends,
        "leave_weeks": sorted(set(generator.integers(0, WEEKS, int(generator.integers(1, 5))).tolist())),
        "absent": [
            {"week": int(generator.integers(WEEKS)), "slot": int(generator.integers(SLOTS))}
            for _ in range(int(generator.integers(0, 6)))
        ],
        "slot_dislike": {str(slot): int(generator.choice([0, 0, 0, 1, 2, 3])) for slot in range(SLOTS)},
        "office_dislike": {str(office): int(generator.choice([0, 0, 1, 2])) for office in sorted(set(hers))},
        "max_saturdays": 4,
    }
