"""Reads of the welcome lists."""

from collections.abc import Iterable

from django.db.models import QuerySet

from releve.pipeline.commitments.models import WelcomeLine
from releve.pipeline.commitments.rules.life import OVER


def welcome_of(commitment_ids: Iterable[int]) -> QuerySet[WelcomeLine]:
    """Return the points of these promises' lists in their order, with their promises, doctors and offices."""
    found = WelcomeLine.objects.filter(commitment_id__in=sorted(set(commitment_ids)))
    return found.select_related("commitment__doctor", "commitment__office").order_by(
        "commitment__starts_on", "commitment_id", "position", "id"
    )


def unfinished_welcomes(network_id: int) -> QuerySet[WelcomeLine]:
    """Return the points of the lists of a network in which something is still to be done."""
    open_lines = WelcomeLine.objects.filter(network_id=network_id, done_on__isnull=True)
    return welcome_of(open_lines.exclude(commitment__state__in=OVER).values_list("commitment_id", flat=True))


def unfinished_welcome_of(commitment_ids: Iterable[int]) -> list[WelcomeLine]:
    """Return the points of those of these lists in which something is still to be done: 1 query."""
    lines = list(welcome_of(commitment_ids))
    open_ids = {line.commitment_id for line in lines if line.done_on is None}
    return [line for line in lines if line.commitment_id in open_ids]
