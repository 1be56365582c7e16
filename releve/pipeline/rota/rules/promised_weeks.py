"""What a commitment asks of one week, also where an amendment changes its terms within."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import date, timedelta

from releve.pipeline.commitments.handover import Promise

TO_SUNDAY = timedelta(days=6)


def terms_in_week(promises: Iterable[Promise], monday: date) -> list[list[Promise]]:
    """Return the terms that hold on some day of a week, those of one commitment together."""
    found: dict[int, list[Promise]] = defaultdict(list)
    for promise in promises:
        if promise.starts_on <= monday + TO_SUNDAY and promise.last_on >= monday:
            found[promise.commitment_id].append(promise)
    return list(found.values())


def half_days_in_week(terms: Sequence[Promise], monday: date) -> float:
    """Return the half-days of one commitment in a week, in halves; where its terms change within, by their days."""
    if len(terms) == 1:
        return terms[0].half_days_per_week
    n_days = [(min(p.last_on, monday + TO_SUNDAY) - max(p.starts_on, monday)).days + 1 for p in terms]
    whole = sum(n * p.half_days_per_week for n, p in zip(n_days, terms, strict=True)) / sum(n_days)
    return round(2 * whole) / 2
