"""Drawn futures of an office, for what the months decide together. One seed, the same draws for every scenario."""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from releve.pipeline.commitments.rules.gap_chance.departures import (
    NEVER,
    Chances,
    Months,
    arrivals,
    departures,
    newcomer_terms,
    search_bounds,
    terms_of,
)
from releve.pipeline.commitments.rules.gap_chance.seats import Assumptions, OfficeCase, Seat, Stay

N_FUTURES = 4_000


@dataclass(frozen=True, slots=True)
class Futures:
    """Each line a future, each column a month: the halves of half-days that a usual week misses."""

    short: npt.NDArray[np.int64]

    @property
    def n(self) -> int:
        return int(self.short.shape[0])

    @property
    def has_gap(self) -> npt.NDArray[np.bool_]:
        """Say of each future whether a month of it has a gap."""
        found: npt.NDArray[np.bool_] = np.asarray((self.short > 0).any(axis=1))
        return found


@dataclass(frozen=True, slots=True)
class _Draws:
    """What chance decides of one doctor of each future. Months grow with the draw, whatever the assumptions."""

    notice: Chances
    stay: Chances
    search: Chances  # a column for each candidate that might be followed

    @classmethod
    def of(cls, seed: int, seat: int, rank: int, n: int, n_leads: int) -> "_Draws":
        # A generator for each doctor: another scenario may need fewer of them, and still draws the same for each.
        generator = np.random.default_rng([seed, seat, rank])
        drawn = generator.random((2, n))
        return cls(drawn[0], drawn[1], generator.random((n_leads, n)))


def draw_futures(case: OfficeCase, assumptions: Assumptions, *, seed: int, n: int = N_FUTURES) -> Futures:
    """Return `n` futures of an office."""
    present = np.zeros((n, case.n_months), dtype=np.int64)
    for number, seat in enumerate(case.seats):
        _hold(present, seat, number, assumptions, seed)
    return Futures(np.maximum(np.array(case.needs, dtype=np.int64) - present, 0))


def _hold(present: npt.NDArray[np.int64], seat: Seat, number: int, assumptions: Assumptions, seed: int) -> None:
    """Add what one seat holds in each month of each future."""
    n, n_months = present.shape
    left = np.zeros(n, dtype=np.int64)
    arrives = left
    for rank, stay in enumerate(seat.stays):
        draws = _Draws.of(seed, number, rank, n, assumptions.n_leads)
        start = np.full(n, stay.start)
        leaves, search = _known_departure(stay, draws, assumptions)
        _add(present, stay.half_days, np.maximum(start, left), leaves)
        left = leaves
        bounds = search_bounds(assumptions, stay.months_searched)
        arrives = arrivals(leaves, search, _lasts(draws, bounds), assumptions)
    rank = len(seat.stays)
    if not seat.stays:
        draws = _Draws.of(seed, number, rank, n, assumptions.n_leads)
        lasts = _lasts(draws, search_bounds(assumptions, seat.months_searched))
        arrives = arrivals(left, np.zeros(n, dtype=np.int64), lasts, assumptions)
    while (arrives < n_months).any():
        rank += 1
        draws = _Draws.of(seed, number, rank, n, assumptions.n_leads)
        n_stays = assumptions.longest_stay - assumptions.shortest_stay + 1
        end = assumptions.shortest_stay + (draws.stay * n_stays).astype(np.int64)
        leaves, search = departures(_given(draws, assumptions), end, newcomer_terms(assumptions), assumptions)
        _add(present, seat.half_days, arrives, arrives + leaves)
        arrives = arrives + arrivals(leaves, search, _lasts(draws, search_bounds(assumptions)), assumptions)


def _known_departure(stay: Stay, draws: _Draws, assumptions: Assumptions) -> tuple[Months, Months]:
    n = draws.notice.size
    if stay.has_notice:
        return np.full(n, stay.end), np.zeros(n, dtype=np.int64)
    is_extended = draws.stay < assumptions.extension_chance
    end = np.where(is_extended, max(stay.end, stay.latest_end), stay.end)
    given = _given(draws, assumptions) + max(0, stay.start)
    return departures(given, end, terms_of(stay, assumptions), assumptions)


def _given(draws: _Draws, assumptions: Assumptions) -> Months:
    """Return the month in which notice is given: the geometric law, from one draw."""
    if assumptions.notice_chance <= 0.0:
        return np.full(draws.notice.size, NEVER)
    if assumptions.notice_chance >= 1.0:
        return np.zeros(draws.notice.size, dtype=np.int64)
    months = np.floor(np.log1p(-draws.notice) / np.log1p(-assumptions.notice_chance))
    return np.minimum(months, NEVER).astype(np.int64)


def _lasts(draws: _Draws, bounds: tuple[int, int]) -> Months:
    shortest, longest = bounds
    found: Months = shortest + (draws.search.min(axis=0) * (longest - shortest + 1)).astype(np.int64)
    return found


def _add(present: npt.NDArray[np.int64], half_days: int, first: Months, last: Months) -> None:
    months = np.arange(present.shape[1])
    present += half_days * ((first[:, None] <= months) & (months < last[:, None]))
