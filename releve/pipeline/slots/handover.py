"""What the slots hand on: times that can still be booked, derived from a shift's free time and never stored."""

from dataclasses import dataclass
from datetime import datetime, time
from decimal import Decimal


@dataclass(frozen=True, slots=True)
class Visit:
    """A reason for a visit, as the rule needs it."""

    reason_id: int
    minutes: int
    is_online: bool  # False: by phone only
    earliest_days_ahead: int  # how early it can be booked: at most this many days before
    latest_min_ahead: int  # how late: at least this many minutes before
    is_unscheduled: bool = False  # may take kept time


@dataclass(frozen=True, slots=True)
class KeptTime:
    """The knobs of an office for unscheduled care (shares between 0 and 1, local times)."""

    share: Decimal
    released_day_before_share: Decimal
    released_day_before_at: time
    released_same_day_at: time


@dataclass(frozen=True, slots=True)
class WorkedShift:
    """A published shift with the times already taken in it, in order or not."""

    shift_id: int
    office_id: int
    doctor_id: int
    room_id: int
    starts_at: datetime  # UTC
    ends_at: datetime  # UTC
    time_zone: str
    busy: tuple[tuple[datetime, datetime], ...]


@dataclass(frozen=True, slots=True)
class Slot:
    """A time that can be booked."""

    shift_id: int
    office_id: int
    doctor_id: int
    starts_at: datetime  # UTC
    ends_at: datetime  # UTC
    is_kept: bool = False  # kept for unscheduled care: the secretary's only, until it is released
