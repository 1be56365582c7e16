"""What happened to a shift, read from what the database wrote down itself."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Model
from django.utils.translation import gettext as _

from releve.pipeline.rota.models import Shift, ShiftStep  # type: ignore[attr-defined]
from releve.shared.words import clock


@dataclass(frozen=True, slots=True)
class StepLine:
    at: datetime
    what: str
    by: str


def history_of(shift: Shift) -> list[StepLine]:
    """Return the steps of a shift, the latest first: 1 query."""
    steps = list(ShiftStep.objects.filter(pgh_obj_id=shift.id).select_related("room", "changed_by").order_by("pgh_id"))
    before: list[Model | None] = [None, *steps]
    lines = [
        StepLine(step.pgh_created_at, "; ".join(_changes(earlier, step, shift.office.time_zone)), _who(step))
        for earlier, step in zip(before, steps, strict=False)
    ]
    return [line for line in reversed(lines) if line.what]


def _who(step: ShiftStep) -> str:
    return str(step.changed_by) if step.changed_by else _("Relève")


def _changes(earlier: ShiftStep | None, step: ShiftStep, zone: str) -> Iterator[str]:
    hours = f"{clock(step.starts_at, zone)} – {clock(step.ends_at, zone)}"
    if earlier is None:
        words = _("posée à la main") if step.is_edited else _("posée d’après la semaine type")
        yield _("%(laid)s : %(room)s, %(hours)s") % {"laid": words, "room": step.room, "hours": hours}
        return
    if (earlier.starts_at, earlier.ends_at) != (step.starts_at, step.ends_at):
        yield _("horaire changé : %(hours)s") % {"hours": hours}
    if earlier.room_id != step.room_id:
        yield _("déplacée : %(room)s") % {"room": step.room}
    if earlier.status != step.status and step.status == Shift.Status.PUBLISHED:
        yield _("publiée")
    if earlier.status != step.status and step.status == Shift.Status.CANCELLED:
        yield _("annulée : %(reason)s") % {"reason": step.cancelled_because}
