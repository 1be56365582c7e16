"""Recruitments that a newcomer answers: closed with her promise, open again if it is given up."""

from datetime import datetime

from releve.pipeline.commitments.models import Commitment, RecruitmentCall
from releve.pipeline.commitments.queries.life import open_calls
from releve.pipeline.commitments.rules.answers import answered_calls
from releve.shared.half_days import local_day


def answer_calls(commitment: Commitment, now: datetime) -> int:
    """Close the recruitments of its office that a promise fills; return how many. What is for more stays open."""
    of_office = [
        call
        for call in open_calls(commitment.network_id)
        if call.office_id == commitment.office_id and call.commitment_id != commitment.id
    ]
    answered = answered_calls(of_office, float(commitment.half_days_per_week))
    rows = RecruitmentCall.objects.filter(id__in=[call.call_id for call in answered], closed_on__isnull=True)
    return rows.update(
        closed_on=local_day(now, commitment.office.time_zone),
        outcome=RecruitmentCall.Outcome.FOUND,
        answered_by=commitment,
    )


def reopen_answered(commitment: Commitment) -> int:
    """Open again the recruitments that a promise answered and that nobody fills any more; return how many."""
    n_open = 0
    for call in commitment.answered_calls.order_by("id"):
        leaving = call.commitment
        is_looked_for = leaving and leaving.recruitment_calls.filter(closed_on__isnull=True).exists()
        is_still_leaving = leaving is None or leaving.notice_given_on is not None
        if is_still_leaving and not is_looked_for:
            call.closed_on, call.outcome, call.answered_by = None, "", None
            call.save(update_fields=["closed_on", "outcome", "answered_by"])
            n_open += 1
    return n_open
