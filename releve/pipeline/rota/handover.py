"""What the rota hands on: the shifts, and what could not be laid."""

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import NamedTuple

from releve.shared.half_days import Half


@dataclass(frozen=True, slots=True)
class Respondent:
    """Who says when she can work in a network: one of its doctors, or a secretary of its receptions (a login)."""

    network_id: int
    doctor_id: int | None = None
    secretary_id: int | None = None


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


class Planned(NamedTuple):
    """One half-day of a plan: who, in which office, when."""

    doctor_id: int
    office_id: int
    day: date
    half: Half


@dataclass(frozen=True, slots=True)
class PlanChanges:
    """What a plan does to the shifts that stand."""

    kept: tuple[ExistingShift, ...]
    added: tuple[Planned, ...]
    removed: tuple[ExistingShift, ...]


@dataclass(frozen=True, slots=True)
class Patients:
    """How many patients some shifts hold, as far as the estate may know: each number from 1 to 10 is masked."""

    least: int = 0
    most: int = 0

    def __add__(self, other: "Patients") -> "Patients":
        return Patients(self.least + other.least, self.most + other.most)


@dataclass(frozen=True, slots=True)
class DoctorFigures:
    """What a rota asks of one doctor."""

    doctor_id: int
    n_half_days: int = 0
    n_promised: float = 0.0
    n_unloved: int = 0
    n_avoided: int = 0  # half-days that she would rather not work
    n_two_offices: int = 0  # days in two offices


@dataclass(frozen=True, slots=True)
class PlanPublished:
    """What one publication did."""

    n_added: int
    n_opened: int  # drafts that patients can book now
    n_cancelled: int
    n_kept: int
    # Shifts that the plan does not keep, and that stay until their patients have moved.
    staying: tuple[ExistingShift, ...] = ()
    is_repeated: bool = False
