"""What a rota is asked to respect as far as it can, as Timefold's constraint streams: requests and cover, soft.

Runs in Timefold's own environment: imports nothing of ours.
"""

from domain import Cell, Demand, Request
from timefold.solver.score import (
    Constraint,
    ConstraintCollectors,
    ConstraintFactory,
    HardSoftScore,
    Joiners,
    PropertyJoiner,
)


def aims(factory: ConstraintFactory) -> list[Constraint]:
    return [requests_on(factory), requests_off(factory), cover(factory), no_cover(factory)]


def on_the_day_and_shift() -> list[PropertyJoiner]:
    """Join a request or a demand with the cells of its day and shift."""
    return [
        Joiners.equal(lambda asked: asked.day, lambda cell: cell.day),
        Joiners.equal(lambda asked: asked.shift, lambda cell: cell.shift.id),
    ]


def of_the_employee() -> PropertyJoiner:
    return Joiners.equal(lambda request: request.employee, lambda cell: cell.employee.id)


def requests_on(factory: ConstraintFactory) -> Constraint:
    return (
        factory.for_each(Request)
        .filter(lambda request: request.is_on)
        .if_not_exists(Cell, of_the_employee(), *on_the_day_and_shift())
        .penalize(HardSoftScore.ONE_SOFT, lambda request: request.weight)
        .as_constraint("shift asked for")
    )


def requests_off(factory: ConstraintFactory) -> Constraint:
    return (
        factory.for_each(Request)
        .filter(lambda request: not request.is_on)
        .if_exists(Cell, of_the_employee(), *on_the_day_and_shift())
        .penalize(HardSoftScore.ONE_SOFT, lambda request: request.weight)
        .as_constraint("shift not wanted")
    )


def cover(factory: ConstraintFactory) -> Constraint:
    return (
        factory.for_each(Demand)
        .join(Cell, *on_the_day_and_shift())
        .group_by(lambda demand, _: demand, ConstraintCollectors.count_bi())
        .filter(lambda demand, count: count != demand.need)
        .penalize(
            HardSoftScore.ONE_SOFT,
            lambda demand, count: (
                (demand.need - count) * demand.under if count < demand.need else (count - demand.need) * demand.over
            ),
        )
        .as_constraint("cover")
    )


def no_cover(factory: ConstraintFactory) -> Constraint:
    return (
        factory.for_each(Demand)
        .if_not_exists(Cell, *on_the_day_and_shift())
        .penalize(HardSoftScore.ONE_SOFT, lambda demand: demand.need * demand.under)
        .as_constraint("no cover")
    )
