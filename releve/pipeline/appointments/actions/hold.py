"""Holding a time for a few minutes while a person types."""

from collections.abc import Callable
from datetime import datetime, timedelta

from django.db.models import Count, Subquery

from releve.pipeline.appointments.actions.guard import fair_race, lock_doctor_of_shift
from releve.pipeline.appointments.errors import NotBookable, SlotTaken, TooManyHolds
from releve.pipeline.appointments.handover import By, Status
from releve.pipeline.appointments.models import Appointment
from releve.pipeline.appointments.queries.free_times import PLACE_TO_TAKE, Place, next_times_after, place_in, place_told
from releve.pipeline.appointments.queries.patients import holds_of_browser
from releve.pipeline.offices.models import Office
from releve.pipeline.slots.handover import Slot
from releve.pipeline.slots.rules import Audience, NotFree, reason_not_free
from releve.shared.rows import insertion_of, rows, sent_together


def next_times(shift_id: int, reason_id: int, starts_at: datetime, now: datetime, audience: Audience) -> list[Slot]:
    """Return the three next times to offer to whoever lost this one."""
    place = place_in(shift_id, reason_id, now)
    if place is None:
        return []
    return next_times_after(
        office_id=place.shift.office_id, reason=place.visit, after=max(now, starts_at), now=now, audience=audience
    )


def offering(
    shift_id: int, reason_id: int, starts_at: datetime, now: datetime, audience: Audience
) -> Callable[[], list[Slot]]:
    """Return the next times, to be looked for only if they are needed."""
    return lambda: next_times(shift_id, reason_id, starts_at, now, audience)


def take_place(
    *,
    shift_id: int,
    starts_at: datetime,
    reason_id: int,
    now: datetime,
    audience: Audience,
    may_double: bool = False,
    moving_id: int = 0,
    is_passing: bool = False,
) -> Place:
    """Lock the shift's doctor and make sure that the time is still free. Raises SlotTaken or NotBookable."""
    offer = offering(shift_id, reason_id, starts_at, now, audience)
    place = place_told(
        sent_together(
            lock_doctor_of_shift(shift_id, is_passing=is_passing),
            (PLACE_TO_TAKE, {"shift_id": shift_id, "reason_id": reason_id, "now": now, "but_id": moving_id}),
        )
    )
    if place is None:
        raise NotBookable(NotFree.OUTSIDE_SHIFT, offer())
    why_not = reason_not_free(place.shift, place.visit, place.kept, starts_at, now=now, audience=audience)
    if why_not is NotFree.TAKEN and not may_double:
        raise SlotTaken(offer())
    if why_not not in {None, NotFree.TAKEN}:
        raise NotBookable(why_not, offer())
    return place


def hold_slot(*, shift_id: int, starts_at: datetime, reason_id: int, now: datetime, browser: str = "") -> Appointment:
    """Hold a time that a person chose online, for the minutes that the office allows.

    `browser` is a fingerprint: the same one gets its own hold again, and holds no more times than one person may have
    appointments to come. Raises TooManyHolds, and SlotTaken or NotBookable, each with the next three times.
    """
    try:
        return _hold(shift_id, starts_at, reason_id, now, browser)
    except SlotTaken:
        own = Appointment.objects.filter(
            shift_id=shift_id, starts_at=starts_at, reason_id=reason_id, status=Status.HELD, held_by_browser=browser
        )
        again = own.filter(held_until__gt=now).first() if browser else None
        if again is None:
            raise
        return again


def _hold(shift_id: int, starts_at: datetime, reason_id: int, now: datetime, browser: str) -> Appointment:
    with fair_race(offering(shift_id, reason_id, starts_at, now, Audience.ONLINE)):
        place = take_place(
            shift_id=shift_id,
            starts_at=starts_at,
            reason_id=reason_id,
            now=now,
            audience=Audience.ONLINE,
            is_passing=True,
        )
        if browser:
            _check_few_holds(place.shift.office_id, browser, now)
        held = Appointment(
            network_id=place.network_id,
            office_id=place.shift.office_id,
            shift_id=shift_id,
            doctor_id=place.shift.doctor_id,
            reason_id=reason_id,
            starts_at=starts_at,
            ends_at=starts_at + timedelta(minutes=place.visit.minutes),
            status=Status.HELD,
            held_until=now + timedelta(minutes=place.hold_min),
            held_by_browser=browser,
            created_at=now,
            changed_at=now,
            changed_as=By.PATIENT,
        )
        ((held.id,),) = rows(*insertion_of(held))
        return held


def _check_few_holds(office_id: int, browser: str, now: datetime) -> None:
    own = holds_of_browser(browser, now).order_by().values("held_by_browser").annotate(n=Count("id")).values("n")
    limits = Office.objects.annotate(n_held=Subquery(own)).values_list("n_open_appointments_max", "n_held")
    n_max, n_held = limits.get(id=office_id)
    if n_held and n_held >= n_max:
        raise TooManyHolds(n_max)


def release_hold(*, appointment_id: int, now: datetime) -> None:
    """Give a held time back before its end. Nothing happens if it is not held any more."""
    Appointment.objects.filter(id=appointment_id, status=Status.HELD).update(
        status=Status.CANCELLED, changed_at=now, changed_as=By.PATIENT, changed_by=None
    )
