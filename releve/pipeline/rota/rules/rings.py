"""Finds a third doctor where two cannot exchange: A takes B's half-day, B takes C's, C takes A's."""

from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta

from releve.pipeline.rota.handover import ExistingShift
from releve.pipeline.rota.rules.exchanges import Ground, Move, exchange_refusals

# Hers first, then the one that she gets, then the third.
Ring = tuple[Move, Move, Move]
NEAR = timedelta(weeks=4)


def rings_of_three(
    given: ExistingShift,
    wanted: ExistingShift,
    others: Iterable[ExistingShift],
    ground: Ground,
    now: datetime,
    *,
    n_booked: Mapping[int, int],
    n_most: int = 5,
) -> list[Ring]:
    """Return the legal rings that give `wanted` to who holds `given`, those nearest to `wanted` first.

    `ground` knows the promises and shifts of everybody in `others`.
    """
    committed = {(promise.doctor_id, promise.office_id) for promise in ground.promises}
    names = {shift.doctor_id: shift.doctor_name for shift in (given, wanted)}
    thirds = [
        shift
        for shift in others
        if shift.doctor_id not in names
        and not shift.is_cancelled
        and abs(shift.starts_at - wanted.starts_at) <= NEAR
        and (shift.doctor_id, given.office_id) in committed
        and (wanted.doctor_id, shift.office_id) in committed
        and not n_booked.get(shift.shift_id, 0)
    ]
    found: list[Ring] = []
    for third in sorted(thirds, key=lambda shift: (abs(shift.starts_at - wanted.starts_at), shift.shift_id)):
        ring = (_move(given, third, n_booked), _move(wanted, given, n_booked), _move(third, wanted, n_booked))
        among = ground.among(given.doctor_id, wanted.doctor_id, third.doctor_id)
        if not exchange_refusals(ring, among, now):
            found.append(ring)
            if len(found) == n_most:
                break
    return found


def _move(shift: ExistingShift, taker: ExistingShift, n_booked: Mapping[int, int]) -> Move:
    return Move(shift, taker.doctor_id, taker.doctor_name, n_booked.get(shift.shift_id, 0))
