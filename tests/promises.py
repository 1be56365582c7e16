"""Stores acts, marks and reminders of a promise, for the tests of its life."""

from datetime import UTC, date, datetime
from typing import Any

from releve.pipeline.commitments.models import (
    AmendedTerms,
    Commitment,
    DeadlineMark,
    PromiseAct,
    RecruitmentCall,
    RecruitmentKnobs,
    ReminderKnobs,
    ReminderLine,
)

NOTED_AT = datetime(2026, 12, 1, 8, tzinfo=UTC)


def an_act(commitment: Commitment, kind: str = "amend", **fields: Any) -> PromiseAct:
    """Store an act as it stands, without asking the rules."""
    given = {"before": "running", "after": "running", "happened_on": date(2026, 11, 2), "noted_at": NOTED_AT} | fields
    return PromiseAct.objects.create(network=commitment.network, commitment=commitment, kind=kind, **given)


def a_mark(commitment: Commitment, kind: str = "send_contract", **fields: Any) -> DeadlineMark:
    """Store that a deadline was met."""
    given = {"due_on": date(2026, 12, 15), "done_on": date(2026, 12, 1), "noted_at": NOTED_AT} | fields
    return DeadlineMark.objects.create(network=commitment.network, commitment=commitment, kind=kind, **given)


def a_recruitment(commitment: Commitment, **fields: Any) -> RecruitmentCall:
    """Store that an office looks for somebody."""
    given = {"opened_on": date(2026, 12, 1), "needed_from": date(2027, 6, 2), "half_days_per_week": 4} | fields
    whose = {"network": commitment.network, "office": commitment.office}
    return RecruitmentCall.objects.create(commitment=commitment, **whose, **given)


def a_reminder(commitment: Commitment, **fields: Any) -> ReminderLine:
    """Store that a reminder was sent."""
    given = {
        "kind": "send_contract",
        "due_on": date(2026, 12, 15),
        "party": "doctor",
        "step": 1,
        "sent_on": date(2026, 12, 1),
    } | fields
    return ReminderLine.objects.create(network=commitment.network, commitment=commitment, **given)


def a_whole_life(commitment: Commitment) -> None:
    """Store a row in every table of a promise's life."""
    an_act(commitment)
    a_mark(commitment)
    a_recruitment(commitment)
    a_reminder(commitment)
    ReminderKnobs.objects.create(network=commitment.network)
    RecruitmentKnobs.objects.create(network=commitment.network, changed_on=date(2026, 12, 1))
    AmendedTerms.objects.create(
        network=commitment.network, commitment=commitment, valid_from=date(2027, 9, 1), half_days_per_week=2
    )
