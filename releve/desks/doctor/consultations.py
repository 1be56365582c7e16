"""The patients of one day, shift by shift, and the steps that a doctor takes herself."""

from dataclasses import dataclass
from datetime import date, datetime

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from releve.pipeline.appointments.handover import Status
from releve.pipeline.appointments.models import Appointment
from releve.pipeline.rota.models import Shift

# Where no reception notes who arrives, the doctor calls her patient in directly: two steps in one click.
WAYS: dict[tuple[Status, Status], tuple[Status, ...]] = {
    (Status.BOOKED, Status.IN_CONSULTATION): (Status.ARRIVED, Status.IN_CONSULTATION),
    (Status.ARRIVED, Status.IN_CONSULTATION): (Status.IN_CONSULTATION,),
    (Status.IN_CONSULTATION, Status.SEEN): (Status.SEEN,),
    (Status.BOOKED, Status.NO_SHOW): (Status.NO_SHOW,),
    # A wrong click, taken back.
    (Status.IN_CONSULTATION, Status.ARRIVED): (Status.ARRIVED,),
    (Status.SEEN, Status.IN_CONSULTATION): (Status.IN_CONSULTATION,),
    (Status.NO_SHOW, Status.BOOKED): (Status.BOOKED,),
}
FORWARD: dict[Status, tuple[Status, ...]] = {
    Status.BOOKED: (Status.IN_CONSULTATION,),
    Status.ARRIVED: (Status.IN_CONSULTATION,),
    Status.IN_CONSULTATION: (Status.SEEN,),
}
BACK = {
    Status.IN_CONSULTATION: Status.ARRIVED,
    Status.SEEN: Status.IN_CONSULTATION,
    Status.NO_SHOW: Status.BOOKED,
}
LABELS: dict[Status, Promise] = {
    Status.IN_CONSULTATION: _("En consultation"),
    Status.SEEN: _("Vu"),
    Status.NO_SHOW: _("Absent"),
}


@dataclass(frozen=True, slots=True)
class Step:
    status: Status
    label: Promise
    is_main: bool


@dataclass(frozen=True, slots=True)
class Line:
    visit: Appointment
    steps: tuple[Step, ...]
    back: Status | None
    is_next: bool


@dataclass(frozen=True, slots=True)
class Consultation:
    """One shift of the day with its patients in order."""

    shift: Shift
    lines: tuple[Line, ...]


def consultations_of(doctor_id: int, day: date, now: datetime, today: date) -> list[Consultation]:
    """Return a doctor's published shifts of a day, in every office, each with its patients (2 statements)."""
    shifts = list(
        Shift.objects.filter(doctor_id=doctor_id, day=day, status=Shift.Status.PUBLISHED)
        .select_related("office", "room")
        .order_by("starts_at", "id")
    )
    visits = (
        Appointment.objects.filter(shift__in=shifts, patient__isnull=False)
        .exclude(status__in=[Status.CANCELLED, Status.HELD])
        .select_related("patient", "reason")
        .order_by("starts_at", "id")
    )
    by_shift: dict[int, list[Line]] = {}
    for visit in visits:
        by_shift.setdefault(visit.shift_id, []).append(line_of(visit, now, may_step=day <= today))
    return [Consultation(shift, tuple(by_shift.get(shift.id, ()))) for shift in shifts]


def line_of(visit: Appointment, now: datetime, *, may_step: bool) -> Line:
    """Return a visit with the buttons that stand beside it."""
    status = Status(visit.status)
    has_begun = visit.starts_at <= now
    forward = FORWARD.get(status, ())
    absent = (Status.NO_SHOW,) if status == Status.BOOKED and has_begun else ()
    steps = tuple(Step(step, LABELS[step], is_main=step in forward) for step in (*forward, *absent))
    return Line(
        visit=visit,
        steps=steps if may_step else (),
        back=BACK.get(status) if may_step else None,
        is_next=visit.starts_at <= now < visit.ends_at,
    )
