"""Has secretaries told by mail what changed of their half-days, and coordinators what an absence leaves open."""

from collections.abc import Iterable
from datetime import datetime, timedelta

from releve.pipeline.commitments.queries.coverage import coordinators_of
from releve.pipeline.rota.models import SecretaryAbsence
from releve.shared.jobs import defer_job, defer_job_at

# Several changes by hand make one mail, and a publication that is taken back at once makes none.
TELL_AFTER = timedelta(minutes=10)


def tell_secretaries(network_id: int, secretary_ids: Iterable[int], now: datetime) -> None:
    """Store a job for each of them: it compares what stands when it runs with what she was told last."""
    for secretary_id in sorted(set(secretary_ids)):
        defer_job_at(now + TELL_AFTER, "rota.tell_half_days", network_id=network_id, secretary_id=secretary_id)


def tell_coordinators(absence: SecretaryAbsence, n_lost: int) -> None:
    """Have the coordinators told of half-days that a secretary's own absence leaves without reception."""
    for seat in coordinators_of(absence.network_id):
        defer_job("rota.tell_reception_lost", absence_id=absence.pk, n_lost=n_lost, user_id=seat.user_id)
