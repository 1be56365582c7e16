"""What the offices hand on: when an office can open, and with which rooms."""

from dataclasses import dataclass, field
from datetime import date, time

from releve.shared.half_days import Half


@dataclass(frozen=True, slots=True)
class Opening:
    """One half-day of the week on which the office opens, between two dates (both included; None: for ever)."""

    weekday: int  # Monday is 0
    half: Half
    opens_at: time  # local
    closes_at: time  # local
    has_reception: bool
    valid_from: date
    valid_to: date | None = None


@dataclass(frozen=True, slots=True)
class ClosedDays:
    """Days on which the office stays closed, both ends included."""

    first_on: date
    last_on: date
    label: str


@dataclass(frozen=True, slots=True)
class Room:
    id: int
    name: str


@dataclass(frozen=True, slots=True)
class OfficeCalendar:
    """All that decides whether an office is open on a half-day."""

    office_id: int
    time_zone: str
    holiday_region: str  # "" for the metropole, else a subdivision of the `holidays` library
    opened_on: date
    closed_on: date | None
    rooms: tuple[Room, ...]  # in the order in which they are given
    openings: tuple[Opening, ...]
    closures: tuple[ClosedDays, ...] = ()
    reception_absences: frozenset[tuple[date, Half]] = field(default_factory=frozenset)
    name: str = ""


@dataclass(frozen=True, slots=True)
class OpenHalfDay:
    """A half-day on which the office does open."""

    day: date
    half: Half
    opens_at: time
    closes_at: time
    has_reception: bool


@dataclass(frozen=True, slots=True)
class ClosedHalfDay:
    """A half-day on which the office would open but stays closed, and why in the user's words."""

    day: date
    half: Half
    label: str  # of the closure, or the public holiday's name
    is_public_holiday: bool
