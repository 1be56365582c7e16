"""One visit with its steps, and how visits lie in a shift."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from random import Random

from releve.config.demonstration.names import a_first_name, a_surname
from releve.config.demonstration.patients import Person
from releve.config.demonstration.storing import number, store
from releve.pipeline.appointments.handover import BookedFor, By, Status
from releve.pipeline.appointments.models import Appointment, AppointmentStep
from releve.pipeline.rota.models import Shift
from releve.pipeline.slots.models import VisitReason
from releve.shared.half_days import instant, local_day

GAP_MIN = 15
BOOKED_ONLINE_SHARE = 0.55
WITHOUT_DOCTOR_SHARE = 0.45
# domain.md §8: 2 to 4 % do not come, new patients more often.
NO_SHOW_SHARE, EXCUSED_SHARE, NEW_PATIENT_MISSES = 0.03, 0.015, 1.8
MISSED_SHARE = 0.05


@dataclass(frozen=True, slots=True)
class Step:
    """A status with its time and who set it."""

    status: Status
    at: datetime
    by_kind: By
    by_user_id: int | None = None

    def __post_init__(self) -> None:
        object.__setattr__(self, "at", self.at.replace(microsecond=0))


@dataclass(slots=True)
class Visit:
    """An appointment before it is stored."""

    person: Person
    reason: VisitReason
    is_first: bool
    shift: Shift
    starts_at: datetime
    steps: list[Step] = field(default_factory=list)

    @property
    def ends_at(self) -> datetime:
        return self.starts_at + timedelta(minutes=self.reason.minutes)


@dataclass(frozen=True, slots=True)
class Wanted:
    """A person who wants a visit, before it has a time."""

    person: Person
    reason: VisitReason
    is_first: bool


def lay_in_shift(chance: Random, shift: Shift, wanted: Sequence[Wanted], until: datetime | None = None) -> list[Visit]:
    """Place visits one after the other between a shift's start and `until`, with gaps here and there.

    Whoever finds no place at the end is left out.
    """
    ends_at = until or shift.ends_at
    free_min = (ends_at - shift.starts_at).total_seconds() / 60 - sum(each.reason.minutes for each in wanted)
    line: list[Wanted | None] = [*wanted, *[None] * max(0, int(free_min // GAP_MIN))]
    chance.shuffle(line)
    laid, cursor = [], shift.starts_at
    for each in line:
        if each is None:
            cursor += timedelta(minutes=GAP_MIN)
            continue
        visit = Visit(each.person, each.reason, each.is_first, shift, cursor)
        if visit.ends_at <= ends_at:
            laid.append(visit)
            cursor = visit.ends_at
    return laid


class Desk:
    """Who writes the steps down at one office: the secretary, the patient online, the doctor."""

    def __init__(self, chance: Random, zone: str, secretary_id: int, doctor_users: Mapping[int, int | None]) -> None:
        self.chance = chance
        self.zone = zone
        self.secretary_id = secretary_id
        self.doctor_users = doctor_users

    def book(self, visits: Sequence[Visit], latest: datetime) -> None:
        """Write down when each visit was booked: before it, and no later than `latest`."""
        for visit in visits:
            visit.steps = [self._booking(visit, latest)]

    def receive(self, visits: Sequence[Visit], *, until: datetime) -> None:
        """Play one doctor's half-day, as far as it has come: late patients, missing patients, one after the other."""
        free_at = visits[0].starts_at if visits else until
        for visit in visits:
            fate = self.chance.random() / (NEW_PATIENT_MISSES if visit.is_first else 1.0)
            if fate < NO_SHOW_SHARE:
                steps = [self._missing(visit, Status.NO_SHOW)]
            elif fate < NO_SHOW_SHARE + EXCUSED_SHARE:
                steps = [self._missing(visit, Status.EXCUSED)]
            else:
                steps = self._seen(visit, free_at)
                free_at = steps[-1].at
            visit.steps += [step for step in steps if step.at <= until]

    def _seen(self, visit: Visit, free_at: datetime) -> list[Step]:
        chance = self.chance
        arrived_at = visit.starts_at - timedelta(minutes=chance.randrange(2, 16), seconds=chance.randrange(60))
        entered_at = max(free_at + timedelta(seconds=40), visit.starts_at + timedelta(seconds=chance.randrange(240)))
        left_at = entered_at + timedelta(minutes=visit.reason.minutes * chance.uniform(0.65, 1.1))
        doctor_id = self.doctor_users[visit.shift.doctor_id]
        return [
            self._at_desk(Status.ARRIVED, arrived_at),
            Step(Status.IN_CONSULTATION, entered_at, By.DOCTOR, doctor_id),
            Step(Status.SEEN, left_at, By.DOCTOR, doctor_id),
        ]

    def _missing(self, visit: Visit, status: Status) -> Step:
        minutes = self.chance.randrange(15, 35) if status is Status.NO_SHOW else -self.chance.randrange(5, 30)
        return self._at_desk(status, visit.starts_at + timedelta(minutes=minutes))

    def cancel(self, visits: Sequence[Visit], latest: datetime) -> None:
        """Write down that each of these visits was cancelled between its booking and the hour before it."""
        for visit in visits:
            booked_at = visit.steps[0].at
            last = min(visit.starts_at - timedelta(minutes=5), latest)
            at = booked_at + (last - booked_at) * self.chance.random()
            is_online = self.chance.random() < BOOKED_ONLINE_SHARE
            visit.steps.append(
                Step(Status.CANCELLED, at, By.PATIENT) if is_online else self._at_desk(Status.CANCELLED, at)
            )

    def _booking(self, visit: Visit, latest: datetime) -> Step:
        earliest = max(visit.person.known_from, visit.starts_at - timedelta(days=visit.reason.earliest_days_ahead))
        last = min(latest, visit.starts_at - timedelta(minutes=35))
        # The first booking is what makes someone known.
        at = visit.person.known_from if visit.is_first else self._moment_before(visit)
        if at > last:
            at = last - timedelta(days=self.chance.expovariate(1 / 3.0))
        at = min(max(at, earliest), last)
        is_online = visit.reason.booked_by == VisitReason.BookedBy.EVERYONE and (
            self.chance.random() < BOOKED_ONLINE_SHARE * (1.0 if visit.person.email else 0.6)
        )
        return Step(Status.BOOKED, at, By.PATIENT) if is_online else self._at_desk(Status.BOOKED, at)

    def _moment_before(self, visit: Visit) -> datetime:
        chance = self.chance
        # Median of the wait 2 days, mean 6 (DREES 2018).
        n_days = 0 if visit.reason.is_unscheduled else min(50, int(chance.expovariate(1 / 5.0)))
        if n_days == 0:
            return visit.starts_at - timedelta(minutes=chance.randrange(40, 400))
        day = local_day(visit.starts_at, self.zone) - timedelta(days=n_days)
        return instant(day, time(8), self.zone) + timedelta(seconds=chance.randrange(12 * 3600))

    def _at_desk(self, status: Status, at: datetime) -> Step:
        return Step(status, at, By.SECRETARY, self.secretary_id)


