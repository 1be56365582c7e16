"""What the calendar alone decides: a signed promise begins on its day, and every promise ends on its last one."""

from datetime import datetime, timedelta

from releve.pipeline.commitments.actions.life import end_promise, start_promise
from releve.pipeline.commitments.errors import CommitmentRefused
from releve.pipeline.commitments.handover import Act
from releve.pipeline.commitments.models import Commitment
from releve.pipeline.commitments.queries.life import starting_and_ending
from releve.pipeline.commitments.rules.terms import last_day
from releve.shared.half_days import local_day

# Somewhere on earth it is tomorrow already: each office is then asked for its own day.
FARTHEST_EAST = timedelta(hours=14)


def follow_the_calendar(*, now: datetime) -> tuple[int, int]:
    """Begin what is signed and whose first day has come, end what is past its last day; return how many of each.

    What is not signed waits for a person.
    """
    starting, ending = starting_and_ending((now + FARTHEST_EAST).date())
    n_started = sum(_passes(row, Act.START, now) for row in starting)
    n_ended = sum(_passes(row, Act.END, now) for row in ending)
    return n_started, n_ended


def _passes(commitment: Commitment, kind: Act, now: datetime) -> bool:
    """Write the act if its day has come where the office is."""
    today = local_day(now, commitment.office.time_zone)
    if kind == Act.START:
        day = max(commitment.starts_on, commitment.may_start_on or commitment.starts_on)
        is_due, write = day <= today, start_promise
    else:
        day = last_day(commitment.starts_on, commitment.ends_on, commitment.maximum_term_months)
        is_due, write = day < today, end_promise
    if is_due:
        try:
            write(commitment_id=commitment.id, happened_on=day, by=None, now=now)
        except CommitmentRefused:
            return False  # somebody did it meanwhile, or something is missing: the list of deadlines tells
    return is_due
