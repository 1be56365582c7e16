"""Half-days that an amendment changes from a coming day on: agreed, put on other half-days, withdrawn."""

from collections.abc import Sequence
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _

from releve.pipeline.commitments.actions.acts import YEARS, check_half_days, check_step, locked, record
from releve.pipeline.commitments.errors import CommitmentRefused
from releve.pipeline.commitments.handover import Act, PatternHalfDay, TermsFrom
from releve.pipeline.commitments.models import AmendedTerms, Commitment, PromiseAct
from releve.pipeline.commitments.queries.amendments import slots_of, terms_in_force
from releve.pipeline.commitments.rules.terms import last_day
from releve.shared.half_days import local_day
from releve.shared.lawful_writes import check_fields
from releve.shared.people.models import User
from releve.shared.words import date_words

# By field, what it was and what it is.
Changes = dict[str, list[Any]]


def amend_from(commitment: Commitment, valid_from: date, half_days_per_week: Decimal, today: date) -> Changes:
    """Store the number of half-days that holds from a coming day on, and return {field: [before, after]}.

    The weekly pattern is that of the day before until somebody changes it. Another amendment of that day is replaced.
    Call it inside `locked`.
    """
    _check_day(commitment, valid_from, today)
    row = AmendedTerms.objects.filter(commitment=commitment, valid_from=valid_from).first()
    eve = date.fromordinal(valid_from.toordinal() - 1)
    held = terms_in_force(commitment, eve)
    before = row.half_days_per_week if row else Decimal(str(held.half_days_per_week))
    if before == half_days_per_week:
        return {}
    row = row or new_terms(commitment, TermsFrom(valid_from, held.half_days_per_week, held.pattern))
    row.half_days_per_week = half_days_per_week
    check_half_days(half_days_per_week)
    check_fields(row, CommitmentRefused)
    row.save()
    return {"half_days_per_week": [str(before), str(half_days_per_week)], "valid_from": [None, str(valid_from)]}


def change_amended_pattern(
    *, terms_id: int, pattern: Sequence[PatternHalfDay], half_days_per_week: Decimal, by: User, now: datetime
) -> AmendedTerms:
    """Change the half-days of the week that coming terms are for, and how many; a new number is an amendment too."""
    commitment_id = AmendedTerms.objects.values_list("commitment_id", flat=True).get(pk=terms_id)
    with locked(commitment_id) as commitment:
        row = AmendedTerms.objects.get(pk=terms_id)
        today = local_day(now, commitment.office.time_zone)
        if row.half_days_per_week != half_days_per_week:
            check_step(commitment, Act.AMEND)
            changes = amend_from(commitment, row.valid_from, half_days_per_week, min(today, row.valid_from))
            record(commitment, Act.AMEND, today, by=by, now=now, changes=changes)
            row.refresh_from_db()
        _store_slots(row, pattern)
    return row


def withdraw_amended_terms(*, terms_id: int, by: User, now: datetime) -> PromiseAct | None:
    """Take coming terms back: those of before go on. What holds already is amended, not withdrawn."""
    found = AmendedTerms.objects.filter(pk=terms_id).first()
    if found is None:
        return None
    with locked(found.commitment_id) as commitment:
        today = local_day(now, commitment.office.time_zone)
        if found.valid_from <= today:
            sentence = _("Ces termes valent depuis le %(day)s : notez un avenant pour les changer.")
            raise CommitmentRefused(sentence % {"day": date_words(found.valid_from)})
        check_step(commitment, Act.AMEND)
        AmendedTerms.objects.filter(pk=terms_id).delete()
        held = terms_in_force(commitment, found.valid_from)
        after = str(Decimal(str(held.half_days_per_week)))
        changes: Changes = {
            "half_days_per_week": [str(found.half_days_per_week), after],
            "valid_from": [None, str(found.valid_from)],
        }
        return record(commitment, Act.AMEND, today, by=by, now=now, changes=changes)


def row_in_force(commitment: Commitment, today: date) -> AmendedTerms | None:
    """Return the amended terms that hold today, or None while the first ones do."""
    return AmendedTerms.objects.filter(commitment=commitment, valid_from__lte=today).order_by("-valid_from").first()


def change_pattern_in_force(row: AmendedTerms, pattern: Sequence[PatternHalfDay]) -> None:
    """Put the terms that hold today on other half-days of the week."""
    _store_slots(row, pattern)


def new_terms(commitment: Commitment, terms: TermsFrom) -> AmendedTerms:
    return AmendedTerms(
        network_id=commitment.network_id,
        commitment=commitment,
        valid_from=terms.valid_from,
        half_days_per_week=Decimal(str(terms.half_days_per_week)),
        **slots_of(terms.pattern),
    )


def _store_slots(row: AmendedTerms, pattern: Sequence[PatternHalfDay]) -> None:
    for name, slots in slots_of(tuple(pattern)).items():
        setattr(row, name, slots)
    check_fields(row, CommitmentRefused)
    row.save()


def _check_day(commitment: Commitment, valid_from: date, today: date) -> None:
    last_on = last_day(commitment.starts_on, commitment.ends_on, commitment.maximum_term_months)
    if valid_from.year not in YEARS:
        raise CommitmentRefused(_("Demi-journées à partir du : vérifiez l’année."))
    if valid_from < today:
        sentence = _("Demi-journées à partir du : le %(day)s est passé. Laissez vide pour changer dès aujourd’hui.")
        raise CommitmentRefused(sentence % {"day": date_words(valid_from)})
    if valid_from <= commitment.starts_on:
        sentence = _(
            "Demi-journées à partir du : l’engagement commence le %(start)s. Laissez vide pour changer dès ce jour."
        )
        raise CommitmentRefused(sentence % {"start": date_words(commitment.starts_on)})
    if valid_from > last_on:
        sentence = _(
            "Demi-journées à partir du : le %(day)s vient après le dernier jour, le %(last)s. "
            "Choisissez un jour d’ici là, ou prolongez d’abord l’engagement."
        )
        raise CommitmentRefused(sentence % {"day": date_words(valid_from), "last": date_words(last_on)})