def store_visits(chance: Random, visits: Sequence[Visit]) -> None:
    """Store appointments in their present state, after the steps that led there."""
    appointments = [_as_appointment(chance, visit) for visit in visits]
    number(appointments)
    steps = [
        AppointmentStep(
            pgh_obj_id=appointment.pk,
            pgh_label="update" if n else "insert",
            pgh_created_at=step.at,
            network_id=appointment.network_id,
            doctor_id=appointment.doctor_id,
            starts_at=appointment.starts_at,
            status=step.status,
            changed_at=step.at,
            changed_as=step.by_kind,
            changed_by_id=step.by_user_id,
        )
        for appointment, visit in zip(appointments, visits, strict=True)
        # The database itself writes the last one.
        for n, step in enumerate(visit.steps[:-1])
    ]
    number(steps)
    store(steps)
    store(appointments)


def _as_appointment(chance: Random, visit: Visit) -> Appointment:
    person, present = visit.person, visit.steps[-1]
    booked_for, booker_name = _who_booked(chance, person, visit.starts_at.date())
    return Appointment(
        network_id=visit.shift.network_id,
        office_id=visit.shift.office_id,
        shift_id=visit.shift.pk,
        doctor_id=visit.shift.doctor_id,
        patient_id=person.id,
        reason_id=visit.reason.pk,
        starts_at=visit.starts_at,
        ends_at=visit.ends_at,
        status=present.status,
        booked_for=booked_for,
        booker_name=booker_name,
        contact_email=person.email,
        contact_phone=person.phone,
        is_first_visit=visit.is_first,
        has_registered_doctor=chance.random() >= WITHOUT_DOCTOR_SHARE,
        created_at=visit.steps[0].at,
        changed_at=present.at,
        changed_as=present.by_kind,
        changed_by_id=present.by_user_id,
    )


def _who_booked(chance: Random, person: Person, day: date) -> tuple[BookedFor, str]:
    if person.guardian:
        return BookedFor.CHILD, person.guardian
    if person.age_on(day) < 80 or chance.random() >= 0.3:
        return BookedFor.ONESELF, ""
    helper = a_first_name(chance, "f", "fr", person.birth_date.year + 28)
    if chance.random() < 0.7:
        return BookedFor.RELATIVE, f"{helper} {person.last_name}"
    return BookedFor.CARE_RECIPIENT, f"{helper} {a_surname(chance).text}"
