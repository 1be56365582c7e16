"""Moving and cancelling: by the patient from a signed link, or at the desk."""

from datetime import datetime, timedelta

from releve.pipeline.appointments.actions.guard import fair_race
from releve.pipeline.appointments.actions.hold import offering, take_place
from releve.pipeline.appointments.errors import AlreadyOver, StepRefused
from releve.pipeline.appointments.handover import By, Status
from releve.pipeline.appointments.models import Appointment
from releve.pipeline.slots.rules import Audience
from releve.shared.jobs import defer_job
from releve.shared.people.models import User


def _still_to_come(appointment_id: int, now: datetime, by_kind: By) -> Appointment:
    appointment = Appointment.objects.select_for_update(of=("self",)).get(id=appointment_id)
    is_over = by_kind == By.PATIENT and appointment.starts_at <= now
    if appointment.status != Status.BOOKED or is_over:
        raise AlreadyOver
    return appointment


def move_appointment(
    *,
    appointment_id: int,
    shift_id: int,
    starts_at: datetime,
    by_kind: By,
    by: User | None,
    now: datetime,
    seen_at: datetime | None = None,
) -> Appointment:
    """Move an appointment to another free time, with another doctor if need be; its link stays the same.

    `seen_at` is the `changed_at` that the person saw: what has changed since is not moved, unless it stands at the
    wanted time already (two clicks). Raises SlotTaken or NotBookable with the next times (the old time is kept then),
    PatientBusy, AlreadyOver, StepRefused.
    """
    audience = Audience.ONLINE if by_kind == By.PATIENT else Audience.DESK
    reason_id = Appointment.objects.values_list("reason_id", flat=True).get(id=appointment_id)
    with fair_race(offering(shift_id, reason_id, starts_at, now, audience)):
        appointment = _still_to_come(appointment_id, now, by_kind)
        if (appointment.shift_id, appointment.starts_at) == (shift_id, starts_at):
            return appointment
        if seen_at not in {None, appointment.changed_at}:
            raise StepRefused
        place = take_place(
            shift_id=shift_id,
            starts_at=starts_at,
            reason_id=reason_id,
            now=now,
            audience=audience,
            moving_id=appointment_id,
        )
        appointment.shift_id, appointment.office_id = shift_id, place.shift.office_id
        appointment.doctor_id = place.shift.doctor_id
        appointment.starts_at, appointment.ends_at = starts_at, starts_at + timedelta(minutes=place.visit.minutes)
        appointment.double_booked_because = ""
        appointment.changed_at, appointment.changed_as, appointment.changed_by = now, by_kind, by
        appointment.save()
        defer_job("appointments.send_moved", appointment_id=appointment.id)
        return appointment


def cancel_appointment(*, appointment_id: int, by_kind: By, by: User | None, now: datetime) -> Appointment:
    """Cancel an appointment to come and give its time back; `by_kind` is who asked, `by` the login that does it.

    Cancelling again changes nothing. Raises AlreadyOver.
    """
    with fair_race(list):
        known = Appointment.objects.select_for_update(of=("self",)).get(id=appointment_id)
        if known.status == Status.CANCELLED:
            return known
        if by is not None and by_kind == By.PATIENT and known.starts_at <= now:
            # A patient cannot cancel what has begun; the reception that answers the telephone at that moment can.
            by_kind = By.SECRETARY
        appointment = _still_to_come(appointment_id, now, by_kind)
        appointment.status = Status.CANCELLED
        appointment.changed_at, appointment.changed_as, appointment.changed_by = now, by_kind, by
        appointment.save(update_fields=["status", "changed_at", "changed_as", "changed_by"])
        defer_job("appointments.send_cancelled", appointment_id=appointment.id)
        return appointment
