"""The welcome list of a promise: drawn up once, dated again when the start moves, ticked by what acts prove."""

from datetime import date, datetime

from releve.pipeline.commitments.errors import CommitmentRefused
from releve.pipeline.commitments.handover import Act, DeadlineKind, Route
from releve.pipeline.commitments.models import Commitment, DeadlineMark, PromiseAct, WelcomeLine
from releve.pipeline.commitments.rules.shared_facts import TASK_OF_ACT, TASK_OF_DEADLINE
from releve.pipeline.commitments.rules.welcome import WelcomeTask, welcome_list
from releve.shared.lawful_writes import lawful_write, laws_of
from releve.shared.people.models import User

LAWS = laws_of(WelcomeLine)


def welcome_follows(commitment: Commitment, kind: Act, happened_on: date, *, by: User | None, now: datetime) -> None:
    """Keep the list on the life of its promise: it begins with the agreement, and new terms or a signature date it.

    What an act proves (the declaration, the signature) is ticked by it.

    A replacement is not welcomed anew each time; its list can be drawn up by hand.
    """
    task = TASK_OF_ACT.get(kind)
    if task:
        tick_line(commitment, task, happened_on, by)
    is_begun = kind == Act.AGREE and Route(commitment.route) != Route.REPLACEMENT
    is_kept = kind in {Act.AGREE, Act.SIGN, Act.AMEND} and WelcomeLine.objects.filter(commitment=commitment).exists()
    if is_begun or is_kept:
        draw_up_welcome(commitment_id=commitment.pk, by=by, now=now)


def draw_up_welcome(*, commitment_id: int, by: User | None, now: datetime) -> list[WelcomeLine]:
    """Write the list of what her arrival asks, from the route and the first day.

    Drawn up again (the start moved, the convention is signed), what is done stays done and the rest gets its new dates.
    """
    with lawful_write(CommitmentRefused, LAWS):
        commitment = Commitment.objects.select_for_update(no_key=True).get(pk=commitment_id)
        known = {line.task: line for line in WelcomeLine.objects.filter(commitment=commitment)}
        signed = PromiseAct.objects.filter(commitment=commitment, kind=Act.SIGN).order_by("-noted_at", "-id").first()
        signed_on = signed.happened_on if signed else None
        proved = _proved(commitment)
        listed = welcome_list(Route(commitment.route), commitment.starts_on, signed_on)
        for position, item in enumerate(listed, start=1):
            line = known.get(item.task) or WelcomeLine(
                network_id=commitment.network_id, commitment=commitment, task=item.task
            )
            line.position, line.who = position, item.who
            if line.done_on is None:
                line.due_on = item.due_on
                line.done_on, line.done_by_id = proved.get(item.task, (None, None))
            line.save()
        # The route changed: what it no longer asks goes, unless somebody has done it.
        gone = [line.id for task, line in known.items() if task not in {item.task for item in listed}]
        WelcomeLine.objects.filter(id__in=gone, done_on__isnull=True).delete()
    return list(WelcomeLine.objects.filter(commitment_id=commitment_id))


def tick_line(commitment: Commitment, task: WelcomeTask, done_on: date | None, by: User | None) -> None:
    """Tick one point of a list, or take the tick back (no day). Where the list is not drawn up, nothing happens."""
    WelcomeLine.objects.filter(commitment=commitment, task=task).update(
        done_on=done_on, done_by=by if done_on else None
    )


def _proved(commitment: Commitment) -> dict[WelcomeTask, tuple[date, int | None]]:
    """Return the points that acts and marks prove already: when, and noted by whom."""
    acts = PromiseAct.objects.filter(commitment=commitment, kind__in=TASK_OF_ACT).order_by("noted_at", "id")
    marks = DeadlineMark.objects.filter(commitment=commitment, kind__in=TASK_OF_DEADLINE).order_by("noted_at", "id")
    found = {TASK_OF_ACT[Act(act.kind)]: (act.happened_on, act.noted_by_id) for act in acts}
    return found | {TASK_OF_DEADLINE[DeadlineKind(mark.kind)]: (mark.done_on, mark.noted_by_id) for mark in marks}
