"""What a plan changes, and what a rota asks of whom."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from datetime import date, timedelta

from releve.pipeline.commitments.handover import Promise
from releve.pipeline.rota.handover import DoctorFigures, ExistingShift, Patients, PlanChanges, Planned
from releve.pipeline.rota.rules.seasons import half_day_of, slot_of
from releve.shared.half_days import HALVES, Half, monday_of

MOST_MASKED = 10
N_DAYS_A_WEEK = 7


def week_and_slot(day: date, half: Half, first_monday: date) -> tuple[int, int]:
    """Return the week of the horizon (0 is the first) and the slot."""
    return (day - first_monday).days // N_DAYS_A_WEEK, slot_of(day.weekday(), half)


def half_day_at(week: int, slot: int, first_monday: date) -> tuple[date, Half]:
    """Return the day and the half of a slot in a week of the horizon."""
    weekday, half = half_day_of(slot)
    return first_monday + timedelta(days=N_DAYS_A_WEEK * week + weekday), half


def as_planned(shift: ExistingShift) -> Planned:
    """Return a shift as a half-day of a rota."""
    return Planned(shift.doctor_id, shift.office_id, shift.day, shift.half)


def find_changes(standing: Iterable[ExistingShift], wanted: Collection[Planned]) -> PlanChanges:
    """Return which shifts stay, which half-days come and which shifts go, in the order of time.

    A shift stays when the plan has its doctor in its office on its half-day: its room and its hours are kept.
    """
    kept: list[ExistingShift] = []
    removed: list[ExistingShift] = []
    missing = set(wanted)
    for shift in sorted(standing, key=lambda shift: (shift.starts_at, shift.office_id, shift.shift_id)):
        if as_planned(shift) in missing:
            missing.remove(as_planned(shift))
            kept.append(shift)
        else:
            removed.append(shift)
    return PlanChanges(tuple(kept), tuple(sorted(missing, key=in_time)), tuple(removed))


def in_time(planned: Planned) -> tuple[date, int, int, int]:
    """Return what puts half-days in their order."""
    return planned.day, HALVES.index(planned.half), planned.office_id, planned.doctor_id


def patients_of(shift_ids: Iterable[int], masked: Mapping[int, int | None]) -> Patients:
    """Add masked numbers: one that is hidden is at least 1 and at most 10; a shift that is not named has none."""
    least = most = 0
    for shift_id in shift_ids:
        n = masked.get(shift_id, 0)
        least += 1 if n is None else n
        most += MOST_MASKED if n is None else n
    return Patients(least, most)


def doctors_figures(
    rota: Iterable[Planned],
    promises: Iterable[Promise],
    first: date,
    last: date,
    *,
    unloved_slots: Collection[int] = (),
    avoided: Collection[tuple[int, date, Half]] = (),
) -> dict[int, DoctorFigures]:
    """Return what a rota over some days (both included) asks of each doctor who promised or works.

    `avoided` holds (doctor, day, half) of the half-days that a doctor would rather not work.
    """
    promised = promised_half_days(promises, first, last)
    worked: dict[int, list[Planned]] = defaultdict(list)
    for planned in rota:
        if first <= planned.day <= last:
            worked[planned.doctor_id].append(planned)
    figures: dict[int, DoctorFigures] = {}
    for doctor_id in sorted(promised.keys() | worked.keys()):
        mine = worked[doctor_id]
        offices: dict[date, set[int]] = defaultdict(set)
        for planned in mine:
            offices[planned.day].add(planned.office_id)
        figures[doctor_id] = DoctorFigures(
            doctor_id,
            n_half_days=len(mine),
            n_promised=promised.get(doctor_id, 0.0),
            n_unloved=sum(slot_of(planned.day.weekday(), planned.half) in unloved_slots for planned in mine),
            n_avoided=sum((doctor_id, planned.day, planned.half) in avoided for planned in mine),
            n_two_offices=sum(len(places) > 1 for places in offices.values()),
        )
    return figures


def promised_half_days(promises: Iterable[Promise], first: date, last: date) -> dict[int, float]:
    """Return the half-days that each doctor owes: her weekly number in every week in which she is not away throughout.

    A week counts by its working days (Monday to Friday) inside the commitment.
    """
    owed: dict[int, float] = defaultdict(float)
    for promise in promises:
        monday = monday_of(first)
        while monday <= last:
            n_here = sum(
                max(first, promise.starts_on) <= day <= min(last, promise.last_on)
                for day in (monday + timedelta(days=n) for n in range(5))
            )
            if n_here and not is_away_all_week(promise, monday):
                owed[promise.doctor_id] += promise.half_days_per_week * n_here / 5
            monday += timedelta(weeks=1)
    return dict(owed)


def is_away_all_week(promise: Promise, monday: date) -> bool:
    """Say whether absences cover Monday morning to Friday afternoon: such a week owes nothing."""
    friday = monday + timedelta(days=4)
    day = monday
    while day <= friday:
        cover = next(
            (
                absence
                for absence in promise.absences
                if absence.first_on <= day <= absence.last_on
                and (absence.first_on < day or absence.first_half == Half.MORNING)
                and (day < absence.last_on or absence.last_half == Half.AFTERNOON)
            ),
            None,
        )
        if cover is None:
            return False
        day += timedelta(days=1)
    return True
