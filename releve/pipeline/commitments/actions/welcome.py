"""The welcome list of a promise: drawn up once, dated again when the start moves, ticked as it goes."""

from datetime import date, datetime

from django.utils.translation import gettext as _

from releve.pipeline.commitments.errors import CommitmentRefused
from releve.pipeline.commitments.handover import Act, Route
from releve.pipeline.commitments.models import Commitment, PromiseAct, WelcomeLine
from releve.pipeline.commitments.rules.welcome import welcome_list
from releve.shared.lawful_writes import lawful_write, laws_of
from releve.shared.people.models import User

LAWS = laws_of(WelcomeLine)


def welcome_follows(commitment: Commitment, kind: Act, *, by: User | None, now: datetime) -> None:
    """Keep the list on the life of its promise: it begins with the agreement, and new terms or a signature date it.

    A replacement is not welcomed anew each time; its list can be drawn up by hand.
    """
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
        listed = welcome_list(Route(commitment.route), commitment.starts_on, signed_on)
        for position, item in enumerate(listed, start=1):
            line = known.get(item.task) or WelcomeLine(
                network_id=commitment.network_id, commitment=commitment, task=item.task
            )
            line.position, line.who = position, item.who
            if line.done_on is None:
                line.due_on = item.due_on
            line.save()
        # The route changed: what it no longer asks goes, unless somebody has done it.
        gone = [line.id for task, line in known.items() if task not in {item.task for item in listed}]
        WelcomeLine.objects.filter(id__in=gone, done_on__isnull=True).delete()
    return list(WelcomeLine.objects.filter(commitment_id=commitment_id))


def tick_welcome(*, line_id: int, done_on: date, by: User, now: datetime) -> WelcomeLine:
    """Note that a point was done, and when."""
    if done_on > now.date():
        raise CommitmentRefused(_("Fait le : ce jour n’est pas encore venu. Notez le jour où c’était fait."))
    return _mark(line_id, done_on, by)


def untick_welcome(*, line_id: int, by: User, now: datetime) -> WelcomeLine:
    """Take back that a point was done."""
    return _mark(line_id, None, None)


def _mark(line_id: int, done_on: date | None, by: User | None) -> WelcomeLine:
    line = WelcomeLine.objects.get(pk=line_id)
    line.done_on, line.done_by = done_on, by
    line.save(update_fields=["done_on", "done_by"])
    return line
