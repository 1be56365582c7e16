"""What a plan changes, half-day by half-day, and what two rotas ask of whom. Of patients only masked numbers."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta

from django.utils.dates import WEEKDAYS
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from releve.desks.network.boards.plans import PlanView, figures_of
from releve.desks.network.boards.week_grid import N_WORKING_DAYS, DayHead
from releve.desks.network.words import half_day_words, short_date, short_day, week_title
from releve.pipeline.offices.models import HalfDay
from releve.pipeline.rota.actions.drawing import patients_of_plan
from releve.pipeline.rota.engine.checker import Term, check
from releve.pipeline.rota.handover import DoctorFigures, ExistingShift, Patients, Planned
from releve.pipeline.rota.queries.problem import Ground, roster_of
from releve.pipeline.rota.rules.plans import MOST_MASKED, in_time, patients_of
from releve.pipeline.rota.words.rules import TERMS
from releve.shared.half_days import HALVES, Half, monday_of


@dataclass
class ChangeLine:
    """One half-day of an office that a plan changes."""

    day: date
    half: Half
    office_id: int
    office: str
    removed: list[str] = field(default_factory=list)
    added: list[str] = field(default_factory=list)
    patients: Patients = field(default_factory=Patients)

    @property
    def n_changes(self) -> int:
        return len(self.removed) + len(self.added)

    @property
    def when(self) -> str:
        return half_day_words(self.day, self.half)

    @property
    def patient_words(self) -> str:
        return patients_in_words(self.patients)


def change_lines(seen: PlanView) -> list[ChangeLine]:
    """Return what a plan changes of what stands, in the order of time."""
    masked = patients_of_plan(seen.plan)
    return _lines(
        seen.ground,
        [(_place(shift), shift.doctor_name, shift) for shift in seen.changes.removed],
        [(planned[1:], seen.ground.doctor_names.get(planned.doctor_id, "")) for planned in seen.changes.added],
        masked,
    )


def lines_between(ground: Ground, before: Iterable[Planned], after: Iterable[Planned]) -> list[ChangeLine]:
    """Return what differs from one rota to another."""
    old, new, names = set(before), set(after), ground.doctor_names
    return _lines(
        ground,
        [(planned[1:], names.get(planned.doctor_id, ""), None) for planned in sorted(old - new, key=in_time)],
        [(planned[1:], names.get(planned.doctor_id, "")) for planned in sorted(new - old, key=in_time)],
        {},
    )


def _lines(
    ground: Ground,
    removed: Iterable[tuple[tuple[int, date, Half], str, ExistingShift | None]],
    added: Iterable[tuple[tuple[int, date, Half], str]],
    masked: Mapping[int, int | None],
) -> list[ChangeLine]:
    lines: dict[tuple[date, Half, int], ChangeLine] = {}

    def line_of(office_id: int, day: date, half: Half) -> ChangeLine:
        name = ground.calendars[office_id].name if office_id in ground.calendars else ""
        return lines.setdefault((day, half, office_id), ChangeLine(day, half, office_id, name))

    for place, name, shift in removed:
        line = line_of(*place)
        line.removed.append(name)
        if shift:
            line.patients += patients_of([shift.shift_id], masked)
    for place, name in added:
        line_of(*place).added.append(name)
    return [lines[key] for key in sorted(lines, key=lambda key: (key[0], str(key[1]), key[2]))]


def _place(shift: ExistingShift) -> tuple[int, date, Half]:
    return shift.office_id, shift.day, shift.half


def patients_in_words(patients: Patients) -> str:
    """Return « aucun patient », « moins de 11 patients », « de 12 à 21 patients »."""
    if not patients.most:
        return _("aucun patient")
    if patients.least == patients.most:
        return ngettext("%(n)d patient", "%(n)d patients", patients.most) % {"n": patients.most}
    if patients.most <= MOST_MASKED:
        return _("moins de 11 patients")
    return _("de %(least)d à %(most)d patients") % {"least": patients.least, "most": patients.most}


@dataclass(frozen=True, slots=True)
class ChangeRow:
    """The mornings, or the afternoons, of one week."""

    label: str
    cells: list[tuple[str, ChangeLine | None]]  # with the day, « lundi 14 »


@dataclass(frozen=True, slots=True)
class ChangeWeek:
    title: str
    days: list[DayHead]
    rows: list[ChangeRow]
    n_removed: int
    n_added: int


def change_weeks(lines: Iterable[ChangeLine], office_id: int) -> list[ChangeWeek]:
    """Return the weeks of an office in which something changes, as a grid: what goes, what comes."""
    places: dict[date, dict[tuple[date, Half], ChangeLine]] = defaultdict(dict)
    for line in lines:
        if line.office_id == office_id:
            places[monday_of(line.day)][line.day, line.half] = line
    weeks = []
    for monday, changed in sorted(places.items()):
        n_days = max([N_WORKING_DAYS, *(day.weekday() + 1 for day, _half in changed)])
        days = [monday + timedelta(days=n) for n in range(n_days)]
        rows = [
            ChangeRow(str(HalfDay(half).label), [(short_day(day), changed.get((day, half))) for day in days])
            for half in HALVES
        ]
        heads = [DayHead(str(WEEKDAYS[day.weekday()]), short_date(day), is_today=False) for day in days]
        n_removed, n_added = (
            sum(len(names) for names in each)
            for each in zip(*((line.removed, line.added) for line in changed.values()), strict=True)
        )
        title = week_title(monday, monday.isocalendar().week)
        weeks.append(ChangeWeek(title, heads, rows, n_removed, n_added))
    return weeks


@dataclass(frozen=True, slots=True)
class CostRow:
    """One part of the cost of two rotas."""

    label: str
    before: int
    after: int

    @property
    def numbers(self) -> tuple[str, str, str]:
        """Return before, after and the difference, as « 108 000 »."""
        return thousands(self.before), thousands(self.after), signed(self.after - self.before)


@dataclass(frozen=True, slots=True)
class DoctorRow:
    """What two rotas ask of one doctor."""

    name: str
    before: DoctorFigures
    after: DoctorFigures

    @property
    def difference(self) -> str:
        return signed(self.after.n_half_days - self.before.n_half_days)

    @property
    def half_days(self) -> str:
        return arrow(self.before.n_half_days, self.after.n_half_days)

    @property
    def unloved(self) -> str:
        return arrow(self.before.n_unloved, self.after.n_unloved)

    @property
    def avoided(self) -> str:
        return arrow(self.before.n_avoided, self.after.n_avoided)


@dataclass(frozen=True)
class Comparison:
    """Two rotas of the same weeks side by side."""

    n_empty: tuple[int, int]
    n_half_days: tuple[int, int]
    n_removed: int
    n_added: int
    costs: list[CostRow]
    doctors: list[DoctorRow]


def compare_rotas(ground: Ground, before: list[Planned], after: list[Planned]) -> Comparison:
    """Judge two rotas by the independent checker, on the same ground."""
    costs = [check(ground.problem, roster_of(ground.problem, rota)).costs for rota in (before, after)]
    old, new = (figures_of(ground, rota) for rota in (before, after))
    names = {figures.doctor_id: name for name, figures in [*old, *new]}
    had = {figures.doctor_id: figures for _name, figures in old}
    has = {figures.doctor_id: figures for _name, figures in new}
    weight = ground.problem.weights.under_minimum
    empty = [found.get(Term.UNDER_MINIMUM, 0) // weight for found in costs]
    rows = [CostRow(str(label), costs[0].get(term, 0), costs[1].get(term, 0)) for term, label in TERMS.items()]
    doctors = [
        DoctorRow(names[n], had.get(n, DoctorFigures(n)), has.get(n, DoctorFigures(n)))
        for n in sorted(names, key=lambda n: (names[n], n))
    ]
    return Comparison(
        n_empty=(empty[0], empty[1]),
        n_half_days=(len(before), len(after)),
        n_removed=len(set(before) - set(after)),
        n_added=len(set(after) - set(before)),
        costs=[row for row in rows if row.before or row.after],
        doctors=doctors,
    )


def signed(n: int) -> str:
    """Return « +3 », « −2 » or « = »."""
    if n == 0:
        return "="
    return f"+{thousands(n)}" if n > 0 else f"−{thousands(-n)}"


def thousands(n: int) -> str:
    """Return « 108 000 »."""
    return f"{n:,}".replace(",", "\u202f")


def arrow(before: int, after: int) -> str:
    """Return « 4 → 16 »; a number that stays is said once."""
    return f"{thousands(before)} → {thousands(after)}" if before != after else thousands(after)
