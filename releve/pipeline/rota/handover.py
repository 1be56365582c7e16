"""What the rota hands on: the shifts, and what could not be laid."""

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from releve.shared.half_days import Half


@dataclass(frozen=True, slots=True)
class LaidShift:
    """One doctor in one room on one half-day, as the rule proposes it."""

    office_id: int
    commitment_id: int
    doctor_id: int
    room_id: int
    day: date
    half: Half
    starts_at: datetime  # UTC
    ends_at: datetime  # UTC


class Refusal(StrEnum):
    """Why a half-day of a doctor's pattern was not laid, or why a shift that was laid no longer holds."""

    OFFICE_CLOSED = "office_closed"  # no opening half-day
    CLOSURE = "closure"
    PUBLIC_HOLIDAY = "public_holiday"
    DOCTOR_ABSENT = "doctor_absent"
    BEFORE_COMMITMENT = "before_commitment"
    AFTER_COMMITMENT = "after_commitment"
    NO_ROOM_LEFT = "no_room_left"
    DOCTOR_ELSEWHERE = "doctor_elsewhere"
    MORE_THAN_PROMISED = "more_than_promised"
    ROOM_OUT_OF_SERVICE = "room_out_of_service"  # of a shift that stands, never of one to lay


@dataclass(frozen=True, slots=True)
class NotLaid:
    """A half-day of the pattern that cannot be worked, with its reason."""

    office_id: int
    doctor_id: int
    doctor_name: str
    day: date
    half: Half
    refusal: Refusal
    detail: str = ""  # the closure's label, the holiday's name, the other office, who has the rooms


@dataclass(frozen=True, slots=True)
class ExistingShift:
    """A shift that stands already: it is never moved, and takes its doctor and its room."""

    doctor_id: int
    room_id: int
    office_id: int
    day: date
    half: Half
    starts_at: datetime
    ends_at: datetime
    is_cancelled: bool = False  # a half-day cancelled by hand is not laid again
    doctor_name: str = ""
    office_name: str = ""
    shift_id: int = 0


@dataclass(frozen=True, slots=True)
class Rota:
    shifts: tuple[LaidShift, ...]
    not_laid: tuple[NotLaid, ...]


@dataclass(frozen=True, slots=True)
class Gap:
    """An open half-day of an office on which no doctor works."""

    office_id: int
    day: date
    half: Half
    has_reception: bool


@dataclass(frozen=True, slots=True)
class Conflict:
    """A shift that stands although the doctor, the office or the room is no longer there for it."""

    shift: ExistingShift
    refusal: Refusal
    detail: str = ""


@dataclass(frozen=True, slots=True)
class WeeksLaid:
    """What one laying of an office's weeks gave."""

    n_laid: int
    not_laid: tuple[NotLaid, ...]


@dataclass(frozen=True, slots=True)
class WeeksOpened:
    """What one click gave: shifts laid and published."""

    n_laid: int
    n_published: int
    not_laid: tuple[NotLaid, ...]
