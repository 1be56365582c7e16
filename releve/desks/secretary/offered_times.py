"""Free times arranged for somebody on the telephone: days, then doctors; and the other offices nearby."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from typing import Any

from releve.desks.secretary.days import ONE_WEEK
from releve.pipeline.appointments.queries.free_times import free_times, next_times_after
from releve.pipeline.appointments.queries.nearby import OfficeTimes, first_times_near
from releve.pipeline.commitments.models import Doctor
from releve.pipeline.offices.models import Office
from releve.pipeline.slots.handover import Slot, Visit
from releve.pipeline.slots.rules import Audience
from releve.shared.half_days import instant, local_day

N_OTHER_OFFICES = 5
N_TIMES_ELSEWHERE = 3


@dataclass(frozen=True, slots=True)
class DoctorTimes:
    doctor: str
    slots: tuple[Slot, ...]


@dataclass(frozen=True, slots=True)
class DayTimes:
    day: date
    doctors: tuple[DoctorTimes, ...]


@dataclass(frozen=True, slots=True)
class NamedSlot:
    """A time with whose it is."""

    slot: Slot
    doctor: str


@dataclass(frozen=True, slots=True)
class Week:
    """Seven days of free times from `first` on."""

    first: date
    days: tuple[DayTimes, ...]
    next_times: tuple[NamedSlot, ...]  # where the week has none
    previous: date | None
    following: date

    @property
    def last(self) -> date:
        return self.first + timedelta(days=6)


def week_of_times(office: Office, visit: Visit, first: date, now: datetime, doctor_id: int | None) -> Week:
    """Return the free times of seven days of an office, kept times too."""
    today = local_day(now, office.time_zone)
    first = max(first, today)
    after = max(now, instant(first, time.min, office.time_zone))
    until = instant(first + ONE_WEEK, time.min, office.time_zone)
    wanted: dict[str, Any] = {"reason": visit, "now": now, "doctor_id": doctor_id, "audience": Audience.DESK}
    slots = free_times(office_ids=[office.id], first=after, until=until, **wanted)
    later = [] if slots else next_times_after(office_id=office.id, after=until, **wanted)
    return Week(
        first=first,
        days=_by_day(slots, office.time_zone),
        next_times=tuple(with_doctors(later)),
        previous=max(first - ONE_WEEK, today) if first > today else None,
        following=first + ONE_WEEK,
    )


def elsewhere(office: Office, visit: Visit, now: datetime) -> list[OfficeTimes]:
    """Return the first times of the other offices of the network, the nearest first."""
    at_the_desk = replace(
        visit, is_online=True, latest_min_ahead=0, earliest_days_ahead=max(visit.earliest_days_ahead, 90)
    )
    near = first_times_near(
        latitude=office.latitude,
        longitude=office.longitude,
        reason=at_the_desk,
        now=now,
        n_offices=N_OTHER_OFFICES + 1,
        n_times=N_TIMES_ELSEWHERE,
        network_id=office.network_id,
    )
    return [place for place in near if place.office_id != office.id and place.slots][:N_OTHER_OFFICES]


def with_doctors(slots: Sequence[Slot]) -> list[NamedSlot]:
    """Name the doctor of each time."""
    names = doctor_names(slot.doctor_id for slot in slots)
    return [NamedSlot(slot, names[slot.doctor_id]) for slot in slots]


def doctor_names(doctor_ids: Iterable[int]) -> dict[int, str]:
    return {doctor.id: str(doctor) for doctor in Doctor.objects.filter(id__in=set(doctor_ids)).order_by("id")}


def _by_day(slots: Sequence[Slot], zone: str) -> tuple[DayTimes, ...]:
    names = doctor_names(slot.doctor_id for slot in slots) if slots else {}
    days: dict[date, dict[int, list[Slot]]] = {}
    for slot in slots:
        days.setdefault(local_day(slot.starts_at, zone), {}).setdefault(slot.doctor_id, []).append(slot)
    return tuple(
        DayTimes(day, tuple(DoctorTimes(names[doctor_id], tuple(found)) for doctor_id, found in doctors.items()))
        for day, doctors in days.items()
    )
