"""Which terms of a promise hold on which days: the first ones until the eve of an amendment, then its own."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from releve.pipeline.commitments.handover import TermsFrom

ONE_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Period:
    """Days, both included, on which the same terms hold."""

    first_on: date
    last_on: date
    terms: TermsFrom
    is_amended_after: bool = False


def periods_of(first_on: date, last_on: date, terms: TermsFrom, amended: Sequence[TermsFrom]) -> Iterator[Period]:
    """Give the periods of the days from `first_on` to `last_on`; an amendment after the last day changes nothing.

    `terms` hold from the beginning; `amended` is in the order of its days, each of which comes once.
    """
    known = [terms, *amended]
    for rank, held in enumerate(known):
        following = known[rank + 1].valid_from if rank + 1 < len(known) else None
        is_amended_after = following is not None and following <= last_on
        since = max(first_on, held.valid_from) if rank else first_on
        until = min(last_on, following - ONE_DAY) if following else last_on
        if since <= until:
            yield Period(since, until, held, is_amended_after)


def in_force(terms: TermsFrom, amended: Sequence[TermsFrom], day: date) -> TermsFrom:
    """Return the terms that hold on a day."""
    return next((held for held in reversed(amended) if held.valid_from <= day), terms)
