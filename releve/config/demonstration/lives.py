"""What was noted of each promise: the declarations of those who are here, the end of those who left."""

from collections.abc import Iterable
from datetime import date, datetime

from releve.pipeline.commitments.actions import declare_site, mark_deadline, sign_contract
from releve.pipeline.commitments.handover import DeadlineKind, Route, State
from releve.pipeline.commitments.models import Commitment
from releve.pipeline.commitments.rules import add_months
from releve.shared.people.models import User

# Before the first day: the Ordre had the declaration (ORD-01), the contract was signed, and sent (ORD-16).
DECLARED_MONTHS, SIGNED_MONTHS = 3, 1


def note_lives(commitments: Iterable[Commitment], today: date, by: User, now: datetime) -> None:
    """Note the papers of the doctors who are here, and that the others have left."""
    for commitment in commitments:
        if commitment.ends_on and commitment.ends_on < today:
            Commitment.objects.filter(id=commitment.id).update(state=State.ENDED)
        else:
            _note_papers(commitment, by, now)


def _note_papers(commitment: Commitment, by: User, now: datetime) -> None:
    signed_on = add_months(commitment.starts_on, -SIGNED_MONTHS)
    if commitment.route == Route.DISTINCT_SITE:
        received_on = add_months(commitment.starts_on, -DECLARED_MONTHS)
        declare_site(commitment_id=commitment.id, happened_on=received_on, proof="Accusé de réception", by=by, now=now)
    sign_contract(commitment_id=commitment.id, happened_on=signed_on, by=by, now=now)
    mark_deadline(
        commitment_id=commitment.id,
        kind=DeadlineKind.SEND_CONTRACT,
        due_on=add_months(signed_on, 1),
        done_on=signed_on,
        proof="Recommandé",
        by=by,
        now=now,
    )
