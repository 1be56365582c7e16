"""Ticks of the welcome list. What is a deadline of the law too is noted there at once: one fact, one tick."""

from datetime import date, datetime

from django.utils.translation import gettext as _

from releve.pipeline.commitments.actions.acts import locked
from releve.pipeline.commitments.actions.deadlines import mark_deadline, unmark_deadline
from releve.pipeline.commitments.actions.welcome import tick_line
from releve.pipeline.commitments.errors import CommitmentRefused
from releve.pipeline.commitments.handover import DeadlineKind
from releve.pipeline.commitments.models import Commitment, DeadlineMark, WelcomeLine
from releve.pipeline.commitments.queries.deadlines import lives_of
from releve.pipeline.commitments.rules.deadlines import Deadline, deadlines_of
from releve.pipeline.commitments.rules.shared_facts import ACT_OF_DEADLINE, DEADLINE_OF_TASK, NEEDS
from releve.pipeline.commitments.rules.welcome import WelcomeTask
from releve.pipeline.commitments.words.promises import DEADLINES
from releve.shared.half_days import local_day
from releve.shared.people.models import User


def tick_welcome(*, line_id: int, done_on: date, by: User, now: datetime) -> WelcomeLine:
    """Note that a point was done, and when; the deadline or the act that it proves is noted with it."""
    line = WelcomeLine.objects.get(pk=line_id)
    task = WelcomeTask(line.task)
    with locked(line.commitment_id) as commitment:
        if done_on > local_day(now, commitment.office.time_zone):
            raise CommitmentRefused(_("Fait le : ce jour n’est pas encore venu. Notez le jour où c’était fait."))
        deadline = _deadline_of(commitment, task, now)
        if deadline and deadline.done_on is None:
            mark_deadline(
                commitment_id=commitment.id,
                kind=deadline.kind,
                due_on=deadline.due_on,
                done_on=done_on,
                by=by,
                now=now,
            )
        tick_line(commitment, task, done_on, by)
    line.refresh_from_db()
    return line


def untick_welcome(*, line_id: int, by: User, now: datetime) -> WelcomeLine:
    """Take back that a point was done; an act of the promise is not taken back by a tick."""
    line = WelcomeLine.objects.get(pk=line_id)
    task = WelcomeTask(line.task)
    with locked(line.commitment_id) as commitment:
        kind = DEADLINE_OF_TASK.get(task)
        marks = DeadlineMark.objects.filter(commitment=commitment, kind=kind) if kind else DeadlineMark.objects.none()
        if kind and kind in ACT_OF_DEADLINE and commitment.acts.filter(kind=ACT_OF_DEADLINE[kind]).exists():
            sentence = _("« %(task)s » est prouvé par un acte de l’engagement : corrigez-le par un autre acte.")
            raise CommitmentRefused(sentence % {"task": line})
        for mark in marks:
            unmark_deadline(
                commitment_id=commitment.id, kind=DeadlineKind(mark.kind), due_on=mark.due_on, by=by, now=now
            )
        tick_line(commitment, task, None, by)
    line.refresh_from_db()
    return line


def _deadline_of(commitment: Commitment, task: WelcomeTask, now: datetime) -> Deadline | None:
    """Return the deadline that a point of the list meets too, or refuse a tick that comes before what it needs."""
    kind = DEADLINE_OF_TASK.get(task)
    if kind is None:
        return None
    life = lives_of([commitment])[commitment.id]
    listed = deadlines_of(life, local_day(now, commitment.office.time_zone))
    found = next((deadline for deadline in reversed(listed) if deadline.kind == kind), None)
    needed = NEEDS.get(kind)
    before = next((deadline for deadline in listed if deadline.kind == needed), None)
    if found is None and before and before.done_on is None:
        sentence = _("« %(task)s » vient après « %(before)s » : notez d’abord celui-ci, avec sa date.")
        raise CommitmentRefused(sentence % {"task": DEADLINES[kind][0], "before": DEADLINES[before.kind][0]})
    return found
