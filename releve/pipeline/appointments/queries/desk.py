"""The day at the desk, the doctor's weeks, and the counts that may leave the world of care."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime

from django.db.models import QuerySet

from releve.pipeline.appointments.handover import TAKING, MonthCount
from releve.pipeline.appointments.models import Appointment, AppointmentStep
from releve.pipeline.rota.models import Shift
from releve.shared.rows import rows


@dataclass(frozen=True, slots=True)
class BoardLine:
    """One appointment of the day, with the time of its last steps."""

    appointment: Appointment
    arrived_at: datetime | None = None
    changed_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class BoardShift:
    """One doctor in one room on one half-day, with her appointments in order."""

    shift: Shift
    lines: list[BoardLine] = field(default_factory=list)


def day_board(office_id: int, day: date, now: datetime) -> list[BoardShift]:
    """Return the published shifts of a day by start and room, with their appointments (3 statements).

    A hold that has run out and a cancelled appointment are not shown.
    """
    shifts = list(
        Shift.objects.filter(office_id=office_id, day=day, status=Shift.Status.PUBLISHED)
        .select_related("doctor", "room")
        .order_by("starts_at", "room__position", "id")
    )
    appointments = list(
        Appointment.objects.filter(shift_id__in=[shift.id for shift in shifts])
        .exclude(status=Appointment.Status.CANCELLED)
        .exclude(status=Appointment.Status.HELD, held_until__lte=now)
        .select_related("patient", "reason")
        .order_by("starts_at", "id")
    )
    arrivals = arrival_times(appointment.id for appointment in appointments)
    lines: dict[int, list[BoardLine]] = defaultdict(list)
    for appointment in appointments:
        lines[appointment.shift_id].append(BoardLine(appointment, arrivals.get(appointment.id), appointment.changed_at))
    return [BoardShift(shift, lines[shift.id]) for shift in shifts]


def arrival_times(appointment_ids: Iterable[int]) -> dict[int, datetime]:
    """Return when each patient arrived, by the last such step."""
    steps = AppointmentStep.objects.filter(pgh_obj_id__in=list(appointment_ids), status=Appointment.Status.ARRIVED)
    return dict(steps.order_by("changed_at").values_list("pgh_obj_id", "changed_at"))


def steps_of(appointment_id: int) -> QuerySet[AppointmentStep]:
    """Return an appointment's history, the first step first."""
    return (
        AppointmentStep.objects.filter(pgh_obj_id=appointment_id)
        .select_related("changed_by", "doctor")
        .order_by("pgh_id")
    )


@dataclass(frozen=True, slots=True)
class WorkedHalfDay:
    """A doctor's shift with how full it is."""

    shift: Shift
    n_booked: int
    busy_min: int


def weeks_of_doctor(doctor_id: int, first: date, last: date) -> list[WorkedHalfDay]:
    """Return a doctor's shifts of some days, drafts too, with how many visits are booked in each (2 statements)."""
    shifts = list(
        Shift.objects.filter(doctor_id=doctor_id, day__range=(first, last))
        .exclude(status=Shift.Status.CANCELLED)
        .select_related("office", "room")
        .order_by("starts_at", "id")
    )
    counts: dict[int, tuple[int, int]] = {}
    taken = Appointment.objects.filter(shift_id__in=[shift.id for shift in shifts], status__in=TAKING).exclude(
        status=Appointment.Status.HELD
    )
    for shift_id, starts_at, ends_at in taken.order_by("id").values_list("shift_id", "starts_at", "ends_at"):
        n, minutes = counts.get(shift_id, (0, 0))
        counts[shift_id] = n + 1, minutes + int((ends_at - starts_at).total_seconds() // 60)
    return [WorkedHalfDay(shift, *counts.get(shift.id, (0, 0))) for shift in shifts]


def month_counts(first: date, until: date) -> list[MonthCount]:
    """Return masked counts by office and month in [first, until), of the networks in scope.

    May be called from the estate's world: PostgreSQL counts and masks, and hands over nothing else (DATA-03).
    """
    return [
        MonthCount(*row)
        for row in rows("SELECT * FROM appointment_counts(%(first)s, %(until)s)", {"first": first, "until": until})
    ]


def masked_patients(first: date, last: date) -> dict[int, int | None]:
    """Return how many patients each published shift of some days (both included) holds; None stands for 1 to 10.

    May be called from the estate's world, of the networks in scope; a shift without patients is left out (1 statement).
    """
    parameters = {"first": first, "last": last}
    return dict(rows("SELECT * FROM masked_patients_of_shifts(%(first)s, %(last)s)", parameters))
