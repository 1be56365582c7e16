"""When a deadline is called to mind: early, once more shortly before, on the day, then again while nothing happens."""

from dataclasses import dataclass
from datetime import date, timedelta

from releve.pipeline.commitments.handover import DeadlineKind
from releve.pipeline.commitments.rules.deadlines import Deadline

EARLY, LATE, DUE = 1, 2, 3
# Who has not answered that often is no longer written to; the list goes on showing it.
N_REPEATS_MAX = 8
# ORD-11: the licence is renewed from 1 October.
LICENCE_OPENS = (10, 1)


@dataclass(frozen=True, slots=True)
class Earliness:
    """How many days before a deadline, and how often after it."""

    early_days: int = 45
    late_days: int = 10
    repeat_days: int = 7


USUAL = Earliness()


def reminder_step(deadline: Deadline, today: date, early: Earliness = USUAL) -> int:
    """Return the step of reminding that a day has reached; 0: it is too early, or nobody needs to do anything."""
    if deadline.source.is_watch or not deadline.is_open(today):
        return 0
    if today < first_reminder_on(deadline, early):
        return 0
    n_days_left = (deadline.due_on - today).days
    if n_days_left > early.late_days:
        return EARLY
    if n_days_left > 0:
        return LATE
    return DUE + min(-n_days_left // early.repeat_days, N_REPEATS_MAX)


def first_reminder_on(deadline: Deadline, early: Earliness = USUAL) -> date:
    """Return from when on a deadline stands on the list as something to do now."""
    if deadline.kind == DeadlineKind.RENEW_LICENCE:
        return deadline.due_on.replace(month=LICENCE_OPENS[0], day=LICENCE_OPENS[1])
    return deadline.due_on - timedelta(days=early.early_days)
