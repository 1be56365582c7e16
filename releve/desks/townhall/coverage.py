"""Opening half-days with and without a doctor, from the estate's data only."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from django.utils.translation import gettext as _

from releve.pipeline.commitments.queries import promises
from releve.pipeline.offices.handover import OfficeCalendar, OpenHalfDay
from releve.pipeline.rota.models import Shift
from releve.pipeline.rota.queries import existing_shifts, shifts_between
from releve.pipeline.rota.rules import lay_shifts
from releve.shared.half_days import Half

ONE_WEEK = timedelta(weeks=1)


@dataclass(frozen=True, slots=True)
class WorkedHalfDays:
    """The half-days on which a doctor works for patients, and those on which one promised to, published or not yet."""

    published: frozenset[tuple[date, Half]]
    promised: frozenset[tuple[date, Half]]


@dataclass(frozen=True, slots=True)
class Coverage:
    """How many opening half-days of some days have a doctor, and a reception."""

    n_open: int
    n_with_doctor: int
    n_published: int
    without_doctor: tuple[OpenHalfDay, ...]
    without_reception: tuple[OpenHalfDay, ...]

    @property
    def n_without_doctor(self) -> int:
        return len(self.without_doctor)

    @property
    def n_without_reception(self) -> int:
        return len(self.without_reception)

    @property
    def first_without_doctor(self) -> date | None:
        return self.without_doctor[0].day if self.without_doctor else None

    @property
    def first_without_reception(self) -> date | None:
        return self.without_reception[0].day if self.without_reception else None

    @property
    def pct(self) -> int | None:
        """Whole per cent, rounded down: 100 means every one."""
        return self.n_with_doctor * 100 // self.n_open if self.n_open else None

    @property
    def words(self) -> str:
        return _("aucune ouverture") if self.pct is None else _("%(pct)d %%") % {"pct": self.pct}


def coverage_of(opened: Iterable[OpenHalfDay], worked: WorkedHalfDays, first: date, last: date) -> Coverage:
    """Return the coverage of the days from `first` to `last`, both included."""
    within = [half_day for half_day in opened if first <= half_day.day <= last]
    without_doctor = tuple(half_day for half_day in within if (half_day.day, half_day.half) not in worked.promised)
    return Coverage(
        n_open=len(within),
        n_with_doctor=len(within) - len(without_doctor),
        n_published=sum((half_day.day, half_day.half) in worked.published for half_day in within),
        without_doctor=without_doctor,
        without_reception=tuple(half_day for half_day in within if not half_day.has_reception),
    )


def worked_half_days(office_id: int, calendar: OfficeCalendar, first: date, today: date, last: date) -> WorkedHalfDays:
    """Return what is published from `first` to `last`, and what the promises add from `today` on: 4 queries.

    A week that the network has not opened yet is no week without a doctor.
    """
    promised = promises([office_id], today, last)
    existing = existing_shifts(
        office_ids=[office_id],
        doctor_ids={promise.doctor_id for promise in promised},
        first=today - ONE_WEEK,
        last=last + ONE_WEEK,
    )
    laid = lay_shifts({office_id: calendar}, promised, existing, today, last).shifts
    standing = [shift for shift in existing if shift.office_id == office_id and not shift.is_cancelled]
    rows = shifts_between([office_id], first, last).filter(status=Shift.Status.PUBLISHED).values_list("day", "half")
    published = frozenset((day, Half(half)) for day, half in rows)
    to_come = {(shift.day, shift.half) for shift in standing if today <= shift.day <= last}
    to_lay = {(shift.day, shift.half) for shift in laid}
    return WorkedHalfDays(published, published | to_come | to_lay)
