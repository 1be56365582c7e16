"""What the coordinator types of a secretary."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from releve.desks.network.forms.fields import DayField, choose
from releve.pipeline.rota.models.reception import LEAST_HALF_DAYS, MOST_HALF_DAYS


class SecretaryTermsForm(forms.Form):
    """How much she works, from when to when."""

    half_days_per_week = forms.DecimalField(
        label=_("Demi-journées par semaine"),
        min_value=LEAST_HALF_DAYS,
        max_value=MOST_HALF_DAYS,
        decimal_places=1,
        widget=forms.NumberInput(attrs={"class": "input--short", "step": "0.5"}),
        help_text=_("En moyenne sur quatre semaines."),
    )
    starts_on = DayField(label=_("À partir du"))
    ends_on = DayField(label=_("Jusqu’au"), required=False, help_text=_("Vide : sans fin convenue."))


class SeatForm(forms.Form):
    """Who is at a reception on a half-day."""

    secretary = forms.TypedChoiceField(label=_("Secrétaire"), coerce=int, empty_value=None, required=False)

    def __init__(self, *args: Any, people: Iterable[tuple[object, object]], **options: Any) -> None:
        super().__init__(*args, **options)
        choose(self, "secretary", [("", _("personne : sans accueil")), *people])
