"""Cut an employee's line open between two days: what stands before and after becomes the limits of the stretch."""

from dataclasses import dataclass

import numpy as np

from benchmarks.rota.curtois.instance import OFF, SATURDAY, SUNDAY, Employee, Instance
from releve.pipeline.rota.engine.lines import Counters, Scratch, Stretch, bands_of
from releve.pipeline.rota.engine.lines.kernel import Floats, Whole

MOST_COUNTED = 2  # kinds of shift with a counter of their own
MOST_STATES = 6_000  # of the counters of one stretch: beyond it a kind of shift is left to penalties
MOST_STATES_OF_TWO = 1_500  # a second kind is counted only where that is cheap


@dataclass(frozen=True, slots=True)
class Before:
    """The end of what stands before the stretch."""

    days_off: int  # in a row; 0: at work
    run: int  # days at work in a row; 0: off
    last_shift: int
    is_free: bool  # the run began on the first day: it may be shorter


@dataclass(frozen=True, slots=True)
class After:
    """The beginning of what stands after the stretch."""

    days_off: int
    run: int
    first_shift: int
    reaches_end: bool


class Stretches:
    """Builds stretches of one instance; what never changes for an employee is kept."""

    def __init__(self, instance: Instance) -> None:
        self.instance = instance
        self.scratch = Scratch()
        self.weekend = instance.weekend_marks()
        self.unit = int(np.gcd.reduce(instance.minutes))
        self.shifts = [
            np.flatnonzero(np.array(employee.most_of_shift) > 0).astype(np.int64) for employee in instance.employees
        ]
        self.classes = [_classes(instance, shifts) for shifts in self.shifts]
        self.own_cost = [self._own_cost(employee) for employee in range(instance.n_employees)]

    def _own_cost(self, employee: int) -> Floats:
        cost = self.instance.wish_cost[employee][:, self.shifts[employee]].astype(np.float64)
        cost[~self.instance.is_free[employee]] = np.inf
        return cost

    def open(self, employee: int, line: Whole, first: int, end: int, contract: Employee | None = None) -> Stretch:
        """Return the stretch of days first…end−1 of a lawful line, the rest of it standing; `contract` may differ."""
        instance = self.instance
        contract = contract or instance.employees[employee]
        shifts, (class_of, follows) = self.shifts[employee], self.classes[employee]
        before, after = _before(line, first), _after(line, end)
        kept = np.concatenate([line[:first], line[end:]])
        kept_shifts = kept[kept >= 0]
        minutes = int(instance.minutes[kept_shifts].sum())
        most = np.array([contract.most_of_shift[shift] for shift in shifts], np.int64)
        most -= np.bincount(kept_shifts, minlength=instance.n_shifts)[shifts]
        units = instance.minutes[shifts] // self.unit
        longest = max(0, contract.max_minutes - minutes) // self.unit
        least = max(0, -(-(contract.min_minutes - minutes) // self.unit))
        weekends = contract.max_weekends - _weekends(line, first, end)
        weekends = min(weekends, int((self.weekend[first:end] == 1).sum()) + 1)
        max_run = min(contract.max_run, instance.n_days)
        runs = np.array([contract.min_run, max_run, contract.min_days_off, before.run, before.is_free], np.int64)
        longest = min(longest, most_days(end - first, contract) * int(units.max(initial=1)))
        counters = _counters(most, units, longest, max(0, weekends), end - first)
        own_cost = self.own_cost[employee][first:end].copy()
        own_cost[:, most <= 0] = np.inf
        return Stretch(
            shifts=shifts,
            class_of=class_of,
            follows=follows,
            units=units,
            most=most,
            counters=counters,
            runs=runs,
            weekend=self.weekend[first:end],
            first_state=_first_state(before, contract.min_days_off, max_run, shifts, class_of),
            end=_end(instance, employee, (class_of, shifts, len(follows)), counters, runs, after, least, end - first),
            own_cost=own_cost,
            bands=bands_of(units, counters.sizes, runs, self.weekend[first:end], least),
            scratch=self.scratch,
        )

    def open_loose(self, employee: int) -> Stretch:
        """Return the whole horizon with runs and rests alone, nothing counted: all lawful lines are among its own."""
        instance, contract = self.instance, self.instance.employees[employee]
        shifts, (class_of, follows) = self.shifts[employee], self.classes[employee]
        none, n_days = np.zeros(len(shifts), np.int64), instance.n_days
        counters = Counters(np.ones(4, np.int64), none, none)
        max_run = min(contract.max_run, n_days)
        runs = np.array([contract.min_run, max_run, contract.min_days_off, 0, True], np.int64)
        nothing = np.full(n_days, OFF)
        kinds = class_of, shifts, len(follows)
        weekend = np.zeros(n_days, np.int64)
        return Stretch(
            shifts=shifts,
            class_of=class_of,
            follows=follows,
            units=none,
            most=np.full(len(shifts), n_days),
            counters=counters,
            runs=runs,
            weekend=weekend,
            first_state=contract.min_days_off - 1,
            end=_end(instance, employee, kinds, counters, runs, _after(nothing, n_days), 0, n_days),
            own_cost=self.own_cost[employee],
            bands=bands_of(none, counters.sizes, runs, weekend, 0),
            scratch=self.scratch,
        )


def most_days(n_days: int, contract: Employee) -> int:
    """Return how many of these days may be worked, at most."""
    cycle = contract.max_run + contract.min_days_off
    # What stands before may have ended the rest just then: the first run is whole.
    return n_days // cycle * contract.max_run + min(n_days % cycle, contract.max_run)


def _classes(instance: Instance, shifts: Whole) -> tuple[Whole, np.ndarray]:
    may_follow = instance.may_follow[np.ix_(shifts, shifts)]
    follows, class_of = np.unique(may_follow, axis=0, return_inverse=True)
    # Shifts of a class must also agree about the shifts of others' contracts that may stand after: same rows suffice,
    # as what stands after belongs to the same employee.
    return class_of.reshape(-1).astype(np.int64), np.ascontiguousarray(follows)


def _counters(most: Whole, units: Whole, longest: int, weekends: int, n_days: int) -> Counters:
    reachable = np.minimum(longest // np.maximum(units, 1), n_days)
    binding = [int(place) for place in np.argsort(most, kind="stable") if 0 < most[place] < reachable[place]]
    size = (weekends + 1) * (longest + 1)
    chosen: list[int] = []
    for place in binding[:MOST_COUNTED]:
        if size * (int(most[place]) + 1) > (MOST_STATES_OF_TWO if chosen else MOST_STATES):
            break
        chosen.append(place)
        size *= int(most[place]) + 1
    kinds = [np.zeros(len(most), np.int64) for _ in range(MOST_COUNTED)]
    sizes = [1] * MOST_COUNTED
    for counter, place in enumerate(chosen):
        kinds[counter][place] = 1
        sizes[counter] = int(most[place]) + 1
    return Counters(np.array([*sizes, weekends + 1, longest + 1], np.int64), kinds[0], kinds[1])


def _before(line: Whole, first: int) -> Before:
    if first == 0:
        return Before(days_off=first + len(line), run=0, last_shift=OFF, is_free=True)
    length = 1
    at_work = line[first - 1] >= 0
    while length < first and (line[first - 1 - length] >= 0) == at_work:
        length += 1
    if at_work:
        return Before(days_off=0, run=length, last_shift=int(line[first - 1]), is_free=length == first)
    return Before(days_off=len(line) if length == first else length, run=0, last_shift=OFF, is_free=False)


def _after(line: Whole, end: int) -> After:
    n_days = len(line)
    if end == n_days:
        return After(days_off=0, run=0, first_shift=OFF, reaches_end=True)
    at_work = line[end] >= 0
    length = 1
    while end + length < n_days and (line[end + length] >= 0) == at_work:
        length += 1
    reaches_end = end + length == n_days
    if at_work:
        return After(days_off=0, run=length, first_shift=int(line[end]), reaches_end=reaches_end)
    return After(days_off=length, run=0, first_shift=OFF, reaches_end=reaches_end)


def _weekends(line: Whole, first: int, end: int) -> int:
    """Return the weekends worked outside the stretch."""
    at_work = line >= 0
    at_work[first:end] = False
    days = np.flatnonzero(at_work)
    days = days[(days % 7 == SATURDAY) | (days % 7 == SUNDAY)]
    return len(np.unique(days // 7))


def _first_state(before: Before, min_off: int, max_run: int, shifts: Whole, class_of: Whole) -> int:
    if before.days_off:
        return min(before.days_off, min_off) - 1
    own = int(np.searchsorted(shifts, before.last_shift))
    return min_off + int(class_of[own]) * max_run + before.run - 1


def _end(
    instance: Instance,
    employee: int,
    kinds: tuple[Whole, Whole, int],
    counters: Counters,
    runs: Whole,
    after: After,
    least: int,
    n_days: int,
) -> Floats:
    class_of, shifts, n_classes = kinds
    min_run, max_run, min_off, run_before, is_free = (int(value) for value in runs)
    may_end = np.zeros(min_off + n_classes * max_run, np.bool_)
    is_last = not after.days_off and not after.run
    for days_off in range(1, min_off + 1):
        if after.run:
            lasts = after.run >= min_run or after.reaches_end
            may_end[days_off - 1] = days_off == min_off and lasts
        else:
            may_end[days_off - 1] = is_last or after.reaches_end or days_off + after.days_off >= min_off
    for place, shift in enumerate(shifts):
        for run in range(1, max_run + 1):
            free = bool(is_free) and run == run_before + n_days
            if after.run:
                fits = bool(instance.may_follow[shift, after.first_shift]) and run + after.run <= max_run
                good = fits and (free or after.reaches_end or run + after.run >= min_run)
            elif is_last:
                good = True
            else:
                good = (run >= min_run or free) and (after.reaches_end or after.days_off >= min_off)
            may_end[min_off + int(class_of[place]) * max_run + run - 1] = good
    size_m = int(counters.sizes[3])
    enough = np.tile(np.arange(size_m) >= least, int(counters.sizes[:3].prod()))
    return np.where(may_end[:, None] & enough[None, :], 0.0, np.inf)
