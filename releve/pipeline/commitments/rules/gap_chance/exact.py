"""Exact chances: seats are independent, so each month's presence is a convolution of what each seat holds."""

from dataclasses import dataclass

import numpy as np

from releve.pipeline.commitments.rules.gap_chance.departures import (
    NEVER,
    Chances,
    Months,
    Terms,
    arrivals,
    departures,
    newcomer_terms,
    search_bounds,
    terms_of,
)
from releve.pipeline.commitments.rules.gap_chance.seats import Assumptions, OfficeCase, Seat, Stay


@dataclass(frozen=True, slots=True)
class MonthChances:
    """For each month: the chance that a half-day of its weeks has nobody, and how many are expected to be missing."""

    gap: tuple[float, ...]
    missing: tuple[float, ...]


@dataclass(frozen=True, slots=True)
class _Leaving:
    """Possible departures, each with its chance: the first month not held and the month the search starts."""

    chance: Chances
    leaves: Months
    search: Months


def month_chances(case: OfficeCase, assumptions: Assumptions) -> MonthChances:
    """Return each month's chance of a gap and expected missing half-days, without any draw."""
    held = [_held(seat, assumptions, case.n_months) for seat in case.seats]
    gap, missing = [], []
    for month, need in enumerate(case.needs):
        present = np.ones(1)
        for levels in held:
            present = np.convolve(present, levels[month])
        short = np.maximum(need - np.arange(present.size), 0)
        gap.append(float(np.clip(present[short > 0].sum(), 0.0, 1.0)))
        missing.append(float((present * short).sum() / need * case.n_needed[month]) if need else 0.0)
    return MonthChances(tuple(gap), tuple(missing))


def any_gap(case: OfficeCase, assumptions: Assumptions) -> float | None:
    """Return the exact chance of a gap in any of the months, or None where the months depend on each other too much.

    Where no half-day is spare, a gap is a vacant seat: seats are independent, each is followed until it is vacant.
    """
    held = [seat.half_days for seat in case.seats]
    if not all(case.needs) or not _are_of_one_size(case.seats):
        return None
    if sum(held) < max(case.needs, default=0):
        return 1.0
    if any(sum(held) - mine >= min(case.needs) for mine in held):
        return None
    always_held = 1.0
    for seat in case.seats:
        always_held *= _never_vacant(seat, assumptions, case.n_months)
    return 1.0 - always_held


def _are_of_one_size(seats: tuple[Seat, ...]) -> bool:
    return all(stay.half_days == seat.half_days for seat in seats for stay in seat.stays)


def _held(seat: Seat, assumptions: Assumptions, n_months: int) -> Chances:
    """Return, for each month, the chance of each number of halves of a half-day that this seat holds."""
    months = np.arange(n_months)
    levels = np.zeros((n_months, max([seat.half_days, *(stay.half_days for stay in seat.stays)]) + 1))
    vacant = np.zeros(n_months)
    is_over = np.ones(n_months)  # the stay before has left; before the first one nobody is there
    for rank, stay in enumerate(seat.stays):
        leaving = _leaving(stay, assumptions, n_months)
        has_left = np.array([leaving.chance[leaving.leaves <= month].sum() for month in months])
        has_started = months >= stay.start
        levels[:, stay.half_days] += np.where(has_started, is_over * (1.0 - has_left), 0.0)
        vacant += np.where(has_started, 0.0, is_over)
        if rank + 1 < len(seat.stays):
            is_over = np.where(has_started, is_over * has_left, 0.0)
    vacant += _vacant_after(seat, assumptions, n_months)
    levels[:, 0] += vacant
    levels[:, seat.half_days] += np.maximum(0.0, 1.0 - levels.sum(axis=1))
    return levels


def _vacant_after(seat: Seat, assumptions: Assumptions, n_months: int) -> Chances:
    """Return each month's chance that the seat waits for a newcomer: a renewal after the last known stay."""
    first = _first_change(seat, assumptions, n_months)
    later = _change(_newcomer_leaving(assumptions, n_months), search_bounds(assumptions), assumptions, n_months)
    starts = first.sum(axis=0)[: n_months + 1]
    again = later.sum(axis=0)[: n_months + 1]
    for month in range(n_months):
        starts[month + 1 : n_months] += starts[month] * again[1 : n_months - month]
    vacant = _vacancy(first, n_months)
    after_start = _vacancy(later, n_months)
    for month in range(n_months):
        vacant[month:] += starts[month] * after_start[: n_months - month]
    return vacant


