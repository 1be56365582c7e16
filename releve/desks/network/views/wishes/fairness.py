"""Who works the half-days that nobody likes, by name; and which half-days these are."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from releve.desks.access import DeskRequest
from releve.desks.network.page import accepted, draw
from releve.desks.network.views.wishes.tabs import SECTION, tabs_of
from releve.pipeline.commitments.queries import doctors_of_network
from releve.pipeline.rota.actions.wishes import change_rota_knobs
from releve.pipeline.rota.queries.fairness import fairness_of, year_before
from releve.pipeline.rota.queries.wishes import knobs_of, opening_slots
from releve.pipeline.rota.rules.fairness import FairShare
from releve.pipeline.rota.words.half_days import slot_words


class RotaKnobsForm(forms.Form):
    unloved_slots = forms.MultipleChoiceField(
        label=gettext_lazy("Demi-journées peu aimées"), required=False, widget=forms.CheckboxSelectMultiple
    )
    eves_are_unloved = forms.BooleanField(label=gettext_lazy("Compter aussi les veilles de jour férié"), required=False)
    exchanges_need_consent = forms.BooleanField(
        label=gettext_lazy("Le réseau valide chaque échange avant qu’il se fasse"), required=False
    )

    def __init__(self, slots: Iterable[int], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices = [(str(slot), slot_words(slot)) for slot in slots]
        self.fields["unloved_slots"].choices = choices  # type: ignore[attr-defined]


@dataclass(frozen=True, slots=True)
class NamedShare:
    name: str
    share: FairShare

    @property
    def labelled(self) -> list[tuple[str, int]]:
        """The unloved half-days of the week in their order, each with its number."""
        return [(slot_words(slot), n) for slot, n in self.share.n_by_slot.items()]


@require_http_methods(["GET", "HEAD", "POST"])
def fairness(request: DeskRequest) -> HttpResponse:
    network_id = request.seat.network_id
    knobs = knobs_of(network_id)
    slots = sorted({*knobs.unloved_slots, *opening_slots(network_id)})
    told = {
        "unloved_slots": [str(slot) for slot in knobs.unloved_slots],
        "eves_are_unloved": knobs.eves_are_unloved,
        "exchanges_need_consent": knobs.exchanges_need_consent,
    }
    form = RotaKnobsForm(slots, request.POST if request.method == "POST" else None, initial=told)

    def act() -> None:
        given = form.cleaned_data | {"unloved_slots": [int(slot) for slot in form.cleaned_data["unloved_slots"]]}
        change_rota_knobs(network_id=network_id, by=request.user, now=timezone.now(), **given)

    if request.method == "POST" and accepted(form, act):
        messages.success(request, _("Réglages enregistrés."))
        return redirect("network:fairness")
    first, last = year_before(timezone.localdate())
    names = {doctor.id: str(doctor) for doctor in doctors_of_network(network_id)}
    shares = [NamedShare(names[share.doctor_id], share) for share in fairness_of(network_id, first, last)]
    return draw(
        request,
        "network/wishes/fairness.html",
        SECTION,
        tabs=tabs_of(network_id, "fairness"),
        form=form,
        first=first,
        last=last,
        slots=[slot_words(slot) for slot in sorted(knobs.unloved_slots)],
        with_eves=knobs.eves_are_unloved,
        shares=sorted(shares, key=lambda one: (-one.share.surplus, one.name)),
    )
