"""The weeks of one office as a grid: days across, and down either rooms or doctors."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from functools import cached_property

from django.urls import reverse
from django.utils.dates import WEEKDAYS
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from releve.desks.network.boards.outlook import Plan
from releve.desks.network.words import short_date, short_day, week_title
from releve.pipeline.offices.models import HalfDay, Office, Room
from releve.pipeline.rota.errors import reason_in_words
from releve.pipeline.rota.handover import LaidShift
from releve.pipeline.rota.models import Shift
from releve.pipeline.rota.queries import TableHalf, TableWeek
from releve.shared.half_days import Half
from releve.shared.holiday_words import closure_words
from releve.shared.words import clock, hour_words

N_WORKING_DAYS = 5


class View(StrEnum):
    """What each line of the grid stands for."""

    ROOMS = "salles"
    DOCTORS = "medecins"


@dataclass(frozen=True, slots=True)
class HalfCell:
    """One half-day in one cell, ready to be drawn."""

    state: str  # published draft cancelled to_lay gap closed holiday open
    when: str
    who: str = ""
    place: str = ""
    url: str = ""
    is_edited: bool = False
    is_without_reception: bool = False
    conflict: str = ""


@dataclass(frozen=True, slots=True)
class Cell:
    label: str
    halves: list[HalfCell]


@dataclass(frozen=True, slots=True)
class Row:
    label: str
    cells: list[Cell]
    is_office: bool = False


@dataclass(frozen=True, slots=True)
class DayHead:
    name: str
    date: str
    is_today: bool


@dataclass(frozen=True, slots=True)
class WeekGrid:
    title: str
    summary: str
    days: list[DayHead]
    rows: list[Row]


@dataclass(frozen=True)
class GridOf:
    """Everything that the grid is drawn from."""

    office: Office
    rooms: Sequence[Room]
    plan: Plan
    view: View
    today: date
    now: datetime
    of_plan: int = 0  # the plan whose rota this is, if it is none that stands

    def why_empty_url(self, half: TableHalf) -> str:
        """Return where it is told why nobody works on a half-day to come."""
        if half.day < self.today:
            return ""
        address = reverse("network:why_empty", args=[self.office.slug]) + f"?jour={half.day}&demi={half.half}"
        return f"{address}&planning={self.of_plan}" if self.of_plan else address

    @cached_property
    def room_names(self) -> dict[int, str]:
        return {room.id: room.name for room in self.rooms}

    @cached_property
    def conflicts(self) -> dict[int, str]:
        return {conflict.shift.shift_id: reason_in_words(conflict) for conflict in self.plan.conflicts}

    @cached_property
    def laid(self) -> dict[tuple[date, Half], list[LaidShift]]:
        found: dict[tuple[date, Half], list[LaidShift]] = defaultdict(list)
        for laid in self.plan.rota.shifts:
            if laid.ends_at > self.now:
                found[laid.day, laid.half].append(laid)
        return found

    def to_lay(self, half: TableHalf) -> list[LaidShift]:
        return self.laid.get((half.day, half.half), [])


def week_grids(source: GridOf, table: Sequence[TableWeek]) -> list[WeekGrid]:
    """Return each week, with the weekend only where the office opens or someone works."""
    n_days = max([N_WORKING_DAYS, *(rank + 1 for week in table for rank in range(7) if _is_used(week, rank))])
    return [_week(source, week, n_days) for week in table]


def _is_used(week: TableWeek, rank: int) -> bool:
    day = week.days[rank]
    return any(half.opening or half.closed or half.shifts for half in (day.morning, day.afternoon))


def _week(source: GridOf, week: TableWeek, n_days: int) -> WeekGrid:
    days = week.days[:n_days]
    heads = [DayHead(str(WEEKDAYS[day.day.weekday()]), short_date(day.day), day.day == source.today) for day in days]
    halves = [(day.morning, day.afternoon) for day in days]
    lines = _line_keys(source, [half for pair in halves for half in pair])
    rows = [_office_row(source, halves)]
    rows += [
        Row(label, [Cell(short_day(pair[0].day), _cells(source, pair, key)) for pair in halves]) for key, label in lines
    ]
    return WeekGrid(
        title=week_title(week.monday, week.number),
        summary=_summary(source, [half for pair in halves for half in pair]),
        days=heads,
        rows=rows,
    )


def _office_row(source: GridOf, halves: Iterable[tuple[TableHalf, TableHalf]]) -> Row:
    cells = [
        Cell(short_day(pair[0].day), [cell for half in pair if (cell := _office_cell(source, half))]) for pair in halves
    ]
    return Row(_("Cabinet"), cells, is_office=True)


def _office_cell(source: GridOf, half: TableHalf) -> HalfCell | None:
    part = str(HalfDay(half.half).label)
    if half.closed:
        return HalfCell(
            "holiday" if half.closed.is_public_holiday else "closed", part, who=closure_words(half.closed.label)
        )
    if half.opening is None:
        return None
    hours = f"{hour_words(half.opening.opens_at)} – {hour_words(half.opening.closes_at)}"
    when = f"{part} {hours}"
    is_without = not half.opening.has_reception
    if half.is_gap and not source.to_lay(half):
        return HalfCell("gap", when, url=source.why_empty_url(half), is_without_reception=is_without)
    return HalfCell("open", when, is_without_reception=is_without)


def _line_keys(source: GridOf, halves: Sequence[TableHalf]) -> list[tuple[int, str]]:
    shifts = [shift for half in halves for shift in half.shifts]
    if source.view is View.ROOMS:
        used = {shift.room_id for shift in shifts}
        used |= {laid.room_id for half in halves for laid in source.to_lay(half)}
        return [(room.id, room.name) for room in source.rooms if room.id in used]
    names = {shift.doctor_id: str(shift.doctor) for shift in shifts}
    for half in halves:
        for laid in source.to_lay(half):
            names[laid.doctor_id] = source.plan.doctor_names[laid.doctor_id]
    return sorted(names.items(), key=lambda item: (item[1], item[0]))


def _cells(source: GridOf, pair: tuple[TableHalf, TableHalf], key: int) -> list[HalfCell]:
    by_rooms = source.view is View.ROOMS
    cells = []
    for half in pair:
        shifts = [shift for shift in half.shifts if (shift.room_id if by_rooms else shift.doctor_id) == key]
        cells += [_shift_cell(source, shift) for shift in shifts]
        cells += [
            _laid_cell(source, laid)
            for laid in source.to_lay(half)
            if (laid.room_id if by_rooms else laid.doctor_id) == key
        ]
    return cells


def _shift_cell(source: GridOf, shift: Shift) -> HalfCell:
    zone = source.office.time_zone
    by_rooms = source.view is View.ROOMS
    return HalfCell(
        state=shift.status,
        when=f"{shift.get_half_display()} {clock(shift.starts_at, zone)} – {clock(shift.ends_at, zone)}",
        who=str(shift.doctor) if by_rooms else shift.room.name,
        url=reverse("network:shift", args=[shift.id]),
        is_edited=shift.is_edited,
        conflict=source.conflicts.get(shift.id, ""),
    )


def _laid_cell(source: GridOf, laid: LaidShift) -> HalfCell:
    zone = source.office.time_zone
    by_rooms = source.view is View.ROOMS
    return HalfCell(
        state="to_lay",
        when=f"{HalfDay(laid.half).label} {clock(laid.starts_at, zone)} – {clock(laid.ends_at, zone)}",
        who=source.plan.doctor_names[laid.doctor_id] if by_rooms else source.room_names[laid.room_id],
    )


def _summary(source: GridOf, halves: Sequence[TableHalf]) -> str:
    shifts = [shift for half in halves for shift in half.shifts]
    n_published = sum(shift.status == Shift.Status.PUBLISHED for shift in shifts)
    n_draft = sum(shift.status == Shift.Status.DRAFT for shift in shifts)
    n_to_lay = sum(len(source.to_lay(half)) for half in halves)
    n_gaps = sum(half.is_gap and not source.to_lay(half) for half in halves)
    free = _rooms_never_used(source, halves)
    words = [
        ngettext("%(n)d publiée", "%(n)d publiées", n_published) % {"n": n_published} if n_published else "",
        ngettext("%(n)d brouillon", "%(n)d brouillons", n_draft) % {"n": n_draft} if n_draft else "",
        _("%(n)d à poser") % {"n": n_to_lay} if n_to_lay else "",
        _("%(n)d sans médecin") % {"n": n_gaps} if n_gaps else "",
        _("toute la semaine libre : %(rooms)s") % {"rooms": ", ".join(free)} if free else "",
    ]
    return ", ".join(word for word in words if word)


def _rooms_never_used(source: GridOf, halves: Sequence[TableHalf]) -> list[str]:
    if source.view is not View.ROOMS:
        return []
    used = {room_id for room_id, _label in _line_keys(source, halves)}
    return [room.name for room in source.rooms if used and room.is_active and room.id not in used]
