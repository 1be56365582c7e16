"""The promise: its legal route, its terms, its weekly pattern, its end."""

from collections.abc import Sequence
from datetime import date, datetime
from decimal import Decimal

from django.utils.translation import gettext as _

from releve.pipeline.commitments import handover
from releve.pipeline.commitments.actions.laws import LAWS
from releve.pipeline.commitments.errors import CommitmentRefused
from releve.pipeline.commitments.models import Commitment, Doctor, PatternHalfDay
from releve.pipeline.offices.models import Office
from releve.shared.lawful_writes import check_fields, lawful_write
from releve.shared.people.models import User

# Nobody promises outside these years; a typing error does.
YEARS = range(2000, 2101)


def agree_commitment(
    *,
    doctor: Doctor,
    office: Office,
    route: handover.Route,
    starts_on: date,
    half_days_per_week: Decimal,
    pattern: Sequence[handover.PatternHalfDay],
    by: User,
    now: datetime,
    ends_on: date | None = None,
    replaced_doctor_name: str = "",
    supervisor_name: str = "",
    minimum_term_months: int = 12,
    maximum_term_months: int = 24,
    notice_months: int = 6,
) -> Commitment:
    """Write down that a doctor commits to an office, by one of the legal routes (ORD-06), with her weekly pattern."""
    if doctor.network_id != office.network_id:
        raise CommitmentRefused(_("Médecin : il n’est pas de ce réseau. Ajoutez-le d’abord au réseau."))
    commitment = Commitment(
        network_id=office.network_id,
        doctor=doctor,
        office=office,
        route=route,
        replaced_doctor_name=replaced_doctor_name.strip(),
        supervisor_name=supervisor_name.strip(),
        starts_on=starts_on,
        ends_on=ends_on,
        half_days_per_week=half_days_per_week,
        minimum_term_months=minimum_term_months,
        maximum_term_months=maximum_term_months,
        notice_months=notice_months,
    )
    _check(commitment)
    with lawful_write(CommitmentRefused, LAWS):
        commitment.save()
        _store_pattern(commitment, pattern)
    return commitment


def change_pattern(
    *,
    commitment_id: int,
    pattern: Sequence[handover.PatternHalfDay],
    by: User,
    now: datetime,
    half_days_per_week: Decimal | None = None,
) -> Commitment:
    """Change the half-days that the doctor prefers, and how many she promises if given. Laid shifts stay."""
    with lawful_write(CommitmentRefused, LAWS):
        # Two tabs: one pattern or the other is stored, never a mixture.
        commitment = Commitment.objects.select_for_update(no_key=True).get(pk=commitment_id)
        if half_days_per_week is not None:
            commitment.half_days_per_week = half_days_per_week
            _check(commitment)
            commitment.save(update_fields=["half_days_per_week"])
        PatternHalfDay.objects.filter(commitment=commitment).delete()
        _store_pattern(commitment, pattern)
    return commitment


def agree_end(*, commitment_id: int, ends_on: date | None, by: User, now: datetime) -> Commitment:
    """Agree on the last day, earlier or later; None goes back to the maximum term.

    Raises ShiftsOutsideCommitment when shifts stand after it.
    """
    commitment = Commitment.objects.get(pk=commitment_id)
    commitment.ends_on = ends_on
    _check(commitment)
    with lawful_write(CommitmentRefused, LAWS):
        commitment.save(update_fields=["ends_on"])
    return commitment


def _check(commitment: Commitment) -> None:
    check_fields(commitment, CommitmentRefused)
    if any(day.year not in YEARS for day in (commitment.starts_on, commitment.ends_on) if day):
        raise CommitmentRefused(_("Dates de l’engagement : vérifiez l’année."))
    if Decimal(str(commitment.half_days_per_week)) * 2 % 1:
        raise CommitmentRefused(_("Demi-journées par semaine : comptez par moitié, comme 4 ou 4,5."))


def _store_pattern(commitment: Commitment, pattern: Sequence[handover.PatternHalfDay]) -> None:
    rows = [
        PatternHalfDay(
            network_id=commitment.network_id,
            commitment=commitment,
            weekday=part.weekday,
            half=part.half,
            weeks=part.weeks,
        )
        for part in dict.fromkeys(pattern)
    ]
    for row in rows:
        check_fields(row, CommitmentRefused)
    PatternHalfDay.objects.bulk_create(rows)
