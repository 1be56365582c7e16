"""What the doctor types."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from releve.pipeline.offices.models import HalfDay
from releve.ui.forms import DayInput


class AbsenceForm(forms.Form):
    """Days only: why she is away stays with her."""

    first_on = forms.DateField(label=_("Premier jour"), widget=DayInput)
    first_half = forms.ChoiceField(label=_("À partir du"), choices=HalfDay.choices, initial=HalfDay.MORNING)
    last_on = forms.DateField(label=_("Dernier jour"), widget=DayInput)
    last_half = forms.ChoiceField(label=_("Jusqu’au"), choices=HalfDay.choices, initial=HalfDay.AFTERNOON)

    def clean(self) -> dict[str, Any]:
        found = super().clean() or {}
        first, last = found.get("first_on"), found.get("last_on")
        if not first or not last:
            return found
        is_backwards = (first, found.get("first_half") == HalfDay.AFTERNOON) > (
            last,
            found.get("last_half") == HalfDay.AFTERNOON,
        )
        if is_backwards:
            self.add_error("last_on", _("La fin de l’absence vient après son début."))
        return found


class OwnMarkForm(forms.Form):
    """That she met one of her deadlines, or did a point of her arrival."""

    kind = forms.CharField(max_length=30)
    due_on = forms.DateField()
    done_on = forms.DateField(label=_("Fait le"), widget=DayInput)
    proof = forms.CharField(label=_("Preuve"), max_length=200, required=False)


class NamesForm(forms.Form):
    """Health data leave the protected place: she says that she knows it."""

    understood = forms.BooleanField(
        label=_("J’ai compris : les noms de mes patients quitteront Relève, et je réponds de qui lit cet agenda.")
    )
