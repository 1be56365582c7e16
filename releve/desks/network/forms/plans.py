"""What the coordinator types to have a rota drawn."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from releve.desks.network.forms.fields import DayField, choose
from releve.pipeline.rota.actions.drawing import LEAST_SECONDS, MOST_SECONDS
from releve.pipeline.rota.actions.weeks import MOST_WEEKS


class WeeksForm(forms.Form):
    """The weeks to draw, and how long to look for a better rota."""

    first = DayField(label=_("À partir de la semaine du"))
    n_weeks = forms.IntegerField(
        label=_("Nombre de semaines"),
        min_value=1,
        max_value=MOST_WEEKS,
        widget=forms.NumberInput(attrs={"class": "input--short"}),
        help_text=_("Treize semaines font un trimestre."),
    )
    seconds = forms.IntegerField(
        label=_("Durée du calcul, en secondes"),
        min_value=LEAST_SECONDS,
        max_value=MOST_SECONDS,
        widget=forms.NumberInput(attrs={"class": "input--short"}),
        help_text=_("Un premier planning vient en quelques secondes ; plus de temps l’améliore."),
    )


class DrawForm(WeeksForm):
    """The same with the offices."""

    offices = forms.TypedMultipleChoiceField(
        label=_("Cabinets"),
        coerce=int,
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": _("Choisissez au moins un cabinet.")},
        help_text=_("Les cabinets qui partagent des médecins se dessinent ensemble."),
    )
    field_order = ("first", "n_weeks", "offices", "seconds")

    def __init__(self, *args: Any, offices: Iterable[tuple[int, str]], **options: Any) -> None:
        super().__init__(*args, **options)
        choose(self, "offices", offices)


class ReplaceForm(forms.Form):
    """From which day the other doctors' shifts may change."""

    not_before = DayField(
        label=_("Le planning peut changer à partir du"),
        help_text=_("Avant ce jour rien ne bouge : ce qui ne tient plus se remplace à la main."),
    )
