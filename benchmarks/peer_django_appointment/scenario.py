"""The office that both sides hold: read by both environments, so it imports neither of the two products."""

import hashlib
from datetime import date, timedelta

N_DOCTORS = 4
N_WEEKS = 12
N_SLOTS_A_DAY = 28  # of a quarter of an hour, for each doctor, from Monday to Friday
SLOT_MIN = 15
TAKEN_PCT = 60
# One doctor is full for two weeks: a person has to look further.
BUSY_DOCTOR, N_FULL_WEEKS = 0, 2
N_PATIENTS = 40
ZONE = "Europe/Paris"


def working_days(first_monday: date) -> list[date]:
    return [first_monday + timedelta(days=7 * week + day) for week in range(N_WEEKS) for day in range(5)]


def is_taken(doctor: int, day: date, slot: int, first_monday: date) -> bool:
    """Whether the n-th quarter of an hour of a doctor's day is taken: chance, but the same for both sides."""
    if doctor == BUSY_DOCTOR and day < first_monday + timedelta(weeks=N_FULL_WEEKS):
        return True
    name = f"{doctor} {(day - first_monday).days} {slot}".encode()
    return hashlib.sha256(name).digest()[0] * 100 < TAKEN_PCT * 256
