"""The doctors of a problem: their promises, what they said of each half-day, where else they are taken."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta

from releve.pipeline.commitments.handover import Promise, Route
from releve.pipeline.commitments.models import Commitment
from releve.pipeline.commitments.rules import is_absent, is_worked_in_week
from releve.pipeline.rota.engine.problem import Assignment, Cell, Wish, Worker
from releve.pipeline.rota.handover import ExistingShift, Respondent
from releve.pipeline.rota.queries.before import Before
from releve.pipeline.rota.queries.fairness import past_unloved
from releve.pipeline.rota.queries.wishes import knobs_of, wishes_of
from releve.pipeline.rota.rules.balance import within_a_block
from releve.pipeline.rota.rules.plans import is_away_all_week, week_and_slot
from releve.pipeline.rota.rules.promised_weeks import half_days_in_week, terms_in_week
from releve.pipeline.rota.rules.seasons import half_day_of, slot_of
from releve.pipeline.rota.rules.taken import limits_of
from releve.shared.half_days import HALVES, Half

NEWCOMER_WEEKS = 4  # beside a senior at first
OVERLAP_HALF_DAYS = 4  # wanted with the doctor who leaves
OVERLAP_WEEKS = 8  # who comes this long before somebody leaves follows her
MAX_DAYS_PER_WEEK = 5
DAYS_PER_WEEK = 7


@dataclass(frozen=True, slots=True)
class Said:
    """What doctors said, and what the network calls unloved."""

    every_week: Mapping[int, Mapping[int, Wish]] = field(default_factory=dict)  # doctor → slot
    dated: Mapping[int, Mapping[Cell, Wish]] = field(default_factory=dict)
    unloved_slots: frozenset[int] = frozenset()
    past_unloved: Mapping[int, int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class WorkersOf:
    """What the workers are made from."""

    first_monday: date
    n_weeks: int
    promises: list[Promise]
    existing: list[ExistingShift]
    kept: list[ExistingShift]
    office_ids: frozenset[int]
    said: Said
    opened: Mapping[str, frozenset[Cell]]
    before: Before

    @property
    def last(self) -> date:
        return self.first_monday + timedelta(weeks=self.n_weeks, days=-1)

    def week_of(self, day: date) -> int:
        return (day - self.first_monday).days // DAYS_PER_WEEK

    def cells(self, day: date) -> list[tuple[Cell, Half]]:
        return [(Cell(*week_and_slot(day, half, self.first_monday)), half) for half in HALVES]


@dataclass(frozen=True, slots=True)
class Workers:
    workers: tuple[Worker, ...]
    forbidden: frozenset[Assignment]


def said_by(network_id: int, doctor_ids: Iterable[int], first_monday: date, n_weeks: int) -> Said:
    """Return the wishes of doctors over some weeks, and their unloved half-days of last year."""
    ids = sorted(set(doctor_ids))
    spoken = wishes_of([Respondent(network_id, doctor_id=doctor_id) for doctor_id in ids], first_monday, n_weeks)
    return Said(
        every_week={who.doctor_id: every_week for who, (every_week, _) in spoken.items() if who.doctor_id},
        dated={who.doctor_id: cells for who, (_, cells) in spoken.items() if who.doctor_id},
        unloved_slots=frozenset(knobs_of(network_id).unloved_slots),
        past_unloved=past_unloved(network_id, ids, first_monday),
    )


def workers_of(source: WorkersOf) -> Workers:
    """Return one worker for each doctor, and the assignments that her promises do not allow: 1 query."""
    by_doctor: dict[int, list[Promise]] = defaultdict(list)
    for promise in source.promises:
        by_doctor[promise.doctor_id].append(promise)
    juniors = set(
        Commitment.objects.filter(
            id__in=[promise.commitment_id for promise in source.promises], route=Route.JUNIOR_DOCTOR
        )
        .order_by("id")
        .values_list("doctor_id", flat=True)
    )
    followed = _who_follows_whom(source.promises, source.last)
    workers, forbidden = [], set()
    for doctor_id in sorted(by_doctor):
        promises = by_doctor[doctor_id]
        workers.append(_worker(source, doctor_id, promises, doctor_id in juniors, followed.get(doctor_id)))
        forbidden |= _forbidden(source, doctor_id, promises)
    locked = {
        Assignment(str(s.doctor_id), str(s.office_id), *week_and_slot(s.day, s.half, source.first_monday))
        for s in source.kept
    }
    return Workers(tuple(workers), frozenset(forbidden - locked))


def _worker(source: WorkersOf, doctor_id: int, promises: list[Promise], is_junior: bool, follows: int | None) -> Worker:
    starts_on = min(promise.starts_on for promise in promises)
    last_on = max(promise.last_on for promise in promises)
    first_week = max(0, source.week_of(starts_on))
    end_week = min(source.n_weeks, source.week_of(last_on) + 1)
    # Who signs again, or under other terms, has been here before.
    came_on = min(promise.came_on for promise in promises)
    here_since = min(came_on, source.before.here_since.get(doctor_id, came_on))
    newcomer_until = source.week_of(here_since) + NEWCOMER_WEEKS
    kept = [shift for shift in source.kept if shift.doctor_id == doctor_id]
    n_kept = Counter(source.week_of(shift.day) for shift in kept)
    days_kept = Counter(source.week_of(day) for day in {shift.day for shift in kept})
    amounts = _amounts(source, promises)
    # Of several offices the fullest week tells, as before; an amendment tells each week.
    cut = amounts if any(promise.is_amended_after for promise in promises) else {}
    per_week, most = max(amounts.values(), default=(0.0, 0))
    every_week, cells = _wishes(source, doctor_id, promises)
    weeks = range(first_week, end_week)
    mondays = {week: source.first_monday + timedelta(weeks=week) for week in weeks}
    return Worker(
        id=str(doctor_id),
        name=promises[0].doctor_name,
        places=tuple(sorted({str(promise.office_id) for promise in promises})),
        half_days_per_week=per_week,
        # A half-day that somebody added by hand above the promise stands.
        max_half_days_per_week=max([most, *n_kept.values()]),
        half_days_in={w: amounts[w][0] for w in cut if amounts[w][0] != per_week},
        max_half_days_in={w: max(amounts[w][1], n_kept[w]) for w in cut if amounts[w][1] != most},
        max_days_per_week=max([MAX_DAYS_PER_WEEK, *days_kept.values()]),
        first_week=first_week,
        end_week=end_week,
        wishes=every_week,
        wishes_in=cells,
        leave_weeks=frozenset(week for week in weeks if is_away_all_week(promises[0], mondays[week])),
        absences=_absences(source, doctor_id, promises, starts_on, last_on),
        is_senior=not is_junior and newcomer_until <= 0,
        newcomer_until_week=max(0, newcomer_until),
        follows=str(follows) if follows else None,
        overlap_half_days=OVERLAP_HALF_DAYS if follows else 0,
        owed_half_days=within_a_block(source.before.owed.get(doctor_id, 0.0), per_week),
        past_unloved=source.said.past_unloved.get(doctor_id, 0),
        worked_days_before=source.before.days_in_a_row.get(doctor_id, 0),
    )


def _amounts(source: WorkersOf, promises: list[Promise]) -> dict[int, tuple[float, int]]:
    """Return, for each week with a promise, its half-days and the most of them."""
    found: dict[int, tuple[float, int]] = {}
    for week in range(source.n_weeks):
        monday = source.first_monday + timedelta(weeks=week)
        running = terms_in_week(promises, monday)
        if running:
            n = sum(half_days_in_week(terms, monday) for terms in running)
            most = sum(max(max(limits_of(p).odd, limits_of(p).even) for p in terms) for terms in running)
            found[week] = (n, most)
    return found


def _wishes(source: WorkersOf, doctor_id: int, promises: list[Promise]) -> tuple[dict[int, Wish], dict[Cell, Wish]]:
    """What she said comes before her weekly pattern; the pattern's half-days are preferred."""
    said = source.said.every_week.get(doctor_id, {})
    every_week = dict(said)
    cells: dict[Cell, Wish] = {}
    is_amended = any(promise.is_amended_after for promise in promises)
    for promise in promises:
        for part in promise.pattern:
            slot = slot_of(part.weekday, part.half)
            if slot in said:
                continue
            day = source.first_monday + timedelta(days=part.weekday)
            days = [day + timedelta(weeks=w) for w in range(source.n_weeks)]
            weeks = [w for w in range(source.n_weeks) if is_worked_in_week(part, days[w])]
            if is_amended:
                weeks = [w for w in weeks if promise.starts_on <= days[w] <= promise.last_on]
            if len(weeks) == source.n_weeks:
                every_week[slot] = Wish.PREFER
            else:
                cells |= {Cell(week, slot): Wish.PREFER for week in weeks}
    cells |= source.said.dated.get(doctor_id, {})
    for shift in source.kept:
        cell = Cell(*week_and_slot(shift.day, shift.half, source.first_monday))
        if shift.doctor_id == doctor_id and cells.get(cell, every_week.get(cell.slot)) == Wish.CANNOT:
            # She works it all the same: somebody agreed on it with her.
            cells[cell] = Wish.AVOID
    return every_week, cells


