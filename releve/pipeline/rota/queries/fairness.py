"""Reads of who worked the half-days that nobody likes."""

from collections.abc import Collection, Iterable
from datetime import date, timedelta

from dateutil.relativedelta import relativedelta

from releve.pipeline.commitments.models import Commitment
from releve.pipeline.commitments.queries import promises
from releve.pipeline.offices.models import Office
from releve.pipeline.offices.rules import public_holidays
from releve.pipeline.rota.models import RotaKnobs, Shift
from releve.pipeline.rota.queries.wishes import knobs_of
from releve.pipeline.rota.rules.fairness import (
    FairShare,
    Unloved,
    WorkedHalfDay,
    eves_of,
    fair_shares,
    promised_half_days,
)
from releve.shared.half_days import Half

ONE_DAY = timedelta(days=1)


def year_before(day: date) -> tuple[date, date]:
    """Return the first and the last day of the year that ends the day before."""
    return day - relativedelta(years=1), day - ONE_DAY


def fairness_of(network_id: int, first: date, last: date) -> list[FairShare]:
    """Return the figures of every doctor who worked or promised between two days, by doctor: 6 queries.

    Published shifts count. Absences are not deducted: what was promised is what was promised.
    """
    knobs = knobs_of(network_id)
    offices = Commitment.objects.filter(network_id=network_id).values_list("office_id", flat=True)
    promised = promised_half_days(promises(set(offices), first, last), first, last)
    return fair_shares(_worked(network_id, first, last), promised, unloved_of(knobs, first, last))


def unloved_of(knobs: RotaKnobs, first: date, last: date) -> Unloved:
    """Return which half-days between two days nobody likes, in the offices of the knobs' network."""
    slots = frozenset(knobs.unloved_slots)
    if not knobs.eves_are_unloved:
        return Unloved(slots, {})
    regions = Office.objects.filter(network_id=knobs.network_id).values_list("id", "holiday_region")
    return Unloved(
        slots, {office_id: eves_of(public_holidays(region, first, last + ONE_DAY)) for office_id, region in regions}
    )


def past_unloved(network_id: int, doctor_ids: Collection[int], first_monday: date) -> dict[int, int]:
    """Return how many unloved half-days each doctor worked in the year before a rota starts, as the engine counts."""
    first, last = year_before(first_monday)
    shares = fairness_of(network_id, first, last)
    n_unloved = {share.doctor_id: share.n_unloved for share in shares}
    return {doctor_id: n_unloved.get(doctor_id, 0) for doctor_id in doctor_ids}


def _worked(network_id: int, first: date, last: date) -> Iterable[WorkedHalfDay]:
    rows = Shift.objects.filter(network_id=network_id, day__range=(first, last), status=Shift.Status.PUBLISHED)
    for doctor_id, office_id, day, half in rows.order_by("id").values_list("doctor_id", "office_id", "day", "half"):
        yield WorkedHalfDay(doctor_id, office_id, day, Half(half))
