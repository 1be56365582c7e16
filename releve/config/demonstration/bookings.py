"""Who comes on which day: the year behind, today as far as it has come, and the weeks ahead."""

from collections import defaultdict
from collections.abc import Sequence
from datetime import date, datetime, timedelta
from math import exp

from releve.config.demonstration import seasons
from releve.config.demonstration.visits import MISSED_SHARE, Desk, Visit, Wanted, lay_in_shift
from releve.config.demonstration.waiting import Waiting
from releve.pipeline.appointments.handover import Status
from releve.pipeline.offices.models import Office
from releve.pipeline.rota.models import Shift
from releve.pipeline.slots.handover import KeptTime, WorkedShift
from releve.pipeline.slots.rules import kept_from

MEAN_VISIT_MIN = 16.0
CANCELLED_SHARE = 0.06
# How full a day is: today, tomorrow, and far ahead.
FULL_TODAY, FULL_TOMORROW, FULL_FAR, FALL_DAYS = 0.93, 0.85, 0.17, 15.0


class Agenda:
    """One office's appointments."""

    def __init__(self, office: Office, waiting: Waiting, desk: Desk, now: datetime, scale: float) -> None:
        self.office = office
        self.waiting = waiting
        self.chance = waiting.chance
        self.desk = desk
        self.now = now
        self.scale = scale

    def replay(self, shifts: Sequence[Shift], n_seen: int, since: date) -> list[Visit]:
        """Replay the days behind by their seasons; from `since` on about `n_seen` visits took place."""
        days = by_day(shifts)
        places = {day: places_of(each) * (1 - MISSED_SHARE) for day, each in days.items()}
        visits, n_owed = [], 0
        for day, n_visits in seasons.visits_by_day(places, n_seen, since).items():
            n_owed += n_visits
            laid = self._one_day(days[day], round(n_owed * (1 + MISSED_SHARE)))
            n_owed -= sum(visit.steps[-1].status is Status.SEEN for visit in laid)
            visits += laid + self._cancelled(laid)
        return visits

    def today(self, shifts: Sequence[Shift]) -> list[Visit]:
        """Play today up to now."""
        if not shifts:
            return []
        laid = self._one_day(shifts, round(places_of(shifts) * FULL_TODAY * self.scale))
        return laid + self._cancelled(laid)

    def ahead(self, shifts: Sequence[Shift], today: date) -> list[Visit]:
        """Book a part of the days to come; what is kept for unscheduled care stays free."""
        visits: list[Visit] = []
        for day, of_day in by_day(shifts).items():
            for shift in of_day:
                until = self._kept_from(shift)
                budget_min = minutes_between(shift.starts_at, until) * self._fullness((day - today).days)
                wanted = [*self.waiting.first_visits(day, self.now), *self.waiting.booked_ahead(day, today, budget_min)]
                visits += lay_in_shift(self.chance, shift, wanted, until)
        self.desk.book(visits, self.now)
        return visits + self._cancelled(visits)

    def _fullness(self, n_days: int) -> float:
        full = FULL_FAR + (FULL_TOMORROW - FULL_FAR) * exp(-(n_days - 1) / FALL_DAYS)
        return min(1.0, full * self.chance.uniform(0.88, 1.12)) * self.scale

    def _one_day(self, shifts: Sequence[Shift], n_visits: int) -> list[Visit]:
        visits: list[Visit] = []
        wanted = self.waiting.visitors(shifts[0].day, shifts[0].starts_at, n_visits)
        for shift, who in zip(shifts, self._shared_out(shifts, wanted), strict=True):
            laid = lay_in_shift(self.chance, shift, who)
            self.desk.book(laid, self.now)
            self.desk.receive(laid, until=self.now)
            visits += laid
        return visits

    def _shared_out(self, shifts: Sequence[Shift], wanted: Sequence[Wanted]) -> list[list[Wanted]]:
        """Give each visitor to a shift that has time left, the emptier the likelier."""
        left_min = [minutes_between(shift.starts_at, shift.ends_at) for shift in shifts]
        shared: list[list[Wanted]] = [[] for _ in shifts]
        for each in wanted:
            may_take = [minutes if minutes >= each.reason.minutes else 0.0 for minutes in left_min]
            if any(may_take):
                (n,) = self.chance.choices(range(len(shifts)), [minutes**3 for minutes in may_take])
                left_min[n] -= each.reason.minutes
                shared[n].append(each)
        return shared

    def _cancelled(self, visits: Sequence[Visit]) -> list[Visit]:
        """Return times that were booked once and given back, taken by somebody else since."""
        given_back = []
        for visit in visits:
            other = self.waiting.someone_else(visit) if self.chance.random() < CANCELLED_SHARE else None
            if other:
                given_back.append(Visit(other, self.waiting.reasons.usual, False, visit.shift, visit.starts_at))
        self.desk.book(given_back, self.now)
        self.desk.cancel(given_back, self.now)
        return given_back

    def _kept_from(self, shift: Shift) -> datetime:
        office = self.office
        kept = KeptTime(
            office.kept_share,
            office.released_day_before_share,
            office.released_day_before_at,
            office.released_same_day_at,
        )
        worked = WorkedShift(
            shift.pk,
            office.pk,
            shift.doctor_id,
            shift.room_id,
            shift.starts_at,
            shift.ends_at,
            office.time_zone,
            busy=(),
        )
        return kept_from(worked, kept, self.now)


def by_day(shifts: Sequence[Shift]) -> dict[date, list[Shift]]:
    days: dict[date, list[Shift]] = defaultdict(list)
    for shift in shifts:
        days[shift.day].append(shift)
    return days


def minutes_between(start: datetime, end: datetime) -> float:
    return (end - start) / timedelta(minutes=1)


def places_of(shifts: Sequence[Shift]) -> float:
    """Return how many visits of a usual length these shifts hold."""
    minutes = sum(minutes_between(shift.starts_at, shift.ends_at) for shift in shifts)
    return minutes * seasons.FULL_SHARE / MEAN_VISIT_MIN
