"""The coverage horizon of an office: half-days needed and promised, week by week, and when to start looking."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

import numpy as np

from releve.pipeline.commitments.handover import AbsentDays, PatternHalfDay, TermsFrom
from releve.pipeline.commitments.rules.amendments import Period, periods_of
from releve.pipeline.commitments.rules.coverage_knobs import CoverageKnobs
from releve.pipeline.commitments.rules.half_day_grids import (
    DAYS_A_WEEK,
    Numbers,
    OpenGrid,
    Window,
    open_grid,
    present_flags,
    promised_grid,
    stay_chances,
    window_of,
)
from releve.pipeline.commitments.rules.terms import add_months
from releve.pipeline.offices.handover import OfficeCalendar
from releve.shared.half_days import monday_of

N_MONTHS_AHEAD = 24
# A shorter gap is an absence: a call fills it, not a recruitment.
LASTING_WEEKS = 4
# Less than this a week is a rounding of « 4,5 », not a gap.
SMALLEST_GAP = 0.5
DIGITS = 6


@dataclass(frozen=True, slots=True)
class StandingPromise:
    """A promise as its office may count on it."""

    commitment_id: int
    doctor_id: int
    doctor_name: str
    starts_on: date
    last_on: date  # agreed, else the maximum term; where notice is given: the last day
    maximum_on: date  # the last day of the maximum term: nobody stays longer
    minimum_on: date  # the last day of the minimum term: nobody leaves earlier
    notice_months: int
    half_days_per_week: float
    pattern: tuple[PatternHalfDay, ...] = ()
    absences: tuple[AbsentDays, ...] = ()
    has_notice: bool = False
    amended: tuple[TermsFrom, ...] = ()  # other half-days from a later day on

    def periods(self, today: date) -> tuple[Period, ...]:
        """Return the days from today on with the same terms, up to the agreed end."""
        terms = TermsFrom(self.starts_on, self.half_days_per_week, self.pattern)
        return tuple(periods_of(max(self.starts_on, today), self.last_on, terms, self.amended))

    def safe_until(self, today: date) -> date:
        """Return the last day that no notice given from today on can take away."""
        if self.has_notice:
            return self.last_on
        first_leave = add_months(max(today, self.starts_on), self.notice_months)
        return min(self.last_on, max(first_leave, self.minimum_on))


@dataclass(frozen=True, slots=True)
class CoverageWeek:
    """One week of one office, in half-days: needed = certain + likely + missing."""

    monday: date
    n_open: int
    needed: float
    certain: float
    likely: float  # expected of those who may still give notice, within what is needed
    missing: float
    promised: float  # if everybody stays until the agreed end; may be more than is needed


@dataclass(frozen=True, slots=True)
class Gap:
    """From this day on more half-days of a usual week have nobody, for weeks in a row."""

    first_on: date
    missing_a_week: float
    leaving: tuple[str, ...] = ()  # whose promise ends there
    amended: tuple[str, ...] = ()  # whose promise is for fewer half-days from there
    slots: frozenset[int] = frozenset()  # half-days of the week (2 x weekday + half) that lack somebody then


@dataclass(frozen=True, slots=True)
class Horizon:
    """What the coordinator sees of one office."""

    office_id: int
    today: date
    weeks: tuple[CoverageWeek, ...]
    gaps: tuple[Gap, ...]  # lasting ones, each deeper than the one before
    first_short_on: date | None  # the first day of any gap, a fortnight of leave too
    exposed_from: date | None  # from here on a notice given today could leave a gap
    knobs: CoverageKnobs

    @property
    def first_gap(self) -> Gap | None:
        return self.gaps[0] if self.gaps else None

    @property
    def next_gap(self) -> Gap | None:
        """The first gap still to come: one that has begun already is no news."""
        return next((gap for gap in self.gaps if gap.first_on > self.today + timedelta(days=DAYS_A_WEEK)), None)

    @property
    def start_looking_by(self) -> date | None:
        """The last day to start looking for who fills the first gap; it may be past."""
        return look_by(self.first_gap.first_on, self.knobs) if self.first_gap else None


def look_by(gap_on: date, knobs: CoverageKnobs) -> date:
    """Return the gap less the calendar months of a search, of the declaration (ORD-01) and of the present post."""
    return add_months(gap_on, -knobs.search_months)


def horizon_of(
    calendar: OfficeCalendar,
    promises: Iterable[StandingPromise],
    knobs: CoverageKnobs,
    today: date,
    n_months: int = N_MONTHS_AHEAD,
) -> Horizon:
    """Return the horizon of one office: pure, and the same for the same arguments."""
    window = window_of(today, n_months)
    grid = open_grid(calendar, window)
    standing = [promise for promise in promises if promise.maximum_on >= today or promise.last_on >= today]
    needed = window.by_week(grid.opened) * knobs.doctors_wanted
    totals = _Totals.of(grid, window, standing, knobs)
    certain = np.minimum(needed, totals.certain)
    likely = np.minimum(needed - certain, totals.likely)
    n_open = window.by_week(grid.opened)
    columns = np.stack([n_open, needed, certain, likely, needed - certain - likely, totals.promised])
    weeks = tuple(
        CoverageWeek(window.first + timedelta(weeks=n), int(row[0]), *row[1:])
        for n, row in enumerate(np.round(columns, DIGITS).T.tolist())
    )
    usual = window.by_week(grid.usual) * knobs.doctors_wanted
    short_by_day = grid.opened * knobs.doctors_wanted - totals.without_leave
    gaps = _lasting_gaps(grid, window, standing, needed, window.by_week(totals.without_leave), usual, short_by_day)
    first_short_on = _first_day(grid, window, needed - totals.promised)
    if gaps and first_short_on and monday_of(gaps[0].first_on) == monday_of(first_short_on):
        first_short_on = gaps[0].first_on
    return Horizon(
        office_id=calendar.office_id,
        today=today,
        weeks=weeks,
        gaps=gaps,
        first_short_on=first_short_on,
        exposed_from=_first_day(grid, window, needed - totals.certain),
        knobs=knobs,
    )


@dataclass(frozen=True, slots=True)
class _Totals:
    """Half-days a week, all promises together, before they are cut to what is needed."""

    certain: Numbers
    likely: Numbers
    promised: Numbers
    without_leave: Numbers  # as promised, had nobody any absence: by day and half

    @classmethod
    def of(cls, grid: OpenGrid, window: Window, promises: Sequence[StandingPromise], knobs: CoverageKnobs) -> "_Totals":
        certain, likely, promised = np.zeros((3, window.n_weeks))
        without_leave = np.zeros(grid.opened.shape)
        for promise in promises:
            filled = _filled_by(promise, grid, window)
            within = filled * present_flags(window, promise.starts_on, promise.last_on)
            here = filled * present_flags(window, promise.starts_on, promise.maximum_on, promise.absences)
            safe_until = promise.safe_until(window.today)
            is_safe = window.between(promise.starts_on, safe_until)
            is_agreed = window.between(promise.starts_on, promise.last_on)
            sure = np.zeros(window.n_days)
            sure[is_safe] = 1.0
            hoped = stay_chances(window, safe_until, 0.0 if promise.has_notice else knobs.notice_chance)
            extension = 0.0 if promise.has_notice else knobs.extension_chance
            hoped[is_agreed.stop :] *= extension
            hoped *= 1.0 - sure
            agreed = np.zeros(window.n_days)
            agreed[is_agreed] = 1.0
            certain += window.by_week(here * sure[:, None])
            likely += window.by_week(here * hoped[:, None])
            promised += window.by_week(here * agreed[:, None])
            without_leave += within * agreed[:, None]
        return cls(certain, likely, promised, without_leave)


def _filled_by(promise: StandingPromise, grid: OpenGrid, window: Window) -> Numbers:
    """Return the share of each open half-day that a promise fills by the terms in force on that day."""
    filled = promised_grid(grid, window, promise.pattern, promise.half_days_per_week)
    for terms in promise.amended:
        since = window.index(terms.valid_from)
        if since < window.n_days:
            filled[since:] = promised_grid(grid, window, terms.pattern, terms.half_days_per_week)[since:]
    return filled


def _lasting_gaps(
    grid: OpenGrid,
    window: Window,
    promises: Sequence[StandingPromise],
    needed: Numbers,
    promised: Numbers,
    usual: Numbers,
    short_by_day: Numbers,
) -> tuple[Gap, ...]:
    """Return each step down that lasts, in half-days of a usual week.

    Whole weeks tell; one with a holiday, or that has begun, says too little of the others.
    """
    open_weeks = [n for n in range(window.n_weeks) if needed[n] > 0]
    telling = [n for n in open_weeks if needed[n] >= usual[n]] or open_weeks
    short = {n: max(0.0, 1.0 - promised[n] / needed[n]) * usual[n] for n in telling}
    found: list[Gap] = []
    level = 0.0
    for rank, week in enumerate(telling):
        depth = min(short[n] for n in telling[rank : rank + LASTING_WEEKS])
        if depth < level + SMALLEST_GAP:
            continue
        # A week that is cut in two shows half of the step: the weeks that follow show the whole.
        level = max(depth, min((short[n] for n in telling[rank + 1 : rank + 1 + LASTING_WEEKS]), default=depth))
        since = window.first + timedelta(weeks=telling[rank - 1] if rank else -1)
        monday = window.first + timedelta(weeks=week)
        step = _step_down(promises, since, monday + timedelta(days=DAYS_A_WEEK))
        day = _open_day_from(grid, window, max(step.starts_on or (monday if rank else window.today), window.today))
        slots = _short_slots(grid, window, short_by_day, day or monday)
        found.append(Gap(day or monday, round(float(level), 1), step.leaving, step.amended, slots))
    return tuple(found)


def _short_slots(grid: OpenGrid, window: Window, short_by_day: Numbers, day: date) -> frozenset[int]:
    """Return the half-days of the week that lack somebody in the weeks from a day on, on the whole."""
    since = window.index(day)
    days = slice(since, min(since + LASTING_WEEKS * DAYS_A_WEEK, window.n_days))
    weekdays = np.arange(days.start, days.stop) % DAYS_A_WEEK
    lacking: dict[int, float] = {}
    for weekday in range(DAYS_A_WEEK):
        for half in range(2):
            opened = grid.opened[days][weekdays == weekday, half]
            if opened.any():
                lacking[2 * weekday + half] = float(short_by_day[days][weekdays == weekday, half][opened].mean())
    # What is spread thinly over the week lacks a little everywhere.
    clearly = frozenset(slot for slot, n in lacking.items() if n >= SMALLEST_GAP / 2)
    return clearly or frozenset(slot for slot, n in lacking.items() if n > 1e-6)


@dataclass(frozen=True, slots=True)
class _StepDown:
    """Why fewer half-days are promised from a day on."""

    starts_on: date | None
    leaving: tuple[str, ...]
    amended: tuple[str, ...]


def _step_down(promises: Sequence[StandingPromise], first: date, before: date) -> _StepDown:
    """Return the day after the last promise that ends or is cut down in these days, and whose they are."""
    # Whoever ends on the last day of a week leaves a gap in the next one.
    found = sorted(
        (last_on, promise.commitment_id, promise.doctor_name, is_end)
        for promise in promises
        for last_on, is_end in _last_days(promise)
        if first <= last_on < before - timedelta(days=1)
    )
    ends = tuple(dict.fromkeys(name for _, _, name, is_end in found if is_end))
    cuts = tuple(dict.fromkeys(name for _, _, name, is_end in found if not is_end))
    return _StepDown(found[-1][0] + timedelta(days=1) if found else None, ends, cuts)


def _last_days(promise: StandingPromise) -> Iterator[tuple[date, bool]]:
    """Give the eve of each amendment to fewer half-days, and the last day of all (True)."""
    before = promise.half_days_per_week
    for terms in promise.amended:
        eve = terms.valid_from - timedelta(days=1)
        if terms.half_days_per_week < before and eve < promise.last_on:
            yield eve, False
        before = terms.half_days_per_week
    yield promise.last_on, True


def _open_day_from(grid: OpenGrid, window: Window, day: date) -> date | None:
    found = np.flatnonzero(grid.opened[window.index(day) :].any(axis=1))
    return day + timedelta(days=int(found[0])) if found.size else None


def _first_day(grid: OpenGrid, window: Window, short: Numbers) -> date | None:
    """Return the first open day of the first week that is short."""
    weeks = np.flatnonzero(short >= SMALLEST_GAP - 1e-9)
    if not weeks.size:
        return None
    return _open_day_from(grid, window, max(window.first + timedelta(weeks=int(weeks[0])), window.today))
