"""Who works the half-days that nobody likes, and how many of them would be her fair share."""

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from releve.pipeline.commitments.handover import Promise
from releve.pipeline.rota.rules.seasons import slot_of
from releve.shared.half_days import Half

DAYS_PER_WEEK = 7
ONE_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class WorkedHalfDay:
    doctor_id: int
    office_id: int
    day: date
    half: Half


@dataclass(frozen=True, slots=True)
class PromisedHalfDays:
    """How many half-days a doctor promised to an office over the days that are counted."""

    doctor_id: int
    office_id: int
    n: float


@dataclass(frozen=True, slots=True)
class Unloved:
    """Which half-days count: slots of the week, and the days before a public holiday of each office."""

    slots: frozenset[int]
    eves: Mapping[int, Collection[date]]  # by office; empty where eves do not count

    def is_eve(self, worked: WorkedHalfDay) -> bool:
        return worked.day in self.eves.get(worked.office_id, ())

    def holds(self, worked: WorkedHalfDay) -> bool:
        return slot_of(worked.day.weekday(), worked.half) in self.slots or self.is_eve(worked)


@dataclass(frozen=True, slots=True)
class FairShare:
    """A doctor's figures of a year. Her fair share is pro rata of what she promised, office by office."""

    doctor_id: int
    n_promised: float
    n_worked: int
    n_by_slot: Mapping[int, int]  # unloved slots only
    n_eves: int
    n_unloved: int  # a Saturday before a holiday counts once
    fair: float

    @property
    def surplus(self) -> float:
        """Unloved half-days beyond the fair share; negative where the others work more of them."""
        return self.n_unloved - self.fair


def promised_half_days(promises: Iterable[Promise], first: date, last: date) -> list[PromisedHalfDays]:
    """Return what each promise comes to over the days that lie inside it and between two days, both included."""
    found = []
    for promise in promises:
        n_days = (min(last, promise.last_on) - max(first, promise.starts_on)).days + 1
        if n_days > 0:
            n = n_days / DAYS_PER_WEEK * promise.half_days_per_week
            found.append(PromisedHalfDays(promise.doctor_id, promise.office_id, n))
    return found


def eves_of(holidays: Iterable[date]) -> frozenset[date]:
    """Return the days before public holidays; a holiday that is itself an eve is no working day anyway."""
    return frozenset(holiday - ONE_DAY for holiday in holidays)


def fair_shares(
    worked: Iterable[WorkedHalfDay], promised: Iterable[PromisedHalfDays], unloved: Unloved
) -> list[FairShare]:
    """Return each doctor's figures, by doctor.

    The unloved half-days of an office are shared by the doctors who promised half-days there, each in proportion to
    what she promised. The shares of all add up to the unloved half-days worked in the offices that have promises.
    """
    of_doctor: dict[int, list[WorkedHalfDay]] = defaultdict(list)
    n_unloved_of_office: Counter[int] = Counter()
    for half_day in worked:
        of_doctor[half_day.doctor_id].append(half_day)
        n_unloved_of_office[half_day.office_id] += unloved.holds(half_day)
    n_promised: dict[tuple[int, int], float] = defaultdict(float)
    n_promised_to: dict[int, float] = defaultdict(float)
    for promise in promised:
        n_promised[promise.doctor_id, promise.office_id] += promise.n
        n_promised_to[promise.office_id] += promise.n
    fair: dict[int, float] = defaultdict(float)
    for (doctor_id, office_id), n in n_promised.items():
        fair[doctor_id] += n_unloved_of_office[office_id] * n / n_promised_to[office_id] if n else 0.0
    doctor_ids = {*of_doctor, *fair}
    return [
        _share(doctor_id, of_doctor[doctor_id], n_promised, fair[doctor_id], unloved)
        for doctor_id in sorted(doctor_ids)
    ]


def _share(
    doctor_id: int,
    worked: list[WorkedHalfDay],
    n_promised: Mapping[tuple[int, int], float],
    fair: float,
    unloved: Unloved,
) -> FairShare:
    by_slot = Counter(slot_of(half_day.day.weekday(), half_day.half) for half_day in worked)
    return FairShare(
        doctor_id=doctor_id,
        n_promised=sum(n for (doctor, _office), n in n_promised.items() if doctor == doctor_id),
        n_worked=len(worked),
        n_by_slot={slot: by_slot[slot] for slot in sorted(unloved.slots)},
        n_eves=sum(unloved.is_eve(half_day) for half_day in worked),
        n_unloved=sum(unloved.holds(half_day) for half_day in worked),
        fair=fair,
    )
