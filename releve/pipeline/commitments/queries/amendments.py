"""Reads of amended terms: with their promises, in the same query."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import OuterRef, QuerySet
from django.db.models.functions import JSONObject

from releve.pipeline.commitments.handover import PatternHalfDay, TermsFrom, Weeks
from releve.pipeline.commitments.models import AmendedTerms, Commitment
from releve.pipeline.commitments.rules.amendments import in_force
from releve.shared.half_days import HALVES, Half

WEEKS_OF = {"slots": Weeks.EVERY, "odd_slots": Weeks.ODD, "even_slots": Weeks.EVEN}
_ROW = JSONObject(**{name: name for name in ("valid_from", "half_days_per_week", *WEEKS_OF)})


def with_amendments(commitments: QuerySet[Commitment]) -> QuerySet[Commitment]:
    """Return the same promises, each with the rows of its amended terms: no further query."""
    rows = AmendedTerms.objects.filter(commitment_id=OuterRef("pk")).order_by("valid_from").values(row=_ROW)
    return commitments.annotate(amended_rows=ArraySubquery(rows))


def amended_of(commitment: Commitment) -> tuple[TermsFrom, ...]:
    """Return the amended terms of a promise, the earliest first; 1 query unless it came by `with_amendments`."""
    rows: list[dict[str, Any]] | None = getattr(commitment, "amended_rows", None)
    if rows is None:
        return tuple(terms_from(row) for row in AmendedTerms.objects.filter(commitment=commitment))
    return tuple(
        TermsFrom(date.fromisoformat(row["valid_from"]), float(row["half_days_per_week"]), _pattern(row))
        for row in rows
    )


def terms_from(row: AmendedTerms) -> TermsFrom:
    """Return a stored row as the rules need it."""
    return TermsFrom(row.valid_from, float(row.half_days_per_week), _pattern(vars(row)))


def first_terms(commitment: Commitment) -> TermsFrom:
    """Return what a promise is for until its first amendment; 1 query unless its pattern was fetched with it."""
    pattern = tuple(PatternHalfDay(row.weekday, Half(row.half), Weeks(row.weeks)) for row in commitment.pattern.all())
    return TermsFrom(commitment.starts_on, float(commitment.half_days_per_week), pattern)


def terms_in_force(commitment: Commitment, day: date) -> TermsFrom:
    """Return what a promise is for on a day, by its amendments."""
    return in_force(first_terms(commitment), amended_of(commitment), day)


def half_days_in_force(commitment: Commitment, day: date) -> float:
    """Return how many half-days a week a promise is for on a day; its pattern is not read."""
    first = TermsFrom(commitment.starts_on, float(commitment.half_days_per_week))
    return in_force(first, amended_of(commitment), day).half_days_per_week


def slots_of(pattern: tuple[PatternHalfDay, ...]) -> dict[str, list[int]]:
    """Return a weekly pattern as the columns of a row."""
    columns: dict[str, set[int]] = {name: set() for name in WEEKS_OF}
    for part in pattern:
        name = next(name for name, weeks in WEEKS_OF.items() if weeks == part.weeks)
        columns[name].add(2 * part.weekday + HALVES.index(part.half))
    return {name: sorted(slots) for name, slots in columns.items()}


def _pattern(row: Mapping[str, Any]) -> tuple[PatternHalfDay, ...]:
    found = [
        (slot, PatternHalfDay(slot // 2, HALVES[slot % 2], weeks))
        for name, weeks in WEEKS_OF.items()
        for slot in row[name]
    ]
    return tuple(part for _, part in sorted(found, key=lambda pair: (pair[0], pair[1].weeks)))
