"""The promise: its legal route, its terms, its weekly pattern, its end."""

from collections.abc import Sequence
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _

from releve.pipeline.commitments import handover
from releve.pipeline.commitments.actions.acts import (
    change_terms,
    check_end,
    check_proved,
    check_step,
    check_terms,
    locked,
    record,
    record_first,
)
from releve.pipeline.commitments.actions.amendments import change_pattern_in_force, row_in_force
from releve.pipeline.commitments.actions.laws import LAWS
from releve.pipeline.commitments.actions.terms import change_half_days
from releve.pipeline.commitments.errors import CommitmentRefused
from releve.pipeline.commitments.models import Commitment, Doctor, PatternHalfDay
from releve.pipeline.commitments.rules.life import FIRST_ACTS
from releve.pipeline.offices.models import Office
from releve.shared.half_days import local_day
from releve.shared.lawful_writes import check_fields, lawful_write
from releve.shared.people.models import User


def agree_commitment(
    *,
    doctor: Doctor,
    office: Office,
    route: handover.Route,
    starts_on: date,
    half_days_per_week: Decimal,
    pattern: Sequence[handover.PatternHalfDay],
    by: User | None,
    now: datetime,
    ends_on: date | None = None,
    replaced_doctor_name: str = "",
    supervisor_name: str = "",
    minimum_term_months: int = 12,
    maximum_term_months: int = 24,
    notice_months: int = 6,
    first_act: handover.Act | None = None,
    happened_on: date | None = None,
) -> Commitment:
    """Write down that a doctor commits to an office, by one of the legal routes (ORD-06), with her weekly pattern.

    `first_act` tells where its life begins (proposed, agreed, or entered while it runs) and `happened_on` since when;
    without it a promise is agreed today, or was entered late if its first day has come.
    """
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
    check_terms(commitment)
    check_end(commitment, is_new=True)
    today = local_day(now, office.time_zone)
    began = first_act or (handover.Act.ENTER if starts_on <= today else handover.Act.AGREE)
    check_proved(commitment, began, happened_on or today, now)
    commitment.state = FIRST_ACTS[began]
    with lawful_write(CommitmentRefused, LAWS):
        commitment.save()
        record_first(commitment, began, happened_on or today, by=by, now=now)
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
    """Change the half-days that the doctor prefers, and how many she promises if given. Laid shifts stay.

    Where an amendment holds already, its terms change; what another one changes on a later day stays.
    """
    # Two tabs: one pattern or the other is stored, never a mixture.
    with locked(commitment_id) as commitment:
        today = local_day(now, commitment.office.time_zone)
        if half_days_per_week is not None:
            check_step(commitment, handover.Act.AMEND)
            changes = change_half_days(commitment, half_days_per_week, today)
            _record_amendment(commitment, changes, by, now)
        row = row_in_force(commitment, today)
        if row:
            change_pattern_in_force(row, pattern)
        else:
            PatternHalfDay.objects.filter(commitment=commitment).delete()
            _store_pattern(commitment, pattern)
    return commitment


def agree_end(*, commitment_id: int, ends_on: date | None, by: User, now: datetime) -> Commitment:
    """Agree on the last day, earlier or later; None goes back to the maximum term.

    Raises ShiftsOutsideCommitment when shifts stand after it.
    """
    with locked(commitment_id) as commitment:
        check_step(commitment, handover.Act.AMEND)
        changes = change_terms(commitment, ends_on=ends_on)
        check_end(commitment)
        _record_amendment(commitment, changes, by, now)
    return commitment


def _record_amendment(commitment: Commitment, changes: dict[str, Any], by: User, now: datetime) -> None:
    """Write down what changed, which is an amendment of today."""
    check_terms(commitment)
    if changes:
        today = local_day(now, commitment.office.time_zone)
        record(commitment, handover.Act.AMEND, today, by=by, now=now, changes=changes)


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
