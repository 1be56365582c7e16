"""The offices of a problem: rooms, opening half-days, closures, how many doctors are wanted."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from math import cos, radians

from releve.pipeline.commitments.queries.coverage import knobs_of
from releve.pipeline.offices.handover import OfficeCalendar
from releve.pipeline.offices.models import Office
from releve.pipeline.offices.rules import half_days_between
from releve.pipeline.rota.engine.problem import Assignment, Cell, Demand, Place
from releve.pipeline.rota.handover import ExistingShift
from releve.pipeline.rota.rules.plans import week_and_slot
from releve.shared.geography import EARTH_RADIUS_KM
from releve.shared.half_days import Half, instant

# The engine's price of a shift whose number of patients is masked (1 to 10): the middle.
MASKED_PATIENTS = 5


@dataclass(frozen=True, slots=True)
class Frame:
    """The weeks and the offices of a problem, and how it counts."""

    network_id: int
    first_monday: date
    last: date
    now: datetime
    office_ids: list[int]
    patients: Mapping[int, int | None]  # masked, by shift

    def cell_of(self, day: date, half: Half = Half.MORNING) -> Cell:
        return Cell(*week_and_slot(day, half, self.first_monday))

    def n_patients(self, shift: ExistingShift) -> int:
        """Return the number of patients that the engine reckons with."""
        n = self.patients.get(shift.shift_id, 0)
        return MASKED_PATIENTS if n is None else n

    def assignment(self, shift: ExistingShift) -> Assignment:
        return Assignment(str(shift.doctor_id), str(shift.office_id), *self.cell_of(shift.day, shift.half))


def opened_cells(frame: Frame, calendars: Mapping[int, OfficeCalendar]) -> dict[str, frozenset[Cell]]:
    """Return the cells in which each office opens."""
    return {
        str(office_id): frozenset(
            frame.cell_of(found.day, found.half)
            for found in half_days_between(calendar, frame.first_monday, frame.last)[0]
        )
        for office_id, calendar in calendars.items()
    }


def places_of(
    frame: Frame,
    calendars: Mapping[int, OfficeCalendar],
    standing: list[ExistingShift],
) -> tuple[Place, ...]:
    """Return the offices as the engine needs them, by number: 2 queries."""
    spots = spots_km(calendars)
    wanted = knobs_of(frame.network_id, sorted(calendars))
    past = {(shift.office_id, shift.day, shift.half) for shift in standing if shift.ends_at <= frame.now}
    return tuple(
        _place(
            frame,
            calendar,
            past,
            min(len(calendar.rooms), wanted[office_id].doctors_wanted),
            spots[office_id],
        )
        for office_id, calendar in calendars.items()
    )


def spots_km(office_ids: Iterable[int]) -> dict[int, tuple[float, float]]:
    """Return where offices lie on a plane, km: 1 query."""
    offices = list(Office.objects.filter(id__in=list(office_ids)).order_by("id"))
    middle = radians(sum(o.latitude for o in offices) / len(offices)) if offices else 0.0
    km_per_degree = radians(EARTH_RADIUS_KM)
    return {
        o.id: (round(o.longitude * km_per_degree * cos(middle), 3), round(o.latitude * km_per_degree, 3))
        for o in offices
    }


def _place(
    frame: Frame,
    calendar: OfficeCalendar,
    past: set[tuple[int, date, Half]],
    wanted: int,
    spot: tuple[float, float],
) -> Place:
    opened, shut = half_days_between(calendar, frame.first_monday, frame.last)
    cells: set[Cell] = set()
    without_reception: set[Cell] = set()
    for half_day in opened:
        is_over = instant(half_day.day, half_day.closes_at, calendar.time_zone) <= frame.now
        if is_over and (calendar.office_id, half_day.day, half_day.half) not in past:
            continue
        cell = frame.cell_of(half_day.day, half_day.half)
        cells.add(cell)
        if not half_day.has_reception:
            without_reception.add(cell)
    places = [*((found.day, found.half) for found in opened), *((found.day, found.half) for found in shut)]
    slots = sorted({frame.cell_of(*place).slot for place in places})
    n_weeks = ((frame.last - frame.first_monday).days + 1) // 7
    rooms = len(calendar.rooms)
    return Place(
        id=str(calendar.office_id),
        name=calendar.name,
        rooms=rooms,
        open_slots=tuple(slots),
        demand=Demand(minimum=1, wanted=max(1, wanted)),
        closed=frozenset(Cell(w, slot) for w in range(n_weeks) for slot in slots if Cell(w, slot) not in cells),
        without_reception=frozenset(without_reception),
        x_km=spot[0],
        y_km=spot[1],
    )
