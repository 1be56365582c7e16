"""What the reception does: book by telephone, receive, repair a wrong click."""

from datetime import datetime, timedelta

from django.db import transaction

from releve.pipeline.appointments.actions.guard import fair_race
from releve.pipeline.appointments.actions.hold import offering, take_place
from releve.pipeline.appointments.errors import ReasonMissing, StepRefused
from releve.pipeline.appointments.handover import BookedFor, By, Status
from releve.pipeline.appointments.models import Appointment, Patient
from releve.pipeline.appointments.rules import may_become
from releve.pipeline.slots.rules import Audience
from releve.shared.jobs import defer_job
from releve.shared.people.models import User


def book_by_phone(
    *,
    shift_id: int,
    starts_at: datetime,
    reason_id: int,
    patient_id: int,
    by: User,
    now: datetime,
    booked_for: BookedFor = BookedFor.ONESELF,
    booker_name: str = "",
    is_double: bool = False,
    double_booked_because: str = "",
) -> Appointment:
    """Book for a patient at the desk. Kept times are the desk's to give.

    With `is_double` the time may be taken already: the deliberate exception, with its reason, written into the history.
    Raises SlotTaken, NotBookable, PatientBusy, ReasonMissing.
    """
    because = double_booked_because.strip()
    if is_double and not because:
        raise ReasonMissing
    patient = Patient.objects.get(id=patient_id)
    with fair_race(offering(shift_id, reason_id, starts_at, now, Audience.DESK)):
        place = take_place(
            shift_id=shift_id,
            starts_at=starts_at,
            reason_id=reason_id,
            now=now,
            audience=Audience.DESK,
            may_double=is_double,
        )
        appointment = Appointment.objects.create(
            network_id=place.network_id,
            office_id=place.shift.office_id,
            shift_id=shift_id,
            doctor_id=place.shift.doctor_id,
            patient=patient,
            reason_id=reason_id,
            starts_at=starts_at,
            ends_at=starts_at + timedelta(minutes=place.visit.minutes),
            status=Status.BOOKED,
            booked_for=booked_for,
            booker_name=booker_name,
            contact_email=patient.email,
            contact_phone=patient.phone,
            double_booked_because=because if is_double else "",
            created_at=now,
            changed_at=now,
            changed_as=By.SECRETARY,
            changed_by=by,
        )
        defer_job("appointments.send_confirmation", appointment_id=appointment.id)
        return appointment


def take_step(*, appointment_id: int, status: Status, was: Status, by_kind: By, by: User, now: datetime) -> Appointment:
    """Bring an appointment one step on (or one back). `was` is what the person saw: two clicks make one step.

    Raises StepRefused when it stands elsewhere now, SlotTaken or PatientBusy when a step back finds the time taken.
    """
    with fair_race(list), transaction.atomic():
        appointment = Appointment.objects.select_for_update(of=("self",)).get(id=appointment_id)
        now_at = Status(appointment.status)
        if now_at == status:
            return appointment
        if now_at != was or not may_become(now_at, status):
            raise StepRefused
        appointment.status = status
        appointment.changed_at, appointment.changed_as, appointment.changed_by = now, by_kind, by
        appointment.save(update_fields=["status", "changed_at", "changed_as", "changed_by"])
        return appointment
