"""The one rule for scarce times: lock the doctor, look again, write; and say every lost race in the same words.

Bookings of one doctor queue behind an advisory lock, so that the loser sees the winner's row instead of an error or a
deadlock. The exclusion constraints stay the law: they also hold against writers that know nothing of the lock.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager

from django.db import DatabaseError, transaction
from psycopg import errors as postgres

from releve.pipeline.appointments.errors import NotBookable, PatientBusy, SlotTaken
from releve.pipeline.slots.handover import Slot
from releve.pipeline.slots.rules import NotFree
from releve.shared.broken_law import broken_law
from releve.shared.rows import Statement

NextTimes = Callable[[], list[Slot]]
LOST_RACES = (postgres.DeadlockDetected, postgres.SerializationFailure, postgres.LockNotAvailable)
# The first number keeps our locks apart from anybody else's.
LOCK_DOCTOR_OF_SHIFT = "SELECT pg_advisory_xact_lock(31101, doctor_id::int) FROM rota_shift WHERE id = %s"
# A power cut may forget a time held a second ago; a confirmed one waits for the disk, and all before it with it.
LOCK_DOCTOR_WITHOUT_WAITING_FOR_THE_DISK = """
    SELECT pg_advisory_xact_lock(31101, doctor_id::int), set_config('synchronous_commit', 'off', true)
    FROM rota_shift WHERE id = %s
"""
# In the FROM of an INSERT: makes this transaction the only one that counts what this person has booked.
LOCKED_PERSON = "(SELECT pg_advisory_xact_lock(31102, hashtext(%(contact)s))) alone"


def lock_doctor_of_shift(shift_id: int, *, is_passing: bool = False) -> Statement:
    """Return what makes a transaction the only one that books for the shift's doctor.

    `is_passing`: what the transaction stores is of a few minutes.
    """
    return (LOCK_DOCTOR_WITHOUT_WAITING_FOR_THE_DISK if is_passing else LOCK_DOCTOR_OF_SHIFT), [shift_id]


@contextmanager
def fair_race(next_times: NextTimes) -> Iterator[None]:
    """Run a booking in a savepoint of its own; what the database refuses becomes an answer with the next times."""
    try:
        with transaction.atomic():
            yield
    except DatabaseError as error:
        refusal = _as_refusal(error, next_times)
        if refusal is None:
            raise
        raise refusal from error


def _as_refusal(error: DatabaseError, next_times: NextTimes) -> Exception | None:
    if isinstance(error.__cause__, LOST_RACES):
        return SlotTaken(next_times())
    law = broken_law(error)
    match law.name if law else None:
        case "doctor_never_has_two_appointments_at_once":
            return SlotTaken(next_times())
        case "patient_never_has_two_appointments_at_once":
            return PatientBusy()
        case "appointment_lies_inside_its_shift":
            return NotBookable(NotFree.OUTSIDE_SHIFT, next_times())
    return None
