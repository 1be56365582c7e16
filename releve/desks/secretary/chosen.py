"""The time chosen on the board before the patient: it travels in the address, which says nothing of anybody."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import QuerySet
from django.http import Http404
from django.shortcuts import get_object_or_404
from django.urls import reverse

from releve.pipeline.rota.models import Shift
from releve.shared.words import read_time_value, time_value


def _shifts(network_id: int) -> QuerySet[Shift]:
    return Shift.objects.filter(network_id=network_id).select_related("doctor", "room", "office")


@dataclass(frozen=True, slots=True)
class ChosenTime:
    shift: Shift
    starts_at: datetime

    @property
    def value(self) -> str:
        return time_value(self.shift.id, self.starts_at)


def published_shift(network_id: int, shift_id: int) -> Shift:
    """Return a published shift of the network, or answer 404."""
    return get_object_or_404(_shifts(network_id), id=shift_id, status=Shift.Status.PUBLISHED)


def chosen_time(network_id: int, text: str) -> ChosenTime | None:
    """Return the time that a button or an address sent, None if there is none; 404 if it is nowhere."""
    if not text:
        return None
    found = read_time_value(text)
    if found is None:
        raise Http404
    shift_id, starts_at = found
    # A shift that was cancelled in the meantime is refused later, with other times to offer.
    shift = get_object_or_404(_shifts(network_id), id=shift_id)
    if not shift.starts_at <= starts_at < shift.ends_at + timedelta(hours=1):
        raise Http404
    return ChosenTime(shift, starts_at)


def next_page(patient_id: int, chosen: ChosenTime | None, double: Shift | None) -> str:
    """Return where a patient leads: to the times, to the confirmation of the time at hand, or to the exception."""
    if double:
        return reverse("secretary:double", args=[patient_id, double.id])
    if chosen:
        return f"{reverse('secretary:confirm', args=[patient_id])}?creneau={chosen.value}"
    return reverse("secretary:book", args=[patient_id])
