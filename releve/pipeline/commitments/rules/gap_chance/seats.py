"""An office as seats that doctors hold one after the other, in months from now (docs/models/coverage.md)."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

import numpy as np

from releve.pipeline.commitments.rules.coverage import N_MONTHS_AHEAD, StandingPromise
from releve.pipeline.commitments.rules.coverage_knobs import CoverageKnobs
from releve.pipeline.commitments.rules.half_day_grids import OpenGrid, Window, open_grid, window_of
from releve.pipeline.commitments.rules.ordre import DECLARATION_MONTHS
from releve.pipeline.commitments.rules.terms import add_months
from releve.pipeline.offices.handover import OfficeCalendar

# Half-days a week come in halves: they are counted as whole numbers.
HALVES_A_HALF_DAY = 2
# A promise that starts this long before or after another one ends takes its seat.
SUCCESSION = timedelta(days=92)


@dataclass(frozen=True, slots=True)
class Stay:
    """A doctor in a seat. Month 0 is the current one; she holds a month when she is there whenever it is open."""

    start: int
    end: int  # the first month that she does not hold, if she stays as agreed
    half_days: int  # a week, in halves
    notice_months: int
    floor: int = 0  # no notice empties the seat before this month (minimum term)
    latest_end: int = 0  # that of the maximum term; read only if it is later than `end`
    has_notice: bool = False
    months_searched: int = 0  # for how long somebody has been looking for her successor


@dataclass(frozen=True, slots=True)
class Seat:
    """Half-days of an office that one doctor fills after another; without a stay it is vacant and looked for."""

    half_days: int
    stays: tuple[Stay, ...] = ()
    months_searched: int = 0


@dataclass(frozen=True, slots=True)
class OfficeCase:
    """All that the chance of a gap depends on, but the assumptions."""

    first_month: date
    needs: tuple[int, ...]  # a usual week, in halves, for each month
    n_needed: tuple[float, ...]  # half-days needed in the whole month
    seats: tuple[Seat, ...]

    @property
    def n_months(self) -> int:
        return len(self.needs)

    def month(self, rank: int) -> date:
        return add_months(self.first_month, rank)


@dataclass(frozen=True, slots=True)
class Assumptions:
    """The hazards and the habits of a scenario, in months."""

    shortest_search: int = 3
    longest_search: int = 9
    declaration: int = DECLARATION_MONTHS
    post_notice: int = 1
    notice_chance: float = 0.02  # a month
    extension_chance: float = 0.0
    notice: int | None = None  # None: that of each promise
    newcomer_notice: int = 6
    shortest_stay: int = 12
    longest_stay: int = 24
    look_ahead: int = 6  # how long before an agreed end the search starts; never less than the notice
    overlap: int = 0  # the newcomer is wanted this long before an agreed end: the search starts earlier
    n_leads: int = 1  # candidates followed at the same time; the first who is found comes

    def __post_init__(self) -> None:
        if not 0 <= self.shortest_search <= self.longest_search:
            raise ValueError(f"A search of {self.shortest_search} to {self.longest_search} months: give 0 or more.")
        if not 1 <= self.shortest_stay <= self.longest_stay:
            raise ValueError(f"A stay of {self.shortest_stay} to {self.longest_stay} months: give 1 or more.")
        if not (0.0 <= self.notice_chance <= 1.0 and 0.0 <= self.extension_chance <= 1.0 and self.n_leads >= 1):
            raise ValueError("Chances lie between 0 and 1, and a search follows one candidate at least.")

    @classmethod
    def of(cls, knobs: CoverageKnobs) -> "Assumptions":
        return cls(
            shortest_search=knobs.shortest_search_months,
            longest_search=knobs.longest_search_months,
            post_notice=knobs.post_notice_months,
            notice_chance=knobs.notice_chance,
            extension_chance=knobs.extension_chance,
        )

    @property
    def formalities(self) -> int:
        return self.declaration + self.post_notice

    def notice_of(self, stay: Stay) -> int:
        return stay.notice_months if self.notice is None else self.notice

    @property
    def notice_of_newcomers(self) -> int:
        return self.newcomer_notice if self.notice is None else self.notice


def case_of(
    calendar: OfficeCalendar,
    promises: Iterable[StandingPromise],
    knobs: CoverageKnobs,
    today: date,
    *,
    n_months: int = N_MONTHS_AHEAD,
    months_searched: int = 0,
) -> OfficeCase:
    """Return the office's seats and needs. `months_searched`: how long the network has been looking for somebody."""
    first_month = today.replace(day=1)
    window = window_of(today, n_months + 1)
    grid = open_grid(calendar, window)
    months = [add_months(first_month, rank) for rank in range(n_months)]
    n_needed = [_n_open(grid, window, month) * knobs.doctors_wanted for month in months]
    needs = [
        _usual_half_days(calendar, max(month.replace(day=15), today)) * knobs.doctors_wanted * HALVES_A_HALF_DAY
        if n_needed[rank]
        else 0
        for rank, month in enumerate(months)
    ]
    ranks = _Ranks(first_month, window, grid)
    layers = [layer for promise in promises for layer in _layers(promise, today)]
    seats = _seats(sorted(layers, key=lambda p: (p.starts_on, p.commitment_id)), ranks, today)
    lacking = max(needs, default=0) - sum(seat.half_days for seat in seats)
    if lacking > 0:
        seats.append(Seat(lacking, months_searched=months_searched))
    elif months_searched:
        seats = [_looked_for(seat, months_searched) for seat in seats]
    return OfficeCase(first_month, tuple(needs), tuple(n_needed), tuple(seats))


