"""What the appointments hand on: booked times, and counts that may leave the world of care."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum


class Status(StrEnum):
    """The life of an appointment. Each step is kept with its time."""

    HELD = "held"
    BOOKED = "booked"
    ARRIVED = "arrived"
    IN_CONSULTATION = "in_consultation"
    SEEN = "seen"
    EXCUSED = "excused"
    CANCELLED = "cancelled"
    NO_SHOW = "no_show"


# These take the doctor's time; the others give it back.
TAKING = (Status.HELD, Status.BOOKED, Status.ARRIVED, Status.IN_CONSULTATION, Status.SEEN)
# A visit still to come counts against hoarding and stands in the way of a shorter shift.
TO_COME = (Status.BOOKED, Status.ARRIVED, Status.IN_CONSULTATION)


class BookedFor(StrEnum):
    """Who books for whom."""

    ONESELF = "oneself"
    CHILD = "child"
    RELATIVE = "relative"
    CARE_RECIPIENT = "care_recipient"


class By(StrEnum):
    """Who made the last step."""

    PATIENT = "patient"
    SECRETARY = "secretary"
    DOCTOR = "doctor"
    CLOCK = "clock"


@dataclass(frozen=True, slots=True)
class Identity:
    """What is asked of a patient, and nothing more (DATA-04)."""

    first_name: str
    last_name: str
    birth_date: date
    email: str = ""
    phone: str = ""  # E.164


@dataclass(frozen=True, slots=True)
class MonthCount:
    """Appointments of one office in one month; None where the number is 1 to 10 (DATA-03)."""

    office_id: int
    month: date  # its first day
    n_booked: int | None
    n_seen: int | None
    n_no_show: int | None
    n_patients: int | None  # distinct patients seen
