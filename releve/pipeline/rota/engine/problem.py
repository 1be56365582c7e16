"""The rota problem: places that must be staffed, workers who promised half-days, and what everybody would like.

The same problem serves doctors in offices and secretaries at receptions. A week has 14 slots: `2 * weekday + half`
(Monday morning 0, Monday afternoon 1, Saturday morning 10). A cell is one slot of one week of the horizon.
Costs are whole numbers; what they weigh is in `Weights`.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from typing import NamedTuple

SLOTS_PER_WEEK = 14
SATURDAY_MORNING, SATURDAY_AFTERNOON = 10, 11
WEEKS_PER_BLOCK = 4
FORMAT = "releve-rota-problem"
VERSION = 1


def weekday_of(slot: int) -> int:
    """Return the weekday of a slot, Monday 0."""
    return slot // 2


class Cell(NamedTuple):
    """One slot of one week of the horizon."""

    week: int  # 0 is the first week
    slot: int


FIRST_CELL = Cell(0, 0)


class Assignment(NamedTuple):
    """One worker at one place in one cell."""

    worker: str
    place: str
    week: int
    slot: int

    @property
    def cell(self) -> Cell:
        return Cell(self.week, self.slot)


class Wish(StrEnum):
    """What a worker says of a slot. `cannot` is a rule; the others have a cost."""

    PREFER = "prefer"
    CAN = "can"
    AVOID = "avoid"
    CANNOT = "cannot"


@dataclass(frozen=True, slots=True)
class Demand:
    """Workers wanted in an open cell."""

    minimum: int
    wanted: int


@dataclass(frozen=True, slots=True)
class Place:
    """An office (or a reception) with its rooms and its opening half-days."""

    id: str
    name: str
    rooms: int  # workers at once, at most
    open_slots: tuple[int, ...]
    demand: Demand
    demand_of_slot: Mapping[int, Demand] = field(default_factory=dict)  # where it differs
    rooms_in: Mapping[Cell, int] = field(default_factory=dict)  # fewer rooms (works)
    closed: frozenset[Cell] = frozenset()  # public holidays, closures
    without_reception: frozenset[Cell] = frozenset()
    x_km: float = 0.0
    y_km: float = 0.0

    def demand_at(self, cell: Cell) -> Demand:
        """Return the workers wanted in an open cell."""
        return self.demand_of_slot.get(cell.slot, self.demand)

    def rooms_at(self, cell: Cell) -> int:
        """Return how many workers there is room for in a cell."""
        return self.rooms_in.get(cell, self.rooms)


@dataclass(frozen=True, slots=True)
class Worker:
    """A doctor (or a secretary) and her promise.

    Over each block of four weeks she works `half_days_per_week` × her active weeks, as nearly as possible;
    `owed_half_days` of earlier blocks are added to the first one. An amendment of her promise changes both numbers
    from a week on: `half_days_in` and `max_half_days_in` name the weeks that differ.
    An active week lies inside her window and is no leave.
    """

    id: str
    name: str
    places: tuple[str, ...]  # where she may work
    half_days_per_week: float
    max_half_days_per_week: int
    max_days_per_week: int = 7
    max_consecutive_days: int | None = None
    max_saturdays: int | None = None  # in the whole horizon
    first_week: int = 0
    end_week: int = 10**6  # first week after the promise
    wishes: Mapping[int, Wish] = field(default_factory=dict)  # by slot, every week; missing: can
    wishes_in: Mapping[Cell, Wish] = field(default_factory=dict)  # of one cell, before `wishes`
    leave_weeks: frozenset[int] = frozenset()
    absences: frozenset[Cell] = frozenset()
    slot_cost: Mapping[int, int] = field(default_factory=dict)  # dislikes, beside the wishes
    place_cost: Mapping[str, int] = field(default_factory=dict)
    is_senior: bool = True
    newcomer_until_week: int = 0  # before this week (exclusive) she works beside a senior
    follows: str | None = None  # the worker who leaves and whom she follows
    overlap_half_days: int = 0  # half-days at the same place and cell wanted with whom she follows
    owed_half_days: float = 0.0
    past_unloved: int = 0  # unloved half-days of last year
    worked_days_before: int = 0  # days in a row worked just before the horizon
    half_days_in: Mapping[int, float] = field(default_factory=dict)  # of one week, before `half_days_per_week`
    max_half_days_in: Mapping[int, int] = field(default_factory=dict)  # the same of the most

    def wish_at(self, cell: Cell) -> Wish:
        """Return what she says of a cell."""
        return self.wishes_in.get(cell, self.wishes.get(cell.slot, Wish.CAN))

    def most_in(self, week: int) -> int:
        """Return the most half-days that she may work in a week."""
        return self.max_half_days_in.get(week, self.max_half_days_per_week)


@dataclass(frozen=True, slots=True)
class Standing:
    """An assignment of the rota that stands (published or last drawn)."""

    assignment: Assignment
    n_patients: int = 0  # booked
    is_published: bool = False


@dataclass(frozen=True, slots=True)
class Weights:
    """What one unit of each shortcoming costs. Defaults: the network problem of the benchmarks; new ones are ours."""

    under_minimum: int = 1000  # worker missing below the minimum of an open cell
    under_wanted: int = 40  # worker missing below the wanted number
    deviation: int = 12  # half-day away from the promise, each worker and block of four weeks
    worker_place: int = 25  # each worker–place pair used
    worker_place_slot: int = 4  # each worker–place–slot used in a regularity period
    two_places_a_day: int = 8
    change: int = 6  # assignment that differs from the rota that stands
    change_published: int = 30  # the same, where it was published
    change_patient: int = 10  # for each booked patient of an assignment taken away
    prefer: int = 0
    can: int = 0
    avoid: int = 5
    newcomer_alone: int = 60  # cell of a newcomer without a senior at her place
    overlap_missing: int = 20  # half-day of a wanted overlap that is missing
    unloved_unfair: int = 10  # unloved half-day beyond the fair share + 1; twice that beyond + 3
    without_reception: int = 3  # worker in a cell without reception


@dataclass(frozen=True, slots=True)
class Problem:
    """Everything the engine needs; nothing else is read."""

    first_monday: date
    n_weeks: int
    places: tuple[Place, ...]
    workers: tuple[Worker, ...]
    weights: Weights = Weights()
    max_travel_km: float = 25.0  # between two places on one day, as the crow flies
    # Regularity is counted by period: [0, 13), [13, 26)… weeks for the benchmarks.
    weeks_per_regularity_period: int = 13
    unloved_slots: frozenset[int] = frozenset()
    locked: frozenset[Assignment] = frozenset()  # must be kept
    forbidden: frozenset[Assignment] = frozenset()  # must not be used
    standing: tuple[Standing, ...] = ()  # the rota to stay near, when replanning
    # Cells before this one are inside the notice of published weeks: kept, unless asked.
    frozen_before: Cell = FIRST_CELL


@dataclass(frozen=True, slots=True)
class Roster:
    """A solution: who works where and when, sorted."""

    assignments: tuple[Assignment, ...]