@dataclass(frozen=True, slots=True)
class _Ranks:
    """Months by rank: a month counts as held when nothing of what is open in it is missed."""

    first_month: date
    window: Window
    grid: OpenGrid

    def month(self, day: date) -> int:
        return (day.year - self.first_month.year) * 12 + day.month - self.first_month.month

    def first_held(self, starts_on: date) -> int:
        misses = self._is_open(starts_on.replace(day=1), starts_on - timedelta(days=1))
        return self.month(starts_on) + int(misses)

    def first_not_held(self, last_on: date) -> int:
        last_of_month = add_months(last_on.replace(day=1), 1) - timedelta(days=1)
        return self.month(last_on) + int(not self._is_open(last_on + timedelta(days=1), last_of_month))

    def _is_open(self, first: date, last: date) -> bool:
        if first > last:
            return False
        beyond = last > self.window.last
        return beyond or bool(self.grid.opened[self.window.between(first, last)].any())


def _layers(promise: StandingPromise, today: date) -> Iterator[StandingPromise]:
    """Give a promise as what is always promised, and beside it what an amendment takes away or adds.

    What is taken away ends on a known day, as where notice was given; the rest keeps the hazards of its doctor.
    """
    periods = promise.periods(today)
    if len(periods) < 2:
        yield replace(promise, half_days_per_week=periods[0].terms.half_days_per_week) if periods else promise
        return
    always = min(period.terms.half_days_per_week for period in periods)
    yield replace(promise, half_days_per_week=always, amended=())
    for period in periods:
        more = period.terms.half_days_per_week - always
        if more > 0:
            yield replace(
                promise,
                half_days_per_week=more,
                amended=(),
                starts_on=promise.starts_on if period is periods[0] else period.first_on,
                last_on=period.last_on,
                maximum_on=period.last_on if period.is_amended_after else promise.maximum_on,
                minimum_on=min(promise.minimum_on, period.last_on),
                has_notice=promise.has_notice or period.is_amended_after,
            )


def _seats(promises: Sequence[StandingPromise], ranks: _Ranks, today: date) -> list[Seat]:
    """Lay the promises into seats: who starts about when another one ends takes the same seat."""
    chains: list[list[StandingPromise]] = []
    for promise in promises:
        if promise.last_on < today:
            continue
        chain = _chain_to_follow(chains, promise) if promise.starts_on > today else None
        if chain is None:
            chains.append([promise])
        else:
            chain.append(promise)
    return [_seat(chain, ranks) for chain in chains]


def _chain_to_follow(chains: list[list[StandingPromise]], promise: StandingPromise) -> list[StandingPromise] | None:
    near = [chain for chain in chains if abs(promise.starts_on - chain[-1].last_on) <= SUCCESSION]
    return min(
        near,
        key=lambda chain: (chain[-1].doctor_id != promise.doctor_id, abs(promise.starts_on - chain[-1].last_on)),
        default=None,
    )


def _seat(chain: Sequence[StandingPromise], ranks: _Ranks) -> Seat:
    stays: list[Stay] = []
    for promise in chain:
        start, end = ranks.first_held(promise.starts_on), ranks.first_not_held(promise.last_on)
        floor = ranks.first_not_held(promise.minimum_on)
        if stays:
            before = stays[-1]
            follows = promise.starts_on <= chain[len(stays) - 1].last_on + timedelta(days=1)
            start = min(start, before.end) if follows else start
            floor = max(floor, before.end)
            stays[-1] = replace(before, latest_end=before.end)  # her successor is known
        stays.append(
            Stay(
                start=start,
                end=max(end, start),
                half_days=round(promise.half_days_per_week * HALVES_A_HALF_DAY),
                notice_months=promise.notice_months,
                floor=floor,
                latest_end=end if promise.has_notice else max(end, ranks.first_not_held(promise.maximum_on)),
                has_notice=promise.has_notice,
            )
        )
    return Seat(stays[-1].half_days, tuple(stays))


def _looked_for(seat: Seat, months_searched: int) -> Seat:
    last = seat.stays[-1]
    if not last.has_notice:
        return seat
    return replace(seat, stays=(*seat.stays[:-1], replace(last, months_searched=months_searched)))


def _usual_half_days(calendar: OfficeCalendar, day: date) -> int:
    return sum(o.valid_from <= day and (o.valid_to is None or day <= o.valid_to) for o in calendar.openings)


def _n_open(grid: OpenGrid, window: Window, month: date) -> float:
    last = add_months(month, 1) - timedelta(days=1)
    return float(np.count_nonzero(grid.opened[window.between(month, last)]))