def _absences(
    source: WorkersOf, doctor_id: int, promises: list[Promise], starts_on: date, last_on: date
) -> frozenset[Cell]:
    """Return the half-days outside the promise in its first and last week, those away, those worked elsewhere."""
    away = promises[0].absences
    found: set[Cell] = set()
    for n in range(DAYS_PER_WEEK * source.n_weeks):
        day = source.first_monday + timedelta(days=n)
        is_outside = not starts_on <= day <= last_on
        found |= {cell for cell, half in source.cells(day) if is_outside or is_absent(away, day, half)}
    for shift in source.existing:
        is_elsewhere = shift.office_id not in source.office_ids and not shift.is_cancelled
        if shift.doctor_id == doctor_id and is_elsewhere and source.first_monday <= shift.day <= source.last:
            found.add(Cell(*week_and_slot(shift.day, shift.half, source.first_monday)))
    return frozenset(found)


def _forbidden(source: WorkersOf, doctor_id: int, promises: list[Promise]) -> set[Assignment]:
    """Return where a doctor of several promises may not be: outside its dates, or on the pattern of another office."""
    if len(promises) < 2:
        return set()
    found: set[Assignment] = set()
    offices = {promise.office_id for promise in promises}
    for office_id in offices:
        mine = [promise for promise in promises if promise.office_id == office_id]
        others = [promise for promise in promises if promise.office_id != office_id]
        for cell in source.opened.get(str(office_id), ()):
            weekday, half = half_day_of(cell.slot)
            day = source.first_monday + timedelta(weeks=cell.week, days=weekday)
            is_promised = any(promise.starts_on <= day <= promise.last_on for promise in mine)
            is_usual_here = any(_is_in_pattern(promise, day, half) for promise in mine)
            is_usual_elsewhere = any(_is_in_pattern(promise, day, half) for promise in others)
            if not is_promised or (is_usual_elsewhere and not is_usual_here):
                found.add(Assignment(str(doctor_id), str(office_id), *cell))
    return found


def _is_in_pattern(promise: Promise, day: date, half: Half) -> bool:
    return promise.starts_on <= day <= promise.last_on and any(
        part.weekday == day.weekday() and part.half == half and is_worked_in_week(part, day) for part in promise.pattern
    )


def _who_follows_whom(promises: list[Promise], last: date) -> dict[int, int]:
    """Return {newcomer: the doctor who leaves the same office soon after she came}, each at most once."""
    found: dict[int, int] = {}
    ending = (p for p in promises if p.last_on <= last and not p.is_amended_after)
    leaving = sorted(ending, key=lambda p: (p.last_on, p.doctor_id))
    for leaver in leaving:
        comers = [
            promise
            for promise in promises
            if promise.office_id == leaver.office_id
            and promise.doctor_id not in {leaver.doctor_id, *found}
            and leaver.last_on - timedelta(weeks=OVERLAP_WEEKS) <= promise.came_on <= leaver.last_on
        ]
        if comers:
            found[min(comers, key=lambda p: (p.came_on, p.doctor_id)).doctor_id] = leaver.doctor_id
    return found
