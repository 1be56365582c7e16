"""Changes one shift by hand. PostgreSQL decides whether it may be; a shift changed by hand is never laid anew."""

from datetime import date, datetime

from django.utils.translation import gettext as _

from releve.pipeline.commitments.handover import Promise
from releve.pipeline.commitments.queries import promises
from releve.pipeline.commitments.rules import is_absent
from releve.pipeline.offices.handover import OfficeCalendar, OpenHalfDay
from releve.pipeline.offices.models import Office
from releve.pipeline.offices.queries import calendars
from releve.pipeline.offices.rules import half_days_between
from releve.pipeline.rota.actions.call_news import keep_calls_told
from releve.pipeline.rota.actions.laws import LAWS, OUTSIDE_COMMITMENT
from releve.pipeline.rota.errors import RotaRefused
from releve.pipeline.rota.models import Shift
from releve.shared.half_days import Half, instant
from releve.shared.holiday_words import closure_words
from releve.shared.lawful_writes import check_fields, lawful_write
from releve.shared.people.models import User


def add_shift(
    *,
    office_id: int,
    doctor_id: int,
    room_id: int,
    day: date,
    half: Half,
    by: User | None,
    now: datetime,
    starts_at: datetime | None = None,
    ends_at: datetime | None = None,
) -> Shift:
    """Add a draft beside the patterns, over the whole half-day unless times are given. Its running calls are told."""
    with lawful_write(RotaRefused, LAWS):
        shift = put_shift(
            office_id=office_id,
            doctor_id=doctor_id,
            room_id=room_id,
            day=day,
            half=half,
            by=by,
            now=now,
            starts_at=starts_at,
            ends_at=ends_at,
        )
        keep_calls_told(shift.network_id, day, day, now)
    return shift


def put_shift(
    *,
    office_id: int,
    doctor_id: int,
    room_id: int,
    day: date,
    half: Half,
    by: User | None,
    now: datetime,
    starts_at: datetime | None = None,
    ends_at: datetime | None = None,
) -> Shift:
    """Store a draft as `add_shift` does, and leave it to the caller to keep the calls told."""
    office = Office.objects.get(pk=office_id)
    calendar = calendars([office_id], day, day)[office_id]
    opening = _opening(calendar, day, half)
    promise = _promise(office_id, doctor_id, day, half)
    shift = Shift(
        network_id=office.network_id,
        office_id=office_id,
        room_id=room_id,
        doctor_id=doctor_id,
        commitment_id=promise.commitment_id,
        day=day,
        half=half,
        starts_at=starts_at or instant(day, opening.opens_at, calendar.time_zone),
        ends_at=ends_at or instant(day, opening.closes_at, calendar.time_zone),
    )
    _check_still_ahead(shift, now)
    return _store(shift, by, now)


def move_to_room(*, shift_id: int, room_id: int, by: User, now: datetime) -> Shift:
    """Hold the shift in another room of its office. Its patients stay in it."""
    with lawful_write(RotaRefused, LAWS):
        shift = _changeable(shift_id, now)
        shift.room_id = room_id
        return _store(shift, by, now)


def change_times(*, shift_id: int, starts_at: datetime, ends_at: datetime, by: User, now: datetime) -> Shift:
    """Shorten or lengthen the shift inside its half-day."""
    with lawful_write(RotaRefused, LAWS):
        shift = _changeable(shift_id, now)
        shift.starts_at, shift.ends_at = starts_at, ends_at
        return _store(shift, by, now)


def cancel_shift(*, shift_id: int, because: str, by: User, now: datetime) -> Shift:
    """Cancel the shift, with a reason; it is not laid again. Cancelling twice changes nothing."""
    with lawful_write(RotaRefused, LAWS):
        shift = _locked(shift_id)
        if shift.status == Shift.Status.CANCELLED:
            return shift
        _check_still_ahead(shift, now)
        shift.status, shift.cancelled_because = Shift.Status.CANCELLED, because.strip()
        _store(shift, by, now)
        keep_calls_told(shift.network_id, shift.day, shift.day, now)
        return shift


def _locked(shift_id: int) -> Shift:
    # An exchange may be giving it to another doctor at this moment: what is read must be what is written over.
    return Shift.objects.select_for_update(no_key=True).get(pk=shift_id)


def _changeable(shift_id: int, now: datetime) -> Shift:
    shift = _locked(shift_id)
    if shift.status == Shift.Status.CANCELLED:
        raise RotaRefused(_("Cette vacation est annulée. Ajoutez-en une autre à sa place."))
    _check_still_ahead(shift, now)
    return shift


def _check_still_ahead(shift: Shift, now: datetime) -> None:
    if shift.ends_at <= now:
        raise RotaRefused(_("Cette vacation est passée : elle ne change plus."))


def _store(shift: Shift, by: User | None, now: datetime) -> Shift:
    shift.is_edited, shift.changed_at, shift.changed_by = True, now, by
    check_fields(shift, RotaRefused)
    with lawful_write(RotaRefused, LAWS):
        shift.save()
    return shift


def _opening(calendar: OfficeCalendar, day: date, half: Half) -> OpenHalfDay:
    opened, closed = half_days_between(calendar, day, day)
    for half_day in closed:
        if half_day.half == half:
            raise RotaRefused(
                _("Jour : le cabinet est fermé (%(reason)s). Choisissez un autre jour.")
                % {"reason": closure_words(half_day.label)}
            )
    for open_half_day in opened:
        if open_half_day.half == half:
            return open_half_day
    raise RotaRefused(_("Jour : le cabinet n’ouvre pas sur cette demi-journée. Choisissez-en une autre."))


def _promise(office_id: int, doctor_id: int, day: date, half: Half) -> Promise:
    for promise in promises([office_id], day, day):
        if promise.doctor_id == doctor_id:
            if is_absent(promise.absences, day, half):
                raise RotaRefused(_("Médecin : il est noté absent ce jour-là. Retirez d’abord son absence."))
            return promise
    raise RotaRefused(OUTSIDE_COMMITMENT)
