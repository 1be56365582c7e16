"""A call for a gap: who may take which half-day of it. First served among those who fit, and nobody else."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from releve.pipeline.commitments.handover import AbsentDays
from releve.pipeline.commitments.rules import is_absent
from releve.shared.half_days import Half


class NotFit(StrEnum):
    """Why a half-day of a call is not for somebody, or for nobody any more."""

    TAKEN = "taken"
    PAST = "past"
    OFFICE_CLOSED = "office_closed"
    COVERED = "covered"  # a doctor works there meanwhile
    NO_ROOM = "no_room"
    ABSENT = "absent"
    ELSEWHERE = "elsewhere"
    NOBODY_REPLACED = "nobody_replaced"  # ORD-06: no promise covers the day, and the call replaces nobody
    REPLACED_WORKS = "replaced_works"  # ORD-08: the replaced doctor must have stopped
    IS_REPLACED = "is_replaced"
    NOT_ALLOWED = "not_allowed"  # ORD-11, ORD-14: no licence on that day, or a docteur junior


class CallState(StrEnum):
    OPEN = "open"
    ALL_TAKEN = "all_taken"  # or a doctor works there by another way
    EXPIRED = "expired"
    WITHDRAWN = "withdrawn"


@dataclass(frozen=True, slots=True)
class OfferedHalf:
    """One half-day of a call as things stand now."""

    id: int
    day: date
    half: Half
    starts_at: datetime | None  # UTC; None: the office does not open
    ends_at: datetime | None
    free_room_ids: tuple[int, ...] = ()
    is_covered: bool = False
    taken_by: int | None = None  # a doctor
    replaced_is_away: bool = False


@dataclass(frozen=True, slots=True)
class Taker:
    """What decides for a person who was called."""

    doctor_id: int | None = None
    promised: tuple[tuple[date, date], ...] = ()  # first and last day of her promises to this office
    absences: tuple[AbsentDays, ...] = ()
    elsewhere: tuple[tuple[datetime, datetime], ...] = ()  # her shifts, wherever they are
    may_replace: bool = False
    licence_from: date | None = None
    licence_until: date | None = None  # None: on the roll, no licence needed


def is_promised(taker: Taker, day: date) -> bool:
    """Say whether one of her promises to the office covers the day."""
    return any(first <= day <= last for first, last in taker.promised)


def why_not(offered: OfferedHalf, taker: Taker, replaced_doctor_id: int | None, now: datetime) -> NotFit | None:
    """Return why she cannot take this half-day, or None if she can."""
    return (
        _why_nobody(offered, now) or _why_not_she(offered, taker) or _why_no_right(offered, taker, replaced_doctor_id)
    )


def _why_nobody(offered: OfferedHalf, now: datetime) -> NotFit | None:
    if offered.taken_by is not None:
        return NotFit.TAKEN
    if offered.starts_at is None or offered.ends_at is None:
        return NotFit.OFFICE_CLOSED
    if offered.starts_at <= now:
        return NotFit.PAST
    if offered.is_covered:
        return NotFit.COVERED
    return None if offered.free_room_ids else NotFit.NO_ROOM


def _why_not_she(offered: OfferedHalf, taker: Taker) -> NotFit | None:
    if is_absent(taker.absences, offered.day, offered.half):
        return NotFit.ABSENT
    if offered.starts_at and offered.ends_at:
        for starts_at, ends_at in taker.elsewhere:
            if starts_at < offered.ends_at and offered.starts_at < ends_at:
                return NotFit.ELSEWHERE
    return None


def _why_no_right(offered: OfferedHalf, taker: Taker, replaced_doctor_id: int | None) -> NotFit | None:
    """By her promise if it covers the day, else as the replacement of a named doctor who is away (ORD-06, ORD-08)."""
    if is_promised(taker, offered.day):
        return None
    if replaced_doctor_id is None:
        return NotFit.NOBODY_REPLACED
    if taker.doctor_id == replaced_doctor_id:
        return NotFit.IS_REPLACED
    if not offered.replaced_is_away:
        return NotFit.REPLACED_WORKS
    starts_late = taker.licence_from is not None and offered.day < taker.licence_from
    ends_early = taker.licence_until is not None and taker.licence_until < offered.day
    return NotFit.NOT_ALLOWED if not taker.may_replace or starts_late or ends_early else None


def call_state(
    offered: Sequence[OfferedHalf], expires_at: datetime, withdrawn_at: datetime | None, now: datetime
) -> CallState:
    """Return whether the call still stands. A link is good until it expires, and no longer than its last half-day."""
    if withdrawn_at is not None:
        return CallState.WITHDRAWN
    if offered and all(half.taken_by is not None or half.is_covered for half in offered):
        return CallState.ALL_TAKEN
    left = [half for half in offered if half.taken_by is None and half.starts_at and half.starts_at > now]
    return CallState.OPEN if now < expires_at and left else CallState.EXPIRED