def _never_vacant(seat: Seat, assumptions: Assumptions, n_months: int) -> float:
    """Return the chance that this seat is held in every month."""
    if not seat.stays or seat.stays[0].start > 0:
        return 0.0
    chance = 1.0
    for stay, successor in zip(seat.stays, seat.stays[1:], strict=False):
        leaving = _leaving(stay, assumptions, n_months)
        chance *= float(leaving.chance[leaving.leaves >= min(successor.start, n_months)].sum())
    later = _change(_newcomer_leaving(assumptions, n_months), search_bounds(assumptions), assumptions, n_months)
    # What is left of the months when a newcomer starts decides alone: from the last month backwards.
    from_start = np.ones(n_months + 1)
    for start in range(n_months - 1, -1, -1):
        from_start[start] = _passes(later, from_start, start, n_months)
    return chance * _passes(_first_change(seat, assumptions, n_months), from_start, 0, n_months)


def _passes(change: Chances, from_start: Chances, start: int, n_months: int) -> float:
    total = 0.0
    for leaves, arrives in np.argwhere(change > 0):
        if start + leaves >= n_months:
            total += change[leaves, arrives]
        elif arrives == leaves:
            total += change[leaves, arrives] * from_start[start + arrives]
    return float(total)


def _vacancy(change: Chances, n_months: int) -> Chances:
    """Return each month's chance to lie between a departure and the next arrival."""
    late = np.triu(change, 1)
    vacant: Chances = np.cumsum(late.sum(axis=1) - late.sum(axis=0))[:n_months]
    return vacant


def _first_change(seat: Seat, assumptions: Assumptions, n_months: int) -> Chances:
    if not seat.stays:
        now = _Leaving(np.ones(1), np.zeros(1, dtype=np.int64), np.zeros(1, dtype=np.int64))
        return _change(now, search_bounds(assumptions, seat.months_searched), assumptions, n_months)
    last = seat.stays[-1]
    bounds = search_bounds(assumptions, last.months_searched)
    return _change(_leaving(last, assumptions, n_months), bounds, assumptions, n_months)


def _change(leaving: _Leaving, bounds: tuple[int, int], assumptions: Assumptions, n_months: int) -> Chances:
    """Return the chance of each pair (first month not held, first month of the next doctor), cut to the horizon."""
    shortest, longest = bounds
    lasts = np.arange(shortest, longest + 1)
    still_searched = (
        (longest + 1 - np.arange(shortest, longest + 2)) / (longest + 1 - shortest)
    ) ** assumptions.n_leads
    ends = still_searched[:-1] - still_searched[1:]
    arrives = arrivals(leaving.leaves[:, None], leaving.search[:, None], lasts[None, :], assumptions)
    found = np.zeros((n_months + 1, n_months + 1))
    leaves = np.broadcast_to(np.minimum(leaving.leaves, n_months)[:, None], arrives.shape)
    np.add.at(found, (leaves, np.clip(arrives, 0, n_months)), leaving.chance[:, None] * ends[None, :])
    return found


def _leaving(stay: Stay, assumptions: Assumptions, n_months: int) -> _Leaving:
    if stay.has_notice:
        end = np.array([stay.end], dtype=np.int64)
        return _Leaving(np.ones(1), end, np.zeros(1, dtype=np.int64))
    given, chance = _notices(max(0, stay.start), assumptions.notice_chance, n_months)
    is_extended = assumptions.extension_chance if stay.latest_end > stay.end else 0.0
    ends = np.array([stay.end, max(stay.end, stay.latest_end)], dtype=np.int64)
    return _combine(
        given, chance, ends, np.array([1.0 - is_extended, is_extended]), terms_of(stay, assumptions), assumptions
    )


def _newcomer_leaving(assumptions: Assumptions, n_months: int) -> _Leaving:
    given, chance = _notices(0, assumptions.notice_chance, n_months)
    ends = np.arange(assumptions.shortest_stay, assumptions.longest_stay + 1)
    return _combine(given, chance, ends, np.full(ends.size, 1 / ends.size), newcomer_terms(assumptions), assumptions)


def _combine(
    given: Months, given_chance: Chances, ends: Months, end_chance: Chances, terms: Terms, assumptions: Assumptions
) -> _Leaving:
    leaves, search = departures(given[:, None], ends[None, :], terms, assumptions)
    chance = given_chance[:, None] * end_chance[None, :]
    return _Leaving(chance.ravel(), leaves.ravel(), search.ravel())


def _notices(first: int, notice_chance: float, n_months: int) -> tuple[Months, Chances]:
    """Return the month in which notice is given (or never, as far as one can see), with its chance."""
    ranks = np.arange(n_months)
    chance = notice_chance * (1.0 - notice_chance) ** ranks
    given = np.append(first + ranks, NEVER)
    return given, np.append(chance, (1.0 - notice_chance) ** n_months)
